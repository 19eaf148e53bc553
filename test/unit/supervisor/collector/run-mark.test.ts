import { describe, expect, test } from "bun:test";

import type { LeftoverSigns } from "../../../../src/runtime/process-ports.ts";
import { openStorage } from "../../../../src/storage/open-storage.ts";
import { settle } from "../../../support/fake-clock.ts";
import { firstStart, RunnerWorld, startedRunner } from "../../../support/runner-world.ts";

describe("what this run starts", () => {
  test("is watched over before it may be started, until nothing of it is left", async () => {
    const world = await RunnerWorld.open();
    const runner = world.runner();
    const mark = `OPAMPSUPERVISOR_RUN=${runner.env["OPAMPSUPERVISOR_RUN"]}`;
    await runner.mark.endLeftovers();
    const signs = { assignment: mark, argument: { flag: "--config", file: "/state/effective.yaml" } };
    const watched = { assignment: mark, argument: { flag: "--config", directory: "/state" } };
    expect(world.processes.watched).toEqual(watched);
    world.processes.endLeftovers = async (of) => {
      expect(of).toEqual(signs);
      expect(world.processes.watched).toEqual(watched);
      return [];
    };
    await runner.mark.remove();
    expect(world.processes.watched).toBeUndefined();
    expect(world.storage.state.running).toBeUndefined();
  });

  test("is known by the mark alone where another supervisor has the storage directory by now", async () => {
    const { world, runner, child } = await startedRunner();
    const assignment = `OPAMPSUPERVISOR_RUN=${runner.env["OPAMPSUPERVISOR_RUN"]}`;
    const asked: LeftoverSigns[] = [];
    world.processes.endLeftovers = async (of) => (asked.push(of), []);
    world.files.lose("/state");
    await openStorage({ ...world.runtime, log: world.log, directory: "/state", pid: 43 });
    child.exits();
    await settle();
    expect(world.events.at(-1)).toMatchObject({ is: "CollectorExited" });
    await runner.mark.remove();
    expect(asked).toEqual([{ assignment }, { assignment }]);
  });

  test("is seen to be watched over at each start", async () => {
    const { world, runner } = await startedRunner();
    world.processes.watched = undefined;
    await runner.start({ ...firstStart, generation: 8 });
    expect(world.processes.watched).toBeDefined();
  });
});

describe("what an earlier supervisor left behind", () => {
  test("is ended by its mark before this run leaves its own", async () => {
    const world = await RunnerWorld.open();
    await world.storage.saveRunning({ marker: "old", pid: 9, startedAt: 1 });
    world.processes.marked = [55];
    const runner = world.runner();
    await runner.mark.endLeftovers();
    await world.storage.settled();
    expect(world.processes.endedMarks).toEqual(["OPAMPSUPERVISOR_RUN=old"]);
    expect(world.log.at("warn")[0]?.fields).toEqual({ pids: ["55"] });
    expect(world.storage.state.running).toMatchObject({ marker: runner.env["OPAMPSUPERVISOR_RUN"], pid: 42 });
  });

  test("keeps its mark on disk until it has ended: only then may anything be started", async () => {
    const world = await RunnerWorld.open();
    await world.storage.saveRunning({ marker: "old", pid: 9, startedAt: 1 });
    const ended = Promise.withResolvers<number[]>();
    world.processes.endLeftovers = () => ended.promise;
    const runner = world.runner();
    const done = runner.mark.endLeftovers();
    await settle();
    expect(world.storage.state.running).toMatchObject({ marker: "old" });
    expect(await Promise.race([runner.mark.left, Promise.resolve("not yet")])).toBe("not yet");
    ended.resolve([]);
    await Promise.all([done, runner.mark.left]);
    expect(world.storage.state.running).toMatchObject({ marker: runner.env["OPAMPSUPERVISOR_RUN"] });
  });

  test("delays nothing where there is no mark of it: the own one is left while it is looked for", async () => {
    const world = await RunnerWorld.open();
    const ended = Promise.withResolvers<number[]>();
    world.processes.endLeftovers = () => ended.promise;
    const runner = world.runner();
    const done = runner.mark.endLeftovers();
    await runner.mark.left;
    expect(world.storage.state.running).toMatchObject({ marker: runner.env["OPAMPSUPERVISOR_RUN"] });
    ended.resolve([]);
    await done;
  });

  test("is not looked for where nothing was left", async () => {
    const world = await RunnerWorld.open();
    await world.runner().mark.endLeftovers();
    expect(world.processes.endedMarks).toEqual([]);
  });
});
