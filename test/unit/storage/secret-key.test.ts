import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { listProcesses } from "../../../src/runtime/os/linux-processes.ts";
import { withoutKeys } from "../../../src/storage/open-secret-boxes.ts";
import { readSecretKey } from "../../../src/storage/secret-key.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { childEnv, realProcesses, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const key = new Uint8Array(32).fill(200);
const base64 = key.toBase64();
const files = new MemoryFiles();
files.put("/keys/good", `${base64}\n`);
files.put("/keys/short", `${new Uint8Array(16).toBase64()}\n`);

function program(script: string): string {
  const executable = join(directory, crypto.randomUUID());
  writeFileSync(executable, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return executable;
}

type Source = Parameters<typeof readSecretKey>[0]["source"];

function read(source: Source, env: Record<string, string> = {}) {
  return readSecretKey({ source, files, processes: realProcesses, host: { env: { ...childEnv, ...env } } });
}

const fromProgram = (script: string, args: string[] = []) =>
  read({ from: "command", executable: program(script), args });

describe("the key is read", () => {
  test("from an environment variable", async () => {
    expect(await read({ from: "env", name: "KEY" }, { KEY: base64 })).toEqual({ read: true, key });
  });

  test("from a file, whose line break does not count", async () => {
    expect(await read({ from: "file", path: "/keys/good" })).toEqual({ read: true, key });
  });

  test("from what a program prints, which is given its arguments as they are", async () => {
    expect(await fromProgram('echo "$1"', [base64])).toEqual({ read: true, key });
    expect(await fromProgram('test "$1" = "a; b" && echo "$2"', ["a; b", base64])).toEqual({ read: true, key });
  });
});

describe("without a key, the reason names the source and shows nothing of what it holds", () => {
  test.each<[string, Source, Record<string, string>, string]>([
    ["a variable that is not set", { from: "env", name: "KEY" }, {}, "the environment variable KEY is not set"],
    [
      "a variable that is no Base64",
      { from: "env", name: "KEY" },
      { KEY: "canary!" },
      "the environment variable KEY holds no Base64, where Base64 of 32 bytes is needed",
    ],
    [
      "a file that is not there",
      { from: "file", path: "/keys/none" },
      {},
      "the file /keys/none cannot be read: ENOENT",
    ],
    [
      "a key that is too short",
      { from: "file", path: "/keys/short" },
      {},
      "the file /keys/short holds Base64 of 16 bytes, where Base64 of 32 bytes is needed",
    ],
    [
      "a program that is not there",
      { from: "command", executable: "/none", args: [] },
      {},
      "the output of /none cannot be had: it cannot be started: ENOENT",
    ],
  ])("%s", async (_, source, env, reason) => {
    expect(await read(source, env)).toEqual({ read: false, reason });
  });

  test("a program that fails, whatever it said", async () => {
    const reading = await fromProgram(`echo ${base64}; echo canary >&2; exit 3`);
    expect(reading).toMatchObject({ read: false, reason: expect.stringContaining("it ended with exit code 3") });
    expect(JSON.stringify(reading)).not.toContain("canary");
  });
});

test("a program that hangs is ended with all that it has started, once nobody waits for it any more", async () => {
  const stop = new AbortController();
  const started = join(directory, "started");
  const executable = program(`sleep 1000 & echo $! > ${started}.part; mv ${started}.part ${started}; wait`);
  const reading = readSecretKey({
    source: { from: "command", executable, args: [] },
    files,
    processes: realProcesses,
    host: { env: childEnv },
    signal: stop.signal,
  });
  await until(() => existsSync(started));
  stop.abort();
  expect(await reading).toEqual({ read: false, reason: `the output of ${executable} was not waited for` });
  const pid = Number(readFileSync(started, "utf8"));
  await until(() => listProcesses().every((one) => one.pid !== pid || one.zombie));
});

test("the variables with the keys are taken out of what others get, and nothing else", () => {
  const env = { KEY: base64, OLD: base64, OTHER: "x" };
  const previousSecretKey = { from: "env", name: "OLD" } as const;
  expect(withoutKeys(env, { secretKey: { from: "env", name: "KEY" }, previousSecretKey })).toEqual({ OTHER: "x" });
  expect(withoutKeys(env, { secretKey: { from: "file", path: "KEY" } })).toEqual(env);
  expect(withoutKeys(env, {})).toEqual(env);
});
