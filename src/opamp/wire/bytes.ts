/** Up to so many bytes a loop is faster than a call into the engine, which needs a view first. */
const fewBytes = 64;

/** Whether both hold the same bytes. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}

/** The bytes from `start` to before `end` in an array of their own, which keeps nothing else in memory. */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  if (copy.length > fewBytes) copy.set(bytes.subarray(start, end));
  else for (let index = 0; index < copy.length; index += 1) copy[index] = bytes[start + index] ?? 0;
  return copy;
}

/** All chunks in one, after `headerLength` bytes of 0. */
export function joinBytes(chunks: readonly Uint8Array[], headerLength = 0): Uint8Array {
  let offset = headerLength;
  for (const { length } of chunks) offset += length;
  const joined = new Uint8Array(offset);
  offset = headerLength;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
