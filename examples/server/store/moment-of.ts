/** ISO 8601 of what the database has in milliseconds since the Unix epoch; `null`: it has not happened. */
export function momentOf(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
