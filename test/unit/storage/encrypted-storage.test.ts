import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { openStorage } from "../../../src/storage/open-storage.ts";
import { sealedPaths, storagePaths } from "../../../src/storage/paths.ts";
import { readStored } from "../../../src/storage/read-stored.ts";
import { createSecretBox } from "../../../src/storage/secret-box.ts";
import type { Storage } from "../../../src/storage/storage.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { projectRoot } from "../../support/project.ts";
import { countingRandom } from "../../support/runner-world.ts";
import { TestLog } from "../../support/test-log.ts";

const directory = "/state";
const paths = storagePaths(directory);
const canary = "canary-4711";
const canaryBytes = new TextEncoder().encode(canary);
const remoteConfig = { configHash: new Uint8Array([1]), config: { configMap: { "": { body: canaryBytes } } } };
const telemetry = { destinationEndpoint: "https://t", headers: { headers: [{ key: "k", value: canary }] } };
const request = { key: canary, csr: "csr", form: "form", madeAt: 1 };

const box = (fill: number) => createSecretBox({ key: new Uint8Array(32).fill(fill), random: countingRandom() });

const boxOf = async (fill: number | undefined) => (fill === undefined ? undefined : await box(fill));

async function attempt(files: MemoryFiles, fill?: number, previous?: number, log = new TestLog()) {
  files.endOfProcess();
  return await openStorage({
    files,
    log,
    clock: new FakeClock(),
    random: countingRandom(),
    directory,
    boxes: { box: await boxOf(fill), previous: await boxOf(previous) },
    pid: 1,
  });
}

async function opened(files: MemoryFiles, fill?: number, previous?: number): Promise<Storage> {
  const result = await attempt(files, fill, previous);
  if (!result.opened) throw new Error(result.reason);
  return result.storage;
}

/** Saves a canary in all that can hold a secret. */
async function saveAll(storage: Storage): Promise<void> {
  await storage.saveReceivedRemoteConfig(remoteConfig);
  await storage.saveWorkingRemoteConfig(remoteConfig);
  await storage.saveLastGoodRemoteConfig(remoteConfig);
  await storage.saveOwnTelemetry({ ownMetrics: telemetry });
  await storage.saveOtherConnections({ otherConnections: { backend: telemetry } });
  await storage.saveConnection(telemetry);
  await storage.saveConnectionCandidate(telemetry);
  await storage.saveCertificateRequest(request);
}

/** The files in which the canary can be read. */
async function sightings(files: MemoryFiles): Promise<string[]> {
  const names = await files.list(directory);
  return names.filter((name) => files.text(`${directory}/${name}`)?.includes(canary)).toSorted();
}

const holders = [
  "certificate_request.json",
  "last_good_remote_config.dat",
  "last_recv_other_connections.dat",
  "last_recv_own_telemetry_config.dat",
  "last_recv_remote_config.dat",
  "last_working_remote_config.dat",
  "opamp_connection_settings.candidate.dat",
  "opamp_connection_settings.dat",
];

async function encrypted(): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  await saveAll(await opened(files, 1));
  return files;
}

describe("with a key", () => {
  test("no secret can be read in any stored file, and the next start has them all", async () => {
    const files = await encrypted();
    expect(await sightings(files)).toEqual([]);
    const { state } = await opened(files, 1);
    expect(state.certificateRequest).toEqual(request);
    expect(state.receivedRemoteConfig?.config?.configMap?.[""]?.body).toEqual(canaryBytes);
    expect(state.ownTelemetry?.ownMetrics?.headers?.headers?.[0]?.value).toBe(canary);
  });

  test("what was stored without one is encrypted in place at the start", async () => {
    const files = new MemoryFiles();
    await saveAll(await opened(files));
    expect(await sightings(files)).toEqual(holders);
    const { state, mishaps } = await opened(files, 1);
    expect(await sightings(files)).toEqual([]);
    expect(mishaps).toEqual([]);
    expect(state.certificateRequest).toEqual(request);
  });

  test("a kill while that is done leaves what is not done yet to the next start", async () => {
    const files = new MemoryFiles();
    await saveAll(await opened(files));
    const undo = files.failOn("write", paths.ownTelemetry, "EIO");
    expect((await attempt(files, 1)).opened).toBe(false);
    undo();
    const { state } = await opened(files, 1);
    expect(await sightings(files)).toEqual([]);
    expect(state.ownTelemetry?.ownMetrics?.destinationEndpoint).toBe("https://t");
  });

  test("what shows nothing stays as it is, for the Go supervisor and for people", async () => {
    const files = new MemoryFiles();
    const storage = await opened(files, 1);
    await storage.saveInstanceUid(new Uint8Array(16).fill(3));
    expect(files.text(paths.persistentState)).toContain("instance_id:");
  });

  test("one damaged file among good ones is set aside", async () => {
    const files = await encrypted();
    const sealed = await files.read(paths.ownTelemetry);
    files.put(paths.ownTelemetry, sealed.subarray(0, sealed.length - 1));
    const { state, mishaps } = await opened(files, 1);
    expect(mishaps).toMatchObject([{ path: paths.ownTelemetry, reason: "it is encrypted and damaged" }]);
    expect(state.ownTelemetry).toBeUndefined();
    expect(state.certificateRequest).toEqual(request);
  });
});

