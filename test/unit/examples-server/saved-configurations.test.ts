import { expect, test } from "bun:test";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { openSavedConfigurations } from "../../../examples/server/agents/saved-configurations.ts";
import { createBunClock } from "../../../src/runtime/bun/clock.ts";
import { createBunFiles } from "../../../src/runtime/bun/files.ts";
import type { Files } from "../../../src/runtime/ports.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { TestLog } from "../../support/test-log.ts";

const systemFiles = createBunFiles({ libc: undefined });

function open(path: string, files: Files = systemFiles, log = new TestLog()) {
  return openSavedConfigurations({ files, clock: createBunClock(), log, path });
}

test("what was saved is there after the next start, down to the hash", async () => {
  const path = join(scratchDirectory(), "configurations.json");
  const first = await open(path);
  const saved = await first.save("uid-1", "receivers: {}\n");
  expect((await open(path)).get("uid-1")).toEqual(saved);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("nothing is known of an agent that nothing was saved for", async () => {
  const path = join(scratchDirectory(), "configurations.json");
  const configurations = await open(path);
  await configurations.save("uid-1", "");
  expect(configurations.get("uid-2")).toBeUndefined();
  expect(configurations.get("__proto__")).toBeUndefined();
});

test("empty text is an offer of one file without content, not of no file", async () => {
  const path = join(scratchDirectory(), "configurations.json");
  const { offer } = await (await open(path)).save("uid-1", "");
  expect(offer.message.config?.configMap).toEqual({ "": { body: new Uint8Array(), contentType: "text/yaml" } });
  expect(offer.message.configHash?.toHex()).toBe(offer.hash);
  expect(offer.hash).toHaveLength(64);
});

test("saves that overlap are all kept", async () => {
  const path = join(scratchDirectory(), "configurations.json");
  const configurations = await open(path);
  await Promise.all([1, 2, 3, 4].map((number) => configurations.save(`uid-${number}`, `text ${number}`)));
  const reopened = await open(path);
  expect([1, 2, 3, 4].map((number) => reopened.get(`uid-${number}`)?.text)).toEqual([
    "text 1",
    "text 2",
    "text 3",
    "text 4",
  ]);
});

test("a text that did not reach the disk is not offered", async () => {
  const path = join(scratchDirectory(), "configurations.json");
  let full = false;
  const files: Files = {
    ...systemFiles,
    write: (target, data) => (full ? Promise.reject(new Error("ENOSPC")) : systemFiles.write(target, data)),
  };
  const configurations = await open(path, files);
  await configurations.save("uid-1", "first");
  full = true;
  const failures = [configurations.save("uid-1", "second"), configurations.save("uid-2", "other")].map((saving) =>
    saving.catch((error: unknown) => String(error)),
  );
  expect(await Promise.all(failures)).toEqual(["Error: ENOSPC", "Error: ENOSPC"]);
  full = false;
  await configurations.save("uid-3", "third");
  expect(configurations.get("uid-1")?.text).toBe("first");
  expect(configurations.get("uid-2")).toBeUndefined();
});

test.each(["{", '{"version":2,"agents":{}}', '{"version":1,"agents":{"a":{"config":5}}}'])(
  "a file that says %s is set aside and nothing is offered from it",
  async (content) => {
    const path = join(scratchDirectory(), "configurations.json");
    writeFileSync(path, content);
    const log = new TestLog();
    const configurations = await open(path, systemFiles, log);
    expect(configurations.get("a")).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.unreadable`, "utf8")).toBe(content);
    expect(log.at("error")).toHaveLength(1);
  },
);
