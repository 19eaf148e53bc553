import { trafficDuring } from "../run/sender.ts";
import type { Scenario } from "./scenario.ts";

/** How long traffic goes on after the verdict, milliseconds. */
const watchMs = 1_000;

/** A receiver that no Collector has. */
const broken =
  "receivers: {nosuch: }\nexporters: {nop: }\nservice: {pipelines: {logs: {receivers: [nosuch], exporters: [nop]}}}\n";

export const brokenConfiguration: Scenario = {
  name: "broken-configuration",
  title: "Broken configuration",
  story:
    "A remote configuration with a receiver that does not exist, under the same traffic: until FAILED, and how many requests it costs in the second after.",
  maxRounds: 3,
  measures: [
    {
      key: "failed",
      title: "→ FAILED",
      unit: "ms",
      aim: undefined,
      behind:
        "The verdict of ours comes from a check beside the Collector that runs, that of the Go supervisor from the end of that Collector.",
    },
    { key: "lost", title: "requests lost", unit: "count", aim: undefined },
  ],
  async run(stage) {
    const { server, port } = await stage.running();
    let took = 0;
    const { lost } = await trafficDuring(port, async () => {
      const offered = server.offer(broken, "broken");
      const { applied, at } = await server.verdict("broken");
      if (applied) throw new Error("a broken configuration was applied");
      took = at - offered;
      await Bun.sleep(watchMs);
    });
    return { failed: took, lost };
  },
};
