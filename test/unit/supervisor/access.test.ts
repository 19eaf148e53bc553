import { describe, expect, test } from "bun:test";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { compose } from "../../../src/compose/compose.ts";
import { createBunRuntime } from "../../../src/runtime/bun/runtime.ts";
import { findForbiddenFile } from "../../../src/supervisor/access.ts";
import { composeInput } from "../../support/compose-input.ts";
import { policyOf } from "../../support/policy.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** Whether a remote file may name `file`, where links lead as `links` says. */
async function verdict(file: string, links: Record<string, string> = {}) {
  const policy = policyOf({ accessDirs: ["/var/log", "/data"] });
  const remoteFiles = new Map([["r", `exporters: {file: {path: ${JSON.stringify(file)}}}`]]);
  const result = compose(composeInput({ policy, remoteFiles }));
  if (!result.composed) throw new Error(result.reason);
  const realPath = async (path: string) => links[path] ?? path;
  const list = async () => [];
  return await findForbiddenFile(result.files, ["/var/log", "/data"], { realPath, list });
}

test.each(["/var/log/a", "/var/log", "/data/x/y"])("%s lies in a directory that is allowed", async (file) => {
  expect(await verdict(file)).toBeUndefined();
});

test.each(["/etc/passwd", "/var/logs/a", "/var", "/"])("%s does not", async (file) => {
  expect(await verdict(file)).toMatchObject({ code: "POLICY_DENIED", path: ["exporters", "file", "path"] });
});

test("links decide on both sides", async () => {
  expect((await verdict("/var/log/link", { "/var/log/link": "/etc/shadow" }))?.reason).toBe(
    'remote file "r", line 1: exporters::file::path: "/var/log/link" names a file outside of the directories that are allowed (agent.access_dirs); allowed: /var/log, /data',
  );
  expect(await verdict("/mnt/disk/x", { "/data": "/mnt/disk" })).toBeUndefined();
});

describe("links that a pattern matches", () => {
  const root = realpathSync(scratchDirectory());
  const allowed = join(root, "logs");
  for (const directory of ["logs/a/deep", "logs/b", "logs/round", "secret"])
    mkdirSync(join(root, directory), { recursive: true });
  for (const file of ["logs/a/x.log", "logs/a/deep/y.log", "secret/key.log"]) writeFileSync(join(root, file), "");
  symlinkSync(join(root, "secret"), join(allowed, "b", "out"));
  symlinkSync(join(root, "secret/key.log"), join(allowed, "a", "deep", "link.log"));
  symlinkSync(allowed, join(allowed, "round", "again"));
  symlinkSync(join(allowed, "a"), join(allowed, "inside"));

  async function isRefused(pattern: string): Promise<boolean> {
    const policy = policyOf({ accessDirs: [allowed] });
    const text = `receivers: {file_log: {include: [${JSON.stringify(join(allowed, pattern))}]}}`;
    const result = compose(composeInput({ policy, remoteFiles: new Map([["r", text]]) }));
    if (!result.composed) throw new Error(result.reason);
    return (await findForbiddenFile(result.files, [allowed], createBunRuntime().files)) !== undefined;
  }

  test.each(["*", "*/x.log", "a/*.log", "inside/*.log", "a/[x-z].log", "{a,inside}/x.log", "nothing/*", "round/*"])(
    "%s stays inside",
    async (pattern) => {
      expect(await isRefused(pattern)).toBe(false);
    },
  );

  test.each([
    "*/*",
    "b/*/key.log",
    "b/o?t/*",
    "a/deep/*.log",
    "**/*.log",
    "**",
    "b/{out,x}/*",
    "{a/deep,b}/link.log",
    "a/*/l[a-z]nk.log",
  ])("%s leads out", async (pattern) => {
    expect(await isRefused(pattern)).toBe(true);
  });

  test("a pattern that matches too much cannot be decided", async () => {
    const policy = policyOf({ accessDirs: ["/data"] });
    const remoteFiles = new Map([["r", "receivers: {file_log: {include: ['/data/*.log']}}"]]);
    const result = compose(composeInput({ policy, remoteFiles }));
    if (!result.composed) throw new Error(result.reason);
    const names = (count: number) => Array.from({ length: count }, (_, index) => `${index}.log`);
    const look = (count: number) =>
      findForbiddenFile(result.files, ["/data"], { realPath: async (path) => path, list: async () => names(count) });
    expect(await look(20_000)).toBeUndefined();
    expect(await look(20_001)).toMatchObject({ code: "POLICY_DENIED" });
  });
});
