import { storagePaths } from "../../src/storage/paths.ts";
import type { Fate } from "../support/fragile-disk.ts";
import { FragileFiles } from "../support/fragile-files.ts";
import { errno, type FilesCall } from "../support/memory-files.ts";
import type { Story } from "./story.ts";

/** What the disk needs to know of the supervisor that writes. */
export interface Writer {
  readonly isDead: boolean;
  /** Told before each change; may end the writer. */
  isAbout(change: string): void;
}

/**
 * A disk that takes its time and may be full. What a supervisor that is killed had under way never comes to pass;
 * what was done before stays.
 */
export class SimulatedDisk {
  files = new FragileFiles();
  readonly paths = storagePaths("/state");
  isFull = false;
  /** Each single step of a change is a moment of its own, and not the change alone. */
  tellsSteps = false;
  readonly #story: Story;
  #writer: Writer | undefined;

  constructor(story: Story) {
    this.#story = story;
    this.#attach();
  }

  /** What was not flushed is there or not, as the fate has it. */
  losesPower(fate: Fate): void {
    this.files = this.files.afterPowerCut(fate);
    this.#attach();
  }

  /** Whatever is done from now on is done by this supervisor. */
  belongsTo(writer: Writer | undefined): void {
    this.#writer = writer;
    this.files.endOfProcess();
  }

  #attach(): void {
    this.files.intercept = (call) => this.#intercept(call);
    this.files.step = (what) => this.#step(what);
  }

  async #step(what: string): Promise<void> {
    const writer = this.#writer;
    if (writer === undefined || !this.tellsSteps) return;
    if (!writer.isDead) writer.isAbout(what);
    if (writer.isDead) await new Promise(() => {});
  }

  async #intercept({ method, path }: FilesCall): Promise<void> {
    const writer = this.#writer;
    if (writer === undefined || (method !== "write" && method !== "remove")) return;
    await this.#story.takes(this.#story.stalls(0.02) ? [100, 2_000] : [0, 4]);
    if (!writer.isDead) writer.isAbout(`${method} ${path}`);
    // It never comes to the end of this call.
    if (writer.isDead) await new Promise(() => {});
    if (this.isFull && method === "write") throw errno("ENOSPC", path);
  }
}
