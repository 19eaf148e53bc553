import { storagePaths } from "../../src/storage/paths.ts";
import { errno, type FilesCall, MemoryFiles } from "../support/memory-files.ts";
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
  readonly files = new MemoryFiles();
  readonly paths = storagePaths("/state");
  isFull = false;
  readonly #story: Story;
  #writer: Writer | undefined;

  constructor(story: Story) {
    this.#story = story;
    this.files.intercept = (call) => this.#intercept(call);
  }

  /** Whatever is done from now on is done by this supervisor. */
  belongsTo(writer: Writer | undefined): void {
    this.#writer = writer;
    this.files.endOfProcess();
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
