import { parseArgs } from "node:util";

import fc from "fast-check";

import { duration } from "../../scripts/support/duration.ts";
import { errorMessage } from "../../src/runtime/error-message.ts";
import { judgeFlatness, type Point } from "../bench/soak/flatness.ts";
import { allProperties } from "../support/robust/all.ts";
import type { RobustProperty } from "../support/robust/properties.ts";

const usage = `bun run fuzz [flags]: src/opamp under messages and orders of events that nobody would send
  --minutes N   how long; 5 where not given
  --seed S      the first round's seed, a whole number; where not given it is drawn, and said
  --only WORDS  only properties whose name holds these words
Each property is tried in rounds. A failure is made small, and said with the seed that brings it back. The memory of this
process (RSS, after a collection) must be flat: its line over the second half of the time may rise by 32 MiB at most.`;

const triesInRound = 300;
/** Characters of what made a property fail. */
const longestShown = 4_000;
const memoryFloorBytes = 32 * 1024 * 1024;

/** The exit code is 0 when nothing was found. */
async function fuzz(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "5" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      only: { type: "string", default: "" },
      help: { type: "boolean", default: false },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  const properties = allProperties.filter(({ name }) => name.includes(values.only));
  if (values.help || !(minutes > 0) || !Number.isSafeInteger(seed) || properties.length === 0) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  console.log(`${properties.length} properties for ${minutes} minutes, from seed ${seed}`);
  const failures = new Set<string>();
  const memory: Point[] = [];
  const tries = new Map(properties.map(({ name }) => [name, 0]));
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  for (let round = 0; elapsed() < minutes * 60; round += 1) {
    for (const each of properties.filter(({ name }) => !failures.has(name))) {
      const failure = await tryOut(each, seed + round);
      tries.set(each.name, (tries.get(each.name) ?? 0) + triesInRound);
      if (failure === undefined) continue;
      failures.add(each.name);
      console.log(` FAIL  ${each.name}\n${failure}\n again: bun run fuzz --seed ${seed + round} --only "${each.name}"`);
    }
    Bun.gc(true);
    memory.push({ at: elapsed(), value: process.memoryUsage.rss() });
    if (failures.size === properties.length) break;
  }
  for (const [name, count] of tries) console.log(`${String(count).padStart(9)} × ${name}`);
  return report(memory, failures.size, elapsed());
}

function report(memory: readonly Point[], failures: number, seconds: number): number {
  const { flat, rise, line } = judgeFlatness(memory, memoryFloorBytes);
  const inMiB = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  const [first = 0, last = 0] = [memory[0]?.value, memory.at(-1)?.value];
  console.log(
    `memory: ${inMiB(first)} after the first round, ${inMiB(last)} after the last, scatter ${inMiB(line.scatter)}`,
  );
  const judgeable = memory.length >= 20;
  if (!judgeable) console.log("too few rounds to judge the memory");
  else if (!flat) console.log(` FAIL  memory rises by ${inMiB(rise)} in the second half`);
  console.log(`${failures} failures in ${duration(seconds * 1000)}`);
  return failures === 0 && (flat || !judgeable) ? 0 : 1;
}

/** What was found, made small; `undefined`: nothing. */
async function tryOut({ property }: RobustProperty, seed: number): Promise<string | undefined> {
  const details = await fc.check(property, { seed, numRuns: triesInRound });
  if (!details.failed) return undefined;
  const { errorInstance, counterexample } = details;
  const reason = errorMessage(errorInstance);
  return `${reason}\n with ${fc.stringify(counterexample).slice(0, longestShown)}`;
}

// A rejection that nobody awaits is a failure too.
process.on("unhandledRejection", (reason) => {
  console.error(" FAIL  a promise was rejected and nobody cared", reason);
  process.exit(1);
});
process.exit(await fuzz(process.argv.slice(2)));
