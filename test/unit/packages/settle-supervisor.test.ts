import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { lookAtExecutable } from "../../../src/packages/settle-installed.ts";
import { mostStarts, settleSupervisor, withoutInstalled } from "../../../src/packages/settle-supervisor.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { noPackages, type PackagesRecord } from "../../../src/storage/packages-record.ts";
import { storedPackage } from "../../support/package-offers.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const files = createFiles({ libc: undefined });
const of = (version: string) => storedPackage(version, { name: "supervisor", size: 5 });
const [first, second] = [of("v1.0.0"), of("v2.0.0")];

/** Both versions on disk, the second one installed over the operator's executable. */
async function world(more: Partial<PackagesRecord> = {}) {
  const place = scratchDirectory();
  const directory = join(place, "supervisor_packages");
  const executable = join(place, "opampsupervisor");
  for (const { program } of [first, second]) write(join(directory, program), "whole");
  write(executable, "own");
  const replaced = await lookAtExecutable(executable, files);
  const record: PackagesRecord = {
    ...noPackages,
    versions: [first, second],
    installed: second.hash,
    ...(replaced && { replaced: { ...replaced, ownVersion: "0.9.0" } }),
    ...more,
  };
  const settle = (now = record) => settleSupervisor({ record: now, directory, executable, files, now: 7 });
  return { directory, executable, record, settle };
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o755);
}

describe("when the operator's own supervisor is started", () => {
  test("the one of the package runs, and its start is counted before", async () => {
    const { settle, directory } = await world();
    const settled = await settle();
    expect(settled.program).toEqual({ path: join(directory, second.program), version: "v2.0.0" });
    expect(settled.record.trial).toEqual({ hash: second.hash, begun: 1 });
    expect(settled.notes).toEqual([]);
  });

  test("one that was started three times and has not brought the Collector up is gone back from, to the one before", async () => {
    const { settle, directory } = await world({ before: { hash: first.hash } });
    let settled = await settle();
    for (let starts = 1; starts < mostStarts; starts += 1) settled = await settle(settled.record);
    expect(settled.record.trial?.begun).toBe(mostStarts);
    const back = await settle(settled.record);
    expect(back.program?.path).toBe(join(directory, first.program));
    expect(back.record).toMatchObject({ installed: first.hash, trial: { hash: first.hash, begun: 1 } });
    expect(back.record.rejected).toEqual([
      { hash: second.hash, reason: expect.stringContaining("withdrawn: INTERRUPTED: starting: v2.0.0"), at: 7 },
    ]);
    expect(back.notes).toHaveLength(1);
  });

  test("one that the operator had gone back to is told as a way back that does not work", async () => {
    const before = { hash: first.hash, isWayBack: true };
    const { settle } = await world({ before, trial: { hash: second.hash, begun: mostStarts } });
    const { record } = await settle();
    expect(record.failedRollback).toEqual({
      version: "v2.0.0",
      reason: expect.stringMatching(/^withdrawn: INTERRUPTED: starting: /),
      at: 7,
      isUntold: true,
    });
    const offered = await world({ before: { hash: first.hash }, trial: { hash: second.hash, begun: mostStarts } });
    expect((await offered.settle()).record.failedRollback).toBeUndefined();
  });

  test("in the end it is the operator's own that runs", async () => {
    const { settle } = await world({ trial: { hash: second.hash, begun: mostStarts } });
    const settled = await settle();
    expect(settled.program).toBeUndefined();
    expect(settled.record).toMatchObject({ installed: undefined, trial: undefined });
  });

  test("a trial of another package says nothing against the one that is installed", async () => {
    const { settle } = await world({ trial: { hash: first.hash, begun: mostStarts } });
    expect((await settle()).record.trial).toEqual({ hash: second.hash, begun: 1 });
  });

  test("an operator who has replaced his own has the last word", async () => {
    const { settle, executable } = await world();
    writeFileSync(executable, "another");
    const settled = await settle();
    expect(settled.program).toBeUndefined();
    expect(settled.record.rejected[0]?.reason).toBe(
      "OPERATOR_REPLACED: the supervisor's own executable was replaced after this package was installed, and runs now",
    );
  });

  test("one that is not there any more is none", async () => {
    const { settle, directory } = await world();
    rmSync(join(directory, second.program));
    const settled = await settle();
    expect(settled.program).toBeUndefined();
    expect(settled.notes).toEqual([
      `PACKAGE_LOST: v2.0.0 is not there any more (supervisor_packages/${second.program})`,
    ]);
  });
});

test("what cannot be executed is gone back from, and not tried again by itself", () => {
  const record = { ...noPackages, versions: [second], installed: second.hash, before: {} };
  expect(withoutInstalled(record, "ENOEXEC: starting: no", 7)).toMatchObject({
    installed: undefined,
    before: undefined,
    rejected: [{ hash: second.hash, reason: "withdrawn: ENOEXEC: starting: no", at: 7 }],
  });
});
