import { describe, expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";

import { noPackages, type PackagesRecord } from "../../../../src/storage/packages-record.ts";
import type { MeetOutcome } from "../../../../src/supervisor/collector/acquaintance.ts";
import { meetCollector, type MeetCollectorOptions } from "../../../../src/supervisor/collector/meet-collector.ts";
import { storedAddon, storedPackage } from "../../../support/package-offers.ts";
import { RunnerWorld } from "../../../support/runner-world.ts";
import { knowledge } from "../../../support/stored.ts";

const [first, second] = [storedPackage("v1.0.0"), storedPackage("v2.0.0")];
const path = ({ program }: { program: string }) => `/state/packages/${program}`;

interface Meeting {
  broken?: readonly string[];
  /** How they fail. Default: `EXITED`. */
  code?: string;
  /** Default: they are to blame. */
  blameless?: boolean;
  lost?: readonly string[];
  rules?: MeetCollectorOptions["package"];
  stop?: AbortSignal;
}

const none: MeetCollectorOptions["package"] = { verifier: { type: "none" } };

/** `lost`: hashes of packages that are not there as they were installed; `broken`: the executables that do not introduce themselves. */
async function meeting(record: PackagesRecord, options: Meeting = {}) {
  const { broken = [], code = "EXITED", blameless = false, lost = [], rules = none, stop } = options;
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
        if (broken.includes(executable)) return { learned: false, code, message: "no", blameless };
        return { learned: true, knowledge };
      },
    },
    storage: world.storage,
    log: world.log,
    files,
    executable: "/opt/otelcol",
    packagesDirectory: "/state/packages",
    addonsDirectory: "/state/addons",
    guard: { fault: async ({ hash }) => (lost.includes(hash) ? "PACKAGE_LOST: why" : undefined) },
    package: rules,
    now: 7,
    stop: stop ?? AbortSignal.any([]),
  });
  return { met, outcome, record: world.storage.state.packages, log: world.log };
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
    const { met, outcome, record: left } = await meeting(record, { broken: [path(first), path(second)] });
    expect(met).toEqual([path(second), path(first), "/opt/otelcol"]);
    expect(outcome.learned).toBe(true);
    expect(left.installed).toBeUndefined();
    expect(left.rejected).toEqual([
      { hash: second.hash, reason: "EXITED: starting: no", at: 7 },
      { hash: first.hash, reason: "EXITED: starting: no", at: 7 },
    ]);
  });

  test("is the one before for now, and the other is not remembered as bad, where it is no fault of it", async () => {
    const record = { ...noPackages, versions: [second], installed: second.hash };
    const { met, record: left } = await meeting(record, { broken: [path(second)], code: "KILLED", blameless: true });
    expect(met).toEqual([path(second), "/opt/otelcol"]);
    expect(left).toMatchObject({ installed: undefined, rejected: [] });
  });

  test("is none where the operator's own cannot be used either", async () => {
    const record = { ...noPackages, versions: [second], installed: second.hash };
    expect((await meeting(record, { broken: [path(second), "/opt/otelcol"] })).outcome).toMatchObject({
      learned: false,
    });
  });

  test("is not given up for a supervisor that is told to stop", async () => {
    const record = { ...noPackages, versions: [second], installed: second.hash };
    const { record: left, outcome } = await meeting(record, { broken: [path(second)], stop: AbortSignal.abort() });
    expect(outcome).toMatchObject({ learned: false });
    expect(left.installed).toBe(second.hash);
  });

  test("is the operator's own where the one before is older than may be, or is not there any more", async () => {
    const record = { ...noPackages, versions: [first, second], installed: second.hash, before: { hash: first.hash } };
    const old = await meeting(record, { broken: [path(second)], rules: { ...none, minimumVersion: "2.0.0" } });
    expect(old.met).toEqual([path(second), "/opt/otelcol"]);
    const gone = await meeting(record, { lost: [first.hash, second.hash] });
    expect(gone.met).toEqual(["/opt/otelcol"]);
    expect(gone.record).toMatchObject({ versions: [], installed: undefined });
    expect(gone.log.lines.filter(({ level }) => level === "warn")).toHaveLength(2);
  });

  test("runs on under another verifier than it was verified with, and that is said", async () => {
    const record = { ...noPackages, versions: [second], installed: second.hash };
    const { publicKey } = generateKeyPairSync("ed25519");
    const pem = publicKey.export({ type: "spki", format: "pem" });
    const rules = { verifier: { type: "key" as const, publicKeys: [{ pem }], threshold: 1 } };
    const { met, log } = await meeting(record, { rules });
    expect(met).toEqual([path(second)]);
    expect(log.lines.at(-1)?.fields).toEqual({ reason: expect.stringMatching(/^VERIFIER_CHANGED: /) });
  });

  test("reads add-ons that were verified as packages are now: what is in force alone stays, and the disk says so", async () => {
    const [geo, rules] = [storedAddon("geo", "1", { size: 1 }), storedAddon("rules", "1", { size: 1 })];
    const addons = { here: [geo, rules], inForce: { config: "", addons: [geo] } };
    const { publicKey } = generateKeyPairSync("ed25519");
    const pem = publicKey.export({ type: "spki", format: "pem" });
    const rule = { verifier: { type: "key" as const, publicKeys: [{ pem }], threshold: 1 } };
    const { record, log } = await meeting({ ...noPackages, addons }, { rules: rule });
    expect(record.addons?.here.map(({ name }) => name)).toEqual(["geo"]);
    expect(log.lines.at(-1)?.fields).toEqual({ reason: expect.stringMatching(/^geo 1: VERIFIER_CHANGED: /) });
    expect((await meeting({ ...noPackages, addons })).record.addons?.here).toHaveLength(2);
  });
});
