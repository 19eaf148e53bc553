import type { HeaderList } from "../../config/types.ts";
import { Backoff } from "../../opamp/client/backoff.ts";
import { InTurn } from "../../runtime/in-turn.ts";
import type { Clock, Random } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { type Authenticator, type Overlay, setHeader } from "./authenticator.ts";
import type { TokenAnswer, TokenEndpoint } from "./token-endpoint.ts";

export interface OAuth2ClientOptions {
  endpoint: Pick<TokenEndpoint, "ask">;
  /** How long before its end a token is renewed, milliseconds; at most half of its life. */
  expiryBufferMs: number;
  clock: Pick<Clock, "now" | "monotonic">;
  random: Random;
  log: Log;
}

interface HeldToken {
  authorization: string;
  /** When it was got, by both clocks. */
  at: { wall: number; monotonic: number };
  /** From then on, milliseconds. */
  lifeMs: number;
  renewAfterMs: number;
  /** How often it was given. */
  uses: number;
}

type Failure = Extract<TokenAnswer, { ok: false }>;

/**
 * The token of an endpoint, kept until it is to be renewed. Where the renewal fails, the token that is there is given
 * until its end, and the endpoint is asked again after waits that grow; without a token each attempt to connect asks, and
 * those have waits of their own.
 */
export class OAuth2Client implements Authenticator {
  readonly #options: OAuth2ClientOptions;
  readonly #turns = new InTurn();
  #held: HeldToken | undefined;
  #backoff: Backoff;
  /** Before this moment, by the clock that never jumps, the endpoint is not asked again. */
  #nextAskAt = -Infinity;
  #failure: Failure | undefined;

  constructor(options: OAuth2ClientOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  overlay(headers: HeaderList, signal: AbortSignal): Promise<Overlay> {
    return this.#turns.run(async () => {
      const token = await this.#token(signal);
      if (!("authorization" in token)) return { given: false, code: token.code, reason: token.reason };
      token.uses += 1;
      return { given: true, headers: setHeader(headers, "Authorization", token.authorization) };
    });
  }

  /** One that was refused when it was given for the first time would be so again. */
  refused(): boolean {
    const uses = this.#held?.uses ?? 0;
    this.#held = undefined;
    return uses > 1;
  }

  async #token(signal: AbortSignal): Promise<HeldToken | Failure> {
    const { clock, endpoint } = this.#options;
    const held = this.#held;
    const age = held ? this.#age(held) : 0;
    if (held && age < held.renewAfterMs) return held;
    const usable = held && age < held.lifeMs ? held : undefined;
    if (clock.monotonic() < this.#nextAskAt) {
      if (usable) return usable;
      if (this.#failure?.throttled) return this.#failure;
    }
    const answer = await endpoint.ask(signal);
    if (answer.ok) return this.#hold(answer);
    if (answer.code === "ABORTED") return usable ?? answer;
    this.#failure = answer;
    const cause = answer.throttled ? "throttled" : "broken";
    const retryAfterMs = answer.throttled?.retryAfterMs;
    const loss = { code: answer.code, message: answer.reason };
    const retryInMs = this.#backoff.delayAfter({
      cause,
      loss,
      proven: false,
      lastedMs: 0,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
    this.#nextAskAt = clock.monotonic() + retryInMs;
    if (!usable) return answer;
    this.#options.log.warn("The token cannot be renewed; the one that is there is used until its end", {
      code: answer.code,
      reason: answer.reason,
      retry_in_ms: Math.round(retryInMs),
      ends_in_ms: Math.round(usable.lifeMs - age),
    });
    return usable;
  }

  #hold({ authorization, lifeMs = Infinity }: Extract<TokenAnswer, { ok: true }>): HeldToken {
    const { clock, expiryBufferMs, random, log } = this.#options;
    this.#backoff = new Backoff(random);
    this.#nextAskAt = -Infinity;
    this.#failure = undefined;
    const at = { wall: clock.now(), monotonic: clock.monotonic() };
    const renewAfterMs = lifeMs - Math.min(expiryBufferMs, lifeMs / 2);
    log.debug("A token was got", { life_ms: lifeMs });
    this.#held = { authorization, at, lifeMs, renewAfterMs, uses: 0 };
    return this.#held;
  }

  /** The wall clock may be set back, and the other one may stand still while the machine sleeps. */
  #age({ at }: HeldToken): number {
    const { clock } = this.#options;
    return Math.max(clock.now() - at.wall, clock.monotonic() - at.monotonic);
  }
}
