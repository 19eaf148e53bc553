import type { Cancel, Clock } from "../runtime/ports.ts";
import type { DownloadProgress } from "./download-types.ts";

export interface ProgressOptions {
  clock: Clock;
  /** Milliseconds between two reports. */
  everyMs: number;
  tell: (progress: DownloadProgress) => void;
}

/**
 * Tells how far a download is: at once, then at every interval, also while nothing comes. Where it goes back, since all has to come
 * anew, the rate is 0 and not less.
 */
export class Progress {
  readonly #options: ProgressOptions;
  #cancel: Cancel | undefined;
  #received = 0;
  #size: number | undefined;
  #told = { at: 0, received: 0 };

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** What is there now, and how much there will be. The first call begins the reports. */
  at(received: number, size: number | undefined): void {
    this.#received = received;
    this.#size = size;
    if (this.#cancel) return;
    this.#told = { at: this.#options.clock.monotonic(), received };
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
    tell({ percent, bytesPerSecond, received });
  }
}
