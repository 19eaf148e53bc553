import { onTestFinished } from "bun:test";
import { join } from "node:path";

import type { DownloadOutcome } from "../../src/packages/download-types.ts";
import type { UnpackOutcome } from "../../src/packages/unpack.ts";
import type { Order } from "../fixtures/fetch-package.ts";
import { EventQueue } from "./event-queue.ts";
import { readLines } from "./lines.ts";

export type PackageNews =
  | { written: number }
  | { renames: true }
  | { outcome: DownloadOutcome; unpacked?: UnpackOutcome; /** KiB. */ before: number; /** KiB. */ peak: number };

export const packageProgram: string = join(import.meta.dir, "../fixtures/fetch-package.ts");

/** A process that fetches a package. Ends with its test. */
export class PackageProcess {
  readonly news = new EventQueue<PackageNews>();
  readonly #child: Bun.Subprocess<"ignore", "pipe", "inherit">;

  /** By default the sources are run. */
  constructor(order: Order, command: readonly string[] = [process.execPath, packageProgram]) {
    this.#child = Bun.spawn([...command, JSON.stringify(order)], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });
    onTestFinished(() => this.kill());
    void this.#read();
  }

  /** What it came to. */
  async end(): Promise<Extract<PackageNews, { peak: number }>> {
    for (;;) {
      const news = await this.news.next();
      if ("peak" in news) return news;
    }
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }

  async #read(): Promise<void> {
    for await (const line of readLines(this.#child.stdout)) this.news.push(JSON.parse(line) as PackageNews);
    this.news.end(new Error(`the process has ended with ${await this.#child.exited}`));
  }
}
