import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { ProgramGuard } from "../../../src/packages/program-guard.ts";
import { settleInstalled } from "../../../src/packages/settle-installed.ts";
import type { Clock } from "../../../src/runtime/ports.ts";
import { openStorage } from "../../../src/storage/open-storage.ts";
import { storagePaths } from "../../../src/storage/paths.ts";
import type { Effect } from "../../../src/supervisor/mind/effects.ts";
import type { Event } from "../../../src/supervisor/mind/events.ts";
import { PackageEffects } from "../../../src/supervisor/packages/package-effects.ts";
import { gzipped, tarArchive } from "../../support/archives.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FakeNetwork } from "../../support/fake-network.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";
import { FragileFiles } from "../../support/fragile-files.ts";
import { fateOf, untilStep } from "../../support/power-cut.ts";
import { piecesOf, scriptedFile } from "../../support/scripted-file.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { silentLog } from "../../support/silent-log.ts";
import { knowledge } from "../../support/stored.ts";
import { supervisorConfig } from "../../support/supervisor-config.ts";

const program = Buffer.from(`#!/bin/sh\n${"exit 0\n".repeat(100)}`);
const archive = gzipped(await tarArchive([{ name: "otelcol", content: program }]));
const directory = "/state";
const paths = storagePaths(directory);
const sha256Of = (content: Uint8Array) => new Bun.CryptoHasher("sha256").update(content).digest("hex");

type Fetch = Extract<Effect, { do: "FetchPackage" }>;

function fetchOf(content: Uint8Array): Fetch {
  const wanted = { by: "server" as const, name: "", version: "v2.0.0", hash: "aa" };
  const file = { url: "http://f.test/", headers: [], contentHash: sha256Of(content), signature: new Uint8Array() };
  return { do: "FetchPackage", ticket: 1, wanted, file, held: undefined };
}

/** A server that knows ranges. */
function networkWith(content: Uint8Array): FakeNetwork {
  const network = new FakeNetwork();
  network.answerGet = (options) => {
    const range = options.headers.find(([name]) => name === "Range")?.[1];
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    const rest = content.subarray(from);
    const headers = { etag: '"1"', "content-length": `${rest.length}` };
    const partial = { ...headers, "content-range": `bytes ${from}-${content.length - 1}/${content.length}` };
    const pieces = piecesOf(rest, 64);
    return scriptedFile(from > 0 ? { status: 206, headers: partial, pieces } : { headers, pieces })(options);
  };
  return network;
}

async function open(files: FragileFiles) {
  const [clock, random] = [new FakeClock(), seededRandom(1)];
  const opened = await openStorage({ files, log: silentLog, clock, random, directory, pid: 1 });
  if (!opened.opened) throw new Error(opened.reason);
  return opened.storage;
}

/** What waits for nothing goes on at once; bounds of time are not reached. */
const clock: Clock = {
  now: () => 1,
  monotonic: () => 1,
  schedule: (delayMs, callback) => {
    if (delayMs === 0) queueMicrotask(callback);
    return () => {};
  },
};

