import { exitCodes } from "../command.ts";
import { serviceName, type Subject } from "./subject.ts";

/** Tells how the service is; 0 where it runs, 3 where there is none. */
export function serviceStatus({ call, services }: Subject): number {
  const found = services.find(serviceName);
  const json = call.set.has("json");
  const code = found === undefined ? exitCodes.absent : found.state === "running" ? exitCodes.ok : exitCodes.failure;
  if (json)
    return call.print(JSON.stringify({ name: serviceName, installed: found !== undefined, ...found }, null, 2), code);
  if (found === undefined) return call.print(`There is no service ${serviceName}`, code);
  const { state, pid, exitCode, commandLine } = found;
  const how = pid !== 0 ? ` (pid ${pid})` : exitCode !== 0 ? ` (exit code ${exitCode})` : "";
  return call.print(`${serviceName}: ${state}${how}\n${commandLine}`, code);
}
