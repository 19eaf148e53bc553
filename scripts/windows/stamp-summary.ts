/** `VT_FILETIME`, before each time in the summary of an installer's database. */
const timeMark = Buffer.from([0x40, 0, 0, 0]);

/** Hundreds of nanoseconds from 1601 to 1970, and in a second. */
const of1970 = 116_444_736_000_000_000n;
const ofSecond = 10_000_000n;

/** So long before the tools ended can the package have been made, seconds. */
const longestS = 3_600n;

function fileTime(seconds: number): bigint {
  return of1970 + BigInt(Math.floor(seconds)) * ofSecond;
}

/**
 * The package with this time, seconds since 1970, in the place of those when it was made and saved last: the tools of msitools have no
 * option for it. Throws where there are not these two.
 *
 * @param madeAt when the tools ended, seconds since 1970
 */
export function stampSummary(packed: Uint8Array, epoch: number, madeAt: number): Buffer {
  const bytes = Buffer.from(packed);
  const [first, last] = [fileTime(madeAt) - longestS * ofSecond, fileTime(madeAt) + ofSecond];
  const places: number[] = [];
  for (let at = bytes.indexOf(timeMark); at !== -1; at = bytes.indexOf(timeMark, at + 1)) {
    if (at + 12 > bytes.length) break;
    const time = bytes.readBigUInt64LE(at + 4);
    if (time >= first && time <= last) places.push(at + 4);
  }
  if (places.length !== 2) throw new Error(`the package has ${places.length} times in its summary, not 2`);
  for (const place of places) bytes.writeBigUInt64LE(fileTime(epoch), place);
  return bytes;
}
