import { expect, test } from "bun:test";
import { chmod, cp, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** No Bun has this version, so it can only come from the stand-ins below. */
const pinned = "0.0.1-pinned";

const nowhere = "http://127.0.0.1:9/";

/** Says what it was given, then does what the first argument wants. */
const script = `
const [wish, value] = process.argv.slice(2);
if (wish === "wait") {
  process.on(value, () => { console.log("got " + value); process.exit(9); });
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify(process.argv.slice(2)));
if (wish === "exit") process.exit(Number(value));
if (wish === "die") process.kill(process.pid, "SIGKILL");
`;

interface Project {
  directory: string;
  cache: string;
  /** PATH with the stand-ins that a test puts there. */
  bin: string;
}

async function executable(path: string, commands: readonly string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await Bun.write(path, ["#!/bin/sh", ...commands, ""].join("\n"));
  await chmod(path, 0o755);
}

/** A Bun of the pinned version: it installs nothing (and notes that it was asked) and runs scripts with the real one. */
function standIn(directory: string): string[] {
  return [
    `if [ "$1" = --version ]; then echo ${pinned}; exit; fi`,
    `if [ "$1" = install ]; then echo "$@" >> '${directory}/installs'; mkdir -p '${directory}/node_modules'; exit; fi`,
    `exec '${process.execPath}' "$@"`,
  ];
}

async function project(): Promise<Project> {
  const directory = scratchDirectory();
  await cp(join(projectRoot, "scripts/with-bun.mjs"), join(directory, "scripts/with-bun.mjs"));
  await Bun.write(join(directory, "scripts/script.ts"), script);
  await Bun.write(join(directory, "package.json"), JSON.stringify({ engines: { bun: pinned } }));
  await Bun.write(join(directory, "bun.lock"), "first\n");
  return { directory, cache: join(directory, "cache"), bin: join(directory, "bin") };
}

/** An npm that "installs" the pinned Bun where `--prefix` says, and notes that it was asked. */
async function standInNpm({ directory, bin }: Project): Promise<void> {
  const bun = join(directory, "pinned-bun");
  await executable(bun, standIn(directory));
  await executable(join(bin, "npm"), [
    `[ "$1" = --version ] && echo 10.0.0 && exit`,
    `echo "$@" >> '${directory}/npm-calls'`,
    `while [ $# -gt 0 ]; do [ "$1" = --prefix ] && prefix=$2; last=$1; shift; done`,
    `package=\${last%@*}`,
    `/bin/mkdir -p "$prefix/node_modules/$package/bin"`,
    `/bin/cp '${bun}' "$prefix/node_modules/$package/bin/bun"`,
  ]);
}

function start(where: Project, args: readonly string[]) {
  return spawn(where, [process.execPath, "scripts/with-bun.mjs", "scripts/script.ts", ...args]);
}

function spawn({ directory, cache, bin }: Project, command: string[], env: Record<string, string> = {}) {
  return Bun.spawn(command, {
    cwd: directory,
    env: { PATH: `${bin}:/usr/bin:/bin`, XDG_CACHE_HOME: cache, HOME: directory, BUN_CONFIG_REGISTRY: nowhere, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}

async function run(where: Project, ...args: string[]) {
  const child = start(where, args);
  const [code, stdout, stderr] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  return { code, stdout, stderr, signal: child.signalCode };
}

async function lines(path: string): Promise<number> {
  const text = await Bun.file(path).text();
  return text.split("\n").length - 1;
}

test("a Bun on PATH of exactly the pinned version is taken, and gets arguments and exit code through", async () => {
  const where = await project();
  await executable(join(where.bin, "bun"), standIn(where.directory));
  const { code, stdout } = await run(where, "exit", "7", "two words", "*");
  expect(stdout).toBe('["exit","7","two words","*"]\n');
  expect(code).toBe(7);
});

test("a Bun of another version is passed over for one that npm installs into the user's cache", async () => {
  const where = await project();
  await executable(join(where.bin, "bun"), ["echo 1.0.0"]);
  await standInNpm(where);
  const { code, stderr } = await run(where, "exit", "3");
  expect(stderr).toContain(`Installing Bun ${pinned}`);
  expect(code).toBe(3);
  expect(await Bun.file(join(where.directory, "npm-calls")).text()).toContain("install --ignore-scripts --no-save");
  const again = await run(where, "exit", "4");
  expect(again.code).toBe(4);
  expect(await lines(join(where.directory, "npm-calls"))).toBe(1);
});

test("two at once on a fresh machine both work and leave one Bun", async () => {
  const where = await project();
  await standInNpm(where);
  const codes = await Promise.all([run(where, "exit", "5"), run(where, "exit", "6")]);
  expect(codes.map(({ code }) => code)).toEqual([5, 6]);
  expect(await readdir(join(where.cache, "opampsupervisor/bun"))).toEqual([pinned]);
});

test("a broken installation in the cache is replaced", async () => {
  const where = await project();
  await standInNpm(where);
  await Bun.write(join(where.cache, "opampsupervisor/bun", pinned, "left-over"), "from a full disk");
  expect((await run(where, "exit", "8")).code).toBe(8);
  expect(await readdir(join(where.cache, "opampsupervisor/bun"))).toEqual([pinned]);
});

test("dependencies are installed once for each state of the lock file", async () => {
  const where = await project();
  await executable(join(where.bin, "bun"), standIn(where.directory));
  const installs = join(where.directory, "installs");
  await run(where);
  await run(where);
  expect(await Bun.file(installs).text()).toStartWith("install --frozen-lockfile");
  expect(await lines(installs)).toBe(1);
  await Bun.write(join(where.directory, "bun.lock"), "second\n");
  await run(where);
  expect(await lines(installs)).toBe(2);
  await rm(join(where.directory, "node_modules"), { recursive: true });
  await run(where);
  expect(await lines(installs)).toBe(3);
});

test("where neither npm nor a usable Bun can install it, the message says so", async () => {
  const where = await project();
  await executable(join(where.bin, "npm"), ["echo no network >&2", "exit 1"]);
  await executable(join(where.bin, "bun"), ["echo no network >&2", "exit 1"]);
  const { code, stderr } = await run(where);
  expect(code).toBe(1);
  expect(stderr).toContain(`@${pinned} could not be installed`);
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "%s is passed on and the script's own end is awaited",
  async (signal) => {
    const where = await project();
    await executable(join(where.bin, "bun"), standIn(where.directory));
    const child = start(where, ["wait", signal]);
    let seen = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (seen === "") child.kill(signal);
      seen += chunk;
    }
    expect(seen).toEndWith(`got ${signal}\n`);
    expect(await child.exited).toBe(9);
  },
);

test("a script that a signal ends is reported as such", async () => {
  const where = await project();
  await executable(join(where.bin, "bun"), standIn(where.directory));
  expect((await run(where, "die")).signal).toBe("SIGKILL");
});

test("the script is ended when the shell between npm and it dies", async () => {
  const where = await project();
  await executable(join(where.bin, "bun"), standIn(where.directory));
  const words = `'${process.execPath}' scripts/with-bun.mjs scripts/script.ts wait SIGTERM; true`;
  const shell = spawn(where, ["/bin/sh", "-c", words], { npm_lifecycle_event: "demo" });
  let seen = "";
  for await (const chunk of shell.stdout.pipeThrough(new TextDecoderStream())) {
    if (seen === "") shell.kill("SIGTERM");
    seen += chunk;
  }
  expect(seen).toEndWith("got SIGTERM\n");
});
