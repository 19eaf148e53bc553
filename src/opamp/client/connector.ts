import { errorMessage } from "../../runtime/error-message.ts";
import type { ConnectionLoss, Network } from "../../runtime/network-ports.ts";
import type { Clock, Random } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { Backoff } from "./backoff.ts";
import type { Ending } from "./ending.ts";
import { explainLoss, shownUrl } from "./explain-loss.ts";
import { HttpTransport } from "./http-transport.ts";
import type { Outgoing } from "./outgoing.ts";
import {
  type RouteAnswer,
  type RouteCredentials,
  type RouteProvider,
  type TransportKind,
  transportOf,
} from "./route.ts";
import { Timer } from "./timer.ts";
import type { Transport, TransportEvents, TransportLimits, Verdict } from "./transport.ts";
import { WebSocketTransport } from "./websocket-transport.ts";

export interface ConnectorOptions {
  clock: Clock;
  random: Random;
  network: Network;
  log: Log;
  route: RouteProvider;
  limits: TransportLimits;
  /** Of each connection. */
  events: Omit<TransportEvents, "over">;
  /** Called for every end but that by `stop`. */
  lost(ending: Ending, retryInMs: number): void;
}

/** One connection at a time, made anew for ever: asks for the route, connects, waits after each end. */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #backoff: Backoff;
  readonly #retry: Timer;
  readonly #stopped = Promise.withResolvers<void>();
  #route: RouteProvider;
  #url = "";
  #credentials: RouteCredentials | undefined;
  #kind: TransportKind = "websocket";
  #throttled = false;
  #phase: "new" | "running" | "stopping" = "new";
  #asking: AbortController | undefined;
  #transport: Transport | undefined;
  /** The present connection ends so that the next one can begin at once. */
  #switching = false;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#route = options.route;
    this.#backoff = new Backoff(options.random);
    this.#retry = new Timer(options.clock, () => this.#connect());
  }

  get ready(): boolean {
    return this.#transport?.ready === true;
  }

  /** Of the present or the last connection. */
  get kind(): TransportKind {
    return this.#kind;
  }

  /** The server has asked to be left alone for a while, which is not over. */
  get isThrottled(): boolean {
    return this.#throttled;
  }

  /** Most bytes of a message that may go out now, without what the transport adds. */
  get sendLimit(): number {
    return this.#options.limits.maxMessageBytes - (this.#transport?.overheadBytes ?? 0);
  }

  /** For the log. */
  get shownUrl(): string {
    return shownUrl(this.#url);
  }

  start(): void {
    if (this.#phase !== "new") return;
    this.#phase = "running";
    this.#connect();
  }

  send(message: Outgoing): void {
    this.#transport?.send(message);
  }

  /** Ends the connection in order for a reason of the server's; the next attempt waits as after any other end. */
  leave(verdict: Verdict, lastWord: () => Outgoing | undefined): void {
    this.#throttled = verdict.cause === "throttled";
    this.#transport?.end(lastWord, verdict);
  }

  /** Ends what there is in order, then connects at once, from now on by `route` where it is given. */
  switchTo(route: RouteProvider | undefined, lastWord: () => Outgoing | undefined): void {
    this.#route = route ?? this.#route;
    if (this.#phase !== "running") return;
    if (this.#transport) {
      this.#switching = true;
      this.#transport.end(lastWord);
    } else this.#connect();
  }

  /** Resolves when the connection is gone, after at most 5 s. */
  stop(lastWord: () => Outgoing | undefined): Promise<void> {
    if (this.#phase === "stopping") return this.#stopped.promise;
    this.#phase = "stopping";
    this.#retry.clear();
    this.#asking?.abort();
    this.#asking = undefined;
    if (this.#transport) this.#transport.end(lastWord);
    else this.#stopped.resolve();
    return this.#stopped.promise;
  }

  #connect(): void {
    this.#throttled = false;
    this.#retry.clear();
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const take = (answer: RouteAnswer) => {
      if (this.#asking !== asking) return;
      this.#asking = undefined;
      this.#open(answer);
    };
    const answer = ask(this.#route, asking.signal);
    if (answer instanceof Promise) void answer.then(take);
    else take(answer);
  }

  #open(answer: RouteAnswer): void {
    this.#credentials = undefined;
    if (!answer.usable) return this.#noRoute({ code: answer.code, message: answer.reason });
    const { clock, network, limits } = this.#options;
    const { route } = answer;
    this.#url = route.url;
    this.#credentials = route.credentials;
    const kind = transportOf(route.url);
    if (!kind) return this.#noRoute({ code: "INVALID", message: "the address is no ws, wss, http or https URL" });
    const events = { ...this.#options.events, over: (ending: Ending) => this.#over(ending) };
    const provider = this.#route;
    const renew = (signal: AbortSignal, redirectedTo?: string) => ask(provider, signal, redirectedTo);
    const options = { clock, network, route, renew, limits, events };
    this.#kind = kind;
    this.#transport = kind === "http" ? new HttpTransport(options) : new WebSocketTransport(options);
    this.#transport.start();
  }

  #noRoute(loss: ConnectionLoss): void {
    this.#over({ cause: "no-route", loss, proven: false, lastedMs: 0 });
  }

  #over(end: Ending): void {
    this.#transport = undefined;
    if (this.#phase === "stopping") return this.#stopped.resolve();
    const ending = this.#withOtherCredentials(end);
    const switching = this.#switching;
    this.#switching = false;
    this.#throttled = ending.cause === "throttled" && !switching;
    const retryInMs = switching ? 0 : Math.round(this.#backoff.delayAfter(ending));
    if (switching) this.#options.log.info("The connection to the OpAMP server is made anew, as ordered");
    else this.#logLoss(ending, retryInMs);
    this.#retry.set(retryInMs);
    this.#options.lost(ending, retryInMs);
  }

  /** Who gets other credentials at once need not wait as long as one whose credentials are wrong. */
  #withOtherCredentials(ending: Ending): Ending {
    const refused = ending.loss.response?.status === 401 && this.#credentials?.refused() === true;
    return refused ? { ...ending, cause: "refused" } : ending;
  }

  #logLoss({ cause, loss }: Ending, retryInMs: number): void {
    const status = loss.response?.status;
    const credentials = status === 401 || status === 403 ? this.#credentials?.from : undefined;
    const fields = {
      url: this.shownUrl,
      reason: explainLoss(loss),
      code: loss.code,
      ...(credentials !== undefined && { credentials }),
      retry_in_ms: retryInMs,
    };
    if (cause === "credentials") this.#options.log.error("The OpAMP server refuses this agent", fields);
    else this.#options.log.warn("No connection to the OpAMP server", fields);
  }
}

/** Neither throws nor rejects. */
function ask(route: RouteProvider, signal: AbortSignal, redirectedTo?: string): RouteAnswer | Promise<RouteAnswer> {
  try {
    const answer = route(signal, redirectedTo);
    return answer instanceof Promise ? answer.catch(failed) : answer;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): RouteAnswer {
  return { usable: false, code: "ROUTE", reason: errorMessage(error) };
}
