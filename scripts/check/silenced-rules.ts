import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Verdict } from "./verdict.ts";

const silencers =
  /(?:\/\/|\/\*)\s*(?:(?:oxlint|eslint|tslint|biome)-(?:disable|ignore)|@ts-(?:ignore|nocheck|expect-error))/;

/** Comments that switch a rule off for a line or a file: a rule holds everywhere or is changed in its configuration. */
export async function silencedRules(directory: string): Promise<Verdict> {
  const files = [...new Bun.Glob("{src,scripts,examples,test}/**/*.{ts,tsx,mjs,cjs}").scanSync(directory)]
    .filter((file) => !file.includes("node_modules") && !file.startsWith(join("src", "opamp", "wire", "gen")))
    .sort();
  const found = await Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(join(directory, file), "utf8")).split("\n");
      return lines.flatMap((line, index) => (silencers.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
    }),
  );
  const places = found.flat();
  return places.length === 0 ? { passed: true } : { passed: false, reason: places.join("\n") };
}
