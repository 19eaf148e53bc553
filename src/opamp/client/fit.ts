/** A field of AgentToServer, encoded. */
export interface Piece<Name extends string> {
  name: Name;
  bytes: Uint8Array;
  /** The available components with their map, not their hash alone. */
  isWholeMap?: boolean;
}

/** Gives up the largest pieces until the rest has room in `limit` bytes. */
export function fit<Name extends string>(
  pieces: readonly Piece<Name>[],
  limit: number,
): { fitting: Piece<Name>[]; leftOut: Piece<Name>[] } {
  const fitting = pieces.toSorted((left, right) => left.bytes.length - right.bytes.length);
  const leftOut: Piece<Name>[] = [];
  let total = fitting.reduce((sum, { bytes }) => sum + bytes.length, 0);
  while (total > limit) {
    const largest = fitting.pop();
    if (!largest) break;
    total -= largest.bytes.length;
    leftOut.push(largest);
  }
  return { fitting, leftOut };
}
