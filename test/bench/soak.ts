import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";

import { duration } from "../../scripts/support/duration.ts";
import { root } from "../../scripts/support/root.ts";
import { findOurs } from "./run/opponents.ts";
import { soak } from "./soak/run-soak.ts";
import { smallMultiples } from "./soak/small-multiples.ts";

const usage = `bun run soak --minutes N [flags]: our executable and a Collector under steady strain
  --minutes N        how long; 10 where not given
  --picture FILE     where the picture goes; dist/soak.svg where not given
  --executable FILE  our executable; where not given it is built
A figure is flat when the straight line through the second half of the time rises by no more than twice the scatter
around that line, or by no more than a floor (RSS 2 MiB, anonymous memory 1 MiB, descriptors, threads and files 1).
The Collector's logs may grow, but not above 40 MiB together.`;

/** The exit code is 0 when all is flat and each strain went as it must. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "10" },
      picture: { type: "string", default: resolve(root, "dist/soak.svg") },
      executable: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (values.help || !(minutes > 0)) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const say = (line: string) => console.error(line);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  const { ours, collector } = await findOurs({ executable: values.executable, say });
  const { verdicts, done, problems } = await soak({
    contestant: ours,
    collector,
    minutes,
    say,
    signal: interrupted.signal,
  });
  for (const [name, { count, longestMs }] of Object.entries(done)) {
    console.log(`${String(count).padStart(6)} × ${name}, at most ${duration(longestMs)}`);
  }
  for (const { series, words } of verdicts) console.log(`${series.title}: ${words}`);
  for (const problem of problems) console.log(` FAIL  ${problem}`);
  const flat = verdicts.every(({ good }) => good);
  const judged = `${flat ? "flat" : "not flat"}${problems.length === 0 ? "" : `, ${problems.length} failures`}`;
  await mkdir(dirname(resolve(values.picture)), { recursive: true });
  await writeFile(
    values.picture,
    smallMultiples(`${ours.title}, ${minutes} minutes under strain: ${judged}`, verdicts),
  );
  console.log(`${judged}; ${values.picture}`);
  return flat && problems.length === 0 ? 0 : 1;
}

process.exit(await main(process.argv.slice(2)));
