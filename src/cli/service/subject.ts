import type { Clock } from "../../runtime/ports.ts";
import type { InstalledService, ServiceControl, ServiceState } from "../../runtime/service-control-port.ts";
import { sleep } from "../../runtime/sleep.ts";
import type { Call } from "../command.ts";

/** The name of the service, and of its source in the event log: that of the Go supervisor. */
export const serviceName = "opampsupervisor";

/** What an order about the service works with. */
export interface Subject {
  call: Call;
  services: ServiceControl;
  clock: Clock;
}

/** Between two looks, and until it is given up; milliseconds. */
const lookMs = 200;
const longestMs = 90_000;

/** Looks until the service is in one of these states, or does not begin to change; the last look, `undefined` where it is not there. */
export async function settled(
  { services, clock }: Subject,
  done: readonly ServiceState[],
): Promise<InstalledService | undefined> {
  for (const until = clock.monotonic() + longestMs; ;) {
    const found = services.find(serviceName);
    if (found === undefined || done.includes(found.state) || clock.monotonic() >= until) return found;
    await sleep(clock, lookMs);
  }
}
