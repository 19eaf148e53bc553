import { basename, join } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { Sha256 } from "../runtime/sha256.ts";
import {
  type PackagesRecord,
  type ReplacedProgram,
  type StoredPackage,
  storedPackage,
  withRejectedPackage,
} from "../storage/packages-record.ts";

export interface SettleOptions {
  record: PackagesRecord;
  /** Where packages lie. */
  directory: string;
  /** The operator's own. */
  executable: string;
  /** How the operator knows it. Default: `agent.executable`. */
  executableName?: string;
  files: Pick<Files, "stat" | "pieces">;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

export interface Settled {
  record: PackagesRecord;
  /** What the operator is told; empty where all is as it was left. */
  notes: readonly string[];
}

/**
 * What runs at a start. A package whose program is not there as it was left is none any more, and what was before it runs.
 * An operator who has replaced `agent.executable` since has the last word: his runs, and what was installed over the old one is
 * not installed again before he says so.
 */
export async function settleInstalled(options: SettleOptions): Promise<Settled> {
  const { record, now, executableName = "agent.executable" } = options;
  const installed = storedPackage(record, record.installed);
  if (installed !== undefined && (await isReplaced(options))) {
    const reason = `OPERATOR_REPLACED: ${executableName} was replaced after this package was installed, and runs now`;
    const own = { ...record, installed: undefined, before: undefined, replaced: undefined };
    return { record: withRejectedPackage(own, { hash: installed.hash, reason, at: now }), notes: [reason] };
  }
  const whole: StoredPackage[] = [];
  for (const version of record.versions) {
    if (await isWhole(version, options)) whole.push(version);
  }
  if (whole.length === record.versions.length && (record.installed === undefined || installed !== undefined)) {
    return { record, notes: [] };
  }
  const known = (hash: string | undefined) => whole.find((version) => version.hash === hash)?.hash;
  const stays = known(record.installed);
  const lost = record.versions.filter((version) => !whole.includes(version));
  const notes = lost.map((version) => lostText(version, options.directory));
  if (stays !== undefined || record.installed === undefined) return { record: { ...record, versions: whole }, notes };
  return { record: { ...record, versions: whole, installed: known(record.before?.hash), before: undefined }, notes };
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

async function isWhole({ program, size }: StoredPackage, { directory, files }: SettleOptions): Promise<boolean> {
  const stat = await files.stat(join(directory, program)).catch(() => undefined);
  return stat?.kind === "file" && stat.executable && stat.size === size;
}

function lostText({ version, program }: StoredPackage, directory: string): string {
  return `PACKAGE_LOST: ${version} is not there any more as it was installed (${basename(directory)}/${program})`;
}
