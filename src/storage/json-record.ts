import type * as z from "zod/mini";

/** A value that is stored as JSON of a known shape. */
export interface JsonRecord<Value> {
  /** Throws where the data is no such record. */
  parse(data: Uint8Array): Value;
  render(value: Value): string;
}

/** @param what for the log, as in `it is no record of a trial` */
export function jsonRecord<Value>(schema: z.ZodMiniType<Value>, what: string): JsonRecord<Value> {
  return {
    parse: (data) => {
      const result = schema.safeParse(JSON.parse(new TextDecoder().decode(data)));
      if (!result.success) throw new Error(`it is no record of ${what}`);
      return result.data;
    },
    render: (value) => `${JSON.stringify(value)}\n`,
  };
}
