import { median } from "../result/statistics.ts";
import { servingOn } from "../run/collector-configurations.ts";
import type { Contestant } from "../run/contestant.ts";
import { trafficDuring } from "../run/sender.ts";
import type { Stage } from "../run/stage.ts";
import { type Scenario, tiedStart } from "./scenario.ts";

/** Changes in one round, and how long each is watched, milliseconds: much longer than any outage. */
const changes = 3;
const watchMs = 1_000;

const measures: Scenario["measures"] = [
  { key: "gap", title: "longest gap", unit: "ms", aim: 1, behind: tiedStart },
  { key: "lost", title: "requests lost", unit: "count", aim: 1, behind: tiedStart },
];

export const outage: Scenario = {
  name: "outage",
  title: "Outage of a change",
  story:
    "A sender posts small OTLP requests to the receiver, one each 2 ms, while a processor is changed three times; median of the changes.",
  measures,
  run: (stage) => changesUnderTraffic(stage, {}),
};

export const outageWithReload: Scenario = {
  name: "outage-reload",
  title: "Outage, Go with SIGHUP",
  story: "The same, with `use_hup_config_reload: true` for the Go supervisor and our defaults.",
  measures,
  run: (stage) => changesUnderTraffic(stage, reloading(stage.contestant)),
};

function reloading({ name }: Contestant): Readonly<Record<string, unknown>> {
  return name === "go" ? { use_hup_config_reload: true } : {};
}

async function changesUnderTraffic(
  stage: Stage,
  agent: Readonly<Record<string, unknown>>,
): ReturnType<Scenario["run"]> {
  const { server, port } = await stage.running(agent);
  const gaps: number[] = [];
  const losses: number[] = [];
  for (let change = 1; change <= changes; change++) {
    const { gapMs, lost } = await trafficDuring(port, async () => {
      server.offer(servingOn(port, { variant: change + 1 }), `change-${change}`);
      await Bun.sleep(watchMs);
    });
    gaps.push(gapMs);
    losses.push(lost);
  }
  return { gap: median(gaps), lost: median(losses) };
}
