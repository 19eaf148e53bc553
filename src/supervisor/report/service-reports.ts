import type { ServiceManager } from "../../runtime/local-ports.ts";
import type { Cancel, Clock } from "../../runtime/ports.ts";

export interface ServiceReportsOptions {
  manager: ServiceManager;
  clock: Clock;
  /** One line that says how things are. */
  summary(): string;
  /** Whether everything that happened is dealt with; asked for between two turns of the loop. */
  alive(): boolean;
}

/** How soon what the manager did not take is sent again, milliseconds. */
const againMs = 1_000;

/**
 * What the service manager hears (sd_notify(3)): READY once and after each RELOADING, STATUS after each change, STOPPING, and
 * WATCHDOG twice in each of its intervals for as long as the event loop turns and the mind keeps up with what happens.
 */
export class ServiceReports {
  readonly #options: ServiceReportsOptions;
  /** States that are still to be told, each in a message of its own. */
  readonly #states: string[] = [];
  /** What else is still to be said, by variable: only the newest value counts. */
  readonly #unsaid = new Map<string, string>();
  #said = "";
  #sending = false;
  #again: Cancel = () => {};
  #tick: Cancel = () => {};

  constructor(options: ServiceReportsOptions) {
    this.#options = options;
    this.#watch();
  }

  ready(): void {
    this.#tell("READY=1");
  }

  /** The configuration is read anew, or another version of this program goes on; `ready` ends it. */
  reloading(): void {
    this.#tell("RELOADING=1");
  }

  changed(): void {
    const summary = this.#options.summary().replaceAll(/\s+/g, " ");
    if (summary !== this.#said) {
      this.#said = summary;
      this.#unsaid.set("STATUS", summary);
    }
    void this.#send();
  }

  stopping(): void {
    this.#tell("STOPPING=1");
  }

  /** Nothing more is said. */
  close(): void {
    this.#again();
    this.#tick();
    this.#unsaid.clear();
    this.#states.length = 0;
  }

  #tell(state: string): void {
    this.#states.push(state);
    this.changed();
  }

  #watch(): void {
    const { manager, clock, alive } = this.#options;
    if (manager.watchdogMs === undefined) return;
    this.#tick = clock.schedule(manager.watchdogMs / 2, () => {
      this.#watch();
      if (!alive()) return;
      this.#unsaid.set("WATCHDOG", "1");
      void this.#send();
    });
  }

  /** One message at a time, so that they arrive in order. */
  async #send(): Promise<void> {
    if (this.#sending || (this.#unsaid.size === 0 && this.#states.length === 0)) return;
    this.#sending = true;
    this.#again();
    const state = this.#states.splice(0, 1);
    const saying = new Map(this.#unsaid);
    this.#unsaid.clear();
    const taken = await this.#options.manager.notify([
      ...state,
      ...[...saying].map(([name, value]) => `${name}=${value}`),
    ]);
    this.#sending = false;
    if (taken) return void this.#send();
    this.#states.unshift(...state);
    for (const [name, value] of saying) if (!this.#unsaid.has(name)) this.#unsaid.set(name, value);
    this.#again = this.#options.clock.schedule(againMs, () => void this.#send());
  }
}
