import type { Random } from "../../runtime/ports.ts";

const firstDelayMs = 500;
const growth = 1.5;
/** Longest wait between two attempts. */
const longestDelayMs = 60_000;
/** Shortest wait after the server refused the credentials: trying faster does not make them valid. */
const credentialsDelayMs = 30_000;
/** A connection that lasted this long counts as steady. */
const steadyMs = 10_000;

/** How a connection, or the attempt at one, ended. */
export interface Ending {
  /** Whether the server had sent a message that was no error. An accepted upgrade alone proves nothing. */
  proven: boolean;
  /** Milliseconds from the open connection to its end; 0 where it never opened. */
  lastedMs: number;
  /** Status of a refused upgrade. */
  status?: number | undefined;
}

/**
 * How long to wait before each attempt (§ Restoring WebSocket Connection): at once after a proven connection, then
 * 0.5 s growing by half with each attempt, ±50 %, at most 60 s, for ever. Connections that are lost again within
 * 10 s of their proof get one retry at once, then the series goes on, so that no loop runs hot.
 */
export class Backoff {
  readonly #random: Random;
  #step = 0;
  #retryAtOnce = true;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Milliseconds until the next attempt. */
  delayAfter(ending: Ending): number {
    if (ending.proven && ending.lastedMs >= steadyMs) this.#retryAtOnce = true;
    if (ending.proven && this.#retryAtOnce) {
      this.#retryAtOnce = false;
      this.#step = 0;
      return 0;
    }
    const base = Math.min(longestDelayMs, firstDelayMs * growth ** this.#step);
    this.#step += 1;
    const delayMs = Math.min(longestDelayMs, base * (0.5 + this.#random.unit()));
    return isCredentialRefusal(ending.status) ? Math.max(credentialsDelayMs, delayMs) : delayMs;
  }
}

/** Whether a status of a refused upgrade says that the credentials are not accepted. */
export function isCredentialRefusal(status: number | undefined): boolean {
  return status === 401 || status === 403;
}
