import type { JournalEntry } from "../../storage/journal-entry.ts";
import { boundedText } from "../../telemetry/field-text.ts";
import { observeAddons } from "./observe-addons.ts";
import { observeCollector } from "./observe-collector.ts";
import { observeConfiguration } from "./observe-configuration.ts";
import { observeFlow } from "./observe-flow.ts";
import { observeOperator } from "./observe-operator.ts";
import { observeOrders } from "./observe-orders.ts";
import { observePackages } from "./observe-packages.ts";
import { observeSelf } from "./observe-self.ts";
import { observeServer } from "./observe-server.ts";
import type { Observed, Remark } from "./observed.ts";
import { timeText } from "./time-text.ts";

/**
 * What of a step is worth to be remembered: told from the state before and after it, its event and its effects, so that
 * the machines need not know of it. `now`: milliseconds since the Unix epoch.
 */
export function observe(observed: Observed, now: number): JournalEntry[] {
  const remarks = [
    ...observeOrders(observed),
    ...observeOperator(observed),
    ...observeConfiguration(observed),
    ...observePackages(observed),
    ...observeSelf(observed),
    ...observeAddons(observed),
    ...observeFlow(observed),
    ...observeCollector(observed),
    ...observeServer(observed),
  ];
  return remarks.map((remark) => ({ at: timeText(now), ...remark, ...boundedReason(remark) }));
}

/** Longest reason, bytes: the end of the Collector's log that goes with a failure is in `agent.log`. */
const longestReason = 2 * 1024;

function boundedReason({ reason }: Remark): Pick<Remark, "reason"> {
  return reason === undefined ? {} : { reason: boundedText(reason, longestReason) };
}
