import { isDeepStrictEqual } from "node:util";

import { type CollectorConnections, noConnections } from "../../compose/layers.ts";
import { type NamedCertificate, namedCertificates } from "../../config/named-certificates.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { readShown } from "../../connection/read-shown.ts";
import { concernsAt } from "../../connection/validity.ts";
import type { Cancel, Clock, Files } from "../../runtime/ports.ts";
import { errorText } from "../../telemetry/error-text.ts";
import type { Log } from "../../telemetry/log.ts";
import type { OtherCertificate } from "../server/certificate-state.ts";
import { offeredCertificates } from "./offered-certificates.ts";

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
 * When the certificates end that are shown to others than the OpAMP server: those that the configuration names (`namedCertificates`),
 * and those that the server has offered for the connections in force. One that is near its end, or over, is told in the log, day by day.
 */
export class ShownCertificates {
  /** Of each chain what ends first. */
  seen: readonly OtherCertificate[] = [];
  readonly #options: ShownCertificatesOptions;
  #connections: CollectorConnections = noConnections;
  #offered: readonly NamedCertificate[] = [];
  /** The last look. One that began before it has nothing to say any more. */
  #looks = 0;
  #cancel: Cancel = () => {};
  #closed = false;

  constructor(options: ShownCertificatesOptions) {
    this.#options = options;
    void this.#look();
  }

  /** These are the connections in force now. */
  follow(connections: CollectorConnections): void {
    if (connections === this.#connections) return;
    this.#connections = connections;
    const offered = offeredCertificates(connections);
    if (isDeepStrictEqual(offered, this.#offered)) return;
    this.#offered = offered;
    void this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { config, clock, changed } = this.#options;
    this.#looks += 1;
    const look = this.#looks;
    this.#cancel();
    const shown = [...namedCertificates(config), ...this.#offered];
    if (shown.length === 0 && this.seen.length === 0) return;
    const seen = await Promise.all(shown.map((certificate) => this.#read(certificate)));
    if (this.#closed || look !== this.#looks) return;
    this.seen = seen.flat();
    changed();
    if (shown.length > 0) this.#cancel = clock.schedule(lookEveryMs, () => void this.#look());
  }

  async #read({ section, source }: NamedCertificate): Promise<OtherCertificate[]> {
    const { files, clock, log } = this.#options;
    try {
      const chain = await readShown(source, files);
      for (const { level, message, fields } of concernsAt(clock.now(), { chain, authorities: [] }, "certificate")) {
        log[level](message, { section, ...fields });
      }
      const [first] = chain.toSorted((a, b) => a.validTo - b.validTo);
      return first === undefined ? [] : [{ section, ...first }];
    } catch (error) {
      log.warn("A certificate cannot be read", { section, reason: errorText(error) });
      return [];
    }
  }
}
