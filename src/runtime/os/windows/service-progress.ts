import type { ServiceManager } from "../../local-ports.ts";
import type { Cancel, Clock } from "../../ports.ts";
import type { ServiceStatus } from "./service-status.ts";

/** How often a service that starts or stops gives a sign of life, and within what time it promises one; milliseconds. */
const signMs = 5_000;
const waitHintMs = 20_000;

export interface ServiceProgressOptions {
  clock: Clock;
  tell(status: ServiceStatus): void;
}

/**
 * What the service control manager hears: that the service starts until the supervisor is ready, runs, stops, has stopped. It
 * would take one that starts or stops and is silent for a hanging one.
 */
export class ServiceProgress implements ServiceManager {
  readonly watchdogMs = undefined;
  readonly #options: ServiceProgressOptions;
  #now: ServiceStatus = { state: "startPending", waitHintMs };
  #cancel: Cancel = () => {};

  constructor(options: ServiceProgressOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#pend("startPending");
  }

  /** Takes the words that systemd is told. */
  notify(assignments: readonly string[]): Promise<boolean> {
    if (assignments.includes("STOPPING=1")) this.stopping();
    else if (assignments.includes("READY=1") && this.#now.state === "startPending") this.#settle({ state: "running" });
    return Promise.resolve(true);
  }

  stopping(): void {
    if (this.#now.state !== "stopPending" && this.#now.state !== "stopped") this.#pend("stopPending");
  }

  ended(exitCode: number): void {
    this.#settle({ state: "stopped", exitCode });
  }

  #settle(status: ServiceStatus): void {
    this.#cancel();
    this.#now = status;
    this.#options.tell(status);
  }

  #pend(state: "startPending" | "stopPending", checkPoint = 1): void {
    this.#settle({ state, checkPoint, waitHintMs });
    this.#cancel = this.#options.clock.schedule(signMs, () => this.#pend(state, checkPoint + 1));
  }
}
