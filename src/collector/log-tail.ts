import type { Files } from "../runtime/ports.ts";
import { scrub, spellings } from "../telemetry/scrub.ts";

export interface LogTailOptions {
  files: Pick<Files, "readTail">;
  path: string;
  /** Bytes of the log at most; 0 = none. */
  bytes: number;
  /** Offset at which the attempt began, so that nothing of an earlier one is shown. */
  from: number;
  /** Texts that must not leave the machine. */
  secrets: readonly string[];
}

/**
 * The last whole lines of the Collector's log as well-formed text, without secrets. More is read than is shown: a
 * secret that the beginning cuts in two would not be recognised.
 */
export async function readLogTail({ files, path, bytes, from, secrets }: LogTailOptions): Promise<string> {
  if (bytes === 0) return "";
  const hidden = spellings(secrets).map((text) => Buffer.from(text));
  const margin = Math.max(1, ...hidden.map(({ length }) => length));
  const data = Buffer.from(await files.readTail(path, bytes + margin, from));
  const start = data.length <= bytes ? 0 : pastSecrets(data, lineStart(data, data.length - bytes), hidden);
  const text = new TextDecoder().decode(data.subarray(start)).replaceAll("\uFFFD", "").trim();
  return scrub(text, secrets);
}

/** The first line start at or after `least`; `least` itself where no further line begins. */
function lineStart(data: Buffer, least: number): number {
  const lineEnd = data.indexOf(0x0a, least - 1);
  return lineEnd < 0 || lineEnd === data.length - 1 ? least : lineEnd + 1;
}

/** The first offset at or after `start` that lies within no hidden text. */
function pastSecrets(data: Buffer, start: number, hidden: readonly Buffer[]): number {
  for (const text of hidden) {
    const at = data.lastIndexOf(text, start - 1);
    if (at >= 0 && at + text.length > start) return pastSecrets(data, at + text.length, hidden);
  }
  return start;
}

/**
 * The Collector's own statement of why it ended: what follows the last `Error: ` at the start of a line, which can
 * span several lines. The official builds repeat it in a line with a date, which ends it. Empty where it said nothing.
 */
export function errorStatement(tail: string): string {
  const [, ...statements] = `\n${tail}`.split("\nError: ");
  return (statements.at(-1) ?? "")
    .split(/\n\d{4}[-/]\d\d[-/]\d\d[ T]/, 1)
    .join("")
    .trim();
}
