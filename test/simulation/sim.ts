import { parseArgs } from "node:util";

import { duration } from "../../scripts/support/duration.ts";
import { type Outcome, simulate } from "./simulate.ts";

const usage = `bun run sim [flags]: the mind on a virtual clock, in a world that a seed decides
  --seeds N   how many stories; 1000 where not given
  --from S    the first seed; 1 where not given
  --seed S    one story, told in full
A story that fails is told in full, with the seed that brings it back; the others go on.`;

/** Stories between two lines of progress. */
const progressEvery = 500;
/** Failing stories that are told in full. */
const mostTold = 3;

/** The exit code is 0 when every story ended well. */
async function sim(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: "string", default: "1000" },
      from: { type: "string", default: "1" },
      seed: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const [count, from] =
    values.seed === undefined ? [Number(values.seeds), Number(values.from)] : [1, Number(values.seed)];
  if (values.help || !Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(from)) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const begun = performance.now();
  const failed: number[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulate(seed);
    if (outcome.fault !== undefined) failed.push(seed);
    if (values.seed !== undefined || (outcome.fault !== undefined && failed.length <= mostTold)) tell(outcome);
    const done = seed - from + 1;
    if (done % progressEvery === 0) console.log(`${done} of ${count} stories, ${failed.length} failed`);
  }
  const seeds = failed.length === 0 ? "" : `: seeds ${failed.slice(0, 20).join(", ")}${failed.length > 20 ? " …" : ""}`;
  console.log(`${count} stories in ${duration(performance.now() - begun)}, ${failed.length} failed${seeds}`);
  return failed.length === 0 ? 0 : 1;
}

function tell({ seed, fault, story }: Outcome): void {
  console.log(story.join("\n"));
  if (fault !== undefined) console.log(` FAIL  ${fault}\n again: bun run sim --seed ${seed}\n`);
}

process.exit(await sim(process.argv.slice(2)));
