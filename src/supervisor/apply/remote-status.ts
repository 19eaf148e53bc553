import { isDeepStrictEqual } from "node:util";

import type { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import { withRejected } from "../../storage/rejected.ts";
import type { Candidate, Composition } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { condemns, type Failure } from "./failure.ts";
import type { RemoteConfig } from "./remote-config.ts";

/** Of what failed: all of the composition where there was one. */
export type Failed = { candidate: Candidate } | Composition;

/** The candidate's remote configuration, if its verdict is still owed to the server. */
export function awaited(turn: Turn, candidate: Candidate): RemoteConfig | undefined {
  return candidate.remote !== undefined && candidate.remote.id === turn.state.pending ? candidate.remote : undefined;
}

/** What the server is told of a remote configuration from now on. */
export function setRemoteStatus(turn: Turn, remote: RemoteConfig, status: RemoteConfigStatuses, error = ""): void {
  const next = { hash: remote.hash, id: remote.id, status, error };
  if (isDeepStrictEqual(next, turn.state.remoteStatus)) return;
  turn.state.remoteStatus = next;
  turn.effects.push({ do: "SaveRemoteStatus", status: next });
}

/**
 * The hash is remembered, so that it is not tried again before something has changed. The last good configuration is
 * never: under whatever hash it comes, it has worked, and it is what there is to go back to. What has failed with other add-ons is
 * remembered even where there is no remote configuration: under no hash.
 */
export function reject(turn: Turn, failed: Failed, failure: Failure, reason: string): void {
  const { state } = turn;
  const { remote } = failed.candidate;
  if (!("fingerprint" in failed) || !condemns(failure)) return;
  const { fingerprint, binary } = failed;
  if (fingerprint === state.lastGood.composition?.fingerprint) return;
  state.rejected = withRejected(state.rejected, { hash: remote?.id ?? "", fingerprint, binary, reason, at: turn.now });
  turn.effects.push({ do: "SaveRejected", rejected: state.rejected });
}
