import { describe, expect, test } from "bun:test";

import type { Effect } from "../../../../src/supervisor/mind/effects.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { PackageEffects } from "../../../../src/supervisor/packages/package-effects.ts";
import { settle } from "../../../support/fake-clock.ts";
import { storedPackage } from "../../../support/package-offers.ts";
import { RunnerWorld } from "../../../support/runner-world.ts";
import { scriptedFile } from "../../../support/scripted-file.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

const held = storedPackage("v2.0.0");
const wanted = { by: "server" as const, name: "", version: "v2.0.0", hash: "aa" };
const file = { url: "https://f.test/", headers: [], contentHash: held.contentHash, signature: new Uint8Array() };
const fetch: Extract<Effect, { do: "FetchPackage" }> = { do: "FetchPackage", ticket: 3, wanted, file, held };

async function effects(fault?: string) {
  const world = await RunnerWorld.open();
  const events: Event[] = [];
  const looked: string[] = [];
  const { runtime, storage, log } = world;
  const packages = new PackageEffects({
    config: supervisorConfig(),
    runtime,
    storage,
    log,
    packagesDirectory: "/state/packages",
    addonsDirectory: "/state/addons",
    guard: { fault: async () => fault },
    programs: {
      current: async (executable) => (looked.push(executable), { learned: false, code: "NO_SUCH_FILE", message: "" }),
    },
    route: () => ({ usable: true }),
    env: {},
    post: (event) => void events.push(event),
  });
  return { world, packages, events, looked };
}

describe("content that lies here", () => {
  test("is judged when it is known what the operator's own executable is by now", async () => {
    const { world, packages, events, looked } = await effects();
    world.runtime.processes.run = async ({ args }) => {
      const stdout = args[0] === "--version" ? "otelcol version 2.0.0\n" : "extensions:\n  - name: opamp\n";
      return { started: true, timedOut: false, exit: { kind: "exited", code: 0 }, stdout, stderr: "" };
    };
    await packages.perform(fetch);
    expect(events.at(-1)).toMatchObject({ is: "PackageFetched", outcome: { stored: { ownVersion: "2.0.0" } } });
    expect(looked).toEqual([supervisorConfig().agent.executable]);
  });

  test("and is not what was unpacked any more is not run, and fetched anew", async () => {
    const { world, packages, events } = await effects("PACKAGE_LOST: it has another hash");
    const asked = Promise.withResolvers<void>();
    const { answerGet } = world.network;
    world.network.answerGet = (options) => (asked.resolve(), answerGet(options));
    const work = packages.perform(fetch);
    await asked.promise;
    expect(world.network.gets.map(({ url }) => url)).toEqual([file.url]);
    expect(events[0]).toMatchObject({ is: "PackageProgressed", ticket: 3, phase: "downloading" });
    expect(world.log.lines.find(({ level }) => level === "warn")?.fields).toEqual({
      reason: "PACKAGE_LOST: it has another hash",
    });
    packages.close();
    await work;
  });
});

test("why a download waits is told", async () => {
  const { world, packages, events } = await effects();
  world.network.answerGet = scriptedFile({ status: 503 });
  const work = packages.perform({ ...fetch, held: undefined });
  await settle();
  const trouble = "f.test answered with HTTP 503";
  expect(events.at(-1)).toMatchObject({ is: "PackageProgressed", progress: { percent: 0, trouble } });
  packages.close();
  await work;
});

describe("a package that is wanted no more", () => {
  test("is not told of", async () => {
    const { packages, events } = await effects();
    const work = packages.perform(fetch);
    await packages.perform({ do: "AbandonPackage" });
    await work;
    expect(events).toEqual([]);
  });
});

describe("what breaks unexpectedly", () => {
  test.each([
    ["EACCES", "INTERNAL"],
    ["EROFS", "STORAGE_READ_ONLY"],
    ["ENOSPC", "NO_ROOM"],
  ] as const)("comes back as a failure that the package is not blamed for: %s is %s", async (errno, code) => {
    const { world, packages, events } = await effects();
    world.files.failOn("ensureDirectory", "/state/packages", errno);
    await packages.perform({ ...fetch, held: undefined });
    await settle();
    expect(events.at(-1)).toMatchObject({
      is: "PackageFetched",
      outcome: { fetched: false, failure: { code, text: expect.stringContaining(errno), isCondemned: false } },
    });
  });
});

test("packages that are not needed are removed once the record says so", async () => {
  const { world, packages } = await effects();
  world.files.put("/state/packages/" + held.program, "x");
  world.files.put("/state/packages/bb/otelcol", "x");
  await packages.perform({ do: "KeepPackages", programs: [held.program] });
  expect(world.files.text("/state/packages/bb/otelcol")).toBeUndefined();
  expect(world.files.text("/state/packages/" + held.program)).toBe("x");
});
