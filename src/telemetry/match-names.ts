import type { PatternsConfig } from "../config/telemetry-types.ts";

/** Whether a name is wanted; `*` in a pattern stands for any text. */
export function matchNames({ included, excluded }: PatternsConfig): (name: string) => boolean {
  const [wanted, unwanted] = [included, excluded].map((patterns) => patterns.map(patternOf));
  return (name) =>
    (wanted?.length === 0 || wanted?.some((pattern) => pattern.test(name)) === true) &&
    unwanted?.some((pattern) => pattern.test(name)) !== true;
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
