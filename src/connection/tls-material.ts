import { systemErrorText } from "../config/read-text.ts";
import type { ServerTlsConfig } from "../config/types.ts";
import { InTurn } from "../runtime/in-turn.ts";
import type { TlsOptions } from "../runtime/network-ports.ts";
import type { Clock, Files } from "../runtime/ports.ts";
import type { CertificateFacts } from "../runtime/x509.ts";
import type { Fields, Log } from "../telemetry/log.ts";
import {
  type CheckedMaterial,
  checkMaterial,
  faultOf,
  type MaterialFault,
  type PartName,
  type PemTexts,
} from "./check-material.ts";
import { type Concern, concernsAt, isValidAt } from "./validity.ts";

export interface TlsMaterialOptions {
  tls: ServerTlsConfig;
  /** Where the keys stand, for the log. Default: `server::tls`. */
  section?: string;
  files: Pick<Files, "read">;
  clock: Pick<Clock, "now">;
  log: Log;
}

interface Good {
  texts: PemTexts;
  checked: CheckedMaterial;
}

const parts = ["ca", "cert", "key"] as const satisfies readonly PartName[];

/**
 * The certificates and the key of a section of TLS, read anew whenever they are asked for. What is missing, cut off or does not
 * fit together, as happens while files are being exchanged, is told once, and the last good material stays in use.
 */
export class TlsMaterial {
  readonly #options: TlsMaterialOptions;
  #good: Good | undefined;
  /** What was said of the files when they were last wrong; empty once they are right. */
  #complaint = "";
  /** The concerns that were told last. */
  #told = "";
  readonly #readings = new InTurn();

  constructor(options: TlsMaterialOptions) {
    this.#options = options;
  }

  /** Whether there is anything that can change. */
  get hasFiles(): boolean {
    const { tls } = this.#options;
    return parts.some((part) => tls[part] !== undefined && "file" in tls[part]);
  }

  /** What a connection made now is to use. */
  get options(): TlsOptions {
    const { insecureSkipVerify, includeSystemRoots, serverName, minVersion, maxVersion, cipherSuites, curves } =
      this.#options.tls;
    return {
      ...this.#good?.texts,
      ...(insecureSkipVerify && { insecureSkipVerify }),
      ...(includeSystemRoots && { includeSystemRoots }),
      ...(serverName !== undefined && { serverName }),
      ...(minVersion && { minVersion }),
      ...(maxVersion && { maxVersion }),
      ...(cipherSuites.length > 0 && { cipherSuites }),
      ...(curves.length > 0 && { curves }),
    };
  }

  /** Reads for the first time; what is wrong then is for the caller to tell. */
  async open(): Promise<MaterialFault[]> {
    const { texts, faults } = await this.#read();
    if (faults.length > 0) return faults;
    const checked = checkMaterial(this.#options.tls, texts);
    if (checked.faults.length === 0) this.#good = { texts, checked };
    return checked.faults;
  }

  /** Reads anew, one call after the other; never rejects. */
  refresh(): Promise<void> {
    return this.#readings.run(() => this.#refresh());
  }

  /** The client certificate and what leads from it to its authority; empty where there is none. */
  get chain(): readonly CertificateFacts[] {
    return this.#good?.checked.chain ?? [];
  }

  /** What is to be said of the times of the present material. */
  get concerns(): Concern[] {
    return this.#good ? concernsAt(this.#options.clock.now(), this.#good.checked) : [];
  }

  /** Says it, where it has not been said yet. */
  tellConcerns(): void {
    const { log } = this.#options;
    const { concerns } = this;
    const told = JSON.stringify(concerns);
    if (told === this.#told) return;
    this.#told = told;
    for (const { level, message, fields } of concerns) log[level](message, this.#fields(fields));
  }

  async #refresh(): Promise<void> {
    const { tls, log } = this.#options;
    const { texts, faults } = await this.#read();
    const changed = parts.filter((part) => texts[part] !== this.#good?.texts[part]);
    if (faults.length === 0 && changed.length === 0) return void (this.#complaint = "");
    const checked = faults.length === 0 ? checkMaterial(tls, texts) : { faults, chain: [], authorities: [] };
    const reasons = checked.faults.map(
      ({ key, message }) => `${this.#options.section ?? "server::tls"}::${key}: ${message}`,
    );
    if (reasons.length === 0) reasons.push(...this.#untimely(checked));
    if (reasons.length > 0) return this.#complain(reasons.join("; "));
    this.#complaint = "";
    this.#good = { texts, checked };
    this.#told = "";
    log.info("The TLS files have changed; the next connection uses what they hold now", this.#fields({ changed }));
    this.tellConcerns();
  }

  /** Material that is over, or has not begun, does not replace what is still good. */
  #untimely(checked: CheckedMaterial): string[] {
    const now = this.#options.clock.now();
    if (!this.#good || !isValidAt(now, this.#good.checked)) return [];
    return concernsAt(now, checked).flatMap(({ level, message, fields }) =>
      level === "error" ? [`${message} (${Object.values(fields).join(", ")})`] : [],
    );
  }

  #complain(reason: string): void {
    if (reason === this.#complaint) return;
    this.#complaint = reason;
    this.#options.log.error("The TLS files cannot be used; the last good ones stay in use", { reason });
  }

  /** Nothing needs to be said of what is for the server. */
  #fields(fields: Fields): Fields {
    const { section } = this.#options;
    return { ...fields, ...(section !== undefined && { section }) };
  }

  async #read(): Promise<{ texts: PemTexts; faults: MaterialFault[] }> {
    const { tls, files } = this.#options;
    const texts: { [Part in PartName]?: string } = {};
    const faults: MaterialFault[] = [];
    for (const part of parts) {
      const source = tls[part];
      if (source === undefined) continue;
      try {
        texts[part] = "pem" in source ? source.pem : new TextDecoder().decode(await files.read(source.file));
      } catch (error) {
        faults.push(faultOf(tls, part, systemErrorText(error)));
      }
    }
    return { texts, faults };
  }
}
