import { mkdirSync } from "node:fs";
import { chmod, cp, mkdir } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../../scripts/support/root.ts";
import type { TarSpec } from "../support/archives.ts";
import { scratchDirectory } from "../support/scratch.ts";

export const script = join(root, "packaging/install/install.sh");

/** Every shell that the script must run under. */
export const shells: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ["dash", ["dash"]],
  ["bash", ["bash", "--posix"]],
  ["busybox", ["busybox", "sh"]],
];

export interface Ran {
  code: number;
  /** Standard output and standard error, in the order in which they came. */
  text: string;
}

/** A program that says of itself what ours does. */
export function program(version: string, more = ""): TarSpec {
  return {
    name: "opampsupervisor",
    mode: 0o755,
    content: `#!/bin/sh\n${more}echo "opampsupervisor ${version}"\n`,
  };
}

export interface RunOptions {
  /** In the place of the script. */
  text?: string;
  /** What root runs it by, and as another user from there on. */
  within?: readonly string[];
}

/** A user without rights and his home. */
export class Home {
  readonly directory = scratchDirectory();
  /** Comes first on PATH: for programs that stand in for the system's. */
  readonly bin = join(this.directory, "stand-ins");
  env: Record<string, string> = {};

  constructor(readonly releases: string) {
    mkdirSync(this.path("tmp"));
  }

  path(...parts: readonly string[]): string {
    return join(this.directory, ...parts);
  }

  async standIn(name: string, text: string): Promise<void> {
    await mkdir(this.bin, { recursive: true });
    await Bun.write(join(this.bin, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(this.bin, name), 0o755);
  }

  /** Runs the script by `shell`. */
  async run(shell: readonly string[], args: readonly string[], { text, within = [] }: RunOptions = {}): Promise<Ran> {
    const copy = this.path("install.sh");
    if (text === undefined) await cp(script, copy);
    else await Bun.write(copy, text);
    await Bun.$`chown -R 65534:65534 ${this.directory}`.quiet();
    const user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"];
    return await ran([...within, ...user, ...shell, copy, ...args], {
      PATH: `${this.bin}:/usr/bin:/bin`,
      HOME: this.directory,
      TMPDIR: this.path("tmp"),
      OPAMPSUPERVISOR_RELEASES_URL: this.releases,
      ...this.env,
    });
  }
}

/** Runs a command with nothing but this environment. */
export async function ran(argv: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = Bun.spawn(["sh", "-c", 'exec 2>&1; exec "$@"', "sh", ...argv], {
    env,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const [code, text] = await Promise.all([child.exited, child.stdout.text()]);
  return { code, text };
}
