import { basename, join } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { readUnit, setting, type UnitSettings } from "./unit-file.ts";

/** Where systemd looks for units of the system, the stronger first (systemd.unit(5)). */
const directories = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
];

/** There while systemd is the first process (sd_booted(3)). */
const signOfSystemd = "/run/systemd/system";

export interface FoundUnit {
  path: string;
  settings: UnitSettings;
}

export type UnitSearch =
  { is: "found"; unit: FoundUnit } | { is: "none" } | { is: "no-systemd" } | { is: "unreadable" };

type Look = Pick<Files, "readIfPresent" | "list" | "stat">;

/** @param wanted name or path of a unit. Default: the first one that starts a program named `opampsupervisor` */
export async function findUnit(wanted: string | undefined, files: Look): Promise<UnitSearch> {
  if (wanted !== undefined) {
    const unit = await (wanted.includes("/") ? readAt(wanted, files) : readNamed(withSuffix(wanted), files));
    return unit === undefined ? { is: "unreadable" } : { is: "found", unit };
  }
  if ((await files.stat(signOfSystemd).catch(() => undefined)) === undefined) return { is: "no-systemd" };
  for (const directory of directories) {
    const names = await files.list(directory).catch((): string[] => []);
    for (const name of names.filter((file) => file.endsWith(".service")).toSorted()) {
      const unit = await readAt(join(directory, name), files);
      const [program = ""] = setting(unit?.settings ?? new Map(), "ExecStart").split(/\s+/);
      if (unit !== undefined && basename(program).startsWith("opampsupervisor")) return { is: "found", unit };
    }
  }
  return { is: "none" };
}

function withSuffix(name: string): string {
  return name.endsWith(".service") ? name : `${name}.service`;
}

async function readNamed(name: string, files: Look): Promise<FoundUnit | undefined> {
  for (const directory of directories) {
    const unit = await readAt(join(directory, name), files);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

/** With its drop-ins, of which one hides others of its name in weaker directories. */
async function readAt(path: string, files: Look): Promise<FoundUnit | undefined> {
  const text = await textOf(path, files);
  if (text === undefined) return undefined;
  const dropIns = new Map<string, string>();
  const places = [...directories.map((directory) => join(directory, basename(path))), path];
  for (const place of places.map((each) => `${each}.d`)) {
    const names = await files.list(place).catch((): string[] => []);
    for (const name of names.filter((file) => file.endsWith(".conf"))) {
      if (!dropIns.has(name)) dropIns.set(name, (await textOf(join(place, name), files)) ?? "");
    }
  }
  const more = [...dropIns].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, content]) => content);
  return { path, settings: readUnit([text, ...more]) };
}

async function textOf(path: string, files: Look): Promise<string | undefined> {
  const data = await files.readIfPresent(path).catch(() => undefined);
  return data && new TextDecoder().decode(data);
}
