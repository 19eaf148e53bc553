import { join } from "node:path";

import type { ExecutableCode } from "../../collector/executable.ts";
import type { LearnOutcome } from "../../collector/learn.ts";
import type { PackageConfig } from "../../config/package-types.ts";
import { isLost, type ProgramGuard } from "../../packages/program-guard.ts";
import type { Files } from "../../runtime/ports.ts";
import type { StoredPackage } from "../../storage/packages-record.ts";
import type { Event } from "../mind/events.ts";
import type { State } from "../mind/state.ts";
import { cannotRollBack, rollbackTarget } from "../packages/package-orders.ts";
import type { WayBack } from "../packages/way-back.ts";
import type { Acquaintance } from "./acquaintance.ts";
import { versionOf } from "./describe-agent.ts";

export interface KnownProgramsOptions {
  acquaintance: Pick<Acquaintance, "current" | "known">;
  guard: Pick<ProgramGuard, "fault">;
  files: Pick<Files, "read">;
  verifier: PackageConfig["verifier"];
  /** The operator's own. */
  executable: string;
  /** Of the mind. */
  state(): Pick<State, "packages" | "settings">;
  post(event: Event): void;
}

/**
 * What is known of the Collectors that may run. The program of a package is looked at before each use: one that is not what was installed
 * any more, as somebody has removed or changed it while the supervisor runs, is told to the mind and is not run. So is the version of
 * the operator's own, which may be another one since the last look.
 */
export class KnownPrograms implements Pick<Acquaintance, "current" | "known"> {
  readonly #options: KnownProgramsOptions;

  constructor(options: KnownProgramsOptions) {
    this.#options = options;
  }

  known(executable: string): ReturnType<Acquaintance["known"]> {
    return this.#options.acquaintance.known(executable);
  }

  /** As `Acquaintance` has it, and with the faults of `ProgramGuard`. */
  async current(executable: string): Promise<LearnOutcome> {
    const { state, acquaintance } = this.#options;
    const { packages, settings } = state();
    const { directory } = settings.packages;
    const stored = packages.record.versions.find(({ program }) => join(directory, program) === executable);
    const fault = stored && (await this.#lookAt(stored));
    if (fault !== undefined) return unusable(fault);
    const outcome = await acquaintance.current(executable);
    if (outcome.learned) {
      if (executable === this.#options.executable) this.#tellVersion(versionOf(outcome.knowledge.description));
      return outcome;
    }
    if (stored === undefined) return outcome;
    // What has become of its file meanwhile explains all else.
    const later = await this.#lookAt(stored);
    if (later !== undefined) return unusable(later);
    return isOfFile(outcome.code) ? { ...outcome, code: "PACKAGE_UNREADABLE" } : outcome;
  }

  #tellVersion(version: string | undefined): void {
    const { state, post } = this.#options;
    if (version !== undefined && version !== state().packages.ownVersion) post({ is: "OwnVersionLearned", version });
  }

  /** See `findWayBack`. */
  async findWayBack(version: string | undefined): Promise<WayBack> {
    const { state, verifier, files } = this.#options;
    const [{ findWayBack }, { trustFault }] = await Promise.all([
      import("../packages/way-back.ts"),
      import("../../packages/trust/verifier-print.ts"),
    ]);
    const bounds = (passedOver: readonly string[]) => {
      return { minimumVersion: state().settings.packages.minimumVersion, passedOver };
    };
    return await findWayBack(version, {
      target: (passedOver) => rollbackTarget(state().packages, version, bounds(passedOver)),
      refusal: (passedOver) => cannotRollBack(state().packages, version, bounds(passedOver)),
      lookAt: (stored) => this.#lookAt(stored),
      trustFault: (stored) => trustFault(stored.verifier, verifier, files),
    });
  }

  /** Why it cannot be run; the mind has been told of one that is lost. `undefined` where it can. */
  async #lookAt(stored: StoredPackage): Promise<string | undefined> {
    const { guard, post } = this.#options;
    const fault = await guard.fault(stored);
    if (fault !== undefined && isLost(fault)) post({ is: "ProgramLost", program: stored.program, reason: fault });
    return fault;
  }
}

/** A file that was there and whole a moment before and a moment later. */
function isOfFile(code: string): boolean {
  const codes: readonly string[] = [
    "CANNOT_LOOK",
    "NO_SUCH_FILE",
    "NOT_A_FILE",
    "NOT_EXECUTABLE",
  ] satisfies ExecutableCode[];
  return codes.includes(code);
}

/** `CODE: text` as what is learned of a program. */
function unusable(fault: string): Extract<LearnOutcome, { learned: false }> {
  const [code = "", message = ""] = fault.split(/: (.*)/s);
  return { learned: false, code, message, blameless: true };
}
