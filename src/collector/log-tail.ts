import type { Files } from "../runtime/ports.ts";

export interface LogTailOptions {
  files: Files;
  path: string;
  /** Bytes at most; 0 = none. */
  bytes: number;
  /** Offset at which the attempt began, so that nothing of an earlier one is shown. */
  from: number;
  /** Texts that must not leave the machine. */
  secrets: readonly string[];
}

/** The last whole lines of the Collector's log as well-formed text, without secrets. */
export async function readLogTail({ files, path, bytes, from, secrets }: LogTailOptions): Promise<string> {
  if (bytes === 0) return "";
  const data = await files.readTail(path, bytes, from);
  const cut = data.length === bytes ? data.indexOf(0x0a) + 1 : 0;
  const text = new TextDecoder().decode(data.subarray(cut)).replaceAll("\uFFFD", "").trim();
  return scrub(text, secrets);
}

/** Shorter texts are too common to be told apart from ordinary words. */
const shortestSecret = 6;

/** `text` with every one of `secrets` replaced. */
export function scrub(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length)
    .reduce((scrubbed, secret) => scrubbed.replaceAll(secret, "[REDACTED]"), text);
}

/**
 * The Collector's own statement of why it ended: what follows the last `Error: ` at the start of a line, which can
 * span several lines. Empty where it said nothing.
 */
export function errorStatement(tail: string): string {
  const at = Math.max(tail.lastIndexOf("\nError: ") + 1, tail.startsWith("Error: ") ? 0 : -1);
  return at < 0 || !tail.startsWith("Error: ", at) ? "" : tail.slice(at + "Error: ".length).trim();
}
