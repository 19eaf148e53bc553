import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

/** Bytes of what is downloaded, by target. */
export type Sizes = Readonly<Record<string, { executable: number; archive: number }>>;

const recorded = join(import.meta.dir, "sizes.json");
const bytes = z.number().int().positive();
const form = z.record(z.string(), z.object({ executable: bytes, archive: bytes }));

/** How large a file may be, in percent of what is recorded. */
const largest = 103;

export async function readSizes(path: string = recorded): Promise<Sizes> {
  return form.parse(JSON.parse(await readFile(path, "utf8")));
}

/** Puts these over what is recorded; targets that were not built stay. */
export async function recordSizes(now: Sizes, path: string = recorded): Promise<void> {
  const all = Object.entries({ ...(await readSizes(path)), ...now }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  await writeFile(path, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/** What has grown by more than 3 %, or stands in no record, one line each. */
export function grown(now: Sizes, before: Sizes): string[] {
  return Object.entries(now).flatMap(([target, sizes]) => {
    const then = before[target];
    if (then === undefined) return [`${target} has no recorded size`];
    return (["executable", "archive"] as const).flatMap((what) => {
      if (sizes[what] * 100 <= then[what] * largest) return [];
      const share = sizes[what] / then[what] - 1;
      return [
        `the ${what} of ${target} has grown by ${(share * 100).toFixed(1)} %: ${then[what]} → ${sizes[what]} bytes`,
      ];
    });
  });
}
