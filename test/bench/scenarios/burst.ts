import { servingOn } from "../run/collector-configurations.ts";
import type { Scenario } from "./scenario.ts";

const offers = 200;

export const burst: Scenario = {
  name: "burst",
  title: "Burst",
  story: "200 different remote configurations at once.",
  measures: [
    {
      key: "applied",
      title: "→ last one APPLIED",
      unit: "ms",
      aim: 0.1,
      behind: "All offers are read and stored, one after the other, before the last one is composed.",
    },
  ],
  async run(stage) {
    const { server, port } = await stage.running();
    const start = performance.now();
    for (let index = 0; index < offers; index++)
      server.offer(servingOn(port, { variant: 2 + index }), `burst-${index}`);
    return { applied: (await server.applied(`burst-${offers - 1}`)) - start };
  },
};
