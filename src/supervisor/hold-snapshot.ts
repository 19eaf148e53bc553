import type { HoldStatus, TimerStatus } from "../control/snapshot.ts";
import { bringsMore } from "./addon-target.ts";
import { holdUntil } from "./hold-words.ts";
import type { SelfUpgrade } from "./self-state.ts";
import type { State } from "./state.ts";
import { timeText } from "./time-text.ts";

/** What is shown of the operator's hold; `undefined` where there is none. */
export function holdSnapshot({ hold, held, packages, self }: State): HoldStatus | undefined {
  if (hold === undefined) return undefined;
  const until = holdUntil(hold);
  const waiting = {
    configuration: held.remote !== undefined,
    "connection settings": held.settings !== undefined,
    packages:
      isOnItsWay(self.upgrade) ||
      (packages.isHeldBack && (!packages.isPlanned || packages.upgrade.is !== "idle" || bringsMore(packages))),
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

/** Another version of the supervisor that the server wants comes, or lies ready. */
function isOnItsWay(upgrade: SelfUpgrade): boolean {
  return (upgrade.is === "fetching" || upgrade.is === "staged") && upgrade.wanted.by === "server";
}

/** What happens next by itself, the soonest first. */
export function timersSnapshot({ timers, due }: State): TimerStatus[] {
  const running = Object.entries(due).filter(([name]) => Object.hasOwn(timers, name));
  return running.toSorted(([, a], [, b]) => a - b).map(([name, at]) => ({ name, at: timeText(at) }));
}
