import { benchPage } from "./result/page.ts";
import { runBench } from "./run/bench-command.ts";
import { findOpponents } from "./run/opponents.ts";
import { runScenario } from "./run/run-scenario.ts";
import type { Stage } from "./run/stage.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { scenarios } from "./scenarios/scenarios.ts";

const code = await runBench<Scenario>(
  {
    summary: "bun run bench [flags]: our executable and the Go supervisor in turn",
    pageName: "bench.md",
    scenarios,
    flags: { executable: "our executable; where not given it is built" },
    prepare: async ({ executable }) => {
      const opponents = await findOpponents({
        executable: typeof executable === "string" ? executable : undefined,
        say: (line) => console.error(line),
      });
      let stage: Stage | undefined;
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => void stage?.[Symbol.asyncDispose]().finally(() => process.exit(130)));
      }
      const { ours, go, collectorVersion } = opponents;
      return {
        versions: { ours: ours.title, go: go?.title ?? "none", collector: collectorVersion },
        run: (options) => runScenario({ ...options, opponents, opened: (opened) => (stage = opened) }),
      };
    },
    page: benchPage,
  },
  process.argv.slice(2),
);
process.exit(code);
