import { expect, test } from "bun:test";

import { noConnections } from "../../../../src/compose/layers.ts";
import { noNeeds } from "../../../../src/compose/needs.ts";
import { Obstacles } from "../../../../src/supervisor/apply/obstacles.ts";
import { noAddons } from "../../../../src/supervisor/packages/addon-set.ts";
import { compositionOf } from "../../../support/compositions.ts";
import { settle } from "../../../support/fake-clock.ts";
import { RunnerWorld } from "../../../support/runner-world.ts";

const needs = {
  ...noNeeds,
  listens: [
    { host: "127.0.0.1", port: 4317, transport: "tcp", listener: "receivers::otlp", at: "receivers::otlp" } as const,
  ],
};
const composition = {
  ...compositionOf({ remote: undefined, connections: noConnections, program: undefined, addons: noAddons }, ""),
  needs,
};

async function watching() {
  const world = await RunnerWorld.open();
  let gone = 0;
  const { runtime, storage } = world;
  const obstacles = new Obstacles({ runtime, storage, executable: "/opt/otelcol", gone: () => (gone += 1) });
  world.network.taken.set("tcp:4317", { free: false, code: "EADDRINUSE" });
  const passes = async (ms: number) => {
    await world.clock.advanceAsync(ms);
    await settle();
  };
  return { world, obstacles, passes, gone: () => gone };
}

test("a port that becomes free is told once, soon after", async () => {
  const { world, obstacles, passes, gone } = await watching();
  obstacles.watch("PORT_IN_USE", composition);
  await settle();
  await passes(3_000);
  expect(gone()).toBe(0);
  world.network.taken.clear();
  await passes(1_000);
  await passes(10_000);
  expect(gone()).toBe(1);
});

test("an obstacle that is not seen is not watched: it would be told as gone at once, and again", async () => {
  const { world, obstacles, passes, gone } = await watching();
  world.network.taken.clear();
  obstacles.watch("PORT_IN_USE", composition);
  await settle();
  await passes(10_000);
  expect(gone()).toBe(0);
});

test("an executable that comes back is told", async () => {
  const { world, obstacles, passes, gone } = await watching();
  obstacles.watch("EXECUTABLE", composition);
  await settle();
  const stat = { kind: "file", size: 1, modifiedAt: 1, inode: 1, executable: true } as const;
  world.files.stat = async () => stat;
  await passes(1_000);
  expect(gone()).toBe(1);
});

test.each([
  ["DISK_FULL", "ENOSPC"],
  ["STORAGE_READ_ONLY", "EROFS"],
] as const)("a disk that can be written again is told: %s", async (code, errno) => {
  const { world, obstacles, passes, gone } = await watching();
  const freed = world.files.failOn("write", "/state/room.probe", errno);
  obstacles.watch(code, composition);
  await settle();
  await passes(5_000);
  expect(gone()).toBe(0);
  freed();
  await passes(1_000);
  expect(gone()).toBe(1);
  expect(await world.files.stat("/state/room.probe")).toBeUndefined();
});

test("nobody is told any more after the start that it was for", async () => {
  const { world, obstacles, passes, gone } = await watching();
  obstacles.watch("PORT_IN_USE", composition);
  await settle();
  obstacles.stop();
  world.network.taken.clear();
  await passes(10_000);
  expect(gone()).toBe(0);
});