/** As the mind has it: what came is put into the record, then tried, then installed. Returns what was fetched. */
async function install(files: FragileFiles, content: Uint8Array): Promise<Event | undefined> {
  const storage = await open(files);
  const processes = new FakeProcesses();
  processes.run = async ({ args }) => {
    const stdout = args[0] === "--version" ? "otelcol version 2.0.0\n" : "extensions: [opamp]\n";
    return { started: true, exit: { kind: "exited", code: 0 }, stdout, stderr: "", timedOut: false };
  };
  const events: Event[] = [];
  const host = { os: "linux" as const, arch: "amd64", name: "h", release: "6", pid: 1, env: {}, directory: "/" };
  const hostPort = {
    ...host,
    machine: async () => undefined,
    oomKills: () => undefined,
    giveBackMemory: () => {},
    giveBackCode: () => {},
  };
  const runtime = {
    clock,
    random: { ...seededRandom(1), unit: () => 0 },
    files,
    network: networkWith(content),
    processes,
    host: hostPort,
    local: noSockets,
  };
  const effects = new PackageEffects({
    config: supervisorConfig({ agent: { package: rules } }),
    runtime,
    storage,
    log: silentLog,
    packagesDirectory: paths.packages,
    addonsDirectory: paths.addons,
    guard: new ProgramGuard({ directory: paths.packages, files }),
    programs: { current: async () => ({ learned: true, knowledge, fresh: false }) },
    route: () => ({ usable: true }),
    env: {},
    post: (event) => void events.push(event),
  });
  await effects.perform(fetchOf(content));
  const fetched = events.find((event) => event.is === "PackageFetched");
  if (fetched?.is !== "PackageFetched" || !fetched.outcome.fetched) return fetched;
  const { stored } = fetched.outcome;
  const record = { ...storage.state.packages, versions: [stored] };
  await storage.packageRecords.save(record);
  await storage.packageRecords.save({ ...record, trial: { hash: stored.hash, begun: 1 } });
  await storage.packageRecords.save({ ...record, installed: stored.hash, before: {} });
  await storage.close();
  return fetched;
}

const rules = {
  verifier: { type: "none" as const },
  agentBinary: "otelcol",
  allowDowngrade: false,
  allowed: [],
  keep: 2,
  download: { maxBytes: 1_000_000, maxDurationMs: 60_000 },
};

const noSockets = {
  ownUid: 0,
  listen: () => ({ ownerOnly: true, stop: () => {} }),
  connect: () => Promise.reject(new Error("nobody listens")),
};

/** What the next start finds: nothing that the record names is missing, and no file is half of what it says. */
async function isSound(files: FragileFiles): Promise<void> {
  const storage = await open(files);
  expect(storage.mishaps).toEqual([]);
  const { packages: record } = storage.state;
  const guard = new ProgramGuard({ directory: paths.packages, files });
  const common = {
    directory: paths.packages,
    addonsDirectory: paths.addons,
    executable: "/opt/otelcol",
    files,
    guard,
    now: 1,
  };
  const settled = await settleInstalled({ ...common, record, minimumVersion: undefined });
  expect(settled).toEqual({ record, notes: [] });
  for (const [path, content] of files.contents) {
    if (path.endsWith("/otelcol")) expect(Buffer.compare(content, program)).toBe(0);
  }
  await storage.close();
}

describe.each([
  ["a program", program],
  ["an archive", archive],
])("a power cut while %s is fetched and installed", (_, content) => {
  test("at each step leaves the old one or the whole new one, and the next start brings it into force", async () => {
    let steps = 0;
    for (let isOver = false; !isOver;) {
      steps += 1;
      const files = new FragileFiles();
      ({ isOver } = await untilStep(files, steps, () => install(files, content)));
      for (const seed of [0, 1, steps, steps + 1_000]) {
        const left = files.afterPowerCut(fateOf(seed));
        await isSound(left);
        expect(await install(left, content)).toMatchObject({ outcome: { fetched: true } });
        await isSound(left);
        expect((await open(left)).state.packages.installed).toBe("aa");
      }
    }
    expect(steps).toBeGreaterThan(40);
  }, 60_000);

  test("again and again leaves the same", async () => {
    const cuts = fc.array(fc.record({ step: fc.integer({ min: 1, max: 70 }), fate: fc.nat(1_000) }), { maxLength: 5 });
    const property = fc.asyncProperty(cuts, async (lives) => {
      let files = new FragileFiles();
      for (const { step, fate } of lives) {
        await untilStep(files, step, () => install(files, content));
        files = files.afterPowerCut(fateOf(fate));
        await isSound(files);
      }
      expect(await install(files, content)).toMatchObject({ outcome: { fetched: true } });
    });
    await fc.assert(property, { numRuns: 100 });
  }, 60_000);
});
