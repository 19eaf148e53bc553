import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { hmacSha256 } from "../sha256.ts";

export interface MachineOptions {
  os: "linux" | "darwin" | "windows";
  env: Readonly<Record<string, string>>;
  /** Where the files of Linux are looked for. Default: the root. */
  root?: string;
  /** What a command prints; rejects where it cannot be run. Default: it is run, for 5 s at most. */
  ask?(command: readonly string[]): Promise<string>;
}

/**
 * A name of this installation of the system: the same over restarts, another one on every other machine. It is made of what
 * the system has for that (machine-id(5), `IOPlatformUUID`, `MachineGuid`), which it does not give away. `undefined` where
 * there is nothing that stays and is the machine's own: in a container that id is the image's, the host's or a new one at
 * each start, and so it is on a system whose `/etc` is not on a disk.
 */
export async function machineName(options: MachineOptions): Promise<string | undefined> {
  const id = await machineId(options).catch(() => undefined);
  return id === undefined ? undefined : hmacSha256(new TextEncoder().encode("opampsupervisor"), id.toLowerCase());
}

async function machineId({ os, env, root = "/", ask = runAndRead }: MachineOptions): Promise<string | undefined> {
  if (isSet(env, "KUBERNETES_SERVICE_HOST")) return undefined;
  if (os === "linux") return isSet(env, "container") ? undefined : linuxId(root);
  if (os === "darwin") {
    const shown = await ask(["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]);
    return /"IOPlatformUUID" = "([0-9a-f-]{36})"/i.exec(shown)?.[1];
  }
  const reg = `${env["SystemRoot"] ?? env["SYSTEMROOT"] ?? "C:\\Windows"}\\System32\\reg.exe`;
  const shown = await ask([reg, "query", "HKLM\\SOFTWARE\\Microsoft\\Cryptography", "/v", "MachineGuid", "/reg:64"]);
  return /\bMachineGuid\s+REG_SZ\s+([0-9a-f-]{36})/i.exec(shown)?.[1];
}

function isSet(env: MachineOptions["env"], name: string): boolean {
  return Object.hasOwn(env, name) && env[name] !== "";
}

/** What those leave who make containers: Docker, Podman and CRI-O, and what systemd finds when it is the first process of one. */
const containerSigns = ["/.dockerenv", "/run/.containerenv", "/run/systemd/container"];

/** D-Bus had such an id before systemd; where both are there they are one. */
const idFiles = ["/etc/machine-id", "/var/lib/dbus/machine-id"];

function linuxId(root: string): string | undefined {
  const text = (path: string) => readText(join(root, path));
  if (containerSigns.some((path) => text(path) !== undefined)) return undefined;
  const file = idFiles.find((path) => (text(path)?.trim() ?? "") !== "");
  if (file === undefined || !liesOnDisk(file, text("/proc/self/mountinfo") ?? "")) return undefined;
  const id = text(file)?.trim() ?? "";
  return /^(?!0{32}$)[0-9a-f]{32}$/i.test(id) ? id : undefined;
}

/** File systems whose changes go with the container or the boot. */
const passing = new Set(["overlay", "fuse-overlayfs", "fuse.fuse-overlayfs", "aufs", "tmpfs", "ramfs"]);

/**
 * Whether a file stays on the disk of this machine. One that is a mount of its own does not: systemd puts an id that it could not
 * store there in this way, and others the host's id into a container. Format: proc_pid_mountinfo(5); the last of mounts
 * in one place covers the others.
 */
function liesOnDisk(file: string, mounts: string): boolean {
  let around = { point: "", type: "" };
  for (const line of mounts.split("\n")) {
    const [, point, type] = /^(?:\S+ ){4}(\S+) .* - (\S+) /.exec(line) ?? [];
    if (point === undefined || type === undefined) continue;
    const covers = file === point || file.startsWith(point === "/" ? point : `${point}/`);
    if (covers && point.length >= around.point.length) around = { point, type };
  }
  return around.point !== "" && around.point !== file && !passing.has(around.type);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

async function runAndRead(command: readonly string[]): Promise<string> {
  const { execFile } = process.getBuiltinModule("node:child_process");
  const [program = "", ...args] = command;
  return (await promisify(execFile)(program, args, { timeout: 5000 })).stdout;
}
