#!/usr/bin/env node
/**
 * Runs a script of this project with the Bun that package.json pins: `node scripts/with-bun.mjs SCRIPT [ARGUMENT…]`.
 *
 * Needs Node 18 or any Bun, and nothing else: the pinned Bun is taken where it already is, otherwise its platform package
 * is installed into the user's cache, without install scripts, since npm 12 runs none. What this file says goes to standard error.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = readFileSync(join(root, "package.json"));
const version = JSON.parse(manifest.toString()).engines.bun;
const windows = process.platform === "win32";
const executableName = windows ? "bun.exe" : "bun";
const hour = 3_600_000;

const [script, ...args] = process.argv.slice(2);
if (script === undefined) fail("usage: node scripts/with-bun.mjs SCRIPT [ARGUMENT…]", 2);
const bun = findPinned() ?? install();
installDependencies(bun);
run(bun, [script, ...args]);

function fail(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

/** What `bun --version` prints; undefined where that cannot be executed. */
function versionOf(executable) {
  const { status, stdout } = spawnSync(executable, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Every Bun there is without the network: the running one, the one that started us, those on PATH. */
function presentBuns() {
  const running = process.versions.bun === undefined ? [] : [process.execPath];
  const starter = process.env.npm_execpath ?? "";
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, executableName));
  const starters = basename(starter) === executableName ? [starter] : [];
  return [...new Set([...running, ...starters, ...onPath])].filter((path) => existsSync(path));
}

function findPinned() {
  if (process.versions.bun === version) return process.execPath;
  return presentBuns().find((path) => versionOf(path) === version) ?? cachedBun(cacheFolder());
}

function cacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const byPlatform = {
    win32: LOCALAPPDATA || join(homedir(), "AppData", "Local"),
    darwin: join(homedir(), "Library", "Caches"),
  };
  const base = XDG_CACHE_HOME || byPlatform[process.platform] || join(homedir(), ".cache");
  return join(base, "opampsupervisor", "bun", version);
}

/** The Bun inside an installation folder, if one of the packages there works on this machine. */
function cachedBun(folder) {
  return packageNames()
    .map((name) => join(folder, "node_modules", "@oven", name, "bin", executableName))
    .find((path) => existsSync(path) && versionOf(path) === version);
}

/** Packages for this machine, best first: the plain x64 build needs AVX2, the baseline one does not. */
function packageNames() {
  const os = { linux: "linux", darwin: "darwin", win32: "windows", freebsd: "freebsd" }[process.platform];
  const cpu = { x64: "x64", arm64: "aarch64" }[process.arch];
  if (os === undefined || cpu === undefined) {
    fail(`There is no Bun for ${process.platform} ${process.arch}; building and testing need one of its platforms.`);
  }
  const plain = `bun-${os}-${cpu}${os === "linux" && usesMusl() ? "-musl" : ""}`;
  if (cpu !== "x64" || os === "freebsd") return [plain];
  return lacksAvx2() ? [`${plain}-baseline`] : [plain, `${plain}-baseline`];
}

function usesMusl() {
  if (existsSync("/etc/alpine-release")) return true;
  const loaders = (folder, prefix) => existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(prefix));
  return loaders("/lib", "ld-musl-") && !loaders("/lib64", "ld-linux-") && !loaders("/lib", "ld-linux-");
}

function lacksAvx2() {
  if (process.platform !== "linux") return false;
  try {
    return !/\bavx2\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}

/** Installs into a folder of its own and renames it into place, so that two at once do not meet. */
function install() {
  const target = cacheFolder();
  mkdirSync(dirname(target), { recursive: true });
  removeAbandoned(dirname(target));
  say(`Installing Bun ${version} into ${target}`);
  for (const name of packageNames()) {
    const temporary = mkdtempSync(`${target}.tmp-`);
    try {
      writeFileSync(join(temporary, "package.json"), '{ "private": true }\n');
      fetchPackage(temporary, `@oven/${name}@${version}`);
      if (cachedBun(temporary) === undefined) continue;
      moveIntoPlace(temporary, target);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    const installed = cachedBun(target);
    if (installed !== undefined) return installed;
  }
  return fail(`Bun ${version} was installed but does not run on this machine (${packageNames().join(", ")}).`);
}

/** Leftovers of installations that were interrupted. */
function removeAbandoned(folder) {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(`${version}.`))) {
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    if (age > hour) rmSync(path, { recursive: true, force: true });
  }
}

