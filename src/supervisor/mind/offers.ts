import { isDeepStrictEqual } from "node:util";

import { leaveLastResort } from "../apply/fallback.ts";
import { isOnTrial } from "../apply/proof.ts";
import { type RemoteConfig, sameRemoteConfig } from "../apply/remote-config.ts";
import { failedConfiguration } from "../apply/what-failed.ts";
import { forgetDeaths } from "../collector/keepalive.ts";
import { holdRemote, holdRestart, isHeld, wantRemoteNoMore } from "../operator/held.ts";
import { reviveAddons } from "../packages/addon-verdict.ts";
import { endWaitForAddons } from "../packages/addon-wait.ts";
import { retryPackages } from "../packages/package-orders.ts";
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
    wantRemoteNoMore(turn);
    return log(turn, "debug", "This remote configuration is known", { remoteConfig: remote.id });
  }
  if (isHeld(state)) return holdRemote(turn, remote);
  log(turn, "info", "Remote configuration received", { remoteConfig: remote.id, files: remote.names });
  state.desired = { ...state.desired, remote };
  leaveLastResort(state);
  state.offered = remote;
  state.pending = remote.id;
  state.refusedConnections = undefined;
  endWaitForAddons(turn);
  reviveAddons(turn);
  turn.effects.push({ do: "SaveReceivedRemoteConfig", remote });
  turn.desiredChanged = true;
}

/** The server gave another identity: kept, used at once, and given to the Collector by a configuration that is made anew. */
export function useInstanceUid(turn: Turn, uid: Uint8Array): void {
  const { state } = turn;
  if (isDeepStrictEqual(uid, state.uid)) return;
  state.uid = uid;
  state.good = undefined;
  state.lastGood = { ...state.lastGood, composition: undefined };
  turn.effects.push({ do: "SaveInstanceUid", uid }, { do: "UseInstanceUid", uid });
  turn.desiredChanged = true;
}

/**
 * A restart of the Collector (§ ServerToAgentCommand, or the operator's). One that is asked for while the process is
 * being exchanged anyway is that exchange; one during a reload, which exchanges nothing, follows it. Its outcome is seen in
 * the health.
 */
export function requestRestart(turn: Turn, by: "server" | "operator"): void {
  const { state } = turn;
  if (by === "server" && !state.settings.acceptsRestartCommand) {
    return log(turn, "warn", "Ignored a restart command: accepts_restart_command is off");
  }
  if (by === "server" && isHeld(state)) return holdRestart(turn);
  const { process, target } = state;
  if (target.is === "nothing") {
    return log(turn, "warn", "Ignored a restart: nothing should run", { by, reason: target.reason });
  }
  log(turn, "info", "Restart requested", { by, collector: process.is });
  if (process.is === "waiting") return forgetDeaths(turn);
  if (process.is === "up" ? isOnTrial(state) : process.is !== "reloading") return;
  state.restart ??= { is: "wanted", reason: `restarting, as the ${by} asked` };
}

/** What failed is tried again (`whatFailed`), and a Collector that waits is started at once. */
export function requestRetry(turn: Turn): void {
  const { state } = turn;
  const failed = failedConfiguration(state);
  const hasPackage = retryPackages(turn);
  forgetDeaths(turn);
  if (failed === undefined) {
    if (hasPackage) return;
    return log(turn, "info", "Nothing to try again: no remote configuration and no package has failed last");
  }
  log(turn, "info", "Trying a remote configuration again", { remoteConfig: failed.id });
  state.rejected = state.rejected.filter(({ hash }) => hash !== failed.id);
  turn.effects.push({ do: "SaveRejected", rejected: state.rejected });
  state.desired = { ...state.desired, remote: failed };
  state.pending = failed.id;
  turn.desiredChanged = true;
}
