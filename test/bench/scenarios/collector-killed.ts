import { serving } from "../run/otlp.ts";
import type { Scenario } from "./scenario.ts";

export const collectorKilled: Scenario = {
  name: "collector-killed",
  title: "Collector killed",
  story: "SIGKILL to the Collector while it serves a remote configuration.",
  measures: [{ key: "serving", title: "→ serves again", unit: "ms", aim: 0.02 }],
  async run(stage) {
    const { supervisor, port } = await stage.running();
    const killed = await supervisor.killCollector();
    return { serving: (await serving(port)) - killed };
  },
};
