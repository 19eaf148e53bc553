import type { ConnectionLoss } from "../../runtime/network-ports.ts";
import { readRetryAfter } from "./retry-after.ts";

/**
 * Why a connection ended or could not be made, as far as the next attempt depends on it.
 * - `broken`: it broke off, or nobody could be reached.
 * - `closed`: the server closed it in order, as it does to all its agents when it restarts.
 * - `refused`: the server answered with a status that gives no connection.
 * - `credentials`: it does not accept who we are (401, 403).
 * - `throttled`: it has too much to do (429, 503, `Unavailable`, close code 1013).
 * - `breach`: what came is no OpAMP, or too large.
 * - `no-route`: there was nothing to connect with.
 * - `ordered`: we wanted it so.
 */
export type Cause = "broken" | "closed" | "refused" | "credentials" | "throttled" | "breach" | "no-route" | "ordered";

/** How a connection, or the attempt at one, ended. */
export interface Ending {
  cause: Cause;
  loss: ConnectionLoss;
  /** Whether the server had sent a message that was no error. An accepted upgrade alone proves nothing. */
  proven: boolean;
  /** Milliseconds from the open connection to its end; 0 where it never opened. */
  lastedMs: number;
  /** With `throttled`: how long the server asks us to wait, milliseconds, where it says so. */
  retryAfterMs?: number;
}

/** Codes of a message that exceeded our limit: of the WebSocket library, of the port for requests. */
const tooLarge = new Set(["WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "TOO_LARGE"]);

/** The close code by which a peer says that a message of ours was too large. */
export const messageTooBig = 1009;
/** The one by which it says that it cannot take more. */
const tryAgainLater = 1013;
/** What stands for a close code where none came. */
const brokeOff = 1006;

/** What a loss means. `now` is milliseconds since the Unix epoch. */
export function judge(loss: ConnectionLoss, now: number): Pick<Ending, "cause" | "retryAfterMs"> {
  const { response, closeCode, code } = loss;
  if (response) return judgeStatus(response, now);
  if (code === "PROTOCOL" || tooLarge.has(code)) return { cause: "breach" };
  if (closeCode === tryAgainLater) return { cause: "throttled" };
  return { cause: closeCode === undefined || closeCode === brokeOff ? "broken" : "closed" };
}

function judgeStatus({ status, headers }: NonNullable<ConnectionLoss["response"]>, now: number) {
  if (status === 401 || status === 403) return { cause: "credentials" } as const;
  if (status !== 429 && status !== 503) return { cause: "refused" } as const;
  const retryAfterMs = readRetryAfter(headers, now);
  return { cause: "throttled", ...(retryAfterMs !== undefined && { retryAfterMs }) } as const;
}
