import type { Event } from "../../src/supervisor/mind/events.ts";
import type { ConnectionSettings } from "../../src/supervisor/server/connection-state.ts";
import type { Story } from "./story.ts";

/** How a server that the agent is sent to behaves: there, not there, lets in and says nothing. */
export type Endpoint = "works" | "dead" | "silent";

export interface SimulatedConnectionOptions {
  story: Story;
  /** With which the supervisor begins. */
  settings: ConnectionSettings | undefined;
  /** How the endpoint of these settings behaves now. */
  endpointOf(settings: ConnectionSettings | undefined): Endpoint;
  post(event: Event): void;
  /** The first message of a connection says all. */
  connected(): void;
}

/** From the end of a connection to the next attempt, milliseconds. */
const retryMs = 2_000;
const travelMs = 2;

/** The one connection of a supervisor to a server: made anew for ever, with the settings that were given last. */
export class SimulatedConnection {
  readonly #options: SimulatedConnectionOptions;
  #settings: ConnectionSettings | undefined;
  #use = 0;
  #attempt = 0;
  #isOver = false;
  /** A server can hear and be heard. */
  isOpen = false;

  constructor(options: SimulatedConnectionOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  /** Where it is, or tries to be. */
  get endpoint(): string {
    return this.#settings?.destinationEndpoint || "own";
  }

  start(): void {
    this.#connect();
  }

  /** The server of this connection has begun or ceased to work. */
  looksAgain(): void {
    const isThere = this.#options.endpointOf(this.#settings) === "works";
    if (this.isOpen !== isThere) this.#connect();
  }

  use(settings: ConnectionSettings | undefined, use: number): void {
    this.isOpen = false;
    this.#post({ is: "ServerMissed", use: this.#use, reason: "the end was ordered" });
    this.#settings = settings;
    this.#use = use;
    this.#connect();
  }

  end(): void {
    this.#isOver = true;
    this.isOpen = false;
  }

  #connect(): void {
    const { story, endpointOf } = this.#options;
    const attempt = (this.#attempt += 1);
    this.isOpen = false;
    story.clock.schedule(travelMs, () => {
      if (attempt !== this.#attempt || this.#isOver) return;
      if (endpointOf(this.#settings) === "works") return this.#connected();
      const reason = `${this.endpoint} does not answer`;
      this.#post({ is: "ServerMissed", use: this.#use, reason });
      story.clock.schedule(retryMs, () => (attempt === this.#attempt ? this.#connect() : undefined));
    });
  }

  #connected(): void {
    this.isOpen = true;
    const use = this.#use;
    this.#post({ is: "ServerReached", use });
    this.#options.connected();
    this.#options.story.clock.schedule(travelMs, () => {
      if (this.isOpen && use === this.#use) this.#post({ is: "ServerAnswered", use });
    });
  }

  #post(event: Event): void {
    if (!this.#isOver) this.#options.post(event);
  }
}
