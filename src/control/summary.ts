import type { StatusSnapshot } from "./snapshot.ts";

/** How many digits of a hash tell it from others at a glance. */
const shortHash = 8;

/** One line that says how things are, for the head of `status` and for the service manager. */
export function summaryOf({ supervisor, collector, configuration, hold }: StatusSnapshot): string {
  if (supervisor.state === "stopping") return "Stopping";
  if (supervisor.state === "starting") return "Starting: the Collector is being looked at";
  const { operatorChange: change } = configuration;
  const refused = change?.status === "FAILED" ? `changed configuration refused: ${change.message}` : "";
  return [collectorWords(collector), configurationWords(configuration), refused, hold && "on hold"]
    .filter(Boolean)
    .join(", ");
}

function collectorWords({ state, pid, healthy, nextTryAt }: StatusSnapshot["collector"]): string {
  const which = pid === undefined ? "" : ` (pid ${pid})`;
  const when = nextTryAt === undefined ? "" : ` until ${nextTryAt}`;
  if (state === "down" && healthy === true) return "Collector stopped on purpose";
  const ill = (state === "up" || state === "reloading") && healthy === false ? ", unhealthy" : "";
  return `Collector ${state}${which}${when}${ill}`;
}

function configurationWords({ outcome }: StatusSnapshot["configuration"]): string {
  if (outcome === undefined) return "";
  return `configuration ${outcome.hash.slice(0, shortHash)} ${outcome.status.toLowerCase()}`;
}
