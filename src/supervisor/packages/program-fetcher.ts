import { join } from "node:path";

import type { PackageConfig } from "../../config/package-types.ts";
import type { DownloadOptions, DownloadProgress } from "../../packages/download-types.ts";
import { InTurn } from "../../runtime/in-turn.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { StoredPackage } from "../../storage/packages-record.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import type { Inspection } from "./inspect-program.ts";
import { notBrought } from "./not-brought.ts";
import { type Progress, progressOf } from "./package-status.ts";
import type { FetchOutcome, FetchPhase, PackageFailure } from "./packages-state.ts";

/** What is wanted; the effects of both kinds say it alike. */
type Fetch = Omit<Extract<Effect, { do: "FetchPackage" }>, "do">;

/** What one kind of program, the Collector or the supervisor itself, has of its own. */
export interface ProgramKind {
  /** Behind the word package in the log; empty for the Collector. */
  of: "" | " of the supervisor";
  /** Where programs lie, absolute: each in a directory that is named after its content. */
  directory: string;
  /** Its file name there, and the entry of an archive that it is. */
  programName: string;
  mode: number;
  makeDirectory(path: string): Promise<void>;
  /** Why one that is here is not any more what was installed; `undefined`: it is. */
  changed(held: StoredPackage): Promise<string | undefined>;
  inspect(executable: string, signal: AbortSignal): Promise<Inspection>;
  /** The operator's own, whose place it takes; absolute. */
  own: string;
  progressed(ticket: number, phase: FetchPhase, progress: Progress | undefined): Event;
  fetched(ticket: number, outcome: FetchOutcome): Event;
}

export interface ProgramFetcherOptions {
  kind: ProgramKind;
  config: PackageConfig;
  runtime: Runtime;
  storage: Pick<Storage, "settled">;
  log: Log;
  /** How files are reached. */
  route: DownloadOptions["route"];
  post(event: Event): void;
}

/** Brings programs here, verified and asked who they are, and removes those that nobody needs. What fetches is loaded with the first one. */
export class ProgramFetcher {
  readonly #options: ProgramFetcherOptions;
  /** Two that fetch would write to one file. */
  readonly #turns = new InTurn();
  #current = new AbortController();

  constructor(options: ProgramFetcherOptions) {
    this.#options = options;
  }

  /** Gives up what is on its way; what came stays for the next time. */
  abandon(): void {
    this.#current.abort();
  }

  /** The offer is on disk before anything comes of it: the next start goes on with it. */
  async fetch(wish: Fetch): Promise<void> {
    const { signal } = (this.#current = new AbortController());
    const { storage, kind, post } = this.#options;
    await storage.settled();
    const outcome = await this.#turns
      .run(() => (signal.aborted ? undefined : this.#bring(wish, signal)))
      .catch((error: unknown): FetchOutcome => failed(notBrought(error, wish.wanted.version)));
    if (outcome !== undefined && !signal.aborted) post(kind.fetched(wish.ticket, outcome));
  }

  /** Not before the record says so, and not under what is being fetched. */
  async keep(programs: readonly string[]): Promise<void> {
    const { kind, storage, runtime, log } = this.#options;
    await storage.settled();
    await this.#turns.run(async () => {
      const { keepPackages } = await import("../../packages/package-directory.ts");
      const removed = await keepPackages(kind.directory, programs, runtime.files);
      if (removed > 0) log.info(`Removed packages${kind.of} that are not needed any more`, { packages: removed });
    });
  }

  async #bring(wish: Fetch, signal: AbortSignal): Promise<FetchOutcome | undefined> {
    const { kind, runtime } = this.#options;
    const { wanted, file, held } = wish;
    const brought = (held && (await this.#lookAt(held))) ?? (await this.#load(wish, signal));
    if (brought === undefined || !("program" in brought)) return brought;
    this.#reached(wish.ticket, "preflight");
    const inspection = await kind.inspect(join(kind.directory, brought.program), signal);
    if (!inspection.fits) return failed(inspection.failure);
    const { lookAtExecutable } = await import("../../packages/settle-installed.ts");
    const replaced = await lookAtExecutable(kind.own, runtime.files);
    const { name, version, hash } = wanted;
    const ownVersion = inspection.version;
    const at = runtime.clock.now();
    const stored = { ...brought, name, version, ownVersion, hash, contentHash: file.contentHash, at };
    return { fetched: true, stored, replaced: replaced && { ...replaced, ownVersion: "" } };
  }

  async #load({ file, ticket }: Fetch, signal: AbortSignal): Promise<FetchOutcome | Brought | undefined> {
    const { kind, config, runtime, log, route } = this.#options;
    const [{ fetchPackage }, { programPath }] = await Promise.all([
      import("../../packages/fetch-package.ts"),
      import("../../packages/package-directory.ts"),
    ]);
    const program = programPath(file.contentHash, kind.programName);
    const [content = "", name = ""] = program.split(/[\\/]/);
    const directory = join(kind.directory, content);
    await kind.makeDirectory(kind.directory);
    await kind.makeDirectory(directory);
    const result = await fetchPackage(
      { file, directory, program: name, mode: kind.mode },
      {
        ...runtime,
        config: { ...config, agentBinary: kind.programName },
        route,
        log,
        signal,
        reached: (phase, progress) => {
          if (!signal.aborted) this.#reached(ticket, phase, progress);
        },
      },
    );
    if (result.kind === "cancelled") return undefined;
    if (result.kind === "fetched") {
      const { size, sha256, verifier } = result;
      return { program, size, sha256, verifier };
    }
    const { code, phase, message: text, isCondemned } = result;
    return failed({ code, phase, text, isCondemned });
  }

  /** It was verified when it came, and would be now; `undefined`: it has to come anew. */
  async #lookAt(held: StoredPackage): Promise<Brought | undefined> {
    const { kind, config, runtime, log } = this.#options;
    const { trustFault } = await import("../../packages/trust/verifier-print.ts");
    const fault = (await kind.changed(held)) ?? (await trustFault(held.verifier, config.verifier, runtime.files));
    const { program, size, sha256, verifier } = held;
    if (fault === undefined) return { program, size, sha256, verifier };
    log.warn(`A package${kind.of} that is here cannot be used as it is, and is fetched anew`, { reason: fault });
    return undefined;
  }

  #reached(ticket: number, phase: FetchPhase, told?: DownloadProgress): void {
    this.#options.post(this.#options.kind.progressed(ticket, phase, progressOf(told)));
  }
}

type Brought = Pick<StoredPackage, "program" | "size" | "sha256" | "verifier">;

function failed(failure: PackageFailure): FetchOutcome {
  return { fetched: false, failure };
}
