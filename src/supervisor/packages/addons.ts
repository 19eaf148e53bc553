import { isDeepStrictEqual } from "node:util";

import { leaveLastResort } from "../apply/fallback.ts";
import { endWait, forgetDeaths } from "../collector/keepalive.ts";
import { log, type Turn } from "../mind/turn.ts";
import { failAddon, replaceAddon, setAddons } from "./addon-changes.ts";
import { sameAddons } from "./addon-set.ts";
import { targetAddons } from "./addon-target.ts";
import { releaseWaiting } from "./addon-wait.ts";
import type { AddonOutcome, FetchingAddon, WantedAddon } from "./addons-state.ts";
import { saveRecord, tell } from "./package-changes.ts";
import type { Progress } from "./package-status.ts";
import type { FetchPhase } from "./packages-state.ts";

/** So many are fetched at a time. */
const mostFetches = 3;

/** What the newest offer wants of add-ons. One that is on its way already goes on. */
export function planAddons(turn: Turn, wanted: readonly WantedAddon[]): void {
  const { state } = turn;
  const { addons } = state.packages;
  const goesOn = ({ name }: FetchingAddon) => {
    const [before, now] = [addons.wanted, wanted].map((all) => all.find((each) => each.name === name));
    return now?.is === "awaited" && now.hash === before?.hash && isDeepStrictEqual(now.source, before.source);
  };
  const [fetching, others] = [addons.fetching.filter(goesOn), addons.fetching.filter((each) => !goesOn(each))];
  const isUntidy = addons.wanted.length + wanted.length > 0 || state.packages.record.addons !== undefined;
  abandon(turn, others);
  setAddons(turn, { wanted, fetching, isDue: true, isUntidy });
  for (const addon of wanted) {
    if (addon.is === "here") tell(turn, addon, isInForce(turn, addon) ? "installed" : "installing");
    else if (addon.is === "awaited")
      tell(turn, addon, phaseOf(fetching.find(({ name }) => name === addon.name)?.phase));
  }
}

/** An add-on is on its way. */
export function takeAddonProgress(turn: Turn, ticket: number, phase: FetchPhase, progress: Progress | undefined): void {
  const { fetching } = turn.state.packages.addons;
  const addon = addonOf(turn, ticket);
  if (addon === undefined) return;
  setAddons(turn, { fetching: fetching.map((each) => (each.ticket === ticket ? { ...each, phase } : each)) });
  tell(turn, addon, phaseOf(phase), { progress });
}

/** An add-on lies in its directory, or will not. An answer whose ticket is no current one is dropped. */
export function takeAddonFetched(turn: Turn, ticket: number, outcome: AddonOutcome): void {
  const { state } = turn;
  const addon = addonOf(turn, ticket);
  if (addon === undefined) return;
  setAddons(turn, { fetching: state.packages.addons.fetching.filter((each) => each.ticket !== ticket) });
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

/** At the end of each step: what is missing is fetched, and once all have come they become part of what is desired. */
export function moveAddons(turn: Turn): void {
  const { state } = turn;
  if (state.stopRequested) return;
  fetchMissing(turn);
  const { addons, upgrade } = state.packages;
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
  abandon(turn, turn.state.packages.addons.fetching);
  setAddons(turn, { fetching: [], waiting: undefined });
}

function fetchMissing(turn: Turn): void {
  const { state } = turn;
  for (const { is, name, version, hash, source } of state.packages.addons.wanted) {
    const { fetching } = state.packages.addons;
    const isUnderWay = fetching.some((each) => each.name === name);
    if (is !== "awaited" || source === undefined || isUnderWay || fetching.length >= mostFetches) continue;
    const ticket = state.nextTicket;
    state.nextTicket += 1;
    setAddons(turn, { fetching: [...fetching, { ticket, name, phase: "downloading" }] });
    turn.effects.push({ do: "FetchAddon", ticket, addon: { name, version, hash }, ...source });
  }
}

function abandon(turn: Turn, fetching: readonly FetchingAddon[]): void {
  for (const { ticket } of fetching) turn.effects.push({ do: "AbandonAddon", ticket });
}

/** What is being fetched under this ticket; `undefined`: nothing that is wanted still. */
function addonOf({ state }: Turn, ticket: number): WantedAddon | undefined {
  const { wanted, fetching } = state.packages.addons;
  const found = fetching.find((each) => each.ticket === ticket);
  return found && wanted.find(({ name }) => name === found.name);
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
