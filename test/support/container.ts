import { afterAll } from "bun:test";
import { readFileSync } from "node:fs";

import { statusField } from "../../src/runtime/os/linux-processes.ts";
import { ControlGroups } from "./control-groups.ts";
import { awaiting } from "./open-waits.ts";

export interface ContainerOptions {
  /** Directory with an installed system; it is not changed. */
  root: string;
  /** Files and directories of this machine, and where the container finds them, for reading only. */
  shared: Readonly<Record<string, string>>;
}

export interface Ran {
  code: number;
  /** Standard output, without the white space at its end. */
  out: string;
  /** Standard error, in the same way. */
  err: string;
}

/** A system with systemd as its first process, on this machine's network. What it writes is gone with it. */
export class Container {
  readonly #nspawn: Bun.Subprocess;
  readonly #groups: ControlGroups;
  readonly #leader: number;

  private constructor(manager: Bun.Subprocess, groups: ControlGroups, leader: number) {
    this.#nspawn = manager;
    this.#groups = groups;
    this.#leader = leader;
  }

  /** Boots it until all of its services are there; it ends after the tests of the file. */
  static async boot(options: ContainerOptions): Promise<Container> {
    const { command, groups } = nspawnCommand(options, "--boot");
    const child = Bun.spawn(command, { stdin: "ignore", stdout: "ignore", stderr: "ignore" });
    const leader = await awaiting("the first process of the container", firstProcess(child));
    const container = new Container(child, groups, leader);
    afterAll(() => container.end());
    await awaiting("the container's services", container.#booted());
    return container;
  }

  /** Runs a command in it, as root unless it is told otherwise. */
  async run(...command: string[]): Promise<Ran> {
    const enter = ["nsenter", `--target=${this.#leader}`, "--all", "--root", "--wd"];
    const child = Bun.spawn([...enter, ...command], {
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8", DEBIAN_FRONTEND: "noninteractive" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const ended = Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
    const [code, out, err] = await awaiting(command.join(" "), ended);
    return { code, out: out.trimEnd(), err: err.trimEnd() };
  }

  /** The output of a command that must succeed. */
  async say(...command: string[]): Promise<string> {
    const { code, out, err } = await this.run(...command);
    if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${out}\n${err}`);
    return out;
  }

  /** Waits until a shell finds it true, at most a minute. */
  async until(condition: string): Promise<void> {
    await this.say("timeout", "60", "sh", "-c", `until ${condition}; do sleep 0.1; done`);
  }

  async write(path: string, text: string): Promise<void> {
    await this.say("sh", "-c", 'printf %s "$2" >"$1"', "sh", path, text);
  }

  async #booted(): Promise<void> {
    for (;;) {
      const { out } = await this.run("systemctl", "is-system-running", "--wait");
      if (out === "running" || out === "degraded") return;
      const { exitCode } = this.#nspawn;
      if (exitCode !== null) throw new Error(`systemd-nspawn ended with ${exitCode}`);
      await Bun.sleep(100);
    }
  }

  async end(): Promise<void> {
    // The kernel ends all processes of the container with its first one.
    process.kill(this.#leader, "SIGKILL");
    await this.#nspawn.exited;
    this.#groups.remove();
  }
}

/** Runs a shell script in such a container that is not booted, as a build of an image does: no systemd runs there. */
export async function runUnbooted(options: ContainerOptions, script: string): Promise<Ran> {
  const { command, groups } = nspawnCommand(options, "sh", "-ec", script);
  const child = Bun.spawn(command, { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const ended = Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  const [code, out, err] = await awaiting(script, ended);
  groups.remove();
  return { code, out: out.trimEnd(), err: err.trimEnd() };
}

/**
 * What is written over the root goes into memory. The name is unique, since two of one name refuse each other. It ends with this
 * process, however that ends.
 */
function nspawnCommand(
  { root, shared }: ContainerOptions,
  ...payload: string[]
): { command: string[]; groups: ControlGroups } {
  const name = `opampsupervisor-${process.pid}-${(started += 1)}`;
  const binds = Object.entries(shared).map(([inside, outside]) => `--bind-ro=${outside}:${inside}`);
  const flags = ["--quiet", "--register=no", "--keep-unit", "--volatile=overlay", "--console=pipe"];
  const places = [`--directory=${root}`, `--machine=${name}`, "--resolv-conf=off", "--timezone=off"];
  const groups = new ControlGroups(name);
  const command = ["setpriv", "--pdeathsig=KILL", "systemd-nspawn", ...flags, ...places, ...binds, ...payload];
  return { command: groups.around(command), groups };
}

let started = 0;

/** The one that is the first process for those in the container. */
async function firstProcess({ pid, exited }: Bun.Subprocess): Promise<number> {
  for (;;) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
    const first = children.find((child) => child > 0 && /\s1$/.test(statusField(child, "NSpid") ?? ""));
    if (first !== undefined) return first;
    const ended = await Promise.race([exited, Bun.sleep(50)]);
    if (ended !== undefined) throw new Error(`systemd-nspawn ended with ${ended}`);
  }
}
