import { join } from "node:path";

import { targetNamed } from "../../scripts/release/targets.ts";
import { fixture, projectRoot } from "./project.ts";

/** What the supervisors that are built here say of themselves. */
export const builtVersion = "1.2.3";

const programs = { opampsupervisor: "src/main.ts", otelcol: fixture("fake-collector.ts") } as const;

const built = new Map<string, Promise<string>>();

/** The path of the supervisor or the fake Collector for a target; each is built once for all tests of a run. */
export function builtFor(target: string, name: keyof typeof programs): Promise<string> {
  const known = built.get(`${target} ${name}`);
  if (known !== undefined) return known;
  const options = { out: join(projectRoot, "dist/systems", name), version: builtVersion, entry: programs[name] };
  const building = targetNamed(target)
    .build(options)
    .then(({ path }) => path);
  built.set(`${target} ${name}`, building);
  return building;
}
