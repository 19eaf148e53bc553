/** Rules that our own implementation does not hold to yet. A rule that does must not stand here. */
export const knownFailures: ReadonlySet<string> = new Set([]);
