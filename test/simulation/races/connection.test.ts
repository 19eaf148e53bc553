import { describe, expect, test } from "bun:test";

import { faultAtRest } from "../at-rest.ts";
import type { Endpoint } from "../simulated-connection.ts";
import { type SimulatedWorld, withARunning } from "../simulated-world.ts";

const telemetry = { metrics: { endpoint: "https://steady", headers: [] } };
const config = { connection: { verifyTimeoutMs: 10_000, returnAfterMs: 30_000 } };

/** What the server was told last of connection settings: the hash, and the number of the status. */
function told({ life }: SimulatedWorld): string {
  const { lastConnectionSettingsHash = [], status = 0 } = life?.driver.told.connectionSettingsStatus ?? {};
  return `${Buffer.from(lastConnectionSettingsHash ?? []).toString()} ${status}`;
}

/** Nothing befalls the world any more. A server sees that the agent has not got what it offered last, and offers it again. */
function calms(world: SimulatedWorld): void {
  world.killsAfter(Infinity);
  const wanted = Buffer.from(world.wantedSettings?.hash ?? []).toString();
  if (!told(world).startsWith(`${wanted} `)) world.offersWantedAgain();
}

/** Every so many milliseconds of a change that something else happens. */
const moments = Array.from({ length: 60 }, (_, index) => index * 3);

/** A world in which the agent is sent to the endpoint `one`, and something else `happens` so long after. */
async function changing(after: number, endpoint: Endpoint, happens: (world: SimulatedWorld) => void) {
  const world = await withARunning({ seed: after + 1, config });
  world.setsEndpoint("one", endpoint).offersEndpoint("one");
  await world.passes(after);
  happens(world);
  return world;
}

describe.each<[Endpoint, string]>([
  ["works", "one"],
  ["dead", "own"],
  ["silent", "own"],
])("a change to an endpoint that is %s", (endpoint, end) => {
  test("and a remote configuration at any time in it both come to their end", async () => {
    for (const after of moments) {
      const world = await changing(after, endpoint, (there) => there.offers("B"));
      await world.passes(60_000);
      if (world.server.verdict === undefined) await world.server.offersAgain();
      await world.passes(60_000);
      expect(faultAtRest(world)).toBeUndefined();
      expect([after, world.life?.connection.endpoint, world.runs]).toEqual([after, end, "B"]);
    }
  });

  test("and a kill at any moment of it leave no agent stranded", async () => {
    const ends = new Set<string | undefined>();
    for (let moment = 1; moment < 40; moment += 1) {
      const world = await withARunning({ seed: moment, config });
      world.killsAfter(moment);
      await world.setsEndpoint("one", endpoint).offersEndpoint("one").passes(20_000);
      if (world.life === undefined) await (await world.starts()).passes(20_000);
      calms(world);
      await world.passes(60_000);
      expect(faultAtRest(world)).toBeUndefined();
      expect([moment, told(world)]).toEqual([moment, endpoint === "works" ? "one 1" : "one 3"]);
      ends.add(world.life?.connection.endpoint);
    }
    expect([...ends]).toEqual([end]);
  });
});

test("own telemetry that is offered at any time in a change, before a kill at any later one, is in force in the end", async () => {
  for (const after of [0, 2, 10, 30, 60]) {
    for (let moment = 1; moment < 24; moment += 1) {
      const world = await changing(after, "works", (there) => there.offersTelemetry(telemetry).killsAfter(moment));
      await world.passes(30_000);
      if (world.life === undefined) await (await world.starts()).passes(30_000);
      calms(world);
      await world.passes(60_000);
      expect(faultAtRest(world)).toBeUndefined();
      expect([after, moment, world.state.accepted.connections.telemetry]).toEqual([after, moment, telemetry]);
    }
  }
});

test("an accepted endpoint that comes and goes strands nobody", async () => {
  for (const gone of [1_000, 29_000, 31_000, 45_000, 61_000, 100_000]) {
    const world = await changing(0, "works", () => {});
    await world.passes(10_000);
    await world.setsEndpoint("one", "silent").passes(gone);
    await world.setsEndpoint("one", "works").passes(60_000);
    expect(faultAtRest(world)).toBeUndefined();
    const isLeft = gone > 30_000;
    expect([gone, world.life?.connection.endpoint]).toEqual([gone, isLeft ? "own" : "one"]);
    expect(told(world)).toBe(isLeft ? "one 3" : "one 1");
  }
});
