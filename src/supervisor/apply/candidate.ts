import type { Candidate, Composition, State } from "../mind/state.ts";
import { sameAddons } from "../packages/addon-set.ts";
import { sameProgram } from "../packages/program.ts";

/** Whether two candidates are the same inputs; content that came twice counts as two. */
export function sameCandidate(a: Candidate, b: Candidate): boolean {
  const isSameConfiguration = a.remote === b.remote && a.connections === b.connections && a.fallback === b.fallback;
  const isSamePart = a.operator === b.operator && sameAddons(a.addons, b.addons);
  return isSameConfiguration && isSamePart && sameProgram(a.program, b.program);
}

/** Whether `next` is what is in force and takes the place of something that never was. A fallback works, and is no such thing. */
export function comesBack({ accepted }: Pick<State, "accepted">, next: Composition, running: Composition): boolean {
  const { candidate: now } = running;
  return sameCandidate(next.candidate, accepted) && !sameCandidate(now, accepted) && now.fallback === undefined;
}
