import { describe, expect, test } from "bun:test";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { createRuntime } from "../../../../src/runtime/shared/runtime.ts";
import { refusalOf } from "../../../support/file-claims.ts";
import { errno } from "../../../support/memory-files.ts";
import { scratchDirectory } from "../../../support/scratch.ts";

const directories = ["/var/log", "/data"];

/** Whether a remote file may name `file`, where links lead as `links` says. */
async function verdict(file: string, links: Record<string, string> = {}) {
  const realPath = async (path: string) => links[path] ?? path;
  return await refusalOf(file, { directories, files: { realPath, list: async () => [] } });
}

test.each(["/var/log/a", "/var/log", "/data/x/y", "file:///data/x", "unix:///data/x.sock"])(
  "%s lies in a directory that is allowed",
  async (file) => {
    expect(await verdict(file)).toBeUndefined();
  },
);

test.each(["/etc/passwd", "/var/logs/a", "/var", "/", "file:///etc/x"])("%s does not", async (file) => {
  expect(await verdict(file)).toMatchObject({ code: "POLICY_DENIED", path: ["receivers", "file_log", "include", "0"] });
});

test.each(["~/x", "~root/x", "file:///data/%2e%2e/etc/x", "unix://data/x", "/data/\\x"])(
  "%s cannot be told",
  async (file) => {
    expect(await verdict(file, { [file]: "/data/x" })).toMatchObject({ code: "POLICY_DENIED" });
  },
);

test("links decide on both sides", async () => {
  expect((await verdict("/var/log/link", { "/var/log/link": "/etc/shadow" }))?.reason).toBe(
    'remote file "r", line 1: receivers::file_log::include::0: "/var/log/link" names a file outside of the directories that are allowed (agent.access_dirs); allowed: /var/log, /data',
  );
  expect(await verdict("/mnt/disk/x", { "/data": "/mnt/disk" })).toBeUndefined();
});

test("what may not be looked at lies outside, and allows nothing", async () => {
  const closed = async (path: string) => {
    if (path.startsWith("/data")) throw errno("EACCES", path);
    return path;
  };
  const files = { realPath: closed, list: async () => [] };
  expect(await refusalOf("/data/x", { directories, files })).toMatchObject({ code: "POLICY_DENIED" });
  expect(await refusalOf("/var/log/x", { directories, files })).toBeUndefined();
});

