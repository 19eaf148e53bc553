/** Headers for a log line: the names, each with a mask in place of its value, in their order. */
export function maskHeaders(
  headers: Readonly<Record<string, unknown>> | ReadonlyArray<readonly [name: string, value: string]>,
): string[] {
  const names = Array.isArray(headers) ? headers.map(([name]) => String(name)) : Object.keys(headers);
  return names.map((name) => `${name}: ****`);
}
