import { basename, join } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { Sha256 } from "../runtime/sha256.ts";
import type { StoredAddon } from "../storage/addons-record.ts";
import {
  type PackagesRecord,
  type ReplacedProgram,
  type StoredPackage,
  storedPackage,
  withRejectedPackage,
} from "../storage/packages-record.ts";
import { isLost, type ProgramGuard } from "./program-guard.ts";
import { isBelowMinimum } from "./trust/judge-version.ts";

export interface SettleOptions {
  record: PackagesRecord;
  /** Where packages lie, and where add-ons do. */
  directory: string;
  addonsDirectory: string;
  /** The operator's own. */
  executable: string;
  /** How the operator knows it. Default: `agent.executable`. */
  executableName?: string;
  files: Pick<Files, "stat" | "pieces" | "list">;
  /** Looks whether programs are what was installed. */
  guard: Pick<ProgramGuard, "fault">;
  /** `agent.package.minimum_version`. */
  minimumVersion: string | undefined;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

export interface Settled {
  record: PackagesRecord;
  /** What the operator is told; empty where all is as it was left. */
  notes: readonly string[];
}

/**
 * What runs at a start. A package whose program is not there as it was installed, down to its hash, is none any more, and what was before
 * it runs, unless the operator's minimum forbids that by now. An operator who has replaced `agent.executable` since has the last word: his
 * runs, and what was installed over the old one is not installed again before he says so.
 *
 * An add-on that is not there as it was left is fetched again where it is still offered; until then what refers to it is told that
 * it has no such file.
 */
export async function settleInstalled(options: SettleOptions): Promise<Settled> {
  const { record, notes } = await settleProgram(options);
  const { addons } = record;
  if (addons === undefined) return { record, notes };
  const sizes = await Promise.all(addons.here.map((addon) => sizeOfAddon(addon, options)));
  const here = addons.here.filter(({ size }, place) => sizes[place] === size);
  if (here.length === addons.here.length) return { record, notes };
  const lost = addons.here.filter((addon) => !here.includes(addon));
  return { record: { ...record, addons: { ...addons, here } }, notes: [...notes, ...lost.map(lostAddonText)] };
}

async function settleProgram(options: SettleOptions): Promise<Settled> {
  const { record, now, minimumVersion, executableName = "agent.executable" } = options;
  const installed = storedPackage(record, record.installed);
  if (installed !== undefined && (await isReplaced(options))) {
    const reason = `OPERATOR_REPLACED: ${executableName} was replaced after this package was installed, and runs now`;
    const own = { ...record, installed: undefined, before: undefined, replaced: undefined };
    return { record: withRejectedPackage(own, { hash: installed.hash, reason, at: now }), notes: [reason] };
  }
  const notes: string[] = [];
  const whole: StoredPackage[] = [];
  for (const version of record.versions) {
    const fault = await faultOf(version, options);
    if (fault === undefined || !isLost(fault)) whole.push(version);
    if (fault !== undefined) notes.push(fault);
  }
  const known = (hash: string | undefined) => whole.find((version) => version.hash === hash);
  const stays = known(record.installed);
  if (stays !== undefined && isBelowMinimum(stays.ownVersion, minimumVersion)) {
    notes.push(`${belowText(stays, minimumVersion)}, and runs on until something newer is installed`);
  }
  if (whole.length === record.versions.length && (stays !== undefined || record.installed === undefined)) {
    return { record, notes };
  }
  if (stays !== undefined || record.installed === undefined) {
    // What comes later under the hash of a way back that is lost is none.
    const back = record.before && (known(record.before.hash) === undefined ? {} : record.before);
    return { record: { ...record, versions: whole, before: back }, notes };
  }
  const before = known(record.before?.hash);
  const isAllowed = before !== undefined && !isBelowMinimum(before.ownVersion, minimumVersion);
  if (before !== undefined && !isAllowed) notes.push(`${belowText(before, minimumVersion)}, and is not gone back to`);
  const next = isAllowed ? before.hash : undefined;
  return { record: { ...record, versions: whole, installed: next, before: undefined }, notes };
}

async function sizeOfAddon(
  { path }: StoredAddon,
  { addonsDirectory, files }: SettleOptions,
): Promise<number | undefined> {
  const { treeSize } = await import("./unpack-addon.ts");
  return await treeSize(join(addonsDirectory, path), files).catch(() => undefined);
}

/** What the operator's executable is now; `undefined` where there is none, or it cannot be read. */
export async function lookAtExecutable(
  executable: string,
  files: Pick<Files, "stat" | "pieces">,
): Promise<Omit<ReplacedProgram, "ownVersion"> | undefined> {
  try {
    const stat = await files.stat(executable);
    if (stat === undefined) return undefined;
    const hash = new Sha256();
    for await (const piece of files.pieces(executable)) hash.add(piece);
    return { size: stat.size, modifiedAt: stat.modifiedAt, sha256: hash.digest().toHex() };
  } catch {
    return undefined;
  }
}

/** Its content counts: a copy of an image has other times. */
async function isReplaced({ record, executable, files }: SettleOptions): Promise<boolean> {
  const { replaced } = record;
  if (replaced === undefined) return false;
  const stat = await files.stat(executable).catch(() => undefined);
  if (stat === undefined) return false;
  if (stat.size === replaced.size && stat.modifiedAt === replaced.modifiedAt) return false;
  const now = await lookAtExecutable(executable, files);
  return now !== undefined && now.sha256 !== replaced.sha256;
}

/** What may run at once is read for its hash; what is only kept is, before it is used. */
async function faultOf(version: StoredPackage, { record, directory, files, guard }: SettleOptions) {
  if ([record.installed, record.before?.hash].includes(version.hash)) return await guard.fault(version);
  const { program, size } = version;
  const stat = await files.stat(join(directory, program)).catch(() => undefined);
  if (stat?.kind === "file" && stat.executable && stat.size === size) return undefined;
  return `PACKAGE_LOST: ${version.version} is not there any more as it was installed (${basename(directory)}/${program})`;
}

function lostAddonText({ name, path }: StoredAddon): string {
  return `PACKAGE_LOST: ${name} is not there any more as it was unpacked (addons/${path})`;
}

function belowText({ version }: StoredPackage, minimumVersion: string | undefined): string {
  return `BELOW_MINIMUM: ${version} is older than agent.package.minimum_version, ${minimumVersion}`;
}
