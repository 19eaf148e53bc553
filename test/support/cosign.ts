import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { scratchDirectory } from "./scratch.ts";

/** The real program. */
const cosign = process.env["COSIGN"] ?? "";

export interface Ran {
  code: number;
  /** Standard output and standard error. */
  text: string;
}

/** What `--help` says of a command, such as `sign-blob`. */
export function helpOf(command: string): string {
  const { stdout, stderr } = Bun.spawnSync([cosign, ...command.split(" "), "--help"], { env: { HOME: "/nowhere" } });
  return `${stdout.toString()}${stderr.toString()}`;
}

/** A place where commands call the real cosign. It reaches nothing but this machine. */
export class CosignPlace {
  /** Comes first on PATH. */
  readonly bin: string;
  readonly #home = scratchDirectory();

  /** @param trusted the root that cosign takes in place of the one that it would fetch, as JSON data */
  constructor(
    readonly directory: string,
    trusted: unknown,
  ) {
    this.bin = join(this.#home, "bin");
    mkdirSync(this.bin);
    const root = join(this.#home, "trusted_root.json");
    writeFileSync(root, JSON.stringify(trusted));
    const script = `#!/bin/sh\ncase $1 in verify-*) set -- "$@" --trusted-root '${root}' ;; esac\nexec '${cosign}' "$@"\n`;
    writeFileSync(join(this.bin, "cosign"), script);
    chmodSync(join(this.bin, "cosign"), 0o755);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Runs commands as they stand in a page; the first that fails ends them. */
  run(commands: string): Ran {
    const nowhere = "http://127.0.0.1:9";
    const ran = Bun.spawnSync(["sh", "-euc", `exec 2>&1\n${commands}`], {
      cwd: this.directory,
      env: {
        PATH: `${this.bin}:${process.env["PATH"] ?? ""}`,
        HOME: this.#home,
        HTTPS_PROXY: nowhere,
        HTTP_PROXY: nowhere,
        COSIGN_PASSWORD: "of this test",
      },
    });
    return { code: ran.exitCode, text: ran.stdout.toString() };
  }
}
