import { askedFirst, type Scenario } from "./scenario.ts";

export const firstStart: Scenario = {
  name: "first-start",
  title: "First start",
  story: "Empty storage directory, server there: from the start of the process to the first message of each kind.",
  measures: [
    { key: "described", title: "→ described agent", unit: "ms", aim: 1, behind: askedFirst },
    { key: "healthy", title: "→ healthy Collector", unit: "ms", aim: 1, behind: askedFirst },
  ],
  async run(stage) {
    const server = await stage.server();
    const supervisor = (await stage.site({ server: { endpoint: server.endpoint } })).start();
    const [described, healthy] = await Promise.all([server.described(), server.healthy()]);
    return { described: described.at - supervisor.startedAt, healthy: healthy.at - supervisor.startedAt };
  },
};
