import { checks } from "./check/checks.ts";
import { duration } from "./support/duration.ts";

/** How many checks held and how many did not. */
export interface CheckCounts {
  passed: number;
  failed: number;
}

export interface CheckResult {
  counts: CheckCounts;
  /** Each check that failed: its name, then why. */
  failures: readonly string[];
}

/** Runs all checks, also after one has failed, and prints one line for each; a failed one in full. */
export async function check(print: (line: string) => void = console.log): Promise<CheckResult> {
  const counts: CheckCounts = { passed: 0, failed: 0 };
  const failures: string[] = [];
  const begun = checks.map(async ({ name, run }) => {
    const start = performance.now();
    const verdict = await run().catch((error: unknown) => ({ passed: false as const, reason: String(error) }));
    return { name, verdict, took: duration(performance.now() - start) };
  });
  for (const pending of begun) {
    const { name, verdict, took } = await pending;
    print(`${verdict.passed ? "  ok  " : " FAIL "} ${name} (${took})`);
    if (verdict.passed) counts.passed++;
    else counts.failed++;
    if (verdict.passed) continue;
    print(verdict.reason.replace(/^/gm, "       "));
    failures.push(`${name}\n${verdict.reason}`);
  }
  return { counts, failures };
}

if (import.meta.main) process.exit((await check()).counts.failed === 0 ? 0 : 1);
