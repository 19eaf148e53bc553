import type { Cancel, Clock } from "../runtime/ports.ts";
import type { DownloadProgress } from "./download-types.ts";

export interface ProgressOptions {
  clock: Clock;
  /** Milliseconds between two reports. */
  everyMs: number;
  tell: (progress: DownloadProgress) => void;
}

/**
 * Tells how far a download is, or why nothing comes: at once, then at every interval, also while nothing comes. Where it goes back, since all has to come
 * anew, the rate is 0 and not less.
 */
export class Progress {
  readonly #options: ProgressOptions;
  #cancel: Cancel | undefined;
  #received = 0;
  #size: number | undefined;
  #told = { at: 0, received: 0 };
  #trouble: string | undefined;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** What is there now, and how much there will be. The first call begins the reports. */
  at(received: number, size: number | undefined): void {
    const isNews = this.#cancel === undefined || this.#trouble !== undefined;
    this.#received = received;
    this.#size = size;
    this.#trouble = undefined;
    if (isNews) this.#tellNow();
  }

  /** Nothing comes for this reason: that is told at once, and stands until something does. */
  stands(trouble: string, received: number, size: number | undefined): void {
    this.#received = received;
    this.#size = size;
    this.#trouble = trouble;
    this.#tellNow();
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  #tellNow(): void {
    this.#cancel?.();
    this.#told = { at: this.#options.clock.monotonic(), received: this.#received };
    this.#tell();
  }

  stop(): void {
    this.#cancel?.();
  }

  #tell(): void {
    const { clock, everyMs, tell } = this.#options;
    const received = this.#received;
    const at = clock.monotonic();
    const seconds = (at - this.#told.at) / 1000;
    const percent = this.#size ? Math.min(100, (received / this.#size) * 100) : 0;
    const bytesPerSecond = seconds > 0 ? Math.max(0, received - this.#told.received) / seconds : 0;
    this.#told = { at, received };
    this.#cancel = clock.schedule(everyMs, () => this.#tell());
    tell({ percent, bytesPerSecond, received, ...(this.#trouble !== undefined && { trouble: this.#trouble }) });
  }
}
