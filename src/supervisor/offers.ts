import { isDeepStrictEqual } from "node:util";

import type { OwnTelemetry } from "../compose/layers.ts";
import { beginApply } from "./apply.ts";
import { type RemoteConfig, sameRemoteConfig } from "./remote-config.ts";
import { log, type Turn } from "./turn.ts";

/**
 * A remote configuration is offered. One whose verdict is known or awaited is answered by the status that the server
 * has or will get: the same offer comes again with every answer to a progress report, and starts nothing twice.
 */
export function offerRemoteConfig(turn: Turn, remote: RemoteConfig): void {
  const { state } = turn;
  if (!state.settings.acceptsRemoteConfig) {
    return log(turn, "warn", "Ignored a remote configuration: accepts_remote_config is off", {
      remoteConfig: remote.id,
    });
  }
  const judged = remote.id === (state.pending ?? state.remoteStatus?.id);
  if (judged && (state.offered === undefined || sameRemoteConfig(remote, state.offered))) {
    return log(turn, "debug", "This remote configuration is known", { remoteConfig: remote.id });
  }
  log(turn, "info", "Remote configuration received", { remoteConfig: remote.id, files: [...remote.files.keys()] });
  state.desired = { ...state.desired, remote };
  state.offered = remote;
  state.pending = remote.id;
  state.refusedTelemetry = undefined;
  turn.effects.push({ do: "SaveReceivedRemoteConfig", remote });
  beginApply(turn);
}

/** The targets of own telemetry, merged with what was there. Targets that failed with this remote configuration wait for others. */
export function offerTelemetry(turn: Turn, telemetry: OwnTelemetry): void {
  const { state } = turn;
  if (isDeepStrictEqual(telemetry, state.desired.telemetry)) return;
  if (isDeepStrictEqual(telemetry, state.refusedTelemetry)) {
    return log(turn, "debug", "These own telemetry settings have failed before", { signals: Object.keys(telemetry) });
  }
  state.desired = { ...state.desired, telemetry };
  log(turn, "info", "Own telemetry settings received", { signals: Object.keys(telemetry) });
  beginApply(turn);
}

/** The server gave another identity: kept, used at once, and given to the Collector, which needs a new start for it. */
export function useInstanceUid(turn: Turn, uid: Uint8Array): void {
  const { state } = turn;
  if (isDeepStrictEqual(uid, state.uid)) return;
  state.uid = uid;
  state.good = undefined;
  turn.effects.push({ do: "SaveInstanceUid", uid }, { do: "UseInstanceUid", uid });
  beginApply(turn);
}
