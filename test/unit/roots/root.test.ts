import { expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { enterRoot } from "../../../scripts/roots/enter.ts";
import { ensureRoot, type RootRecipe } from "../../../scripts/roots/root.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const writing = (revision: number, content: string): RootRecipe => ({
  name: "small",
  revision,
  build: async (directory) => writeFileSync(join(directory, "file"), content),
});

test("a root is built once, with places to mount to, and anew for another revision", async () => {
  const cache = scratchDirectory();
  const said: string[] = [];
  const options = { cache, say: (line: string) => said.push(line) };
  const first = await ensureRoot(writing(1, "one"), options);
  expect(readdirSync(first).toSorted()).toEqual(["dev", "file", "proc", "tmp", "work"]);
  expect(await ensureRoot(writing(1, "changed without a word"), options)).toBe(first);
  expect(readFileSync(join(first, "file"), "utf8")).toBe("one");
  const second = await ensureRoot(writing(2, "two"), options);
  expect(readFileSync(join(second, "file"), "utf8")).toBe("two");
  expect(said).toEqual(["building the root small", "building the root small"]);
});

test("what could not be built leaves nothing", async () => {
  const cache = scratchDirectory();
  const build = async (directory: string) => {
    writeFileSync(join(directory, "half"), "");
    throw new Error("no mirror");
  };
  await expect(ensureRoot({ name: "broken", revision: 1, build }, { cache })).rejects.toThrow("no mirror");
  expect(readdirSync(cache)).toEqual([]);
});

const spaces = Bun.which("unshare") === null ? undefined : Bun.spawnSync(["unshare", "-Urm", "true"]).exitCode;

test.skipIf(spaces !== 0)("a program in a root sees what it was given, and cannot write elsewhere", async () => {
  const work = scratchDirectory();
  writeFileSync(join(work, "it's here"), "hello");
  const steps = `cat "/work/it's here"; echo more >/tmp/file && cat /tmp/file; echo no >/etc/opampsupervisor-test || echo refused`;
  const command = ["/bin/sh", "-c", steps];
  const root = await ensureRoot({ name: "host", revision: 1, build: borrowed }, { cache: scratchDirectory() });
  const ran = Bun.spawnSync(enterRoot({ root, command, work, readOnly: true }));
  expect(ran.stdout.toString()).toBe("hellomore\nrefused\n");
});

/** The shell of this machine and what it is linked with. */
async function borrowed(directory: string): Promise<void> {
  const files =
    Bun.spawnSync(["ldd", "/bin/sh", "/bin/cat"])
      .stdout.toString()
      .match(/\/\S+(?= \()/g) ?? [];
  const copy = `mkdir -p "$0/etc"; for file in "$@"; do mkdir -p "$0$(dirname "$file")"; cp -L "$file" "$0$file"; done`;
  Bun.spawnSync(["sh", "-euc", copy, directory, "/bin/sh", "/bin/cat", ...files]);
}
