import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const id = "018feed6-905b-7aa6-ba37-b0eec565de03";

function storage(): string {
  const directory = join(scratchDirectory(), "storage");
  mkdirSync(directory);
  writeFileSync(join(directory, "persistent_state.yaml"), `instance_id: ${id}\n`);
  writeFileSync(join(directory, "agent.log"), "secret\n");
  writeFileSync(join(directory, "notes.txt"), "mine\n");
  return directory;
}

async function reset(...args: string[]) {
  const child = Bun.spawn([...sourceCommand, "reset-identity", ...args], { stdout: "pipe", stderr: "pipe" });
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

test("what was removed and what was left is told to people", async () => {
  const directory = storage();
  expect(await reset("--storage-dir", directory)).toEqual({
    code: 0,
    out: `Removed what was stored of ${id} in ${directory}:\n  agent.log\n  persistent_state.yaml\nLeft alone:\n  notes.txt\n`,
    err: "",
  });
  expect(readdirSync(directory).toSorted()).toEqual(["lock", "notes.txt"]);
  expect(await reset("--storage-dir", directory)).toMatchObject({
    code: 0,
    out: `Nothing to remove in ${directory}\nLeft alone:\n  notes.txt\n`,
  });
});

test("and to machines", async () => {
  const directory = storage();
  const { code, out } = await reset(`--storage-dir=${directory}`, "--json");
  expect({ code, told: JSON.parse(out) }).toEqual({
    code: 0,
    told: {
      storageDirectory: directory,
      instanceUid: id,
      removed: ["agent.log", "persistent_state.yaml"],
      failed: [],
      left: ["notes.txt"],
    },
  });
});

test("a directory that is not there has nothing to remove, and is not made", async () => {
  const directory = join(scratchDirectory(), "none");
  expect(await reset("--storage-dir", directory)).toEqual({
    code: 0,
    out: `There is no ${directory}: nothing to remove\n`,
    err: "",
  });
  const { out } = await reset("--storage-dir", directory, "--json");
  expect(JSON.parse(out)).toEqual({ storageDirectory: directory, removed: [], failed: [], left: [] });
  expect(existsSync(directory)).toBe(false);
});

test("what cannot be removed is an error, and all else is removed", async () => {
  const directory = storage();
  mkdirSync(join(directory, "deaths.json", "mine", "deeper"), { recursive: true });
  const { code, out, err } = await reset("--storage-dir", directory);
  expect(code).toBeGreaterThan(0);
  expect(err).toContain(`cannot remove ${directory}: deaths.json: E`);
  expect(out).toContain("persistent_state.yaml");
  expect(readdirSync(directory)).not.toContain("persistent_state.yaml");
});

test("a path that is no directory is an error", async () => {
  const file = join(storage(), "notes.txt");
  expect(await reset("--storage-dir", file)).toMatchObject({ code: 1, err: expect.stringContaining("ENOTDIR") });
});

test("the directory is that of the configuration", async () => {
  const directory = storage();
  const config = join(scratchDirectory(), "supervisor.yaml");
  writeFileSync(config, `agent: {executable: /x}\nstorage: {directory: ${directory}}\n`);
  expect(await reset("--config", config)).toMatchObject({ code: 0 });
  expect(await reset("--config", config, "--storage-dir", directory)).toMatchObject({ code: 2 });
});
