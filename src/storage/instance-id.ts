const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Reads an instance id as the Go supervisor has written it: a UUID in upper or lower case (also with `urn:uuid:`,
 * braces or no dashes, which its parser takes), or the 26 characters of a ULID that its first releases wrote.
 * Returns 16 bytes; `undefined` for anything else and for the UUID that is all zero.
 */
export function parseInstanceId(text: string): Uint8Array | undefined {
  const bytes = parseUlid(text) ?? parseUuid(text);
  return bytes?.some((byte) => byte !== 0) ? bytes : undefined;
}

/** The UUID text of 16 bytes, lower case. */
export function formatInstanceId(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError(`an instance id has 16 bytes: current value has ${bytes.length}`);
  return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function parseUuid(text: string): Uint8Array | undefined {
  const bare = text.replace(/^urn:uuid:/i, "").replace(/^\{(.*)\}$/, "$1");
  const grouped = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^[0-9a-f]{32}$/i.test(bare);
  return grouped ? Uint8Array.fromHex(bare.replaceAll("-", "")) : undefined;
}

/** 26 digits of five bits: the first one holds three bits of the 128. */
function parseUlid(text: string): Uint8Array | undefined {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i.test(text)) return undefined;
  let value = 0n;
  for (const digit of text.toUpperCase()) value = value * 32n + BigInt(crockford.indexOf(digit));
  return Uint8Array.fromHex(value.toString(16).padStart(32, "0"));
}
