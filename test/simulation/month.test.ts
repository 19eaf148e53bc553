import { serialize } from "bun:jsc";
import { beforeAll, describe, expect, test } from "bun:test";

import { faultAtRest } from "./at-rest.ts";
import { type SimulatedWorld, withARunning } from "./simulated-world.ts";

const dayMs = 86_400_000;
const days = 30;

/** What there is at the end of a day, in bytes. */
interface Sizes {
  /** All that the mind knows. */
  state: number;
  /** Each file of the storage directory. */
  files: Readonly<Record<string, number>>;
  /** How many timers wait. */
  timers: number;
}

/** What happens each day, one after the other, each over before the next; `name` is another one each time. */
const incidents: readonly ((world: SimulatedWorld, name: string) => void)[] = [
  (world, name) => world.offers(name),
  (world, name) => world.offers(name, `refused ${name}`),
  (world) => world.killsCollector(),
  (world, name) => world.offers(name, `exits ${name}`),
  (world, name) => world.offersProgram(`steady ${name}`),
  (world) => world.restarts("server"),
  (world, name) => world.offersProgram(`exits ${name}`),
  (world, name) => world.offers(name, `sickens ${name}`),
  (world, name) => world.offersProgram(`stumbles ${name}`),
  (world, name) => world.offersEndpoint(name),
  (world, name) => world.setsEndpoint(name, "dead").offersEndpoint(name),
  (world, name) => world.offersOther({ endpoint: `https://${name}` }),
  (world) => world.losesServer(true),
  (world) => world.losesServer(false),
  (world, name) => world.writes(`steady ${name}`),
  (world) => world.holds(dayMs / 100),
  (world, name) => world.offersAddon(`steady ${name}`),
  (world, name) => world.offers(name),
  (world) => world.goesBack(),
  (world) => world.rollsBack(),
  (world) => world.retries(),
  (world, name) => world.offersAddon(`exits ${name}`),
  (world, name) => world.offersProgram(`sick ${name}`),
  (world) => world.setsPort(true),
  (world, name) => world.setsPort(false).offers(name, `port ${name}`),
  (world) => world.offersAddon(undefined),
];

async function liveAMonth(): Promise<Sizes[]> {
  const world = await withARunning();
  const sizes: Sizes[] = [];
  for (let day = 0; day < days; day += 1) {
    for (const [index, happens] of incidents.entries()) {
      // Of one length, so that no size depends on the date.
      happens(world, `${100 + day}-${100 + index}`);
      await world.passes(dayMs / incidents.length);
    }
    expect(faultAtRest(world)).toBeUndefined();
    const files = world.disk.files.contents.entries().map(([path, data]) => [path, data.length] as const);
    sizes.push({
      state: serialize(world.state).byteLength,
      files: Object.fromEntries(files),
      timers: world.story.clock.waiting,
    });
  }
  return sizes;
}

describe("a month of a supervisor to which something happens all the time", () => {
  let month: Sizes[] = [];
  /** The largest of the first half, in which all that is bounded comes to its bound, and of the second. */
  const largest = (size: (sizes: Sizes) => number) => {
    const [first, second] = [month.slice(0, days / 2), month.slice(days / 2)];
    return [Math.max(...first.map(size)), Math.max(...second.map(size))] as const;
  };
  /** What came last on a day is not of one length. */
  const expectBounded = (size: (sizes: Sizes) => number) => {
    const [first, second] = largest(size);
    expect(second).toBeLessThanOrEqual(first * 1.1);
  };

  beforeAll(async () => {
    month = await liveAMonth();
  });

  test("leaves what the mind knows as large as it was", () => {
    expectBounded(({ state }) => state);
  });

  test("leaves every file of the storage directory as large as it was, and none that was not there", () => {
    const names = new Set(month.flatMap(({ files }) => Object.keys(files)));
    expect(names.size).toBeGreaterThan(10);
    for (const name of names) expectBounded(({ files }) => files[name] ?? 0);
  });

  test("leaves no timer behind", () => {
    expect(month.map(({ timers }) => timers)).toEqual(month.map(() => 0));
  });
});
