/** Whether a value is as the part says, where that says something; nested objects likewise. */
export function matchesPart(value: unknown, part: unknown): boolean {
  if (typeof part !== "object" || part === null) return Object.is(value, part);
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  return value === part || Object.entries(part).every(([name, wanted]) => matchesPart(fields[name], wanted));
}
