import { hasOpamp } from "./has-opamp.ts";
import type { Outcome } from "./outcome.ts";

/** The names under which distributions install a Collector, the one with more components first. */
const names = ["otelcol-contrib", "otelcol"];

/** A Collector on `PATH` that has the opamp extension. */
export async function installedCollector(searchPath: string): Promise<Outcome> {
  const reasons: string[] = [];
  for (const name of names) {
    const path = Bun.which(name, { PATH: searchPath });
    if (path === null) continue;
    const outcome = await hasOpamp(path);
    if (outcome.found) return outcome;
    reasons.push(outcome.reason);
  }
  return { found: false, reason: reasons.length === 0 ? `no ${names.join(" or ")} on PATH` : reasons.join("; ") };
}
