/** Gates of the Go supervisor whose features are always on here. */
const known = new Set(["opampsupervisor.Extensions"]);

/**
 * What is wrong with a value of `--feature-gates` (names with commas between them, `+` or `-` before each); `undefined`
 * for nothing. The flag is taken so that a command line of the Go supervisor can stay as it is; nothing depends on it.
 */
export function featureGatesFault(text: string): string | undefined {
  const names = text.split(",").map((gate) => gate.trim().replace(/^[+-]/, ""));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return undefined;
  return `no such feature gate ${JSON.stringify(unknown)}; there is ${[...known].join(", ")}, and those of the Collector go into agent.args`;
}
