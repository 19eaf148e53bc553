import type { Exit } from "../runtime/process-ports.ts";
import { goRuntimeExitCode, readGoDump } from "./go-dump.ts";
import { errorStatement } from "./log-tail.ts";

export interface LastWordsOptions {
  exit: Exit;
  /** The last whole lines that it has written, without secrets, of so many bytes at most. */
  read(bytes: number): Promise<string>;
  /** Bytes of its log that are shown; 0 = none. */
  tailBytes: number;
}

/** What a Collector has said of its end. */
export interface LastWords {
  /** Its last `Error:` statement, or how the Go runtime has headed its dump; empty where there is neither. */
  statement: string;
  /** The last lines of its log; where it has left a dump, the first ones of that. */
  tail: string;
  /** The signal from outside behind a dump. */
  signal: string | undefined;
}

/** Where the Collector's last `Error:` statement is looked for, bytes. */
const statementBytes = 16 * 1024;
/** The same of the head of a dump of all goroutines. */
const dumpBytes = 1024 * 1024;

/** Looks at the end of the log of a Collector that has ended. */
export async function lastWords({ exit, read, tailBytes }: LastWordsOptions): Promise<LastWords> {
  const [tail, recent] = await Promise.all([read(tailBytes), read(statementBytes)]);
  const statement = errorStatement(recent);
  const mayHaveDumped = exit.kind === "exited" && exit.code === goRuntimeExitCode;
  const dump = mayHaveDumped ? readGoDump(await read(dumpBytes)) : undefined;
  if (dump === undefined) return { statement, tail, signal: undefined };
  const said = statement === "" && dump.signal === undefined ? dump.headline : statement;
  return { statement: said, tail: firstLines(dump.text, tailBytes), signal: dump.signal };
}

/** Whole lines, as many as fit. */
function firstLines(text: string, bytes: number): string {
  const data = Buffer.from(text);
  if (data.length <= bytes) return text.trimEnd();
  return data.subarray(0, Math.max(0, data.lastIndexOf("\n", bytes))).toString();
}
