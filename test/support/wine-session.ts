import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { enterRoot } from "../../scripts/roots/enter.ts";
import { ensureRoot } from "../../scripts/roots/root.ts";
import { wine, wineEnvironment } from "../../scripts/roots/wine.ts";
import { capture } from "../../scripts/support/capture.ts";
import { awaiting } from "./open-waits.ts";
import { scratchDirectory } from "./scratch.ts";

/** A Windows of its own, under Wine: what is installed there is gone with the test. */
export class WineSession {
  /** A directory that is `Z:\work` there. */
  readonly directory = scratchDirectory();
  readonly #tmp = scratchDirectory();
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
    cpSync(join(root, wineEnvironment.WINEPREFIX), join(this.#tmp, "prefix"), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }

  static async open(): Promise<WineSession> {
    return new WineSession(await ensureRoot(wine));
  }

  /**
   * Runs commands one after the other in one session, since services end with the last program of one. Returns for each what it
   * printed, and its exit code.
   */
  async run(commands: readonly string[]): Promise<{ code: number; text: string }[]> {
    const lines = commands.flatMap((command) => [command, "echo ##%errorlevel%##"]);
    writeFileSync(join(this.directory, "session.bat"), ["@echo off", ...lines, ""].join("\r\n"));
    const entered = enterRoot({
      root: this.#root,
      work: this.directory,
      tmp: this.#tmp,
      command: ["wine", "cmd", "/c", String.raw`Z:\work\session.bat`],
    });
    const env = { ...wineEnvironment, WINEPREFIX: "/tmp/prefix" };
    const { stdout } = await awaiting("the end of a session of Wine", capture(entered, { env }));
    const told = [...stdout.replaceAll("\r", "").matchAll(/([\s\S]*?)##(-?\d+)##/g)];
    return told.map(([, text = "", code]) => ({ code: Number(code), text: text.trim() }));
  }
}
