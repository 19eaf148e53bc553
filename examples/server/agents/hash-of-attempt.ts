/** The hash of an offer that is made once more: agents that know a hash do not look at its offer again. */
export function hashOfAttempt(hash: Uint8Array | null | undefined, attempt: number): Uint8Array {
  return Uint8Array.of(...(hash ?? []), ...(attempt === 0 ? [] : [attempt & 0xff, attempt >> 8]));
}
