import { type Scenario, tiedStart } from "./scenario.ts";

export const laterStart: Scenario = {
  name: "later-start",
  title: "Later start",
  story: "The same with the storage directory that an earlier run with this Collector has left.",
  measures: [
    { key: "described", title: "→ described agent", unit: "ms", aim: 1 },
    { key: "healthy", title: "→ healthy Collector", unit: "ms", aim: 1, behind: tiedStart },
  ],
  async run(stage) {
    const { server, site, supervisor: earlier } = await stage.connected();
    await earlier.stop();
    await server.until(() => server.agent === undefined);
    server.arrivals = [];
    const supervisor = site.start();
    const [described, healthy] = await Promise.all([server.described(), server.healthy()]);
    return { described: described.at - supervisor.startedAt, healthy: healthy.at - supervisor.startedAt };
  },
};
