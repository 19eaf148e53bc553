import { describe, expect, test } from "bun:test";

import { faultAtRest } from "../at-rest.ts";
import { withARunning } from "../simulated-world.ts";

const modes = [
  ["with restarts", false],
  ["with reloads", true],
] as const;

describe.each(modes)("a verdict, %s,", (_, useHupConfigReload) => {
  const config = { agent: { useHupConfigReload } };

  test.each(["steady", "eager", "bare", "flaps", "deaf", "stubborn"])(
    "is APPLIED as soon as what is %s has proved itself, not when the longest wait is over",
    async (body) => {
      const world = await withARunning({ config });
      await world.offers("B", body).passes(1_500);
      expect(world.server.heard.slice(-2)).toEqual(["B APPLYING", "B APPLIED"]);
      expect(world.runs).toBe("B");
    },
  );

  test.each(["exits", "stumbles", "sick", "mute", "absent", "offline", "slow", "broken", "refused"])(
    "is FAILED for what %s, and never APPLIED before",
    async (body) => {
      const world = await withARunning({ config });
      await world.offers("B", body).passes(60_000);
      expect(world.server.verdict).toBe("FAILED");
      expect(world.server.heard).not.toContain("B APPLIED");
      expect(world.runs).toBe("A");
      expect(faultAtRest(world)).toBeUndefined();
    },
  );

  test("is APPLIED for a start that takes 30 s where the operator waits so long", async () => {
    const world = await withARunning({ config: { agent: { ...config.agent, configApplyTimeoutMs: 60_000 } } });
    await world.offers("B", "slow").passes(29_000);
    expect(world.server.verdict).toBeUndefined();
    await world.passes(2_000);
    expect(world.server.verdict).toBe("APPLIED");
  });

  test.each(["sickens", "expires", "hungry"])("on what %s is withdrawn once, within its probation", async (body) => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const world = await withARunning({ seed, config: { agent: { ...config.agent, configProbationMs: 100_000 } } });
      await world.offers("B", body).passes(300_000);
      expect(world.server.heard.slice(-3)).toEqual(["B APPLYING", "B APPLIED", "B FAILED"]);
      expect(world.server.status?.errorMessage).toStartWith("withdrawn: ");
      expect(world.runs).toBe("A");
    }
  });

  test("costs no downtime where the check sees the fault", async () => {
    const world = await withARunning({ config });
    const { collector, state } = world;
    await world.offers("B", "refused").passes(10_000);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.collector).toBe(collector);
    expect(world.state.outages).toEqual(state.outages);
  });
});

describe("a server that offers without end", () => {
  test("a configuration that fails has it tried once, and hears FAILED while the last good one runs", async () => {
    const world = await withARunning({ offering: "always" });
    const before = world.startCount;
    await world.offers("B", "exits").passes(600_000);
    for (let index = 0; index < 100; index += 1) {
      world.server.offersAgain();
      await world.passes(1_000);
    }
    expect(world.startCount - before).toBe(2);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.runs).toBe("A");
  });

  test("two configurations in turn, one of which fails, has that tried once", async () => {
    const world = await withARunning({ offering: "once" });
    await world.offers("B", "exits").passes(10_000);
    const before = world.startCount;
    for (let turn = 0; turn < 20; turn += 1) {
      await world.offers("A").passes(1_000);
      await world.offers("B", "exits").passes(1_000);
      expect(world.server.verdict).toBe("FAILED");
    }
    expect(world.startCount).toBe(before);
    expect(world.runs).toBe("A");
  });

  test("is not answered by a restart after the supervisor was restarted: the status is remembered", async () => {
    const world = await withARunning({ offering: "on difference" });
    const told = world.server.heard.length;
    world.kills();
    await (await world.starts()).passes(10_000);
    expect(world.server.heard.slice(told)).toEqual(["A APPLIED"]);
    expect(world.startCount).toBe(1);
  });

  test("gets a configuration that was refused before a restart of the supervisor refused at once after it", async () => {
    const world = await withARunning();
    await world.offers("B", "exits").passes(10_000);
    await world.offers("C").passes(120_000);
    world.kills();
    await (await world.starts()).passes(10_000);
    await world.offers("B", "exits").passes(1_000);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.startCount).toBe(1);
    expect(world.runs).toBe("C");
  });
});

