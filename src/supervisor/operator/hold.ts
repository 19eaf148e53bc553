import { holdLasts } from "../../storage/stored-hold.ts";
import { offerRemoteConfig, requestRestart } from "../mind/offers.ts";
import type { State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { bringsMore } from "../packages/addon-target.ts";
import { offerSettings } from "../server/settings-offer.ts";
import { isHeld, nothingHeld } from "./held.ts";

/**
 * The operator wants nothing begun that the server asks for. What has begun, or is on probation, goes on to its end; a
 * package that is still fetched is fetched, and not switched to. The identity that a server assigns is used in any case, as
 * the protocol demands, and so is all that the operator orders. A hold on a hold takes its place.
 */
export function requestHold(turn: Turn, reason: string, forMs: number | undefined): void {
  const { state } = turn;
  const packages = state.packages.planned?.id || undefined;
  state.hold = {
    since: turn.now,
    reason,
    ...(forMs !== undefined && { forMs }),
    ...(packages !== undefined && { packages }),
  };
  turn.effects.push({ do: "SaveHold", hold: state.hold });
  log(turn, "info", "Holding changes of the server", { reason, ...(forMs !== undefined && { forMs }) });
  waitForEnd(turn);
  const { upgrade, isPlanned } = state.packages;
  const isUnderWay = upgrade.is === "trying" || (upgrade.is !== "idle" && upgrade.wanted.by === "operator");
  const isHeldBack = (!isUnderWay && (upgrade.is !== "idle" || !isPlanned)) || bringsMore(state.packages);
  state.packages = { ...state.packages, isHeldBack };
}

/** The supervisor begins, perhaps with a hold that an earlier one has left. */
export function resumeHold(turn: Turn): void {
  if (turn.state.hold !== undefined) waitForEnd(turn);
}

/** What the server wants is begun again, the newest of each kind. */
export function endHold(turn: Turn, by: "operator" | "time"): void {
  const { state } = turn;
  cancelTimer(turn, "hold");
  if (state.hold === undefined) return log(turn, "info", "Nothing is held");
  state.hold = undefined;
  log(turn, "info", "Changes of the server are held no more", { by });
}

/** In every step: what was held goes on once nothing holds it. */
export function goOn(turn: Turn): void {
  const { state } = turn;
  if (state.stopRequested || isHeld(state)) return;
  const { held, packages } = state;
  if (packages.isHeldBack) state.packages = { ...packages, isHeldBack: false };
  if (held === nothingHeld) return;
  state.held = nothingHeld;
  if (held.remote !== undefined) offerRemoteConfig(turn, held.remote);
  if (held.settings !== undefined) offerSettings(turn, held.settings);
  if (held.restart) requestRestart(turn, "server");
}

/** Whatever has happened in this step, the disk and the server know of the hold. `before`: the state before the step. */
export function keepHold(turn: Turn, before: State): void {
  const { hold, held } = turn.state;
  if (held.remote !== before.held.remote) turn.effects.push({ do: "SaveHeldRemoteConfig", remote: held.remote });
  if (hold === undefined && before.hold !== undefined) turn.effects.push({ do: "SaveHold", hold });
  if (hold !== before.hold || (hold !== undefined && held !== before.held)) {
    turn.effects.push({ do: "TellHold", hold, held });
  }
}

function waitForEnd(turn: Turn): void {
  const { hold } = turn.state;
  const lasts = hold && holdLasts(hold, turn.now);
  cancelTimer(turn, "hold");
  if (lasts === 0) endHold(turn, "time");
  else if (lasts !== undefined) setTimer(turn, "hold", lasts);
}
