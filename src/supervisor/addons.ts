import { isDeepStrictEqual } from "node:util";

import { failAddon, replaceAddon, setAddons } from "./addon-changes.ts";
import { sameAddons } from "./addon-set.ts";
import { targetAddons } from "./addon-target.ts";
import { releaseWaiting } from "./addon-wait.ts";
import type { AddonOutcome, WantedAddon } from "./addons-state.ts";
import { leaveLastResort } from "./fallback.ts";
import { endWait, forgetDeaths } from "./keepalive.ts";
import { saveRecord, tell } from "./package-changes.ts";
import type { Progress } from "./package-status.ts";
import type { FetchPhase } from "./packages-state.ts";
import { log, type Turn } from "./turn.ts";

/** What the newest offer wants of add-ons. One that is on its way already goes on. */
export function planAddons(turn: Turn, wanted: readonly WantedAddon[]): void {
  const { state } = turn;
  const { addons } = state.packages;
  const { fetching } = addons;
  const before = addons.wanted.find(({ name }) => name === fetching?.name);
  const now = wanted.find(({ name }) => name === fetching?.name);
  const goesOn = now?.is === "awaited" && now.hash === before?.hash && isDeepStrictEqual(now.source, before?.source);
  const isUntidy = addons.wanted.length + wanted.length > 0 || state.packages.record.addons !== undefined;
  if (fetching !== undefined && !goesOn) turn.effects.push({ do: "AbandonAddon" });
  setAddons(turn, { wanted, fetching: goesOn ? fetching : undefined, isDue: true, isUntidy });
  for (const addon of wanted) {
    if (addon.is === "here") tell(turn, addon, isInForce(turn, addon) ? "installed" : "installing");
    else if (addon.is === "awaited") tell(turn, addon, phaseOf(goesOn && addon === now ? fetching?.phase : undefined));
  }
}

/** An add-on is on its way. */
export function takeAddonProgress(turn: Turn, ticket: number, phase: FetchPhase, progress: Progress | undefined): void {
  const { wanted, fetching } = turn.state.packages.addons;
  const addon = wanted.find(({ name }) => name === fetching?.name);
  if (fetching?.ticket !== ticket || addon === undefined) return;
  setAddons(turn, { fetching: { ...fetching, phase } });
  tell(turn, addon, phaseOf(phase), { progress });
}

/** An add-on lies in its directory, or will not. An answer whose ticket is not the current one is dropped. */
export function takeAddonFetched(turn: Turn, ticket: number, outcome: AddonOutcome): void {
  const { state } = turn;
  const { wanted, fetching } = state.packages.addons;
  const addon = wanted.find(({ name }) => name === fetching?.name);
  if (fetching?.ticket !== ticket || addon === undefined) return;
  setAddons(turn, { fetching: undefined });
  if (!outcome.fetched) {
    const { code, phase, text, isCondemned } = outcome.failure;
    return failAddon(turn, addon, { reason: `${code}: ${phase}: ${text}`, isCondemned });
  }
  const { stored } = outcome;
  const { record } = state.packages;
  const here = (record.addons?.here ?? []).filter(({ path }) => path !== stored.path);
  saveRecord(turn, { ...record, addons: { ...record.addons, here: [...here, stored] } });
  replaceAddon(turn, { ...addon, is: "here", stored });
  tell(turn, addon, "installing");
  serveAgain(turn, stored.path);
}

/** At the end of each step: what is missing is fetched, one after the other, and once all have come they become part of what is desired. */
export function moveAddons(turn: Turn): void {
  const { state } = turn;
  if (state.stopRequested) return;
  const { addons, upgrade } = state.packages;
  if (addons.fetching === undefined) fetchNext(turn);
  // A configuration that has begun, and waits for them, goes on under a hold.
  const isHeldBack = state.packages.isHeldBack && addons.waiting === undefined;
  // A rollback brings those that its configuration had; what is due meanwhile waits for its verdict.
  const isBusy = upgrade.is === "trying" || state.rollback !== undefined;
  if (!addons.isDue || isHeldBack || isBusy) return;
  const target = targetAddons(state);
  if (target === undefined) return;
  setAddons(turn, { isDue: false });
  const isNew = !sameAddons(target, state.desired.addons);
  // The same content may come under another hash.
  if (sameAddons(target, state.accepted.addons)) state.accepted = { ...state.accepted, addons: target };
  state.desired = { ...state.desired, addons: target };
  releaseWaiting(turn);
  if (!isNew) return;
  leaveLastResort(state);
  turn.desiredChanged = true;
}

/** The supervisor ends: what has come stays, and the next start goes on. */
export function stopAddons(turn: Turn): void {
  if (turn.state.packages.addons.fetching !== undefined) turn.effects.push({ do: "AbandonAddon" });
  setAddons(turn, { fetching: undefined, waiting: undefined });
}

function fetchNext(turn: Turn): void {
  const { state } = turn;
  const next = state.packages.addons.wanted.find(({ is }) => is === "awaited");
  if (next?.source === undefined) return;
  const { name, version, hash, source } = next;
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  setAddons(turn, { fetching: { ticket, name, phase: "downloading" } });
  turn.effects.push({ do: "FetchAddon", ticket, addon: { name, version, hash }, ...source });
}

/** What somebody had removed under a Collector that refers to it is there again. */
function serveAgain(turn: Turn, path: string): void {
  const { state } = turn;
  const { process, accepted } = state;
  if (![...accepted.addons.values()].some((addon) => addon.path === path)) return;
  log(turn, "info", "An add-on that was lost is here again", { path });
  if (process.is === "waiting") forgetDeaths(turn);
  endWait(turn);
  if (process.is === "up" && state.restart === undefined) {
    state.restart = { is: "wanted", reason: "restarting, as an add-on that was lost is here again" };
  }
}

function isInForce({ state }: Turn, { variable, hash }: WantedAddon): boolean {
  return state.accepted.addons.get(variable)?.hash === hash;
}

function phaseOf(phase: FetchPhase | undefined): "pending" | "downloading" | "installing" {
  if (phase === undefined) return "pending";
  return phase === "downloading" ? "downloading" : "installing";
}
