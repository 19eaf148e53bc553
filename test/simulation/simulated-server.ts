import type { ReportedState } from "../../src/opamp/client/parts.ts";
import { type RemoteConfigStatus, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import type { RemoteConfig } from "../../src/supervisor/apply/remote-config.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import { nameOf, remote, statusName } from "../support/stored.ts";
import type { Story } from "./story.ts";

/** When the server offers what it wants: with each answer, whenever the agent has another hash, or once. */
export type Offering = "always" | "on difference" | "once";

/** A server that wants one remote configuration, and hears what becomes of it. */
export class SimulatedServer {
  readonly #story: Story;
  readonly #offering: Offering;
  /** Sends an event to the supervisor that is connected, if one is. */
  readonly #send: (event: Event) => void;
  wants: RemoteConfig | undefined;
  /** What was heard last. */
  status: RemoteConfigStatus | undefined;
  /** Every status, oldest first, as `A APPLIED`. */
  readonly heard: string[] = [];
  isHealthy: boolean | undefined;
  health = "";

  constructor(story: Story, offering: Offering, send: (event: Event) => void) {
    this.#story = story;
    this.#offering = offering;
    this.#send = send;
  }

  /** `name` is the hash, `text` the body: its first word says how a Collector behaves with it; `null`: the empty map. */
  offers(name: string, text: string | null): void {
    this.wants = remote(name, text);
    this.#offer();
  }

  offersAgain(): void {
    if (this.wants !== undefined) this.#offer();
  }

  /** The supervisor reports, or connects and says all. */
  hears({ remoteConfigStatus, health }: ReportedState): void {
    if (health) {
      this.isHealthy = health.healthy === true;
      this.health = [health.healthy === true ? "healthy" : "unhealthy", health.status, health.lastError].join(" ");
    }
    if (remoteConfigStatus) this.#hearStatus(remoteConfigStatus);
    const hasAnother = nameOf(this.status?.lastRemoteConfigHash ?? new Uint8Array()) !== this.#wanted;
    if (this.#offering === "always" || (this.#offering === "on difference" && hasAnother)) this.offersAgain();
  }

  /** The verdict on what the server wants; `undefined`: none yet. */
  get verdict(): "APPLIED" | "FAILED" | undefined {
    const { status, lastRemoteConfigHash } = this.status ?? {};
    if (nameOf(lastRemoteConfigHash ?? new Uint8Array()) !== this.#wanted) return undefined;
    if (status === RemoteConfigStatuses.RemoteConfigStatuses_APPLIED) return "APPLIED";
    return status === RemoteConfigStatuses.RemoteConfigStatuses_FAILED ? "FAILED" : undefined;
  }

  get #wanted(): string | undefined {
    return this.wants && nameOf(this.wants.hash);
  }

  #hearStatus(status: RemoteConfigStatus): void {
    this.status = status;
    const name = nameOf(status.lastRemoteConfigHash ?? new Uint8Array());
    const line = `${name} ${statusName(status.status ?? 0)}`;
    const reason = status.errorMessage ? `: ${status.errorMessage}` : "";
    this.heard.push(line);
    this.#story.tell("server", `hears ${line}${reason}`);
  }

  #offer(): void {
    const { wants } = this;
    if (wants !== undefined) this.#send({ is: "RemoteConfigOffered", remote: wants });
  }
}
