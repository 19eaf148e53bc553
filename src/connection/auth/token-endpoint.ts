import type { OAuth2ClientConfig } from "../../config/auth-types.ts";
import { judge } from "../../opamp/client/ending.ts";
import { shownUrl } from "../../opamp/client/explain-loss.ts";
import type { ConnectionLoss, Network, PostOutcome, Route } from "../../runtime/network-ports.ts";
import type { Clock } from "../../runtime/ports.ts";
import { scrub } from "../../telemetry/scrub.ts";
import { chooseProxy } from "../choose-proxy.ts";
import type { TlsMaterial } from "../tls-material.ts";
import type { Grant, TokenRequest } from "./grant.ts";
import type { HiddenValues } from "./hidden-values.ts";
import { readToken, type TokenReading } from "./read-token.ts";

/** Largest answer taken, bytes. */
const longestAnswer = 256 * 1024;

export interface TokenEndpointOptions {
  config: OAuth2ClientConfig;
  network: Pick<Network, "post">;
  clock: Pick<Clock, "now">;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
  grant: Grant;
  hidden: HiddenValues;
  tls: TlsMaterial;
}

export type TokenAnswer =
  | Extract<TokenReading, { ok: true }>
  | {
      ok: false;
      code: "AUTH_FILE" | "AUTH_TOKEN" | "ABORTED";
      /** With the endpoint, without any secret. */
      reason: string;
      /** The endpoint has too much to do, and wants to be left alone for so many milliseconds, where it says so. */
      throttled?: { retryAfterMs: number | undefined };
    };

/** Asks a token endpoint (RFC 6749, 3.2). */
export class TokenEndpoint {
  readonly #options: TokenEndpointOptions;
  /** Which of the ways was accepted. */
  #way: number | undefined;

  constructor(options: TokenEndpointOptions) {
    this.#options = options;
  }

  async ask(signal: AbortSignal): Promise<TokenAnswer> {
    const { grant, tls } = this.#options;
    const preparation = await grant.prepare();
    if (!preparation.ready) return { ok: false, code: "AUTH_FILE", reason: preparation.reason };
    await tls.refresh();
    tls.tellConcerns();
    const { ways } = preparation;
    const first = await this.#post(ways[this.#way ?? 0] ?? ways[0], signal);
    if (isGiven(first)) this.#way ??= 0;
    // A refusal may be one of this way.
    const other =
      this.#way === undefined && first.answered && [400, 401, 403].includes(first.status) ? ways[1] : undefined;
    const second = other && (await this.#post(other, signal));
    if (second === undefined || !isGiven(second)) return this.#read(first, signal);
    this.#way = 1;
    return this.#read(second, signal);
  }

  async #post({ parameters, authorization }: TokenRequest, signal: AbortSignal): Promise<PostOutcome> {
    const { config, network } = this.#options;
    const { tokenUrl: url, scopes, parameters: more, timeoutMs } = config;
    const scope = scopes.length > 0 ? [["scope", scopes.join(" ")] as const] : [];
    // The operator may ask for a grant that only this server has.
    const own = [...parameters, ...scope].filter(([name]) => more.every(([other]) => other !== name));
    const form = new URLSearchParams([...own, ...more].map(([name, value]): [string, string] => [name, value]));
    const route = this.#route();
    if ("refused" in route) return { answered: false, loss: { code: "PROXY", message: route.refused } };
    return await network.post({
      ...route,
      url,
      headers: [
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["Accept", "application/json"],
        ...(authorization === undefined ? [] : [["Authorization", authorization] as const]),
      ],
      body: new TextEncoder().encode(form.toString()),
      maxResponseBytes: longestAnswer,
      timeoutMs,
      signal,
    });
  }

  #route(): Omit<Route, "headers"> | { refused: string } {
    const { config, env, tls } = this.#options;
    const proxy = chooseProxy({ endpoint: config.tokenUrl, configured: undefined, env });
    if (proxy.use === "refused") return { refused: proxy.reason };
    return { tls: tls.options, ...(proxy.use === "proxy" && { proxy: { url: proxy.url } }) };
  }

  #read(outcome: PostOutcome, signal: AbortSignal): TokenAnswer {
    const { config, clock, hidden } = this.#options;
    const endpoint = shownUrl(config.tokenUrl);
    if (signal.aborted) return { ok: false, code: "ABORTED", reason: "the request was given up" };
    if (!outcome.answered) {
      const { code, message } = outcome.loss;
      return { ok: false, code: "AUTH_TOKEN", reason: `no token from ${endpoint}: ${message} (${code})` };
    }
    const reading = readToken(outcome);
    if (reading.ok) {
      hidden.add(reading.token);
      return reading;
    }
    const reason = scrub(`no token: ${endpoint} ${reading.fault}`, hidden.all);
    const { status, headers } = outcome;
    const loss: ConnectionLoss = { code: "HTTP", message: "", response: { status, headers } };
    const { cause, retryAfterMs } = judge(loss, clock.now());
    return { ok: false, code: "AUTH_TOKEN", reason, ...(cause === "throttled" && { throttled: { retryAfterMs } }) };
  }
}

function isGiven(outcome: PostOutcome): boolean {
  return outcome.answered && outcome.status === 200;
}
