import type { ServerStatus } from "../../control/snapshot.ts";
import type { ClientEvents } from "../../opamp/client/client.ts";
import { explainLoss, shownUrl } from "../../opamp/client/explain-loss.ts";
import { orderedEnd } from "../../opamp/client/transport.ts";
import type { Clock } from "../../runtime/ports.ts";
import { timeText } from "./time-text.ts";

export interface ServerConnectionOptions {
  clock: Pick<Clock, "now">;
  /** As configured; shown without user information and query. */
  endpoint: string;
  /** Called after each change. */
  changed(): void;
}

/** What is known of the connection to the OpAMP server, for those who look. */
export class ServerConnection implements Pick<ClientEvents, "connected" | "disconnected"> {
  readonly #options: ServerConnectionOptions;
  #state: Pick<ServerStatus, "state" | "connectedSince" | "nextTryAt"> = { state: "connecting" };
  #lastError: ServerStatus["lastError"];

  constructor(options: ServerConnectionOptions) {
    this.#options = options;
  }

  get status(): ServerStatus {
    return {
      endpoint: shownUrl(this.#options.endpoint),
      ...this.#state,
      ...(this.#lastError && { lastError: this.#lastError }),
    };
  }

  connected(): void {
    this.#state = { state: "connected", connectedSince: timeText(this.#options.clock.now()) };
    this.#options.changed();
  }

  /** One that ends for another is no error. */
  disconnected: ClientEvents["disconnected"] = (loss, retryInMs) => {
    const now = this.#options.clock.now();
    this.#state = { state: "waiting", nextTryAt: timeText(now + retryInMs) };
    if (loss.code !== orderedEnd.loss.code)
      this.#lastError = { at: timeText(now), code: loss.code, message: explainLoss(loss) };
    this.#options.changed();
  };
}
