import { expect } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Chapter, chaptersOf } from "../../scripts/docs/console-page.ts";
import { executable } from "./e2e.ts";
import { isShown, masked } from "./masked.ts";
import { SupervisorProcess } from "./supervisor-process.ts";

export interface PageRunnerOptions {
  /** Where the commands run, and files are written. */
  directory: string;
  /** What the page says, and what it is here. */
  words: readonly (readonly [inPage: string, here: string])[];
}

/** Carries out what a page of `docs` says, chapter by chapter, and holds what is printed against what the page shows. */
export class PageRunner {
  readonly #options: PageRunnerOptions;
  readonly #left: Map<string, Chapter>;
  readonly #bin: string;

  constructor(file: string, options: PageRunnerOptions) {
    this.#options = options;
    this.#left = new Map(
      chaptersOf(file)
        .filter(({ steps, files }) => steps.length > 0 || files.length > 0)
        .map((chapter) => [chapter.title, chapter]),
    );
    this.#bin = join(options.directory, "bin");
    mkdirSync(this.#bin);
    symlinkSync(executable, join(this.#bin, "opampsupervisor"));
  }

  /** Titles of the chapters with commands or files that were not carried out yet. */
  get left(): string[] {
    return [...this.#left.keys()];
  }

  /** Writes the files of a chapter, then runs its commands. */
  async run(title: string): Promise<void> {
    const { steps, files } = this.#take(title);
    for (const { name, text } of files) writeFileSync(join(this.#options.directory, name), this.#here(text));
    for (const { command, output } of steps) {
      const printed = this.#inPage(await this.#print(this.#here(command)));
      if (!isShown(output, printed)) expect(`$ ${command} ${masked(printed)}`).toBe(`$ ${command} ${masked(output)}`);
    }
  }

  /** Starts a supervisor by a command that prints its log: the one line of a block `sh`. */
  start(command: string): SupervisorProcess {
    const { directory } = this.#options;
    return new SupervisorProcess({
      executable: "bash",
      args: ["-c", `PATH=${this.#bin}:$PATH exec ${this.#here(command)}`],
      directory,
    });
  }

  #take(title: string): Chapter {
    const chapter = this.#left.get(title);
    if (chapter === undefined) throw new Error(`no chapter "${title}" is left`);
    this.#left.delete(title);
    return chapter;
  }

  #here(text: string): string {
    return this.#options.words.reduce((result, [inPage, here]) => result.replaceAll(inPage, here), text);
  }

  #inPage(text: string): string {
    return this.#options.words.reduce((result, [inPage, here]) => result.replaceAll(here, inPage), text);
  }

  async #print(command: string): Promise<string> {
    const { directory } = this.#options;
    const child = Bun.spawn(["bash", "-c", `exec 2>&1\n${command}`], {
      cwd: directory,
      env: { PATH: `${this.#bin}:${process.env["PATH"] ?? ""}`, HOME: directory },
      stdout: "pipe",
    });
    const [printed] = await Promise.all([child.stdout.text(), child.exited]);
    return printed;
  }
}
