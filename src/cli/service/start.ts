import { exitCodes } from "../command.ts";
import { serviceName, settled, type Subject } from "./subject.ts";

/** Starts the service and waits until the supervisor is ready. One that runs is left alone. */
export async function startService(subject: Subject): Promise<number> {
  const { call, services } = subject;
  const before = services.find(serviceName);
  if (before?.state !== "running" && before?.state !== "starting") services.start(serviceName);
  const found = await settled(subject, ["running", "stopped"]);
  if (found?.state === "running")
    return call.print(`Runs: the service ${serviceName} (pid ${found.pid})`, exitCodes.ok);
  const how = found?.state === "stopped" ? `has ended with exit code ${found.exitCode}` : "has not become ready";
  return call.fail(`the service ${serviceName} ${how}; the event log "Application" tells why`);
}
