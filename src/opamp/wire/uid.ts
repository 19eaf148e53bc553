/** Length of an instance uid, bytes (§ AgentToServer.instance_uid). */
export const uidLength = 16;

const canonicalText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `bytes` can be the identity of an agent: 16 bytes that are not all zero. */
export function isUid(bytes: Uint8Array): boolean {
  return bytes.length === uidLength && bytes.some((byte) => byte !== 0);
}

/** The canonical lower-case text of a UUID; bytes of another length give their plain hexadecimal digits. */
export function formatUid(bytes: Uint8Array): string {
  const hex = bytes.toHex();
  if (bytes.length !== uidLength) return hex;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The 16 bytes of a UUID in canonical text, in either case; `undefined` for any other text. */
export function parseUid(text: string): Uint8Array | undefined {
  return canonicalText.test(text) ? Uint8Array.fromHex(text.replaceAll("-", "")) : undefined;
}
