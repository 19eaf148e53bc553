import { namedCertificates } from "../config/named-certificates.ts";
import type { PemSource, SupervisorConfig } from "../config/types.ts";
import { readShown } from "../connection/read-shown.ts";
import { concernsAt } from "../connection/validity.ts";
import type { CertificateStatus } from "../control/snapshot.ts";
import type { Cancel, Clock, Files } from "../runtime/ports.ts";
import { errorText } from "../telemetry/error-text.ts";
import type { Log } from "../telemetry/log.ts";
import { timeText } from "./time-text.ts";

/** Their ends are days away: one look a day finds a file that was exchanged, and tells in time what ends. */
const lookEveryMs = 24 * 60 * 60 * 1000;

export interface ShownCertificatesOptions {
  config: Pick<SupervisorConfig, "healthcheck" | "telemetry">;
  files: Pick<Files, "read">;
  clock: Pick<Clock, "now" | "schedule">;
  log: Log;
  /** They were looked at. */
  changed(): void;
}

/**
 * When the certificates end that are shown to others than the OpAMP server (`namedCertificates`). One that ends within 14 days,
 * or has ended, is told in the log, day by day.
 */
export class ShownCertificates {
  /** Of each chain what ends first. */
  ends: readonly CertificateStatus[] = [];
  readonly #options: ShownCertificatesOptions;
  #cancel: Cancel = () => {};
  #closed = false;

  constructor(options: ShownCertificatesOptions) {
    this.#options = options;
    if (namedCertificates(options.config).length > 0) void this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { config, clock, changed } = this.#options;
    const ends = await Promise.all(namedCertificates(config).map(({ section, source }) => this.#read(section, source)));
    if (this.#closed) return;
    this.ends = ends.flat();
    changed();
    this.#cancel = clock.schedule(lookEveryMs, () => void this.#look());
  }

  async #read(section: string, source: PemSource): Promise<CertificateStatus[]> {
    const { files, clock, log } = this.#options;
    try {
      const chain = await readShown(source, files);
      for (const { level, message, fields } of concernsAt(clock.now(), { chain, authorities: [] }, "certificate")) {
        log[level](message, { section, ...fields });
      }
      const [first] = chain.toSorted((a, b) => a.validTo - b.validTo);
      return first === undefined ? [] : [{ section, subject: first.subject, notAfter: timeText(first.validTo) }];
    } catch (error) {
      log.warn("A certificate cannot be read", { section, reason: errorText(error) });
      return [];
    }
  }
}
