/** A flag, in citty's form. */
export interface Flag {
  type: "string" | "boolean";
  description: string;
  /** What stands for the value in the help. */
  valueHint?: string;
  /** The value may begin with a dash. Default: no, as the flag behind it would be taken for the value. */
  dashed?: boolean;
  /** The one-letter form. */
  alias?: string;
}

/** Flags by their long names. */
export type Flags = Readonly<Record<string, Flag>>;

/** The flag that every command has. */
export const helpFlag = { help: { type: "boolean", alias: "h", description: "Print this text and exit" } } as const;

/** The flag of every command that needs the configuration. */
export const configFlag = {
  config: { type: "string", description: "The supervisor's configuration (YAML)", valueHint: "FILE" },
} as const satisfies Flags;

/** What is told where that flag is missing. */
export const configNeeded = "--config FILE is needed (--help lists the flags)";

/** The flag that stands over `telemetry.logs.encoding`. */
export const logEncodingFlag = {
  "log-encoding": {
    type: "string",
    description: "Log lines, over telemetry.logs.encoding",
    valueHint: "json|console",
  },
} as const satisfies Flags;

/** Its value, or what is wrong with it. */
export function readLogEncoding(
  value: string | undefined,
): { encoding: "json" | "console" | undefined } | { fault: string } {
  if (value === undefined || value === "json" || value === "console") return { encoding: value };
  return { fault: `--log-encoding must be json or console, is ${value}` };
}

/** The words that a flag takes as its value; `undefined` where it takes others. */
export function choicesOf({ valueHint }: Pick<Flag, "valueHint">): string[] | undefined {
  return valueHint?.includes("|") === true ? valueHint.split("|") : undefined;
}

/** For commands that print: the same as JSON, whose shape stays as it is documented. */
export const jsonFlag = { json: { type: "boolean", description: "Print JSON" } } as const satisfies Flags;

/** How a command finds the supervisor that it speaks to. */
export const whichFlags = {
  config: { type: "string", description: "Its configuration, for storage.directory", valueHint: "FILE" },
  "storage-dir": { type: "string", description: "Its storage directory, instead", valueHint: "DIR" },
} as const satisfies Flags;
