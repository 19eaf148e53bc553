import type { OpenedRoute } from "../../connection/server-route.ts";
import { acceptedHeartbeat, defaultHeartbeatMs } from "../../opamp/client/heartbeat.ts";
import { type RouteProvider, transportOf } from "../../opamp/client/route.ts";
import type { ConnectionSettings } from "./connection-state.ts";

/** Which settings the connection of the moment was made with. */
export class UpstreamConnection {
  readonly #route: Pick<OpenedRoute, "provide">;
  #made = 0;
  #answered = false;

  constructor(route: Pick<OpenedRoute, "provide">) {
    this.#route = route;
  }

  /** Number of the settings of the present or the last attempt to connect. */
  get use(): number {
    return this.#made;
  }

  /** The way with these settings: from the first time it is asked for, connections are made with them. */
  provider(settings: ConnectionSettings | undefined, use: number): RouteProvider {
    const provide = this.#route.provide(settings);
    return (signal, redirectedTo) => {
      if (this.#made !== use) this.#answered = false;
      this.#made = use;
      return provide(signal, redirectedTo);
    };
  }

  /** The server has spoken; `true` for the first time in a connection. */
  answers(): boolean {
    const isFirst = !this.#answered;
    this.#answered = true;
    return isFirst;
  }

  ends(): void {
    this.#answered = false;
  }
}

export interface HeartbeatOptions {
  settings: ConnectionSettings | undefined;
  /** The operator's. */
  endpoint: string;
  /** The operator's, milliseconds; `undefined`: that of the protocol. */
  intervalMs: number | undefined;
  /** Bits of AgentCapabilities. */
  capabilities: number;
}

/** The interval of heartbeats with these settings over the operator's, milliseconds. */
export function heartbeatWith({ settings, endpoint, intervalMs, capabilities }: HeartbeatOptions): number {
  const transport = transportOf(settings?.destinationEndpoint || endpoint) ?? "websocket";
  return acceptedHeartbeat(settings, { transport, currentMs: intervalMs ?? defaultHeartbeatMs, capabilities });
}
