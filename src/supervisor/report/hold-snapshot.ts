import type { HoldStatus, TimerStatus } from "../../control/snapshot.ts";
import type { State } from "../mind/state.ts";
import { holdUntil } from "../operator/hold-words.ts";
import { bringsMore } from "../packages/addon-target.ts";
import { hasVerdicts } from "../packages/package-status.ts";
import type { Packages } from "../packages/packages-state.ts";
import type { SelfUpgrade } from "../packages/self-state.ts";
import { timeText } from "./time-text.ts";

/** What is shown of the operator's hold; `undefined` where there is none. */
export function holdSnapshot({ hold, held, packages, self }: State): HoldStatus | undefined {
  if (hold === undefined) return undefined;
  const until = holdUntil(hold);
  const waiting = {
    configuration: held.remote !== undefined,
    "connection settings": held.settings !== undefined,
    packages:
      isOnItsWay(self.upgrade) || (packages.isHeldBack && (packages.upgrade.is !== "idle" || hasMore(packages))),
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

/** An offer has come under the hold, or has not all its verdicts. One that has them is planned anew after a restart, which brings nothing. */
function hasMore(packages: Packages): boolean {
  const { isPlanned, offer, planned } = packages;
  return isPlanned ? bringsMore(packages) : offer !== planned || !hasVerdicts(packages);
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
