import type { HoldStatus, TimerStatus } from "../control/snapshot.ts";
import { bringsMore } from "./addon-target.ts";
import { holdUntil } from "./hold-words.ts";
import type { State } from "./state.ts";
import { timeText } from "./time-text.ts";

/** What is shown of the operator's hold; `undefined` where there is none. */
export function holdSnapshot({ hold, held, packages }: State): HoldStatus | undefined {
  if (hold === undefined) return undefined;
  const until = holdUntil(hold);
  const waiting = {
    configuration: held.remote !== undefined,
    "connection settings": held.settings !== undefined,
    packages: packages.isHeldBack && (!packages.isPlanned || packages.upgrade.is !== "idle" || bringsMore(packages)),
    restart: held.restart,
  };
  const names = ["configuration", "connection settings", "packages", "restart"] as const;
  return {
    since: timeText(hold.since),
    ...(until !== undefined && { until }),
    ...(hold.reason !== "" && { reason: hold.reason }),
    waiting: names.filter((name) => waiting[name]),
    ...(held.remote && { configuration: held.remote.id }),
  };
}

/** What happens next by itself, the soonest first. */
export function timersSnapshot({ timers, due }: State): TimerStatus[] {
  const running = Object.entries(due).filter(([name]) => Object.hasOwn(timers, name));
  return running.toSorted(([, a], [, b]) => a - b).map(([name, at]) => ({ name, at: timeText(at) }));
}
