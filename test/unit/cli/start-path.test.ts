import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** The pieces that the executable is built of, with the sources of each and the pieces that it loads at once. */
async function pieces(): Promise<Map<string, { sources: string[]; loads: string[] }>> {
  const outdir = scratchDirectory();
  const built = await Bun.build({
    entrypoints: [join(projectRoot, "src/main.ts")],
    root: projectRoot,
    outdir,
    target: "bun",
    splitting: true,
  });
  expect(built.success).toBe(true);
  const found = readdirSync(outdir, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  return new Map(
    found.map((file) => {
      const text = readFileSync(join(outdir, file), "utf8");
      const sources = [...text.matchAll(/^\/\/ (src\/\S+\.ts)$/gm)].map(([, source = ""]) => source);
      const loads = [...text.matchAll(/^(?:import|export)[^"]*"\.{1,2}\/([^"]+\.js)";$/gm)].map(
        ([, name = ""]) => name,
      );
      return [file.split("/").at(-1) ?? "", { sources, loads: loads.map((name) => name.split("/").at(-1) ?? "") }];
    }),
  );
}

test("the start of a supervisor loads nothing of the commands beside it, and is not cut into pieces for their sake", async () => {
  const all = await pieces();
  const start = ["src/cli/run-cli.ts", "src/cli/commands/run.ts", "src/cli/run-supervisor.ts"];
  const open = [...all]
    .filter(([, { sources }]) => start.some((source) => sources.includes(source)))
    .map(([name]) => name);
  const loaded = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (loaded.has(name)) continue;
    loaded.add(name);
    open.push(...(all.get(name)?.loads ?? []));
  }
  const sources = [...loaded].flatMap((name) => all.get(name)?.sources ?? []);
  for (const source of start) expect(sources).toContain(source);
  expect(sources.length).toBeGreaterThan(200);
  const foreign =
    /^src\/(?:doctor\/|cli\/(?:completion\/|commands\/(?!run\.ts)|paint|man-page)|supervisor\/(?:check-)?offline)/;
  expect(sources.filter((source) => foreign.test(source))).toEqual([]);
  expect(loaded.size).toBeLessThanOrEqual(32);
});
