import type { Ending } from "../../src/collector/ending.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Composition } from "../../src/supervisor/mind/state.ts";
import { failure, saying } from "../support/mind-driver.ts";
import { SimulatedCollector } from "./simulated-collector.ts";
import { addonNames, isLost, programName } from "./simulated-packages.ts";
import type { SupervisorLife } from "./supervisor-life.ts";
import type { Surroundings } from "./surroundings.ts";

type Doing<Kind extends Effect["do"]> = Extract<Effect, { do: Kind }>;

/** What one supervisor does with Collector processes, as `CollectorRunner` does it. */
export class SimulatedRunner {
  readonly #life: Pick<SupervisorLife, "isDead" | "driver" | "post">;
  readonly #around: Surroundings;
  readonly #storage: Storage;
  /** What `effective.yaml` holds by this supervisor. */
  #written: string | undefined;
  /** The end of the Collector is being seen to, and will be told as an exit. */
  #sawExit = false;

  constructor(life: Pick<SupervisorLife, "isDead" | "driver" | "post">, around: Surroundings, storage: Storage) {
    this.#life = life;
    this.#around = around;
    this.#storage = storage;
  }

  async start({ generation, composition }: Doing<"StartCollector">): Promise<void> {
    const { story, collector } = this.#around;
    await story.takes([0, 10]);
    if (this.#life.isDead) return;
    if (this.#around.machine.lacksExecutable) {
      this.#life.driver.collectorCannotStart();
      return;
    }
    if (isLost(composition.candidate.program, this.#life, this.#around)) {
      this.#life.driver.collectorCannotStart("somebody has removed it", "PACKAGE_LOST");
      return;
    }
    if (!(await this.#place(generation, composition))) return;
    if (collector?.isGone === false) throw new Error("a second Collector process is started");
    this.#sawExit = false;
    this.#around.collector = this.#spawn(generation);
    // Its first words may come before the word that it is there.
    if (story.chance(0.1)) await story.takes([0, 30]);
    if (!this.#life.isDead && this.#life.driver.process?.is === "starting") this.#life.driver.collectorStarts();
  }

  /** A reload of a process that is gone, or has no handler yet, is none. */
  async reload({ life, generation, composition }: Doing<"ReloadCollector">): Promise<void> {
    const { story, collector } = this.#around;
    await story.takes([0, 2]);
    if (collector?.life !== life || this.#sawExit || !collector.handlesHangup) return this.#notReloaded(generation);
    if (await this.#place(generation, composition)) collector.hangUp();
  }

  /** A process whose end is being seen to is told as that end. */
  async stop(): Promise<void> {
    await this.#around.story.takes([0, 1]);
    if (!this.#sawExit) this.#around.collector?.terminate();
  }

  /** Writes `effective.yaml`; where it cannot be written, but is that very configuration already, it serves as it is. */
  async #place(generation: number, composition: Composition): Promise<boolean> {
    const { files, paths } = this.#around.disk;
    try {
      await this.#storage.writeEffective(contentOf(generation, composition));
      this.#written = composition.fingerprint;
    } catch {
      if (this.#written !== composition.fingerprint) {
        this.#notPlaced(generation);
        return false;
      }
      files.put(paths.effectiveConfig, contentOf(generation, composition));
    }
    return !this.#life.isDead;
  }

  #notPlaced(generation: number): void {
    const fault = failure("no space left on device", "DISK_FULL");
    if (this.#life.driver.process?.is === "starting") {
      this.#life.driver.process = undefined;
      return this.#life.post({ is: "CollectorNotStarted", life: generation, failure: fault });
    }
    this.#notReloaded(generation, "no space left on device");
  }

  /** Late news where the process is not what it was any more. */
  #notReloaded(generation: number, reason?: string): void {
    if (this.#life.isDead) return;
    const { process } = this.#life.driver;
    if (process?.is === "reloading" && process.generation === generation)
      this.#life.driver.collectorCannotReload(reason);
    else this.#life.driver.post({ is: "CollectorNotReloaded", generation, failure: undefined });
  }

  #spawn(life: number): SimulatedCollector {
    const { story, disk, machine } = this.#around;
    return new SimulatedCollector({
      story,
      life,
      readFile: () => disk.files.text(disk.paths.effectiveConfig) ?? "",
      portIsTaken: () => machine.portIsTaken,
      says: (generation, health) => {
        if (this.#life.driver.process?.generation === generation) this.#life.driver.collectorSays(health);
        else this.#life.post({ is: "CollectorReported", generation, report: saying(health ? { health } : {}) });
      },
      dropsLink: (generation) => this.#life.post({ is: "CollectorLost", generation }),
      ends: (ending, asked) => this.#around.background(this.#exited(life, ending, asked)),
    });
  }

  /** Its last words are read before its end is told. */
  async #exited(life: number, ending: Partial<Ending>, asked: boolean): Promise<void> {
    const { story } = this.#around;
    story.tell("Collector", `is gone: ${asked ? "as told" : (ending.how ?? "exit code 1")}`);
    if (!asked) this.#sawExit = true;
    await story.takes([0, 20]);
    if (this.#life.isDead || this.#life.driver.process?.life !== life) return;
    if (asked) this.#life.driver.collectorStops();
    else this.#life.driver.collectorExits(ending);
  }
}

/** What the Collector reads; the program that runs is what it is, and stands there only for the simulation. */
function contentOf(generation: number, composition: Composition): string {
  const { text, candidate } = composition;
  return [generation, text, programName(candidate.program), addonNames(composition)].join("\n");
}
