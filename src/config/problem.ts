/** What kind of mistake it is; stable, explained in `docs/errors.md`. */
export type ReadingCode =
  | "CONFIG_FILE"
  | "CONFIG_SYNTAX"
  | "CONFIG_REFERENCE"
  | "CONFIG_UNKNOWN_KEY"
  | "CONFIG_MISSING_KEY"
  | "CONFIG_TYPE"
  | "CONFIG_VALUE"
  | "CONFIG_COMBINATION"
  | "CONFIG_UNSUPPORTED";

/** Of what shows only when a value is used. */
export type UsageCode = "TLS_FILE" | "PROXY";

/** What is wrong with a value when it is used. */
export interface UsageFault {
  code: UsageCode;
  /** Of the key that is to blame; unset where it is the environment. */
  path?: readonly string[];
  message: string;
}

/** One reason why a configuration is refused. Holds no secret. */
export interface Problem<Code extends ReadingCode | UsageCode = ReadingCode | UsageCode> {
  code: Code;
  /** Path as it was given. */
  file: string;
  /** From 1; 0 where the file itself is the problem. */
  line: number;
  /** From 1, in UTF-16 code units; 0 where the file itself is the problem. */
  column: number;
  /** Path of the key, its parts joined by `::` and list positions in brackets: `agent::args[0]`; empty for the root. */
  key: string;
  /** The wish, and the value that was there. */
  message: string;
  /** The value that was there, by itself, where there was one and the message tells it. */
  value?: string;
  /** Path of the key that was probably meant by one that is not known. */
  meant?: string;
}

/** One line for a terminal, `supervisor.yaml:2:13: server::endpoint must be specified [CONFIG_MISSING_KEY]`. */
export function formatProblem(problem: Problem): string {
  return `${problemText(problem)} [${problem.code}]`;
}

/**
 * The same without the code: `supervisor.yaml:3:5: agent::exectuable: unknown key; did you mean `executable`?`,
 * `supervisor.yaml:2:13: server::endpoint must be specified`. The key is left out where the message names it already,
 * as some in the words of the Go supervisor do.
 */
export function problemText(problem: Omit<Problem, "code">): string {
  const place = problem.line === 0 ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
  const { key, message } = problem;
  const isNamed = message.includes(key.replace(/\[\d+\]/g, "")) || message.startsWith(key.replaceAll("::", "."));
  if (key === "" || isNamed) return `${place}: ${message}`;
  return `${place}: ${key}${/^(?:must|is) /.test(message) ? "" : ":"} ${message}`;
}

/** In the order of the file, the earlier found first where two stand at one place. */
export function inFileOrder<Each extends Problem>(problems: readonly Each[]): Each[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
