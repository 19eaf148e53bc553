import { expect, test } from "bun:test";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { buildNode } from "../../scripts/build-node.ts";
import { projectVersion } from "../../scripts/build.ts";
import { ownArchitecture } from "../../scripts/node/pinned.ts";
import { scratchDirectory } from "../support/scratch.ts";

const arch = ownArchitecture();

async function program(): Promise<string> {
  const entry = join(scratchDirectory(), "main.ts");
  await writeFile(entry, "console.log(VERSION, process.argv.slice(2));\n");
  return entry;
}

test("building twice gives the same bytes, in whatever folder, named after version and machine and alone there", async () => {
  const entry = await program();
  const [first, second] = [scratchDirectory(), join(scratchDirectory(), "another/place")];
  const builds = [await buildNode({ arch, entry, out: first }), await buildNode({ arch, entry, out: second })] as const;
  const [one, two] = await Promise.all(builds.map(({ path }) => readFile(path)));
  expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true);
  const version = await projectVersion();
  expect(await readdir(first)).toEqual([`opampsupervisor_${version}_linux_${arch}`]);
  const [{ path, bytes }] = builds;
  expect([basename(path), bytes]).toEqual([`opampsupervisor_${version}_linux_${arch}`, one?.length ?? 0]);
  const said = Bun.spawnSync([path, "--version", "x"]).stdout.toString();
  expect(said).toBe(`${version} [ '--version', 'x' ]\n`);
});

test("a program that does not compile is an error with the compiler's words", async () => {
  const directory = scratchDirectory();
  await writeFile(join(directory, "main.ts"), 'import "./missing.ts";\n');
  const attempt = buildNode({ arch, entry: join(directory, "main.ts"), out: join(directory, "out") });
  await expect(attempt).rejects.toThrow("missing.ts");
  expect(await readdir(join(directory, "out"))).toEqual([]);
});
