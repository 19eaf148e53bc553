/** What a check found. */
export type Verdict = { passed: true } | { passed: false; reason: string };
