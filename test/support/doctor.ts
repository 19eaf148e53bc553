import type { Finding } from "../../src/doctor/finding.ts";
import type { World } from "./e2e.ts";
import { outputOf } from "./run-command.ts";

export interface Examination {
  code: number;
  healthy: boolean;
  findings: Finding[];
  /** Codes of what was found, in order. */
  codes: string[];
}

/** What `doctor --json` of the executable says of `world`. */
export async function examine(
  world: World,
  { flags = [], env = {} }: { flags?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<Examination> {
  const { code, out, err } = await outputOf(world, ["doctor", "--json", ...flags], env);
  if (out === "") throw new Error(`doctor ended with ${code}: ${err}`);
  const { healthy, findings } = JSON.parse(out) as { healthy: boolean; findings: Finding[] };
  const codes = findings.flatMap((finding) => ("code" in finding ? [finding.code] : []));
  return { code, healthy, findings, codes };
}

/** What was said of an area. */
export function causes({ findings }: Examination, area: Finding["area"]): string[] {
  return findings.filter((finding) => finding.area === area).map(({ cause }) => cause);
}
