import { describe, expect, test } from "bun:test";

import { faultAtRest } from "./at-rest.ts";
import type { Offering } from "./simulated-server.ts";
import { type SimulatedWorld, withARunning } from "./simulated-world.ts";

const modes = [
  ["with restarts", false],
  ["with reloads", true],
] as const;

interface Kill {
  reload: boolean;
  /** Of B, which is offered while A runs. */
  body: string;
  /** After so many moments: effects, and changes on disk. */
  moment: number;
  offering: Offering;
  /** Default: another one for each moment. */
  seed?: number;
}

/** Offers B, kills the supervisor at that moment, starts another one, and lets the world come to rest. */
async function kill({ reload, body, moment, offering, seed = moment }: Kill): Promise<SimulatedWorld> {
  const world = await withARunning({ seed, offering, config: { agent: { useHupConfigReload: reload } } });
  world.killsAfter(moment);
  await world.offers("B", body).passes(95_000);
  if (world.life !== undefined) return world;
  await (await world.starts()).passes(200_000);
  return world;
}

/** One world for each moment at which it can be killed, until a change is over before its moment comes. */
async function atEachMoment(options: Omit<Kill, "moment">, judge: (world: SimulatedWorld) => void): Promise<number> {
  for (let moment = 1; ; moment += 1) {
    const world = await kill({ ...options, moment });
    if (world.lives === 1) return moment - 1;
    try {
      judge(world);
    } catch (error) {
      throw new Error(`${world.story.lines.join("\n")}\nkilled at moment ${moment}`, { cause: error });
    }
  }
}

/** Verdicts on B after which the server heard another word on it. */
function takenBack({ server }: SimulatedWorld): string[] {
  const ofB = server.heard.filter((line, index) => line.startsWith("B ") && line !== server.heard[index - 1]);
  return ofB.slice(0, -1).filter((line) => line !== "B APPLYING");
}

describe.each(modes)("a supervisor that is killed at any moment of a change, %s,", (_, reload) => {
  test("comes back with the old configuration or the new one", async () => {
    const outcomes = new Set<string>();
    const moments = await atEachMoment({ reload, body: "steady", offering: "once" }, (world) => {
      expect(faultAtRest(world)).toBeUndefined();
      expect(["A", "B"]).toContain(world.runs);
      expect(takenBack(world)).toEqual([]);
      outcomes.add(world.runs);
    });
    expect([...outcomes].toSorted()).toEqual(["A", "B"]);
    expect(moments).toBeGreaterThan(20);
  });

  test("brings the new one into force where the server still wants it", async () => {
    await atEachMoment({ reload, body: "steady", offering: "on difference" }, (world) => {
      expect(world.server.verdict).toBe("APPLIED");
      expect(world.runs).toBe("B");
      expect(takenBack(world)).toEqual([]);
    });
  });

  test.each(["exits", "stumbles", "sick", "broken", "refused", "absent"])(
    "comes back with the old one where the new one %s",
    async (body) => {
      await atEachMoment({ reload, body, offering: "on difference" }, (world) => {
        expect(faultAtRest(world)).toBeUndefined();
        expect(world.runs).toBe("A");
        expect(world.server.verdict).toBe("FAILED");
        expect(takenBack(world)).toEqual([]);
      });
    },
  );

  test("comes back with the old one where the new one does not stand its probation", async () => {
    const verdicts = new Set<string | undefined>();
    await atEachMoment({ reload, body: "sickens", offering: "on difference", seed: 5 }, (world) => {
      expect(faultAtRest(world)).toBeUndefined();
      expect(world.runs).toBe(world.server.verdict === "FAILED" ? "A" : "B");
      expect(takenBack(world)).toEqual(world.server.verdict === "FAILED" ? ["B APPLIED"] : []);
      verdicts.add(world.server.verdict);
    });
    expect(verdicts).toContain("FAILED");
  });
});

test("a supervisor that is killed again and again in the middle of one trial gives that up in the end", async () => {
  const world = await withARunning({ offering: "on difference" });
  world.offers("B");
  for (let lives = 0; lives < 3; lives += 1) {
    await world.until(() => world.state.trialBegun !== undefined);
    await world.passes(8);
    world.kills();
    await world.starts();
  }
  await world.passes(120_000);
  expect(world.server.heard.at(-1)).toBe("B FAILED");
  expect(world.runs).toBe("A");
});
