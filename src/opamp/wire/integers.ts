/** What protobufjs returns for a 64-bit field: a number, or a `Long` where the package `long` is there. */
export type Wide = number | { toString(radix?: number): string } | null | undefined;

/** A 64-bit field as bigint; an absent one is 0. */
export function toBigInt(value: Wide): bigint {
  if (value === null || value === undefined) return 0n;
  if (typeof value === "number") return BigInt(value);
  // What fits into a number needs no way through text.
  if (isLong(value) && value.high >= 0 && value.high < 2 ** 21) return BigInt(value.high * 2 ** 32 + (value.low >>> 0));
  return BigInt(value.toString());
}

/** The lower 31 bits of a 64-bit field; of an absent one 0. */
export function lowBits(value: Wide): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "object" && isLong(value)) return value.low & 0x7fffffff;
  return Number(toBigInt(value) & 0x7fffffffn);
}

/** A 64-bit field as a number, an absent one as 0; beyond `longest` it is `longest`, by default 2^53-1. */
export function toClampedNumber(value: Wide, longest = Number.MAX_SAFE_INTEGER): number {
  const wide = toBigInt(value);
  return wide > BigInt(longest) ? longest : Number(wide);
}

/** Whether it is a `Long`, in whose shape protobufjs decodes 64-bit fields: two halves as signed 32-bit numbers. */
export function isLong(value: object): value is { low: number; high: number } {
  return "low" in value && typeof value.low === "number" && "high" in value && typeof value.high === "number";
}
