import { freePort } from "../../support/free-port.ts";
import { servingOn } from "../run/collector-configurations.ts";
import { serving } from "../run/otlp.ts";
import { type Scenario, tiedStart } from "./scenario.ts";

export const firstRemoteConfiguration: Scenario = {
  name: "first-remote-configuration",
  title: "First remote configuration",
  story: "A connected agent with a healthy Collector is offered its first configuration.",
  measures: [
    { key: "serving", title: "→ serves", unit: "ms", aim: 1, behind: tiedStart },
    { key: "applied", title: "→ APPLIED", unit: "ms", aim: 1 / 20 },
  ],
  async run(stage) {
    const { server } = await stage.connected();
    const port = await freePort();
    const offered = server.offer(servingOn(port), "first");
    const [served, applied] = await Promise.all([serving(port), server.applied("first")]);
    return { serving: served - offered, applied: applied - offered };
  },
};