describe("links that a pattern matches", () => {
  const root = realpathSync(scratchDirectory());
  const allowed = join(root, "logs");
  for (const directory of ["logs/a/deep", "logs/b", "logs/round", "logs/long/way", "logs/{x}", "secret", "outside"])
    mkdirSync(join(root, directory), { recursive: true });
  for (const file of ["logs/a/x.log", "logs/a/deep/y.log", "secret/key.log", "outside/o.log"])
    writeFileSync(join(root, file), "");
  symlinkSync(join(root, "secret"), join(allowed, "b", "out"));
  symlinkSync(join(root, "secret/key.log"), join(allowed, "a", "deep", "link.log"));
  symlinkSync(join(root, "secret/key.log"), join(allowed, "a", "deep", "😀.txt"));
  symlinkSync(join(root, "secret"), join(allowed, "{x}", "[y]"));
  symlinkSync(join(root, "secret"), join(allowed, "b", "{k}"));
  symlinkSync(allowed, join(allowed, "round", "again"));
  symlinkSync(join(allowed, "round", "circle"), join(allowed, "round", "circle"));
  symlinkSync(join(allowed, "a"), join(allowed, "inside"));
  symlinkSync(join(allowed, "long", "way"), join(allowed, "short"));

  async function isRefused(pattern: string): Promise<boolean> {
    const { files } = createRuntime();
    return (await refusalOf(`${allowed}/${pattern}`, { directories: [allowed], files })) !== undefined;
  }

  test.each([
    "*",
    "*/x.log",
    "a/*.log",
    "inside/*.log",
    "a/[x-z].log",
    "{a,inside}/x.log",
    "{a,a/deep}/*{x,y}.log",
    "nothing/*",
    "round/*",
    "short/../*/x.log",
    "a//./*.log",
    "{a,b}",
  ])("%s stays inside", async (pattern) => {
    expect(await isRefused(pattern)).toBe(false);
  });

  test.each([
    ["a step", "*/*"],
    ["a name behind a wildcard", "b/*/key.log"],
    ["one character", "b/o?t/*"],
    ["an end of names", "a/deep/*.log"],
    ["any number of steps", "**/*.log"],
    ["nothing but these", "**"],
    ["alternatives", "b/{out,x}/*"],
    ["alternatives of several steps", "{a/deep,b}/link.log"],
    ["alternatives of several steps after others", "{a,b}{c,d/e,/out}/*.log"],
    ["alternatives within alternatives", "{a,{c,b/{d,out}}}/*"],
    ["alternatives that begin with a slash", "b/o*{/key.log,/x}"],
    ["a class", "a/*/l[a-z]nk.log"],
    ["a class that does not end", "b/o[ut/*"],
    ["a character beyond the BMP", "a/*/?.txt"],
    ["a name that only looks like a pattern", "{x}/[y]/key.log"],
    ["braces that are no alternatives for some", "*/{k}/key.log"],
    ["an escape", "*/li\\nk.log"],
    ["an escape of a wildcard", "a/deep/li\\nk.log"],
    ["`..` that is taken out of the text", "short/../../outside/*.log"],
    ["`..` that is followed through a link", "inside/../../secret/key.log"],
    ["`..` behind a wildcard", "*/../../secret/key.log"],
    ["`..` that alternatives make", "{.,a}{.,b}/secret/*"],
    ["braces that do not match", "b/{out,x/*"],
    ["braces in a class", "b/[{o]ut{/,x}/*"],
    ["more alternatives than can be followed", `${"{a,b}".repeat(11)}/x.log`],
  ])("%s leads out: %s", async (_, pattern) => {
    expect(await isRefused(pattern)).toBe(true);
  });

  test("a text with `..` is judged as the system reads it and as it is written", async () => {
    expect(await isRefused("short/../x.log")).toBe(false);
    expect(await isRefused("short/../../outside/o.log")).toBe(true);
  });
});

describe("a pattern", () => {
  const names = (list: () => Promise<string[]>, file = "/data/*.log") =>
    refusalOf(file, { directories: ["/data"], files: { realPath: async (path) => path, list } });

  test("that matches too much cannot be decided", async () => {
    const many = (count: number) => names(async () => Array.from({ length: count }, (_, index) => `${index}.log`));
    expect(await many(20_000)).toBeUndefined();
    expect(await many(20_001)).toMatchObject({ code: "POLICY_DENIED" });
  });

  test.each(["EACCES", "EIO", "EMFILE"])("over what cannot be listed (%s) cannot be decided", async (code) => {
    expect(await names(() => Promise.reject(errno(code)))).toMatchObject({ code: "POLICY_DENIED" });
  });

  test.each(["ENOENT", "ENOTDIR"])("over what is no directory (%s) matches nothing", async (code) => {
    expect(await names(() => Promise.reject(errno(code)))).toBeUndefined();
  });

  test("that may match a name which is no Unicode cannot be decided", async () => {
    expect(await names(async () => ["\ufffd.log"])).toMatchObject({ code: "POLICY_DENIED" });
  });

  test("of Windows has backslashes between its steps", async () => {
    const asked: string[] = [];
    const files = {
      realPath: async (path: string) => path,
      list: async (directory: string) => {
        asked.push(directory);
        return [];
      },
    };
    const where = { directories: ["C:/logs"], files, os: "windows" as const };
    expect(await refusalOf("C:\\logs\\app\\*.log", where)).toBeUndefined();
    expect(asked).toEqual(["C:/logs/app/"]);
    expect(await refusalOf("C:logs\\*.log", where)).toBeDefined();
    expect(await refusalOf("C:\\logs\\*\\..\\x", where)).toBeDefined();
  });
});
