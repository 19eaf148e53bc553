import type { Candidate } from "./state.ts";

/** Whether two candidates are the same inputs; content that came twice counts as two. */
export function sameCandidate(a: Candidate, b: Candidate): boolean {
  return a.remote === b.remote && a.telemetry === b.telemetry && a.fallback === b.fallback;
}
