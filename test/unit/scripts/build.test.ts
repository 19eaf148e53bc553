import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";

import { build, projectVersion } from "../../../scripts/build.ts";
import { goArch, goOs } from "../../../scripts/support/platform.ts";
import { scratchDirectory } from "../../support/scratch.ts";

async function program(): Promise<string> {
  const directory = scratchDirectory();
  await Bun.write(join(directory, "main.ts"), 'const { say } = await import("./say.ts");\nsay(VERSION);\n');
  await Bun.write(join(directory, "say.ts"), "export const say = (text: string) => console.log(text);\n");
  return join(directory, "main.ts");
}

test("building twice gives the same bytes, in whatever folder", async () => {
  const entry = await program();
  const [first, second] = [scratchDirectory(), join(scratchDirectory(), "another/place")];
  const builds = [await build({ out: first, entry }), await build({ out: second, entry })];
  const hashes = builds.map(async ({ path }) =>
    new Bun.CryptoHasher("sha256").update(await Bun.file(path).bytes()).digest("hex"),
  );
  const [one, two] = await Promise.all(hashes);
  expect(one).toBe(two);
});

test("the executable is named after version and machine, knows its version, and stands alone in its folder", async () => {
  const out = scratchDirectory();
  const { path, bytes } = await build({ out, entry: await program() });
  const version = await projectVersion();
  const suffix = process.platform === "win32" ? ".exe" : "";
  expect(basename(path)).toBe(`opampsupervisor_${version}_${goOs()}_${goArch()}${suffix}`);
  expect(await readdir(out)).toEqual([basename(path)]);
  expect(Bun.file(path).size).toBe(bytes);
  expect(await new Response(Bun.spawn([path]).stdout).text()).toBe(`${version}\n`);
});

test("a program that does not compile is an error with the compiler's words", async () => {
  const directory = scratchDirectory();
  await Bun.write(join(directory, "main.ts"), 'import "./missing.ts";\n');
  const attempt = build({ out: join(directory, "out"), entry: join(directory, "main.ts") });
  await expect(attempt).rejects.toThrow("missing.ts");
  expect(await readdir(join(directory, "out"))).toEqual([]);
});

test("systems and processors are spelt as Go does", () => {
  expect([goOs("win32"), goOs("darwin"), goOs("linux")]).toEqual(["windows", "darwin", "linux"]);
  expect([goArch("x64"), goArch("arm64"), goArch("ia32")]).toEqual(["amd64", "arm64", "386"]);
});