describe("nothing is opened, changed or lost", () => {
  test.each([
    ["with another key", 2, "cannot be decrypted with the key of storage.secrets"],
    ["without the key", undefined, "is encrypted: set storage.secrets to the key"],
  ])("%s", async (_, fill, words) => {
    const files = await encrypted();
    files.changes.length = 0;
    const result = await attempt(files, fill);
    expect(result.opened ? "" : result.reason).toContain(words);
    expect(files.changes).toEqual([]);
    expect((await opened(files, 1)).state.certificateRequest).toEqual(request);
  });
});

describe("with the previous key beside the present one", () => {
  test("what that has encrypted is encrypted with the present one at the start, and then needs it no more", async () => {
    const files = await encrypted();
    expect((await opened(files, 2, 1)).state.certificateRequest).toEqual(request);
    expect((await attempt(files, 1)).opened).toBe(false);
    expect((await opened(files, 2)).state.certificateRequest).toEqual(request);
    expect(await sightings(files)).toEqual([]);
  });

  test("and no present one, nothing is encrypted any more", async () => {
    const files = await encrypted();
    expect((await opened(files, undefined, 1)).state.certificateRequest).toEqual(request);
    expect(await sightings(files)).toEqual(holders);
    expect((await opened(files)).state.certificateRequest).toEqual(request);
  });

  test("a kill while that is done leaves what is not done yet to the next start", async () => {
    const files = await encrypted();
    const undo = files.failOn("write", paths.ownTelemetry, "EIO");
    expect((await attempt(files, 2, 1)).opened).toBe(false);
    undo();
    const { state } = await opened(files, 2, 1);
    expect(state.ownTelemetry?.ownMetrics?.destinationEndpoint).toBe("https://t");
    expect(state.certificateRequest).toEqual(request);
  });

  test("files that neither has encrypted are refused", async () => {
    expect((await attempt(await encrypted(), 2, 3)).opened).toBe(false);
  });
});

test("that files are encrypted from now on, or not any more, is said once", async () => {
  const said = async (files: MemoryFiles, fill?: number, previous?: number) => {
    const log = new TestLog();
    expect((await attempt(files, fill, previous, log)).opened).toBe(true);
    return log.at("info").map(({ message, fields }) => `${message}: ${String(fields["files"])}`);
  };
  const files = new MemoryFiles();
  await saveAll(await opened(files));
  const anew = `Stored files are encrypted with the key of storage.secrets from now on: ${holders.length}`;
  expect(await said(files, 1)).toEqual([anew]);
  expect(await said(files, 1)).toEqual([]);
  expect(await said(files, 2, 1)).toEqual([anew]);
  expect(await said(files, 2, 1)).toEqual([]);
  expect(await said(files, undefined, 2)).toEqual([`Stored files are not encrypted any more: ${holders.length}`]);
  expect(await said(files)).toEqual([]);
});

test("docs/certificates.md names every file that is encrypted", () => {
  const rows = readFileSync(join(projectRoot, "docs/certificates.md"), "utf8").split("\n");
  const sealed = rows.filter((row) => /\| yes(?::.*)? *\|$/.test(row)).join("\n");
  expect(sealedPaths(paths).filter((path) => !sealed.includes(`\`${basename(path)}\``))).toEqual([]);
});

describe("beside a supervisor", () => {
  const look = async (files: MemoryFiles, fill: number | undefined, log = new TestLog()) =>
    await readStored({
      files,
      clock: new FakeClock(),
      paths,
      boxes: { box: await boxOf(fill) },
      log,
    });

  test("encrypted files are read with the key", async () => {
    expect((await look(await encrypted(), 1)).certificateRequest).toEqual(request);
  });

  test("what cannot be decrypted is told, counts as not there and stays", async () => {
    const files = await encrypted();
    const log = new TestLog();
    const state = await look(files, undefined, log);
    expect(state.certificateRequest).toBeUndefined();
    expect(log.at("warn").map(({ fields }) => fields["path"])).toContain(paths.certificateRequest);
    expect((await opened(files, 1)).state.certificateRequest).toEqual(request);
  });
});
