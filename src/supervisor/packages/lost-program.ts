import { storedPackage } from "../../storage/packages-record.ts";
import { log, type Turn } from "../mind/turn.ts";
import { saveRecord } from "./package-changes.ts";
import { programOf } from "./packages-state.ts";
import { sameProgram } from "./program.ts";

/**
 * The program of a package (path from `packages/`) is not what was installed any more. What was before it is in force from now on, in the
 * end the operator's own, and runs with the next start; what the server offers is planned anew, so that the package comes once more.
 */
export function loseProgram(turn: Turn, program: string, reason: string): void {
  const { state } = turn;
  const { packages, settings } = state;
  const { record } = packages;
  const isLost = (hash: string | undefined) => storedPackage(record, hash)?.program === program;
  const versions = record.versions.filter((each) => each.program !== program);
  if (versions.length === record.versions.length) return;
  log(turn, "error", "The program of a package is lost", { reason });
  const before = record.before && (isLost(record.before.hash) ? {} : record.before);
  const isInForce = isLost(record.installed);
  const next = { ...record, versions, before };
  saveRecord(turn, isInForce ? { ...next, installed: before?.hash, before: undefined } : next);
  const lost = programOf(
    record.versions.find((each) => each.program === program),
    settings.packages.directory,
  );
  const back = programOf(storedPackage(record, isInForce ? before?.hash : undefined), settings.packages.directory);
  const { accepted, desired, lastGood } = state;
  if (isInForce) forgetInstalled(turn);
  if (sameProgram(lastGood.candidate.program, lost)) {
    state.lastGood = { candidate: { ...lastGood.candidate, program: back }, composition: undefined };
  }
  if (!sameProgram(accepted.program, lost)) return;
  state.accepted = { ...accepted, program: back };
  state.good = undefined;
  if (sameProgram(desired.program, lost)) state.desired = { ...desired, program: back };
  turn.desiredChanged = true;
}

/** It is not held any more; where the server still offers it, it comes again. */
function forgetInstalled(turn: Turn): void {
  const { packages } = turn.state;
  const { upgrade, offer, record } = packages;
  const held = storedPackage(record, record.installed)?.name;
  const told = packages.told.filter(({ name, phase }) => phase !== "installed" || name === held);
  const next = { ...packages, told, isPlanned: offer === undefined };
  // What it would go back to is composed anew.
  turn.state.packages = upgrade.is === "trying" ? { ...next, upgrade: { ...upgrade, before: undefined } } : next;
}
