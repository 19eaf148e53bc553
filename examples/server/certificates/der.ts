/** Tags of the DER elements (ITU-T X.690) that a certificate is made of. */
const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** One element: tag, length, content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  return Buffer.concat([Uint8Array.of(tag), length(body.length), body]);
}

function length(size: number): Uint8Array {
  if (size < 0x80) return Uint8Array.of(size);
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

/** `[number]` of a constructed value. */
export const context = (number: number, ...content: readonly Uint8Array[]) => element(0xa0 | number, ...content);

/** `[number] IMPLICIT` of a primitive value. */
export const implicit = (number: number, content: Uint8Array) => element(0x80 | number, content);

export const sequence = (...content: readonly Uint8Array[]) => element(tags.sequence, ...content);
export const set = (...content: readonly Uint8Array[]) => element(tags.set, ...content);
export const octetString = (content: Uint8Array) => element(tags.octetString, content);
export const utf8String = (text: string) => element(tags.utf8String, Buffer.from(text));
export const yes = element(tags.boolean, Uint8Array.of(0xff));

/** `unused` counts the bits at the end that carry nothing. */
export const bitString = (content: Uint8Array, unused = 0) => element(tags.bitString, Uint8Array.of(unused), content);

/** A non-negative integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const shortest = bytes.subarray(start);
  return element(tags.integer, (shortest[0] ?? 0) < 0x80 ? shortest : Buffer.concat([Uint8Array.of(0), shortest]));
}

/** An identifier in dotted form, for example `2.5.4.3`. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(tags.objectIdentifier, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const bytes = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}

/** Whole seconds of UTC, in the form that RFC 5280, 4.1.2.5 asks for: two digits of the year before 2050, else four. */
export function time(milliseconds: number): Uint8Array {
  const digits = new Date(milliseconds).toISOString().replace(/\.\d+/, "").replaceAll(/[-:T]/g, "");
  return new Date(milliseconds).getUTCFullYear() < 2050
    ? element(tags.utcTime, Buffer.from(digits.slice(2)))
    : element(tags.generalizedTime, Buffer.from(digits));
}
