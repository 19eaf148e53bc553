import { check } from "./check.ts";
import { countsLine, nothing, sum } from "./test/counts.ts";
import type { Counts } from "./test/counts.ts";
import { failuresText } from "./test/failures-text.ts";
import { runSuite } from "./test/run-suite.ts";
import type { SuiteContext } from "./test/run-suite.ts";
import { suites } from "./test/suites.ts";

/**
 * Everything that is tested: the checks of the source, then the suites with what they need. `npm test -- unit e2e` runs
 * those alone, and is the only way to those that take long. What failed is named again at the end; the last line says how
 * many cases passed and failed; the exit code is 0 only if none failed.
 */
async function test(names: readonly string[]): Promise<number> {
  const known = ["check", ...suites.map(({ name }) => name)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(", ")}; there are ${known.join(", ")}`);
    return 2;
  }
  const wanted = (name: string, onlyByName = false) => (names.length === 0 ? !onlyByName : names.includes(name));
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort(signal));
  const context: SuiteContext = {
    print: console.log,
    signal: interrupted.signal,
    requireAll: (process.env["REQUIRE_ALL"] ?? "") !== "",
    supplies: new Map(),
  };
  let counts: Counts = nothing;
  const failures: string[] = [];
  if (wanted("check")) {
    console.log("── check");
    const checked = await check();
    counts = { ...checked.counts, skipped: 0 };
    failures.push(...checked.failures);
  }
  for (const suite of suites.filter(({ name, onlyByName }) => wanted(name, onlyByName))) {
    const ran = await runSuite(suite, context);
    counts = sum(counts, ran.counts);
    failures.push(...ran.failures);
    if (interrupted.signal.aborted) break;
  }
  for (const line of failuresText(failures)) console.log(line);
  console.log(`\n${countsLine(counts)}`);
  return counts.failed === 0 ? 0 : 1;
}

process.exit(await test(process.argv.slice(2)));
