/** A flag, in citty's form. */
export interface Flag {
  type: "string" | "boolean";
  description: string;
  /** What stands for the value in the help. */
  valueHint?: string;
  /** The one-letter form. */
  alias?: string;
}

/** Flags by their long names. */
export type Flags = Readonly<Record<string, Flag>>;

/** The flags of the program. `-v` is the version, as with the Collector. */
export const flags = {
  config: { type: "string", description: "The supervisor's configuration (YAML)", valueHint: "FILE" },
  "log-encoding": {
    type: "string",
    description: "Log lines, over telemetry.logs.encoding",
    valueHint: "json|console",
  },
  version: { type: "boolean", alias: "v", description: "Print the version and exit" },
  help: { type: "boolean", alias: "h", description: "Print this text and exit" },
} as const satisfies Flags;
