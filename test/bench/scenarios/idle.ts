import { activityBetween, figuresOf } from "../run/processes.ts";
import { runtimeAlone, type Scenario } from "./scenario.ts";

const ownTimers = "An empty program of the runtime wakes as often: it looks at its memory and its clock by itself.";

/** Waited before, and watched, milliseconds. Both supervisors send a heartbeat in between: what that uses is in memory again. */
const settleMs = 35_000;
const watchMs = 15_000;

export const idle: Scenario = {
  name: "idle",
  title: "Idle",
  story: "Connected, a remote configuration is applied, nothing happens: 15 s, begun 35 s after the verdict.",
  maxRounds: 3,
  measures: [
    { key: "resident", title: "RSS", unit: "bytes", aim: 2.1, behind: runtimeAlone },
    { key: "anonymous", title: "anonymous memory (RssAnon)", unit: "bytes", aim: 1.7, behind: runtimeAlone },
    { key: "cpu", title: "processor time", unit: "%", aim: undefined, behind: ownTimers },
    {
      key: "wakeUps",
      title: "wake-ups (voluntary context switches)",
      unit: "per s",
      aim: undefined,
      behind: ownTimers,
    },
  ],
  async run(stage) {
    const { supervisor } = await stage.running();
    await Bun.sleep(settleMs);
    const before = figuresOf(supervisor.pid);
    const start = performance.now();
    await Bun.sleep(watchMs);
    const after = figuresOf(supervisor.pid);
    const elapsed = performance.now() - start;
    const { cpuMs, wakeUps } = activityBetween(before, after);
    return {
      resident: after.residentBytes,
      anonymous: after.anonymousBytes,
      cpu: (cpuMs / elapsed) * 100,
      wakeUps: (wakeUps / elapsed) * 1000,
    };
  },
};
