/** What protobufjs returns for a 64-bit field: a number, or a `Long` where the package `long` is there. */
export type Wide = number | { toString(radix?: number): string } | null | undefined;

/** A 64-bit field as bigint; an absent one is 0. */
export function toBigInt(value: Wide): bigint {
  return value === null || value === undefined ? 0n : BigInt(value.toString());
}

/** A 64-bit field as a number, an absent one as 0; beyond `longest` it is `longest`, by default 2^53-1. */
export function toClampedNumber(value: Wide, longest = Number.MAX_SAFE_INTEGER): number {
  const wide = toBigInt(value);
  return wide > BigInt(longest) ? longest : Number(wide);
}
