import { freePort } from "../../support/free-port.ts";
import { servingOn } from "../run/collector-configurations.ts";
import { serving } from "../run/otlp.ts";
import { askedFirst, type Scenario, tiedStart } from "./scenario.ts";

export const localConfiguration: Scenario = {
  name: "local-configuration",
  title: "Local configuration",
  story: "No server, no remote configuration: from the start of the process until the local configuration serves.",
  measures: [
    { key: "first", title: "first start → serves", unit: "ms", aim: 1, behind: askedFirst },
    { key: "later", title: "later start → serves", unit: "ms", aim: 1, behind: tiedStart },
  ],
  async run(stage) {
    const port = await freePort();
    const site = await stage.site({
      server: { endpoint: `ws://127.0.0.1:${await freePort()}/v1/opamp` },
      local: servingOn(port),
    });
    const first = site.start();
    const firstServed = await serving(port);
    await first.stop();
    const later = site.start();
    return { first: firstServed - first.startedAt, later: (await serving(port)) - later.startedAt };
  },
};
