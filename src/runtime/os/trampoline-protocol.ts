/** First argument that makes the executable a trampoline, which becomes another program. */
export const trampolineCommand = "__exec";

/**
 * Descriptor on which the trampoline waits for its order, one line of JSON, and reports why it could not carry it out; a
 * successful exec closes it.
 */
export const orderDescriptor = 3;

/** What the trampoline is to become. */
export interface Order {
  executable: string;
  args: readonly string[];
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
  /** Takes standard output and standard error, appended. Default: those that the trampoline was started with. */
  outputFile?: string;
}
