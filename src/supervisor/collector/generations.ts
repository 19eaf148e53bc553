import { newToken } from "../../collector/generation.ts";
import type { Link } from "../../collector/link.ts";
import type { Secrets } from "../../compose/redact.ts";
import { InTurn } from "../../runtime/in-turn.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import { EffectiveView } from "../compose/effective-view.ts";
import type { Event } from "../mind/events.ts";
import type { CustomRelay } from "./custom-relay.ts";

export interface GenerationsOptions {
  runtime: Pick<Runtime, "processes" | "random">;
  storage: Storage;
  link: Link;
  log: Log;
  /** Texts that must not leave the machine in any case. */
  secrets(): readonly string[];
  relay: Pick<CustomRelay, "collectorReports" | "collectorSays" | "collectorLost">;
  /** Told the first word of a generation. */
  spoke(generation: number): void;
  post(event: Event): void;
}

/** A configuration that a Collector is to run. */
export interface Placement {
  generation: number;
  /** Of the composition. */
  fingerprint: string;
  /** What of it must not leave the machine. */
  secrets: Secrets;
  /** The configuration for the token of this generation. */
  configuration(token: string): string;
}

/** Whose secrets are kept out of what is passed on: that of a process, of its reload, and of those before. */
const rememberedGenerations = 4;

/** Puts configurations where the Collector reads them, and lets in who shows that it has read them. */
export class Generations {
  readonly #options: GenerationsOptions;
  /** Texts of the newest generations that must not leave the machine. */
  readonly #hidden = new Map<number, readonly string[]>();
  /** Generations that have said nothing on the link yet. */
  readonly #silent = new Set<number>();
  /** What `effective.yaml` holds. */
  #written: { fingerprint: string; token: string } | undefined;
  /** A reload may still write that file when the next start is decided. */
  readonly #placements = new InTurn();

  constructor(options: GenerationsOptions) {
    this.#options = options;
  }

  /**
   * Writes the configuration with a new token, which is returned. The token is let in before the file that carries it is
   * written: a refused Collector would wait before it tries again. Where the file cannot be written (a full disk) but
   * holds this very configuration from before, it serves once more, with the token that it has. One after the other, in
   * the order in which they were decided: the last one is what stays.
   */
  place(placement: Placement): Promise<string> {
    return this.#placements.run(() => this.#write(placement));
  }

  /** Whether it has said nothing on the link. */
  isSilent(generation: number): boolean {
    return this.#silent.has(generation);
  }

  /** The generation is let in no more. */
  forget(generation: number): void {
    this.#silent.delete(generation);
    this.#options.link.dismiss(generation);
  }

  /** Tokens and values of the newest configurations that no output may show. */
  hiddenTexts(): readonly string[] {
    return [...this.#hidden.values()].flat();
  }

  async #write({ generation, fingerprint, secrets, configuration }: Placement): Promise<string> {
    const { runtime, storage, log } = this.#options;
    const token = newToken(runtime.random);
    this.#admit(generation, token, secrets);
    try {
      await storage.writeEffective(configuration(token));
      this.#written = { fingerprint, token };
      return token;
    } catch (error) {
      if (this.#written?.fingerprint !== fingerprint) throw error;
      log.error("Starting with the configuration file as it is", { error: String(error) });
      this.#admit(generation, this.#written.token, secrets);
      return this.#written.token;
    }
  }

  #admit(generation: number, token: string, secrets: Secrets): void {
    const { link, runtime, storage, log, relay, post, spoke, secrets: otherSecrets } = this.#options;
    const view = new EffectiveView({
      secrets,
      token,
      otherSecrets,
      key: () => storage.redactionKey(),
      processes: runtime.processes,
      log,
      report: (report) => post({ is: "CollectorReported", generation, report }),
    });
    this.#silent.add(generation);
    this.#hide(generation, [token, ...secrets.values]);
    link.admit(
      { number: generation, token },
      {
        reported: (report) => {
          if (this.#silent.delete(generation)) spoke(generation);
          view.take(report);
          relay.collectorReports(generation, report);
        },
        measured: (counts) => post({ is: "CollectorMeasured", generation, counts }),
        customMessage: (message) => relay.collectorSays(message),
        lost: () => {
          relay.collectorLost(generation);
          post({ is: "CollectorLost", generation });
        },
      },
    );
  }

  /** A generation that is over may still be heard of for a while: of its output, and in what others print. */
  #hide(generation: number, texts: readonly string[]): void {
    this.#hidden.delete(generation);
    this.#hidden.set(generation, texts);
    const [oldest] = this.#hidden.keys();
    if (this.#hidden.size > rememberedGenerations && oldest !== undefined) this.#hidden.delete(oldest);
  }
}
