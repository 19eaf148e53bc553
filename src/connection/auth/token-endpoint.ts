import { Buffer } from "node:buffer";

import type { OAuth2ClientConfig } from "../../config/auth-types.ts";
import { judge } from "../../opamp/client/ending.ts";
import { shownUrl } from "../../opamp/client/explain-loss.ts";
import type { ConnectionLoss, Network, PostOutcome, Route } from "../../runtime/network-ports.ts";
import type { Clock } from "../../runtime/ports.ts";
import { scrub } from "../../telemetry/scrub.ts";
import { chooseProxy } from "../choose-proxy.ts";
import type { TlsMaterial } from "../tls-material.ts";
import type { HiddenValues } from "./hidden-values.ts";
import { wholeText } from "./parse-secret.ts";
import { readToken, type TokenReading } from "./read-token.ts";
import type { SecretReader } from "./secret-reader.ts";

/** Largest answer taken, bytes. */
const longestAnswer = 256 * 1024;

export interface TokenEndpointOptions {
  config: OAuth2ClientConfig;
  network: Pick<Network, "post">;
  clock: Pick<Clock, "now">;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
  reader: SecretReader;
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

interface Client {
  id: string;
  secret: string;
}

/** How a client says who it is (RFC 6749, 2.3.1): all servers must take the first, some take the second alone. */
type Style = "header" | "body";

/** Asks a token endpoint by client credentials (RFC 6749, 4.4). */
export class TokenEndpoint {
  readonly #options: TokenEndpointOptions;
  /** The one that was accepted. */
  #style: Style | undefined;

  constructor(options: TokenEndpointOptions) {
    this.#options = options;
  }

  async ask(signal: AbortSignal): Promise<TokenAnswer> {
    const { config, reader, tls } = this.#options;
    const id = await reader.read(config.clientId, wholeText, false);
    if (!id.read) return { ok: false, code: "AUTH_FILE", reason: id.reason };
    const secret = await reader.read(config.clientSecret, wholeText);
    if (!secret.read) return { ok: false, code: "AUTH_FILE", reason: secret.reason };
    const client = { id: id.value, secret: secret.value };
    await tls.refresh();
    tls.tellConcerns();
    const style = this.#style ?? "header";
    const first = await this.#post(client, style, signal);
    const second = this.#isOfStyle(first) ? await this.#post(client, "body", signal) : undefined;
    const accepted = second?.answered === true && second.status === 200;
    const outcome = accepted ? second : first;
    if (outcome.answered && outcome.status === 200) this.#style = accepted ? "body" : style;
    return this.#read(outcome, signal);
  }

  /** Whether the other way may be the one that is wanted. */
  #isOfStyle(outcome: PostOutcome): boolean {
    return this.#style === undefined && outcome.answered && [400, 401, 403].includes(outcome.status);
  }

  async #post({ id, secret }: Client, style: Style, signal: AbortSignal): Promise<PostOutcome> {
    const { config, network } = this.#options;
    const { tokenUrl: url, scopes, parameters, timeoutMs } = config;
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (scopes.length > 0) form.set("scope", scopes.join(" "));
    // Some servers have a grant of their own by the same request.
    for (const name of new Set(parameters.map(([one]) => one))) form.delete(name);
    for (const [name, value] of parameters) form.append(name, value);
    if (style === "body") {
      form.set("client_id", id);
      form.set("client_secret", secret);
    }
    const basic = Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString("base64");
    this.#options.hidden.add(basic);
    const route = this.#route();
    if ("refused" in route) return { answered: false, loss: { code: "PROXY", message: route.refused } };
    return await network.post({
      ...route,
      url,
      headers: [
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["Accept", "application/json"],
        ...(style === "header" ? [["Authorization", `Basic ${basic}`] as const] : []),
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

/** As in a form (RFC 6749, 2.3.1 and appendix B). */
function encoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}
