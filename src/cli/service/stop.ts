import { exitCodes } from "../command.ts";
import { serviceName, settled, type Subject } from "./subject.ts";

/** Stops the service and waits until the supervisor and its Collector have ended. */
export async function stopService(subject: Subject): Promise<number> {
  const { call, services } = subject;
  const state = services.find(serviceName)?.state;
  if (state !== "stopped" && state !== "stopping") services.stop(serviceName);
  const found = await settled(subject, ["stopped"]);
  if (found === undefined || found.state === "stopped")
    return call.print(`Stopped: the service ${serviceName}`, exitCodes.ok);
  return call.fail(`the service ${serviceName} has not stopped`);
}
