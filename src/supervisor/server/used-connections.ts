import type { CollectorConnections } from "../../compose/layers.ts";
import { credentialTextsOf } from "../compose/compose-input.ts";
import type { Candidate, State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";

/** The Collector's connections whose certificates and keys a process reads, or may be told to read again. */
export function usedConnections({
  desired,
  accepted,
  lastGood,
  target,
  apply,
  process,
}: State): Set<CollectorConnections> {
  const candidates: Candidate[] = [desired, accepted, lastGood.candidate];
  if (target.is === "run") candidates.push(target.composition.candidate);
  if ("candidate" in apply) candidates.push(apply.candidate);
  if ("composition" in apply) candidates.push(apply.composition.candidate);
  if ("run" in process) candidates.push(process.run.composition.candidate);
  if (process.is === "reloading") candidates.push(process.before.run.composition.candidate);
  return new Set(candidates.map(({ connections }) => connections));
}

/** Certificates and keys that nothing needs any more since `before` are removed. */
export function forgetCredentials(turn: Turn, before: State): void {
  const used = usedConnections(turn.state);
  const gone = usedConnections(before).difference(used);
  if (gone.size === 0) return;
  const kept = textsOf(used);
  if (textsOf(gone).isSubsetOf(kept)) return;
  turn.effects.push({ do: "KeepCredentials", connections: [...used] });
}

function textsOf(connections: Iterable<CollectorConnections>): Set<string> {
  return new Set([...connections].flatMap((each) => [...credentialTextsOf(each)]));
}
