import { hostname, release } from "node:os";

import { giveBackMemory } from "#runtime/engine.ts";

import { machineName } from "../os/machine-id.ts";
import { oomKills } from "../os/oom-kills.ts";
import { giveBackOwnCode } from "../os/own-code.ts";
import type { Host } from "../ports.ts";

const systems: Readonly<Record<string, Host["os"]>> = { linux: "linux", darwin: "darwin", win32: "windows" };

/** Go's spelling of the architectures, which OpAMP attributes and asset names use. */
const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };

/** This machine and process. */
export function createHost(): Host {
  const os = systems[process.platform];
  if (os === undefined) throw new Error(`unsupported operating system: ${process.platform}`);
  const variables = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const env = Object.fromEntries(variables);
  return {
    os,
    arch: architectures[process.arch] ?? process.arch,
    name: hostname(),
    release: release(),
    pid: process.pid,
    env,
    directory: process.cwd(),
    machine: () => machineName({ os, env }),
    oomKills: () => oomKills(),
    giveBackMemory,
    giveBackCode: () => {
      if (os === "linux") giveBackOwnCode();
    },
  };
}
