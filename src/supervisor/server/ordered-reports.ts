import type { ReportedState } from "../../opamp/client/parts.ts";
import { ConnectionSettingsStatuses, RemoteConfigStatuses } from "../../opamp/wire/messages.ts";

export interface OrderedReportsOptions {
  /** Resolves when what was to be stored so far is on disk, or could not be put there. Never rejects. */
  stored(): Promise<void>;
  tell(parts: ReportedState): void;
}

/**
 * Reports to the server in their order, a verdict on a remote configuration, on connection settings or on a package not before it is stored: a supervisor that
 * is killed in between would else try again what it has told as applied or failed.
 */
export class OrderedReports {
  readonly #options: OrderedReportsOptions;
  readonly #waiting: (() => void)[] = [];
  #holding = false;

  constructor(options: OrderedReportsOptions) {
    this.#options = options;
  }

  add(parts: ReportedState): void {
    const { stored, tell } = this.#options;
    this.after(() => {
      if (!isVerdict(parts)) return tell(parts);
      this.#holding = true;
      void stored().then(() => {
        tell(parts);
        this.#holding = false;
        this.#goOn();
      });
    });
  }

  /** Does `next` once everything before it is told, at once where nothing is held. */
  after(next: () => void): void {
    this.#waiting.push(next);
    this.#goOn();
  }

  #goOn(): void {
    while (!this.#holding) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next();
    }
  }
}

const verdicts: ReadonlySet<number> = new Set([
  RemoteConfigStatuses.RemoteConfigStatuses_APPLIED,
  RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
]);

const settingsVerdicts: ReadonlySet<number> = new Set([
  ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED,
  ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED,
]);

function isVerdict({ remoteConfigStatus, connectionSettingsStatus, packageStatuses }: ReportedState): boolean {
  if (Object.values(packageStatuses?.packages ?? {}).some(({ downloadDetails }) => !downloadDetails)) return true;
  return verdicts.has(remoteConfigStatus?.status ?? 0) || settingsVerdicts.has(connectionSettingsStatus?.status ?? 0);
}