/** Where the place is taken, a working Bun there wins over ours and a broken one makes way. */
function moveIntoPlace(temporary, target) {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      return renameSync(temporary, target);
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST", "EPERM", "EACCES"].includes(error.code)) throw error;
      if (cachedBun(target) !== undefined) return;
      const aside = `${target}.broken-${process.pid}-${attempt}`;
      if (existsSync(target)) renameSync(target, aside);
      rmSync(aside, { recursive: true, force: true });
    }
  }
}

function fetchPackage(folder, specification) {
  const ways = [];
  const npm = npmCommand();
  if (npm !== undefined) {
    const flags = ["--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    ways.push({ ...npm, args: [...npm.args, "install", ...flags, "--prefix", folder, specification] });
  }
  const anyBun = presentBuns()[0];
  if (anyBun !== undefined) {
    ways.push({ command: anyBun, args: ["add", "--ignore-scripts", "--no-summary", specification], shell: false });
  }
  if (ways.length === 0) fail(`Bun ${version} is needed, and neither npm nor another Bun is there to install it.`);
  for (const { command, args: words, shell } of ways) {
    const { status } = spawnSync(command, words, { cwd: folder, shell, stdio: ["ignore", 2, 2] });
    if (status === 0) return;
  }
  fail(`${specification} could not be installed (see above).`);
}

/** The npm that started us if one did, else the one on PATH; its Windows form is a batch file and needs a shell. */
function npmCommand() {
  const starter = process.env.npm_execpath ?? "";
  if (process.versions.bun === undefined && /^npm-cli\.c?js$/.test(basename(starter)) && existsSync(starter)) {
    return { command: process.execPath, args: [starter], shell: false };
  }
  const { status } = spawnSync("npm", ["--version"], { shell: windows, stdio: "ignore" });
  return status === 0 ? { command: "npm", args: [], shell: windows } : undefined;
}

/** A stamp says for which lock file and platform `node_modules` was installed. */
function installDependencies(executable) {
  const lock = readFileSync(join(root, "bun.lock"));
  const platform = `${version} ${process.platform} ${process.arch}`;
  const wanted = createHash("sha256").update(lock).update(manifest).update(platform).digest("hex");
  const stamp = join(root, "node_modules", ".installed-for");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Installing the dependencies of bun.lock");
  const { status } = spawnSync(executable, ["install", "--frozen-lockfile", "--no-summary"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) fail("The dependencies could not be installed (see above).");
  writeFileSync(stamp, wanted);
}

/**
 * A terminal sends Ctrl-C to the whole process group, so the script has it already and is only waited for;
 * every other signal is meant for this process and passed on. The script's end is ours: same code, same signal.
 */
function run(executable, words) {
  const terminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  const forwarded = ["SIGINT", "SIGTERM", "SIGHUP", ...(windows ? [] : ["SIGQUIT", "SIGUSR2"])];
  // Before the script runs: a signal that it has waited for must not find this process without an answer.
  for (const signal of forwarded) {
    process.on(signal, () => {
      if (!(terminal && (signal === "SIGINT" || signal === "SIGQUIT"))) child.kill(signal);
    });
  }
  const child = spawn(executable, words, { stdio: "inherit" });
  // npm hands a signal to the shell between itself and us alone, which then dies without a word.
  if (process.env.npm_lifecycle_event !== undefined && !windows) {
    const parent = process.ppid;
    const watch = () => process.ppid !== parent && child.kill("SIGTERM") && clearInterval(watching);
    const watching = setInterval(watch, 500);
  }
  child.on("error", (error) => fail(`${executable}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) return process.exit(code);
    for (const name of forwarded) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}
