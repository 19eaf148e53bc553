import { hostname, release } from "node:os";

import type { Host } from "../ports.ts";
import { serviceVariables } from "./service-manager.ts";

const systems: Readonly<Record<string, Host["os"]>> = { linux: "linux", darwin: "darwin", win32: "windows" };

/** Go's spelling of the architectures, which OpAMP attributes and asset names use. */
const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };

/**
 * Variables that command the Bun runtime inside the executable. A Collector, which may be started through a
 * script of that runtime, must not inherit them.
 */
const runtimeVariables = /^BUN_/;

/** This machine and process. */
export function createBunHost(): Host {
  const os = systems[process.platform];
  if (os === undefined) throw new Error(`unsupported operating system: ${process.platform}`);
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || runtimeVariables.test(name) || serviceVariables.has(name) ? [] : [[name, value] as const],
  );
  return {
    os,
    arch: architectures[process.arch] ?? process.arch,
    name: hostname(),
    release: release(),
    pid: process.pid,
    env: Object.fromEntries(env),
    directory: process.cwd(),
    giveBackMemory,
  };
}

/**
 * The first one, which may go with a later version of Bun, drops the code of functions too; it comes back from the
 * executable when they are called again.
 */
function giveBackMemory(): void {
  const memory: { shrink?: () => void } = Bun;
  if (memory.shrink === undefined) Bun.gc(true);
  else memory.shrink();
}
