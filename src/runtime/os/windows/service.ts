import type { Clock } from "../../ports.ts";
import type { EnteredService } from "../../service-port.ts";
import { type EventLog, openEventLog } from "./event-log.ts";
import { type Dispatcher, openDispatcher } from "./service-dispatcher.ts";
import { ServiceProgress } from "./service-progress.ts";
import { serviceControls, type ServiceStatus } from "./service-status.ts";

/** The name of the service, and of what it writes into the event log. */
export const serviceName = "opampsupervisor";

export interface EnterServiceOptions {
  clock: Clock;
  /** Default: that of this system. */
  dispatch?: () => Promise<Dispatcher | undefined>;
  /** Default: the same. */
  eventLog?: (source: string) => EventLog;
}

/** `undefined` where the service control manager has not started this process, or FFI is forbidden. */
export async function enterWindowsService(options: EnterServiceOptions): Promise<EnteredService | undefined> {
  const { clock, dispatch = openDispatcher, eventLog = openEventLog } = options;
  const dispatcher = await dispatch().catch(() => undefined);
  if (dispatcher === undefined) return undefined;
  const log = eventLog(serviceName);
  const stop = Promise.withResolvers<void>();
  const tell = (status: ServiceStatus) => {
    dispatcher.tell(status);
    if (status.state === "running") log.write("info", "The supervisor runs");
  };
  const progress = new ServiceProgress({ clock, tell });
  dispatcher.onControl((control) => {
    if (control !== serviceControls.stop && control !== serviceControls.shutdown) return;
    progress.stopping();
    stop.resolve();
  });
  progress.begin();
  return {
    manager: progress,
    onStop: (call) => void stop.promise.then(call),
    report: (level, text) => log.write(level, text),
    ended: (code) => progress.ended(code),
  };
}
