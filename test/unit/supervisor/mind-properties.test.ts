import { expect, test } from "bun:test";

import fc from "fast-check";

import type { OwnTelemetry } from "../../../src/compose/layers.ts";
import { bareHealthy, MindDriver, ok, permanent, startingUp } from "../../support/mind-driver.ts";
import { offered, type Remains, remote } from "../../support/stored.ts";

/** What a Collector does is in its configuration: bodies are one of these words and a number. */
const bodies = ["good", "bare", "dies", "sick", "mute", "broken", null] as const;
const telemetries: readonly OwnTelemetry[] = [
  {},
  { metrics: { endpoint: "good", headers: [] } },
  { logs: { endpoint: "dies", headers: [] } },
];
const pastVerdicts = [undefined, "APPLYING", "APPLIED", "FAILED"] as const;

const offer = fc.record({ does: fc.constant("offer" as const), body: fc.constantFrom(...bodies), hash: fc.nat(3) });
const telemetry = fc.record({ does: fc.constant("telemetry" as const), offered: fc.constantFrom(...telemetries) });
const uid = fc.record({ does: fc.constant("uid" as const), last: fc.nat(2) });
const time = fc.record({ does: fc.constant("time" as const), ms: fc.constantFrom(1, 999, 1_000, 5_000, 60_000) });
const says = fc.record({
  does: fc.constant("says" as const),
  health: fc.constantFrom(ok, bareHealthy, permanent, startingUp, {}),
});
const world = fc.record({
  does: fc.constantFrom("compose" as const, "process" as const, "exit" as const, "behave" as const, "late" as const),
});
const story = fc.array(
  fc.oneof(
    { arbitrary: offer, weight: 3 },
    { arbitrary: telemetry, weight: 1 },
    { arbitrary: uid, weight: 1 },
    { arbitrary: time, weight: 2 },
    { arbitrary: says, weight: 1 },
    { arbitrary: world, weight: 9 },
  ),
  { maxLength: 60 },
);
type Doing = typeof story extends fc.Arbitrary<(infer Value)[]> ? Value : never;
const past = fc.record({
  received: fc.constantFrom(...bodies),
  working: fc.constantFrom(undefined, ...bodies),
  verdict: fc.constantFrom(...pastVerdicts),
});

function remainsOf({ received, working, verdict }: typeof past extends fc.Arbitrary<infer Value> ? Value : never) {
  const remains: Remains = {
    received: offered("past", received),
    ...(working !== undefined && { working: offered("old", working) }),
    ...(verdict !== undefined && { told: ["past", verdict] }),
  };
  return remains;
}

/** The Collector does what its configuration says; `false` where it has nothing more to do. */
function behave(driver: MindDriver): boolean {
  const { process } = driver;
  if (process?.is !== "up") return false;
  const { text } = process.composition;
  if (text.includes("dies")) driver.collectorExits();
  else if (text.includes("sick")) driver.collectorSays(permanent);
  else if (text.includes("mute")) driver.collectorSays({});
  else driver.collectorSays(text.includes("bare") ? bareHealthy : ok);
  return true;
}

function answerProcess(driver: MindDriver): void {
  if (driver.process?.is === "starting") driver.collectorStarts();
  else if (driver.process?.is === "stopping") driver.collectorStops();
}

function play(driver: MindDriver, doing: Doing): void {
  switch (doing.does) {
    case "offer":
      return void driver.offers(remote(`${doing.body}${doing.hash}`, doing.body));
    case "telemetry":
      return void driver.offersTelemetry(doing.offered);
    case "uid":
      return void driver.assignsUid(new Uint8Array(16).fill(doing.last + 1));
    case "time":
      return void driver.passes(doing.ms);
    case "says":
      return void (driver.process?.is === "up" && driver.collectorSays(doing.health));
    case "compose":
      return void (driver.compositions.length > 0 && driver.composes());
    case "process":
      return answerProcess(driver);
    case "exit":
      if (driver.process?.is === "starting") driver.collectorCannotStart();
      else if (driver.process !== undefined) driver.collectorExits();
      return;
    case "behave":
      return void behave(driver);
    case "late":
      return void driver.post({
        is: "CollectorExited",
        life: 0,
        ending: { how: "late", killed: undefined, statement: "", tail: "" },
      });
  }
}

/** No more offers: everything asked for is answered, Collectors behave, timers fire, until all rests or a crash loop is left. */
function comeToRest(driver: MindDriver): void {
  for (let round = 0; round < 30; round += 1) {
    while (driver.compositions.length > 0) driver.composes();
    answerProcess(driver);
    behave(driver);
    driver.passes(20_000);
    const { process, apply } = driver.state;
    if (apply.is === "idle" && process.is === "up" && process.proven && driver.compositions.length === 0) return;
  }
}

const bounds = { numRuns: 400, seed: 149 };

test("after any story the newest wish or the last good configuration runs, or is being tried for ever", () => {
  fc.assert(
    fc.property(past, story, (before, doings) => {
      const driver = new MindDriver({ remains: remainsOf(before) }).starts();
      for (const doing of doings) play(driver, doing);
      comeToRest(driver);
      const { target, desired, accepted, apply, process, pending } = driver.state;
      expect(apply.is === "idle" || apply.is === "reverting").toBe(true);
      expect(pending).toBeUndefined();
      if (target.is === "nothing") return expect(target.onPurpose && desired.remote?.files.size).toBe(0);
      expect(target.composition.candidate).toEqual(accepted);
      expect(desired).toEqual(accepted);
      expect(process.is === "down").toBe(false);
      if (process.is === "up") expect(process.run.composition.fingerprint).toBe(target.composition.fingerprint);
    }),
    bounds,
  );
});

test("after any story a good offer is brought into force and APPLIED", () => {
  fc.assert(
    fc.property(past, story, (before, doings) => {
      const driver = new MindDriver({ remains: remainsOf(before) }).starts();
      for (const doing of doings) play(driver, doing);
      driver.offersTelemetry({}).offers(remote("last", "good at last"));
      comeToRest(driver);
      expect(driver.verdict).toBe("last APPLIED");
      expect(driver.runs).toBe("last");
      expect(driver.health).toBe("healthy StatusOK");
    }),
    bounds,
  );
});

test("any story can be ended by a stop: one Finish, nothing after it, no process left", () => {
  fc.assert(
    fc.property(past, story, fc.nat(), (before, doings, cut) => {
      const driver = new MindDriver({ remains: remainsOf(before) }).starts();
      const at = cut % (doings.length + 1);
      for (const doing of doings.slice(0, at)) play(driver, doing);
      driver.isToldToStop();
      for (const doing of doings.slice(at)) play(driver, doing);
      comeToRest(driver);
      expect(driver.effectsThat("Finish")).toHaveLength(1);
      expect(driver.process).toBeUndefined();
    }),
    bounds,
  );
});
