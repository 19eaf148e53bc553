/** What became of a change that a person asked for; `reason` is for people. */
export type ChangeOutcome =
  { kind: "done" } | { kind: "unknown"; reason: string } | { kind: "refused"; reason: string };
