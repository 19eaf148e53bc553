import { isDeepStrictEqual } from "node:util";

import { type RemoteConfig, sameRemoteConfig } from "../apply/remote-config.ts";
import type { State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";
import type { OtherAnswer } from "../server/other-connections.ts";
import type { TelemetryAnswer } from "../server/own-telemetry.ts";
import type { OfferedSettings } from "../server/read-offered-settings.ts";

/** What the server has asked for and nobody begins yet, the newest of each kind. (Packages: `Packages.isHeldBack`.) */
export interface Held {
  readonly remote: RemoteConfig | undefined;
  /** Of several offers what all of them ask for, under the hash of the newest. */
  readonly settings: OfferedSettings | undefined;
  /** A restart of the Collector. */
  readonly restart: boolean;
}

export const nothingHeld: Held = { remote: undefined, settings: undefined, restart: false };

/** Whether a change that the server wants has to wait: for the operator, or for the verdict on going back. */
export function isHeld({ hold, rollback }: State): boolean {
  return hold !== undefined || rollback !== undefined;
}

/** A remote configuration for later. */
export function holdRemote(turn: Turn, remote: RemoteConfig): void {
  const { state } = turn;
  const { held } = state;
  if (held.remote !== undefined && sameRemoteConfig(remote, held.remote)) {
    return log(turn, "debug", "This remote configuration is known, and held", { remoteConfig: remote.id });
  }
  log(turn, "info", "Remote configuration received, and held", { remoteConfig: remote.id, files: remote.names });
  state.held = { ...held, remote };
}

/** The server wants what is there already, and none of what it wanted meanwhile. */
export function wantRemoteNoMore(turn: Turn): void {
  const { state } = turn;
  if (state.held.remote !== undefined) state.held = { ...state.held, remote: undefined };
}

/** Connection settings for later. */
export function holdSettings(turn: Turn, offered: OfferedSettings): void {
  const { state } = turn;
  const settings = bothSettings(state.held.settings, offered);
  if (isDeepStrictEqual(settings, state.held.settings)) return;
  log(turn, "info", "Connection settings received, and held", { settings: offered.id });
  state.held = { ...state.held, settings };
}

/** A restart of the Collector for later. */
export function holdRestart(turn: Turn): void {
  const { state } = turn;
  if (state.held.restart) return;
  log(turn, "info", "Restart requested, and held", { by: "server" });
  state.held = { ...state.held, restart: true };
}

/** What two offers in a row ask for, as the second leaves alone what it does not name (§ ConnectionSettingsOffers). */
export function bothSettings(first: OfferedSettings | undefined, second: OfferedSettings): OfferedSettings {
  if (first === undefined) return second;
  return {
    ...second,
    opamp: second.opamp ?? first.opamp,
    telemetry: inOrder(first.telemetry, second.telemetry, ({ signal }) => signal, bothSignals),
    others: inOrder(first.others, second.others, ({ name }) => name, bothOthers),
  };
}

function inOrder<Answer>(
  first: readonly Answer[],
  second: readonly Answer[],
  keyOf: (answer: Answer) => string,
  both: (before: Answer, after: Answer) => Answer,
): Answer[] {
  const merged = new Map(first.map((answer) => [keyOf(answer), answer]));
  for (const answer of second) {
    const before = merged.get(keyOf(answer));
    merged.set(keyOf(answer), before === undefined ? answer : both(before, answer));
  }
  return [...merged.values()];
}

function bothSignals(before: TelemetryAnswer, after: TelemetryAnswer): TelemetryAnswer {
  if (!("asks" in before) || !("asks" in after) || !before.asks?.tls || after.asks === null) return after;
  return { ...after, asks: { tls: before.asks.tls, ...after.asks } };
}

function bothOthers(before: OtherAnswer, after: OtherAnswer): OtherAnswer {
  if (!("asks" in before) || !("asks" in after)) return after;
  const settings = new Map([...(before.asks.settings ?? []), ...(after.asks.settings ?? [])]);
  return { ...after, asks: { ...before.asks, ...after.asks, ...(settings.size > 0 && { settings }) } };
}
