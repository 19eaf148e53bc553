import { serving } from "../run/otlp.ts";
import { type Scenario, tiedStart } from "./scenario.ts";

export const restartWithoutServer: Scenario = {
  name: "restart-without-server",
  title: "Restart without server",
  story:
    "A remote configuration was applied, supervisor and server are stopped; the supervisor is started alone until that configuration serves.",
  measures: [{ key: "serving", title: "→ serves", unit: "ms", aim: 0.5, behind: tiedStart }],
  async run(stage) {
    const { server, site, supervisor: earlier, port } = await stage.running();
    await earlier.stop();
    await server.stop();
    const supervisor = site.start();
    return { serving: (await serving(port)) - supervisor.startedAt };
  },
};