describe("an offer in which little has changed", () => {
  test("but the hash is answered, without a restart", async () => {
    const world = await withARunning();
    const { collector } = world;
    await world.offers("A2", "steady A").passes(1_000);
    expect(world.server.heard.at(-1)).toBe("A2 APPLIED");
    expect(world.collector).toBe(collector);
  });

  test("but the content under the same hash is tried", async () => {
    const world = await withARunning();
    await world.offers("A", "steady otherwise").passes(1_000);
    expect(world.server.heard.slice(-2)).toEqual(["A APPLYING", "A APPLIED"]);
  });

  test("because it asks for nothing stops the Collector on purpose, and is APPLIED", async () => {
    const world = await withARunning();
    await world.offers("E", null).passes(1_000);
    expect(world.server.verdict).toBe("APPLIED");
    expect(world.runs).toBe("nothing");
    expect(world.server.health).toStartWith("healthy Stopped");
    await world.restarts("server").passes(1_000);
    expect(world.runs).toBe("nothing");
    await world.offers("B").passes(1_000);
    expect(world.runs).toBe("B");
  });

  test("because it asks for nothing leaves the own layers running where the operator wants that", async () => {
    const world = await withARunning({ config: { agent: { onEmptyRemoteConfig: "keep_local" } } });
    await world.offers("E", null).passes(1_000);
    expect(world.server.verdict).toBe("APPLIED");
    expect(world.collector?.isGone).toBe(false);
    expect(world.server.health).toStartWith("healthy StatusOK");
  });
});

describe("what the server asks for besides", () => {
  test("a restart that fails is tried again and seen in the health", async () => {
    const world = await withARunning();
    await world.removesExecutable(true).restarts("server").passes(60_000);
    expect(world.server.health).toStartWith("unhealthy");
    expect(world.server.health).toContain("EXECUTABLE");
    await world.removesExecutable(false).passes(2_000);
    expect(world.server.health).toStartWith("healthy");
  });

  test("a restart and a change at once are one exchange", async () => {
    const world = await withARunning();
    const before = world.startCount;
    await world.offers("B").until(() => world.state.process.is === "stopping");
    await world.restarts("server").restarts("operator").passes(2_000);
    expect(world.startCount - before).toBe(1);
    expect(world.runs).toBe("B");
  });

  test("targets of own telemetry come into force after a configuration that could not be composed", async () => {
    const world = await withARunning();
    await world.offers("B", "broken").passes(1_000);
    const telemetry = { metrics: { endpoint: "steady", headers: [] } };
    await world.offersTelemetry(telemetry).passes(1_000);
    expect(world.runs).toBe("A");
    expect(world.state.accepted.connections.telemetry).toEqual(telemetry);
  });

  test("another identity in the middle of a change goes into what runs in the end", async () => {
    const world = await withARunning();
    await world.offers("B").passes(30);
    await world.assignsUid(9).passes(5_000);
    expect(world.server.verdict).toBe("APPLIED");
    expect(world.life?.driver.process?.composition.text).toContain("09".repeat(16));
  });
});

describe("a reload", () => {
  const config = { agent: { useHupConfigReload: true } };

  test("that the Collector does not listen to is a restart, and never APPLIED by what it ran before", async () => {
    const world = await withARunning({ config });
    await world.offers("D", "deaf").passes(120_000);
    await world.offers("B").passes(1_900);
    expect(world.server.verdict).toBeUndefined();
    await world.passes(1_000);
    expect(world.server.verdict).toBe("APPLIED");
    expect(world.collector?.generation).toBe(world.life?.driver.process?.generation ?? NaN);
  });

  test("that hangs is given up in time, and the last good configuration runs by a new process", async () => {
    const world = await withARunning({ config });
    await world.offers("W", "wedges").passes(10_000);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.runs).toBe("A");
    expect(world.server.isHealthy).toBe(true);
  });

  test("in which the Collector dies is a failed configuration, and no death in a row", async () => {
    const world = await withARunning({ config });
    await world.offers("B", "exits").passes(1_000);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.runs).toBe("A");
    expect(world.state.deaths).toBe(0);
  });
});

test("a configuration that cannot be composed poisons no later start of the supervisor", async () => {
  const world = await withARunning({ config: { agent: { automaticConfigRollback: false } } });
  await world.offers("B", "broken").passes(1_000);
  world.kills();
  await (await world.starts()).passes(10_000);
  expect(world.collector?.isGone).toBe(false);
  expect(world.server.isHealthy).toBe(true);
});

test("after a return to the last good configuration the next ones are judged as ever", async () => {
  const world = await withARunning();
  for (const [name, body, verdict] of [
    ["B", "exits", "FAILED"],
    ["C", "steady", "APPLIED"],
    ["D", "absent", "FAILED"],
    ["E", "steady", "APPLIED"],
  ] as const) {
    await world.offers(name, `${body} ${name}`).passes(20_000);
    expect(world.server.verdict).toBe(verdict);
  }
  expect(world.runs).toBe("E");
});
