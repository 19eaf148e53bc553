import type { AgentToServer } from "../../../src/opamp/wire/messages.ts";
import { Watch } from "../../support/watch.ts";
import type { Received } from "./exchange.ts";

/** What came from an agent, and waiting for more. */
export class Transcript {
  readonly messages: Received[] = [];
  /** Everything in order: `open 1`, `message 1`, `goodbye 1`, `text 1`, `malformed 1`, `close 1 1000`. */
  readonly log: string[] = [];
  /** Moments of upgrades and requests, accepted or not, by `now`. */
  readonly attempts: number[] = [];
  /** What is awaited, for the one who asks why a rule did not end. */
  awaited = "";
  /** Milliseconds; the subject's own clock where it has one. */
  now: () => number = () => performance.now();
  readonly #watch = new Watch();

  /** The first message from number `from` on that `matches`, now or later. */
  async message(what: string, matches: (message: AgentToServer) => unknown, from = 0): Promise<Received> {
    return await this.until(what, () => this.messages.slice(from).find(({ message }) => matches(message)));
  }

  /** The first result of `look` that is not `undefined` or `false`. `what` is told where it never comes. */
  async until<Value>(what: string, look: () => Value | undefined | false): Promise<Value> {
    this.awaited = what;
    return await this.#watch.until(look);
  }

  /** Something came. */
  protected changed(): void {
    this.#watch.changed();
  }
}
