import { exitCodes } from "../command.ts";
import { stopService } from "./stop.ts";
import { serviceName, type Subject } from "./subject.ts";

/** Stops the service where it runs, and removes it. Its configuration and its storage stay. */
export async function uninstallService(subject: Subject): Promise<number> {
  const { call, services } = subject;
  const found = services.find(serviceName);
  if (found === undefined) return call.print(`There is no service ${serviceName}`, exitCodes.ok);
  if (found.state !== "stopped") {
    const code = await stopService({ ...subject, call: { ...call, print: (_, exitCode = exitCodes.ok) => exitCode } });
    if (code !== exitCodes.ok) return code;
  }
  services.remove(serviceName);
  return call.print(`Removed: the service ${serviceName}`, exitCodes.ok);
}
