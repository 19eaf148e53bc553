import { Buffer, isUtf8 } from "node:buffer";

/** In full, as the `yaml` package writes it. */
export const binaryTag = "tag:yaml.org,2002:binary";

export type DecodedBinary =
  | { kind: "text"; text: string }
  /** Bytes that are no UTF-8 and hold no reference. */
  | { kind: "bytes" }
  | { kind: "fault"; message: string };

/**
 * What yaml.v3 reads for a scalar with the tag `!!binary`: a string of the bytes that its Base64 stands for. The Collector
 * expands a `${…}` in it like in any other; one amid bytes that are no text is refused, since nobody could look into it.
 */
export function decodeBinary(written: string): DecodedBinary {
  const digits = written.replace(/[\r\n]/g, "");
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) {
    return { kind: "fault", message: "!!binary takes Base64 with its padding" };
  }
  const bytes = Buffer.from(digits, "base64");
  if (isUtf8(bytes)) return { kind: "text", text: bytes.toString("utf8") };
  const isReference = bytes.includes("${");
  return isReference ? { kind: "fault", message: "a reference amid bytes that are no text" } : { kind: "bytes" };
}
