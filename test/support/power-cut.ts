import type { Fate } from "./fragile-disk.ts";
import type { FragileFiles } from "./fragile-files.ts";
import { seededRandom } from "./seeded-random.ts";

/** What a disk keeps beside what was flushed, by this seed. Half of the seeds keep all changes of directories, or none. */
export function fateOf(seed: number): Fate {
  const { unit } = seededRandom(seed);
  const lot = seed % 4;
  return {
    reached: () => (lot === 0 ? true : lot === 1 ? false : unit() < 0.5),
    share: () => [0, 1, unit()][Math.floor(unit() * 3)] ?? 0,
    padded: () => unit() < 0.3,
  };
}

/** Runs `work` until it is done, or until the step of this number (from 1) is about to be taken: it is never taken. */
export async function untilStep(
  files: FragileFiles,
  last: number,
  work: () => Promise<unknown>,
): Promise<{ isOver: boolean }> {
  const cut = Promise.withResolvers<"cut">();
  let steps = 0;
  files.step = () => {
    steps += 1;
    if (steps < last) return undefined;
    cut.resolve("cut");
    return new Promise(() => {});
  };
  const end = await Promise.race([cut.promise, work()]);
  return { isOver: end !== "cut" };
}
