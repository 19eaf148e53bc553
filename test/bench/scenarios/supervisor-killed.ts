import { runs } from "../run/processes.ts";
import type { Sample, Scenario } from "./scenario.ts";

/** How long the end of the Collector is waited for, milliseconds: three times the interval of its own look at its parent. */
const waitMs = 15_000;

export const supervisorKilled: Scenario = {
  name: "supervisor-killed",
  title: "Supervisor killed",
  story: "SIGKILL to the supervisor: how long its Collector lives on. Given up after 15 s.",
  maxRounds: 2,
  measures: [{ key: "gone", title: "→ Collector gone", unit: "ms", aim: 1 }],
  async run(stage) {
    const { supervisor } = await stage.connected();
    const pid = await supervisor.collectorPid();
    const killed = supervisor.kill();
    return { gone: await untilGone(pid, killed) };
  },
};

async function untilGone(pid: number, since: number): Promise<Sample> {
  while (runs(pid)) {
    if (performance.now() - since > waitMs) return { above: waitMs };
    await Bun.sleep(1);
  }
  return performance.now() - since;
}
