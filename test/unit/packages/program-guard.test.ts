import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { isLost, ProgramGuard } from "../../../src/packages/program-guard.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { errno } from "../../support/memory-files.ts";
import { storedPackage } from "../../support/package-offers.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const content = "#!/bin/sh\nexit 0\n";
const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
const stored = storedPackage("v2.0.0", { size: content.length, sha256 });

/** A program as it was installed, a guard of it, and how often its content was read. */
function world() {
  const directory = join(scratchDirectory(), "packages");
  const path = join(directory, stored.program);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o700);
  const files = createFiles({ libc: undefined });
  let reads = 0;
  const counted = { ...files, pieces: (name: string) => ((reads += 1), files.pieces(name)) };
  return { path, guard: new ProgramGuard({ directory, files: counted }), reads: () => reads };
}

test("a program that is what was installed is read once, and again when its file is another one", async () => {
  const { path, guard, reads } = world();
  expect([await guard.fault(stored), await guard.fault(stored)]).toEqual([undefined, undefined]);
  expect(reads()).toBe(1);
  utimesSync(path, 1, 1);
  expect(await guard.fault(stored)).toBeUndefined();
  expect(reads()).toBe(2);
});

test.each([
  ["is gone", (path: string) => rmSync(path), "is not there any more"],
  ["has no directory any more", (path: string) => rmSync(dirname(path), { recursive: true }), "is not there any more"],
  ["is a directory", (path: string) => (rmSync(path), mkdirSync(path)), "is no program any more"],
  ["may not be executed", (path: string) => chmodSync(path, 0o600), "is no program any more"],
  ["is cut off", (path: string) => writeFileSync(path, "#!/bin/sh\n"), "has another size"],
  ["has another byte", (path: string) => writeFileSync(path, content.replace("0", "1")), "has another hash"],
])("one that %s is lost, also after it was right", async (_, spoil, how) => {
  const { path, guard } = world();
  await guard.fault(stored);
  spoil(path);
  expect(await guard.fault(stored)).toMatch(new RegExp(`^PACKAGE_LOST: v2\\.0\\.0 .*${how} \\(packages/`));
});

test("what an earlier version has installed has no hash, and its size counts", async () => {
  const { path, guard, reads } = world();
  const { sha256: _, ...old } = stored;
  expect(await guard.fault(old)).toBeUndefined();
  writeFileSync(path, "");
  expect(await guard.fault(old)).toContain("another size");
  expect(reads()).toBe(0);
});

test.each([
  ["EIO", "PACKAGE_LOST: v2.0.0 cannot be read: EIO", true],
  ["EMFILE", "PACKAGE_UNREADABLE: v2.0.0 cannot be read at the moment: EMFILE", false],
])(
  "one that cannot be looked at for %s is not run, and is lost unless that says nothing of it",
  async (code, text, lost) => {
    const files = createFiles({ libc: undefined });
    const broken = { ...files, stat: () => Promise.reject(errno(code)) };
    const fault = await new ProgramGuard({ directory: "/x", files: broken }).fault(stored);
    expect(fault).toStartWith(text);
    expect(isLost(fault ?? "")).toBe(lost);
  },
);
