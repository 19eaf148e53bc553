import { describe, expect, test } from "bun:test";

import { RemoteConfigStatuses, ServerToAgentFlags } from "../../../../src/opamp/wire/messages.ts";
import { connectedWorld, fullState } from "../../../support/client-world.ts";
import { partsOf } from "../../../support/opamp-frames.ts";

type World = ReturnType<typeof connectedWorld>;

/** Health that changes with every millisecond. */
function flap({ client, clock }: World, ms: number): void {
  for (let round = 0; round < ms; round += 1) {
    client.report({ health: { healthy: true, status: `${clock.monotonic()}` } });
    clock.advance(1);
  }
}

describe("health that changes 1000 times a second", () => {
  test("is told at once, then at a spacing that grows to 1 s", () => {
    const world = connectedWorld();
    const moments: number[] = [];
    for (let round = 0; round < 5_000; round += 1) {
      const before = world.sent().length;
      flap(world, 1);
      if (world.sent().length > before) moments.push(round);
    }
    expect(moments).toEqual([0, 99, 299, 699, 1499, 2499, 3499, 4499]);
  });

  test("is told by its newest value when it comes to rest, within a second", () => {
    const world = connectedWorld();
    flap(world, 3_000);
    world.client.report({ health: { status: "rest" } });
    world.clock.advance(1_000);
    expect(world.lastSent().health?.status).toBe("rest");
    const { length } = world.sent();
    world.clock.advance(10_000);
    expect(world.sent()).toHaveLength(length);
  });

  test("is told at once again after two seconds of rest", () => {
    const world = connectedWorld();
    flap(world, 3_000);
    world.clock.advance(3_000);
    const { length } = world.sent();
    world.client.report({ health: { status: "again" } });
    world.clock.advance(0);
    expect(world.sent()).toHaveLength(length + 1);
  });

  test("does not hold back the outcome of an order, which takes it along", () => {
    const world = connectedWorld();
    flap(world, 3_010);
    const { length } = world.sent();
    world.client.report({ remoteConfigStatus: { status: RemoteConfigStatuses.RemoteConfigStatuses_APPLIED } });
    world.clock.advance(0);
    expect(world.sent()).toHaveLength(length + 1);
    expect(partsOf(world.lastSent())).toEqual(["health", "remoteConfigStatus"]);
  });

  test("does not hold back the answer to ReportFullState", () => {
    const world = connectedWorld();
    flap(world, 3_010);
    const { length } = world.sent();
    world.deliver({ flags: ServerToAgentFlags.ServerToAgentFlags_ReportFullState });
    world.flush();
    expect(world.sent()).toHaveLength(length + 1);
    expect(partsOf(world.lastSent())).toEqual(fullState);
  });

  test("waits for nothing at the stop", () => {
    const world = connectedWorld();
    flap(world, 3_010);
    world.client.report({ health: { status: "last" } });
    void world.client.stop();
    expect(partsOf(world.lastSent())).toEqual(["agentDisconnect", "health"]);
    expect(world.lastSent().health?.status).toBe("last");
  });
});

describe("an agent that falls ill", () => {
  test("says so at once, though it changed a moment ago and is well again in a moment", () => {
    const world = connectedWorld();
    flap(world, 50);
    const { length } = world.sent();
    world.client.report({ health: { healthy: false, lastError: "killed" } });
    world.clock.advance(10);
    world.client.report({ health: { healthy: true } });
    world.clock.advance(1_000);
    const told = world.sent().slice(length);
    expect(told.map(({ health }) => health?.healthy)).toEqual([false, true]);
    expect(told[0]?.health?.lastError).toBe("killed");
  });

  test("500 times a second says so about once a second", () => {
    const world = connectedWorld();
    for (let round = 0; round < 10_000; round += 1) {
      world.client.report({ health: { healthy: round % 2 === 0 } });
      world.clock.advance(1);
    }
    expect(world.sent().length).toBeGreaterThan(10);
    expect(world.sent().length).toBeLessThan(30);
  });
});

test("after a rest the spacing begins anew", () => {
  const world = connectedWorld();
  flap(world, 3_000);
  world.clock.advance(3_000);
  const { length } = world.sent();
  flap(world, 101);
  expect(world.sent()).toHaveLength(length + 2);
});

test("the spacing is an option", () => {
  const world = connectedWorld({ changeSpacing: { first: 10, longest: 10 } });
  flap(world, 1_000);
  expect(world.sent().length).toBeGreaterThan(90);
});

test("a change that follows another at more than the spacing does not wait", () => {
  const world = connectedWorld();
  for (let round = 0; round < 10; round += 1) {
    world.client.report({ health: { status: `${round}` } });
    world.flush();
    expect(world.lastSent().health?.status).toBe(`${round}`);
    world.clock.advance(150);
  }
});
