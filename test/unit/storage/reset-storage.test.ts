import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { createRuntime } from "../../../src/runtime/shared/runtime.ts";
import { storagePaths } from "../../../src/storage/paths.ts";
import { resetStorage } from "../../../src/storage/reset-storage.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = "/state";
const id = "018feed6-905b-7aa6-ba37-b0eec565de03";
const uid = Uint8Array.fromHex(id.replaceAll("-", ""));
const paths = storagePaths(directory);
const stored = Object.values<string>({ ...paths }).filter((path) => path !== directory && path !== paths.lock);

/** A directory in which all is that a supervisor can have stored, and `names` beside it. */
function used(...names: string[]): MemoryFiles {
  const files = new MemoryFiles();
  for (const path of stored) files.put(path, "secret");
  for (const name of names) files.put(join(directory, name), "secret");
  files.put(paths.persistentState, `instance_id: ${id}\n`);
  files.put(paths.lock, "41\n");
  return files;
}

describe("resetStorage()", () => {
  test("removes all that a supervisor stores, the uid last, and says which it was", async () => {
    const files = used();
    const outcome = await resetStorage({ files, directory });
    expect(outcome).toMatchObject({ is: "reset", instanceUid: uid, failed: [], left: [] });
    expect(outcome.is === "reset" && outcome.removed.toSorted()).toEqual(
      stored.map((path) => basename(path)).toSorted(),
    );
    expect(outcome.is === "reset" && outcome.removed.at(-1)).toBe("persistent_state.yaml");
    expect(await files.list(directory)).toEqual(["lock"]);
    expect(files.text(paths.lock)).toBe("");
  });

  test.each([
    "agent.log.1",
    "agent.log.12",
    "persistent_state.yaml.corrupt-20260101T000000.000Z",
    ".effective.yaml.41-7.tmp",
  ])("removes %s too", async (name) => {
    const files = used(name);
    expect(await resetStorage({ files, directory })).toMatchObject({ is: "reset", left: [] });
    expect(files.text(join(directory, name))).toBeUndefined();
  });

  test("removes the certificates and keys that the Collector was given", async () => {
    const own = scratchDirectory();
    const { files } = createRuntime();
    const { credentials, persistentState } = storagePaths(own);
    await files.write(persistentState, `instance_id: ${id}\n`);
    await files.ensureDirectory(credentials);
    await files.write(join(credentials, "a.pem"), "secret");
    const outcome = await resetStorage({ files, directory: own });
    expect(outcome).toMatchObject({ is: "reset", instanceUid: uid, failed: [], left: [] });
    expect(await files.list(own)).toEqual(["lock"]);
  });

  test("leaves alone, and names, what is not the supervisor's", async () => {
    const others = ["agent.log.old", "effective.yaml.bak", "my.tmp", "notes.txt", ".lock.swp"];
    const files = used(...others);
    expect(await resetStorage({ files, directory })).toMatchObject({ is: "reset", left: others.toSorted() });
    for (const name of others) expect(files.text(join(directory, name))).toBe("secret");
  });

  test("removes what else is said to be the program's", async () => {
    const files = used("control.sock");
    expect(await resetStorage({ files, directory, others: ["control.sock"] })).toMatchObject({ left: [] });
  });

  test("touches nothing while a supervisor runs there", async () => {
    const files = used();
    await files.lock(paths.lock, "41\n");
    files.changes.length = 0;
    expect(await resetStorage({ files, directory })).toEqual({ is: "taken", holder: "41" });
    expect(files.changes).toEqual([]);
  });

  test("frees the directory for the next supervisor", async () => {
    const files = used();
    await resetStorage({ files, directory });
    expect(await files.lock(paths.lock, "42\n")).toMatchObject({ held: true });
  });

  test("makes no directory where none is", async () => {
    const files = new MemoryFiles();
    expect(await resetStorage({ files, directory })).toEqual({ is: "absent" });
    expect(files.changes).toEqual([]);
  });

  test("goes on after a file that cannot be removed, and names it", async () => {
    const files = used();
    files.failOn("remove", paths.ownTelemetry, "EACCES");
    const outcome = await resetStorage({ files, directory });
    expect(outcome).toMatchObject({ failed: [{ name: "last_recv_own_telemetry_config.dat", code: "EACCES" }] });
    expect(files.text(paths.persistentState)).toBeUndefined();
  });

  test("says why a directory cannot be looked at", async () => {
    const files = used();
    files.failOn("list", directory, "EIO");
    expect(await resetStorage({ files, directory })).toEqual({ is: "unusable", code: "EIO" });
    expect(await files.lock(paths.lock, "42\n")).toMatchObject({ held: true });
  });

  test("resets a directory whose uid cannot be read", async () => {
    const files = used();
    files.put(paths.persistentState, "\0");
    expect(await resetStorage({ files, directory })).toMatchObject({ is: "reset", instanceUid: undefined, failed: [] });
  });
});

test("docs/identity.md names every file that is removed", () => {
  const page = readFileSync(join(projectRoot, "docs/identity.md"), "utf8");
  expect(stored.map((path) => basename(path)).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
