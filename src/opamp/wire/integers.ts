/** What protobufjs returns for a 64-bit field: a number, or a `Long` where the package `long` is there. */
export type Wide = number | { toString(radix?: number): string } | null | undefined;

/** A 64-bit field as bigint; an absent one is 0. */
export function toBigInt(value: Wide): bigint {
  return value === null || value === undefined ? 0n : BigInt(value.toString());
}
