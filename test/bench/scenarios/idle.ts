import { activityBetween, figuresOf } from "../run/processes.ts";
import { runtimeAlone, type Scenario } from "./scenario.ts";

const ownTimers =
  "The runtime has timers that fire every second as long as any connection is open, and a thread that gives memory back whenever another one goes to sleep. [What becomes of them](architecture.md#idle).";

/**
 * Waited before, and watched, milliseconds: the probation of the configuration is over, the runtime has looked through its memory
 * for the last time, and both supervisors send a heartbeat.
 */
const settleMs = 75_000;
const watchMs = 30_000;

export const idle: Scenario = {
  name: "idle",
  title: "Idle",
  story: "Connected, a remote configuration is applied, nothing happens: 30 s, begun 75 s after the verdict.",
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
