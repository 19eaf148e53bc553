/** A rule that is not held to, in words that go into the table: they must be the same on every machine. */
export class Breach extends Error {
  readonly code = "BREACH";
  override readonly name = "Breach";
}

/** `what` completes "it fails, as …". */
export function must(holds: unknown, what: string): asserts holds {
  if (holds === undefined || holds === null || holds === false) throw new Breach(what);
}
