import type { Log } from "../../telemetry/log.ts";
import { toBigInt } from "../wire/integers.ts";
import { type ServerErrorResponse, ServerErrorResponseType, type ServerToAgent } from "../wire/messages.ts";
import { longestOrderedWaitMs } from "./retry-after.ts";
import type { Verdict } from "./transport.ts";

export interface ReportedError {
  error: ServerErrorResponse;
  /** The message that it came in. */
  message: ServerToAgent;
  /** Names of what was sent last and may have called it forth. */
  lastSent: readonly string[];
}

/** Tells the log what the server complains of. */
export function logError(log: Pick<Log, "warn">, { error, message, lastSent }: ReportedError): void {
  const fields = { type: errorTypeName(error), error: error.errorMessage, last_sent: lastSent };
  log.warn("The OpAMP server reports an error", fields);
  const beside = besideError(message);
  if (beside.length > 0) log.warn("Beside an error there should be nothing else", { fields: beside });
}

/** Name of the type without its prefix, such as `BadRequest`; the number where it is from the future. */
export function errorTypeName({ type }: ServerErrorResponse): string {
  return (ServerErrorResponseType[type ?? 0] ?? String(type)).replace("ServerErrorResponseType_", "");
}

/** Whether the server asks to be left alone for a while (§ Throttling). Other errors speak of one message alone. */
export function isUnavailable({ type }: ServerErrorResponse): boolean {
  return type === ServerErrorResponseType.ServerErrorResponseType_Unavailable;
}

/** Why the connection is given up then, and for how long, where the server says so: at most one hour, 0 says nothing. */
export function unavailable({ errorMessage, retryInfo }: ServerErrorResponse): Verdict {
  const nanoseconds = toBigInt(retryInfo?.retryAfterNanoseconds);
  const retryAfterMs = Math.min(longestOrderedWaitMs, Number(nanoseconds / 1_000_000n));
  const said = errorMessage ? `: ${errorMessage}` : "";
  return {
    cause: "throttled",
    loss: { code: "UNAVAILABLE", message: `the server has too much to do${said}` },
    ...(nanoseconds > 0n && { retryAfterMs }),
  };
}

/** Names of what stands beside an error, which by the schema excludes it. */
function besideError(message: ServerToAgent): string[] {
  const companions = new Set(["instanceUid", "errorResponse", "capabilities"]);
  return Object.keys(message).filter((name) => !companions.has(name));
}
