import { toClampedNumber } from "../wire/integers.ts";
import type { AgentToServer, ServerToAgent } from "../wire/messages.ts";
import { AgentSession, type SessionRules } from "./agent-session.ts";
import type { Answer, Channel } from "./channel.ts";
import { type Rate, RateLimit } from "./rate-limit.ts";
import { Turns } from "./turns.ts";

/** What the agents over HTTP of one server share. */
export interface HttpRules<Context> extends SessionRules<Context> {
  rate: Rate | undefined;
  pollingIntervalMs: number;
  missedPolls: number;
}

/** Polls of one agent that may wait for their turn; a proper agent has one at a time (§ Plain HTTP Transport). */
const maxWaiting = 4;

/** One agent that polls: what is for it waits for its next poll. */
export class HttpAgent<Context> implements Channel {
  readonly transport = "http";
  readonly remoteAddress: string;
  readonly ready = false;
  readonly session: AgentSession<Context>;
  readonly #rules: HttpRules<Context>;
  readonly #limit: RateLimit | undefined;
  readonly #turns = new Turns();
  #pollingIntervalMs: number;
  #lastPollAt: number;

  constructor(context: Context, remoteAddress: string, rules: HttpRules<Context>) {
    this.remoteAddress = remoteAddress;
    this.#rules = rules;
    this.#lastPollAt = rules.clock.monotonic();
    this.#limit = rules.rate && new RateLimit(rules.rate, this.#lastPollAt);
    this.#pollingIntervalMs = rules.pollingIntervalMs;
    this.session = new AgentSession(context, this, rules);
  }

  /** `undefined`: it sends too much. */
  poll(message: AgentToServer, payload: Uint8Array): Promise<Answer> | undefined {
    this.#lastPollAt = this.#rules.clock.monotonic();
    if (this.#limit?.take(this.#lastPollAt) === false || this.#turns.waiting >= maxWaiting) return undefined;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#turns.take(() => {
      const answer = this.session.handle(message, payload);
      if (answer instanceof Promise) return answer.then(resolve);
      return resolve(answer);
    });
    return promise;
  }

  /** One of the regular looks after the agent: it is gone when it has missed its polls. */
  round(): void {
    const silentMs = this.#rules.clock.monotonic() - this.#lastPollAt;
    if (silentMs > this.#pollingIntervalMs * this.#rules.missedPolls) this.session.ended();
  }

  write(): void {}

  /** An agent that is offered another interval between its polls keeps to it (§ OpAMPConnectionSettings). */
  noted({ connectionSettings }: ServerToAgent): void {
    const seconds = toClampedNumber(connectionSettings?.opamp?.heartbeatIntervalSeconds);
    if (seconds > 0) this.#pollingIntervalMs = Math.max(this.#rules.pollingIntervalMs, seconds * 1000);
  }

  close(): void {
    this.session.ended();
  }

  probe(): undefined {
    return undefined;
  }
}
