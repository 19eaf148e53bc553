import type { ConnectionLoss, PostOptions, PostOutcome } from "../../runtime/network-ports.ts";
import { joinBytes } from "../wire/bytes.ts";
import { decodeMessage } from "../wire/decode.ts";
import { codec } from "../wire/messages.ts";
import { formatUid } from "../wire/uid.ts";
import { judge } from "./ending.ts";
import { bytesOf, type Outgoing } from "./outgoing.ts";
import { decideRedirect } from "./redirect.ts";
import type { RouteAnswer, ServerRoute } from "./route.ts";
import { Timer } from "./timer.ts";
import { endTimeoutMs, orderedEnd, type Transport, type TransportOptions, type Verdict } from "./transport.ts";

/** Milliseconds that a request may still take when the end is ordered; the rest of the time is the goodbye's. */
const patienceMs = 2_000;

/** Statuses that speak of one message alone: it is dropped, the connection goes on. */
const rejections = new Set([400, 413, 422]);

const ownHeaders = new Set(["content-type", "opamp-instance-uid"]);

/**
 * OpAMP over plain HTTP: a row of POSTs, each after the answer to the one before. The connection lasts until one of
 * them fails; the next connection then begins with a full report. A redirect that was followed holds as long as it.
 */
export class HttpTransport implements Transport {
  readonly overheadBytes = 0;
  readonly #options: TransportOptions;
  readonly #patience: Timer;
  #url: string;
  #route: ServerRoute | undefined;
  /** Host and port of the one that the newest request takes. */
  #proxy: string | undefined;
  #phase: "new" | "open" | "ending" | "over" = "new";
  #inFlight: AbortController | undefined;
  #lastWord: () => Outgoing | undefined = () => undefined;
  #verdict: Verdict = orderedEnd;
  #establishedAt: number | undefined;
  #proven = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#url = options.route.url;
    this.#route = options.route;
    this.#patience = new Timer(options.clock, () => this.#inFlight?.abort());
  }

  get ready(): boolean {
    return this.#phase === "open" && !this.#inFlight;
  }

  start(): void {
    this.#phase = "open";
    this.#options.events.open();
  }

  send(message: Outgoing): void {
    if (this.ready) void this.#exchange(message);
  }

  end(lastWord: () => Outgoing | undefined, verdict = orderedEnd): void {
    if (this.#phase === "ending" || this.#phase === "over") return;
    this.#phase = "ending";
    this.#lastWord = lastWord;
    this.#verdict = verdict;
    if (this.#inFlight) this.#patience.set(patienceMs);
    else void this.#sayLastWord();
  }

  async #exchange(message: Outgoing): Promise<void> {
    const outcome = await this.#post(message, this.#options.limits.requestTimeoutMs);
    if (this.#phase === "ending") return this.#endExchange(message, outcome);
    const loss = this.#take(message, outcome);
    if (!loss) return this.#phase === "open" ? this.#options.events.ready() : undefined;
    this.#options.events.unsent(message);
    this.#over({ ...judge(loss, this.#options.clock.now()), loss });
  }

  /** A request that the ordered end found in flight is over: a server that takes requests gets the last word. */
  async #endExchange(message: Outgoing, outcome: PostOutcome): Promise<void> {
    const status = outcome.answered ? outcome.status : 0;
    if (rejections.has(status)) this.#options.events.rejected(message, status);
    else if (status !== 200) this.#options.events.unsent(message);
    const givenUp = !outcome.answered && outcome.loss.code === "ABORTED";
    if (status === 200 || rejections.has(status) || givenUp) return this.#sayLastWord();
    this.#over(this.#verdict);
  }

  async #sayLastWord(): Promise<void> {
    const last = this.#lastWord();
    const timeoutMs = endTimeoutMs - patienceMs;
    this.#patience.set(timeoutMs);
    if (last) await this.#post(last, timeoutMs);
    this.#over(this.#verdict);
  }

  /** What went wrong with a message; `undefined` where the connection goes on. */
  #take(message: Outgoing, outcome: PostOutcome): ConnectionLoss | undefined {
    if (!outcome.answered) return outcome.loss;
    const { status, headers, body } = outcome;
    const { events, clock } = this.#options;
    if (rejections.has(status)) {
      events.rejected(message, status);
      return undefined;
    }
    if (status !== 200) return this.#refusal(status, headers);
    const answer = decodeMessage(codec.ServerToAgent, body);
    if (!answer) return { code: "PROTOCOL", message: "the server answered with something that is no ServerToAgent" };
    if (this.#establishedAt === undefined) {
      this.#establishedAt = clock.monotonic();
      events.established();
    }
    if (!answer.errorResponse) this.#proven = true;
    events.message(answer);
    return undefined;
  }

  /** One message, by way of redirects where they are safe. */
  async #post(message: Outgoing, timeoutMs: number): Promise<PostOutcome> {
    const { network } = this.#options;
    const flight = new AbortController();
    this.#inFlight = flight;
    try {
      for (let hops = 0, asked = this.#takeRoute(flight.signal); ; hops += 1, asked = this.#renew(flight.signal)) {
        const answer = asked instanceof Promise ? await Promise.race([asked, unanswered(flight.signal)]) : asked;
        if (!answer.usable) return { answered: false, loss: { code: answer.code, message: answer.reason } };
        const request = { ...this.#request(message, answer.route), timeoutMs, signal: flight.signal };
        const outcome = await network.post({ ...request, url: this.#url });
        if (!outcome.answered) return outcome;
        const { status, headers } = outcome;
        const from = { url: this.#url, request: "post", status, location: headers["location"], hops } as const;
        const redirect = decideRedirect(from);
        if (redirect.kind === "none") return outcome;
        if (redirect.kind === "refused") {
          const loss = { code: "REDIRECT", message: redirect.reason, response: { status, headers } };
          return { answered: false, loss };
        }
        this.#url = redirect.url;
      }
    } finally {
      this.#inFlight = undefined;
    }
  }

  /** The one that the connection began with serves the first request. */
  #takeRoute(signal: AbortSignal): RouteAnswer | Promise<RouteAnswer> {
    const route = this.#route;
    this.#route = undefined;
    return route ? { usable: true, route } : this.#renew(signal);
  }

  #renew(signal: AbortSignal): RouteAnswer | Promise<RouteAnswer> {
    const { route, renew } = this.#options;
    return this.#url === route.url ? renew(signal) : renew(signal, this.#url);
  }

  #request(message: Outgoing, route: ServerRoute): Omit<PostOptions, "url" | "timeoutMs" | "signal"> {
    const { limits } = this.#options;
    const { compression, headers, tls, proxy } = route;
    this.#proxy = proxy && URL.parse(proxy.url)?.host;
    return {
      headers: [
        ...headers.filter(([name]) => !ownHeaders.has(name.toLowerCase())),
        ["Content-Type", "application/x-protobuf"],
        ["OpAMP-Instance-UID", formatUid(message.instanceUid)],
      ],
      ...(tls && { tls }),
      ...(proxy && { proxy }),
      ...(compression && { gzip: true }),
      body: joinBytes(bytesOf(message)),
      maxResponseBytes: limits.maxMessageBytes,
    };
  }

  /** Without TLS a proxy gets the request itself, and nothing tells its answer from the server's. */
  #refusal(status: number, headers: Readonly<Record<string, string>>): ConnectionLoss {
    const proxy = this.#url.startsWith("http:") ? this.#proxy : undefined;
    const message = `the server answered with HTTP ${status}`;
    return { code: "HTTP", message, response: { status, headers }, ...(proxy && { proxy }) };
  }

  #over(verdict: Verdict): void {
    if (this.#phase === "over") return;
    this.#phase = "over";
    this.#patience.clear();
    const lastedMs = this.#establishedAt === undefined ? 0 : this.#options.clock.monotonic() - this.#establishedAt;
    this.#options.events.over({ ...verdict, proven: this.#proven, lastedMs });
  }
}

/** The answer to a question that nobody waits for any more. */
function unanswered(signal: AbortSignal): Promise<RouteAnswer> {
  const { promise, resolve } = Promise.withResolvers<RouteAnswer>();
  const answer: RouteAnswer = { usable: false, code: "ABORTED", reason: "the request was given up" };
  signal.addEventListener("abort", () => resolve(answer));
  return promise;
}
