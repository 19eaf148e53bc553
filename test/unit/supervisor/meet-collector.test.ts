import { describe, expect, test } from "bun:test";

import { noPackages, type PackagesRecord } from "../../../src/storage/packages-record.ts";
import type { MeetOutcome } from "../../../src/supervisor/acquaintance.ts";
import { meetCollector } from "../../../src/supervisor/meet-collector.ts";
import { storedPackage } from "../../support/package-offers.ts";
import { RunnerWorld } from "../../support/runner-world.ts";
import { knowledge } from "../../support/stored.ts";

const [first, second] = [storedPackage("v1.0.0"), storedPackage("v2.0.0")];
const path = ({ program }: { program: string }) => `/state/packages/${program}`;

/** `broken`: the executables that do not introduce themselves. */
async function meeting(record: PackagesRecord, broken: readonly string[] = [], stop = AbortSignal.any([])) {
  const world = await RunnerWorld.open();
  const met: string[] = [];
  const files = {
    ...world.runtime.files,
    stat: async () => ({ kind: "file" as const, size: 1, modifiedAt: 1, inode: 1, executable: true }),
  };
  await world.storage.packageRecords.save(record);
  const outcome = await meetCollector({
    acquaintance: {
      meet: async (executable): Promise<MeetOutcome> => {
        met.push(executable);
        if (broken.includes(executable)) return { learned: false, code: "EXITED", message: "no" };
        return { learned: true, knowledge };
      },
    },
    storage: world.storage,
    log: world.log,
    files,
    executable: "/opt/otelcol",
    packagesDirectory: "/state/packages",
    addonsDirectory: "/state/addons",
    now: 7,
    stop,
  });
  return { met, outcome, record: world.storage.state.packages };
}

describe("the Collector that is met at the start", () => {
  test("is the operator's own where no package is here", async () => {
    expect((await meeting(noPackages)).met).toEqual(["/opt/otelcol"]);
  });

  test("is the one that is installed", async () => {
    const record = { ...noPackages, versions: [first, second], installed: second.hash };
    expect((await meeting(record)).met).toEqual([path(second)]);
  });

  test("is the one before where that cannot be used, and the operator's own in the end", async () => {
    const record = { ...noPackages, versions: [first, second], installed: second.hash, before: { hash: first.hash } };
    const { met, outcome, record: left } = await meeting(record, [path(first), path(second)]);
    expect(met).toEqual([path(second), path(first), "/opt/otelcol"]);
    expect(outcome.learned).toBe(true);
    expect(left.installed).toBeUndefined();
    expect(left.rejected).toEqual([
      { hash: second.hash, reason: "EXITED: starting: no", at: 7 },
      { hash: first.hash, reason: "EXITED: starting: no", at: 7 },
    ]);
  });

  test("is none where the operator's own cannot be used either", async () => {
    const record = { ...noPackages, versions: [second], installed: second.hash };
    expect((await meeting(record, [path(second), "/opt/otelcol"])).outcome).toMatchObject({ learned: false });
  });

  test("is not given up for a supervisor that is told to stop", async () => {
    const record = { ...noPackages, versions: [second], installed: second.hash };
    const { record: left, outcome } = await meeting(record, [path(second)], AbortSignal.abort());
    expect(outcome).toMatchObject({ learned: false });
    expect(left.installed).toBe(second.hash);
  });
});
