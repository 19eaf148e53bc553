import { median } from "../result/statistics.ts";
import { servingOn } from "../run/collector-configurations.ts";
import { trafficDuring } from "../run/sender.ts";
import type { Stage } from "../run/stage.ts";
import type { Scenario } from "./scenario.ts";

/** Changes in one round, and how long each is watched, milliseconds: much longer than any outage. */
const changes = 3;
const watchMs = 1_000;

const measures = (aim: number): Scenario["measures"] => [
  { key: "gap", title: "longest gap", unit: "ms", aim, behind: ofCollector },
  { key: "lost", title: "requests lost", unit: "count", aim, behind: ofCollector },
  { key: "applied", title: "→ APPLIED", unit: "ms", aim: 0.03 },
];

const ofCollector =
  "Nearly all of it is the Collector's own time: how long its receivers are away in a reload or between two processes.";

/** The Go supervisor with its defaults restarts the Collector. */
export const outage: Scenario = {
  name: "outage",
  title: "Outage of a change",
  story:
    "A sender posts small OTLP requests to the receiver, one each 2 ms, while a processor is changed three times; median of the changes. Ours reloads the Collector, the Go supervisor restarts it.",
  measures: measures(0.5),
  run: (stage) => changesUnderTraffic(stage, {}),
};

export const outageWithRestart: Scenario = {
  name: "outage-restart",
  title: "Outage, both with restart",
  story: "The same, with `use_hup_config_reload: false` for both.",
  measures: measures(0.8),
  run: (stage) => changesUnderTraffic(stage, { use_hup_config_reload: false }),
};

export const outageWithReload: Scenario = {
  name: "outage-reload",
  title: "Outage, both with SIGHUP",
  story: "The same, with `use_hup_config_reload: true` for both.",
  measures: measures(1),
  run: (stage) => changesUnderTraffic(stage, { use_hup_config_reload: true }),
};

async function changesUnderTraffic(
  stage: Stage,
  agent: Readonly<Record<string, unknown>>,
): ReturnType<Scenario["run"]> {
  const { server, port } = await stage.running(agent);
  const gaps: number[] = [];
  const losses: number[] = [];
  const verdicts: number[] = [];
  for (let change = 1; change <= changes; change++) {
    const { gapMs, lost } = await trafficDuring(port, async () => {
      const name = `change-${change}`;
      const offered = server.offer(servingOn(port, { variant: change + 1 }), name);
      const [applied] = await Promise.all([server.applied(name), Bun.sleep(watchMs)]);
      verdicts.push(applied - offered);
    });
    gaps.push(gapMs);
    losses.push(lost);
  }
  return { gap: median(gaps), lost: median(losses), applied: median(verdicts) };
}
