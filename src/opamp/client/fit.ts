/** A field of AgentToServer, encoded. */
export interface Piece<Name extends string> {
  name: Name;
  bytes: Uint8Array;
  /** The available components with their map, not their hash alone. */
  isWholeMap?: boolean;
}

/** Gives up the largest pieces until the rest has room in `limit` bytes. The rest keeps its order. */
export function fit<Name extends string>(
  pieces: readonly Piece<Name>[],
  limit: number,
): { fitting: readonly Piece<Name>[]; leftOut: Piece<Name>[] } {
  let total = 0;
  for (const { bytes } of pieces) total += bytes.length;
  if (total <= limit) return { fitting: pieces, leftOut: [] };
  const leftOut: Piece<Name>[] = [];
  for (const piece of pieces.toSorted((left, right) => right.bytes.length - left.bytes.length)) {
    if (total <= limit) break;
    total -= piece.bytes.length;
    leftOut.push(piece);
  }
  return { fitting: pieces.filter((piece) => !leftOut.includes(piece)), leftOut };
}
