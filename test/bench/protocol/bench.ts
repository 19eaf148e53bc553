import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { projectVersion } from "../../../scripts/build.ts";
import { root } from "../../../scripts/support/root.ts";
import { runBench } from "../run/bench-command.ts";
import { takeTurns } from "../run/take-turns.ts";
import { within } from "../run/within.ts";
import { protocolPage } from "./result/protocol-page.ts";
import type { Side } from "./run/side.ts";
import { protocolScenarios } from "./scenarios/all.ts";
import type { ProtocolScenario } from "./scenarios/protocol-scenario.ts";

/** Longest time of one turn, milliseconds. */
const turnWithinMs = 5 * 60_000;

const code = await runBench<ProtocolScenario>(
  {
    summary: "bun run bench:protocol [flags]: src/opamp and the Go library in turn; needs Go",
    pageName: "protocol-bench.md",
    scenarios: protocolScenarios,
    prepare: async () => {
      const ours: Side = { name: "ours", title: `opampsupervisor ${await projectVersion()}` };
      const go: Side = { name: "go", title: await goLibrary() };
      return {
        versions: { ours: ours.title, go: go.title },
        run: (options) =>
          takeTurns({
            ...options,
            sides: [ours, go],
            turn: (side) => within(turnWithinMs, "the end of the turn", options.scenario.run(side)),
          }),
      };
    },
    page: protocolPage,
  },
  process.argv.slice(2),
);
process.exit(code);

/** The library with the version that `test/interop/go` names. */
async function goLibrary(): Promise<string> {
  const text = await readFile(join(root, "test/interop/go/go.mod"), "utf8");
  return `Go library opamp-go ${/opamp-go (v\S+)/.exec(text)?.[1] ?? "of an unknown version"}`;
}
