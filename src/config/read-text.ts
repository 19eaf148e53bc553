import { errorCode } from "../runtime/error-code.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Files } from "../runtime/ports.ts";

export interface ReadTextOptions {
  files: Pick<Files, "read">;
  path: string;
}

export type ReadTextResult =
  | { ok: true; text: string }
  | { ok: false; message: string; /** Of the first bad byte, counted in characters before it. */ before?: string };

/** Reads a text file: UTF-8, or UTF-16 where a byte order mark says so (as editors and shells on Windows write it). */
export async function readText(options: ReadTextOptions): Promise<ReadTextResult> {
  let bytes: Uint8Array;
  try {
    bytes = await options.files.read(options.path);
  } catch (error) {
    return {
      ok: false,
      message: `cannot retrieve the configuration: unable to read the file: ${systemErrorText(error)}`,
    };
  }
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const loose = new TextDecoder(encoding).decode(bytes);
    return {
      ok: false,
      message: `is not text in ${encoding.toUpperCase()}`,
      before: loose.slice(0, loose.indexOf("\uFFFD")),
    };
  }
}

const texts: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
};

/** What the system said, in words where they are known. */
export function systemErrorText(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) return errorMessage(error);
  return texts[code] ?? code;
}
