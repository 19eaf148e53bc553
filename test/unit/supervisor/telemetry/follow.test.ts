import { describe, expect, test } from "bun:test";

import { follow } from "../../../../src/supervisor/telemetry/follow.ts";
import { nothingTracked, type Tracking } from "../../../../src/supervisor/telemetry/tracking.ts";
import type { Observation } from "../../../../src/telemetry/observation.ts";
import { bareHealthy, failure, MindDriver, ok } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

/** A driver whose steps are followed. */
function followed() {
  const seen: Observation[] = [];
  let tracking: Tracking = nothingTracked;
  const driver = new MindDriver({
    taken: (taken) => {
      const next = follow(tracking, taken);
      tracking = next.tracking;
      seen.push(...next.observations);
    },
  });
  const take = () => seen.splice(0);
  /** Offers within a message of the server. */
  const within = (span: string, work: () => void) => {
    tracking = { ...tracking, message: span };
    work();
    tracking = { ...tracking, message: undefined };
  };
  return { driver, take, within };
}

const durations = (seen: Observation[]) =>
  seen.flatMap((one) => ("measure" in one && one.measure === "supervisor.apply.duration" ? [one] : []));
const phases = (seen: Observation[]) =>
  durations(seen).map(({ attributes }) => `${String(attributes?.["phase"])} ${String(attributes?.["outcome"])}`);
const counts = (seen: Observation[], name: string) =>
  seen.flatMap((one) => ("count" in one && one.count === name ? [one.attributes?.["cause"]] : []));

describe("a remote configuration", () => {
  test("has a span from its offer, linked to it, with one for each phase, to its outcome", () => {
    const { driver, take, within } = followed();
    driver.starts().composes().collectorStarts().collectorSays(ok);
    expect(phases(take())).toEqual(["composing passed", "switching passed", "proving applied"]);
    within("message:1", () => driver.offers(remote("A")));
    const offered = take();
    expect(offered).toContainEqual({ event: "Config changed", span: "message:1", at: driver.clock.now() });
    const decision = offered.find((one) => "begin" in one && one.begin === "processRemoteConfigMessage");
    expect(decision).toMatchObject({ parent: "message:1" });
    expect(offered).toContainEqual(expect.objectContaining({ begin: "apply", links: ["message:1"] }));
    driver.clock.advance(2000);
    driver.composes();
    const composed = take();
    expect(durations(composed)[0]?.value).toBe(2);
    driver.switches().collectorSays(ok);
    const ended = [...composed, ...take()];
    expect(phases(ended)).toEqual(["composing passed", "validating passed", "switching passed", "proving applied"]);
    const whole = ended.find(
      (one) => "end" in one && one.attributes?.["outcome"] === "applied" && one.end.startsWith("apply"),
    );
    expect(whole).toBeDefined();
    const opened = offered.flatMap((one) => ("begin" in one ? [one.span] : []));
    expect(opened.length).toBe(new Set(opened).size);
  });

  test("that fails ends with the code of its failure", () => {
    const { driver, take } = followed();
    driver.starts().composes().collectorStarts().collectorSays(ok);
    take();
    driver.offers(remote("A")).composesOnly();
    driver.checks(failure("no", "CONFIG_INVALID"));
    const seen = take();
    expect(phases(seen)).toEqual(["composing passed", "validating failed"]);
    expect(seen).toContainEqual(
      expect.objectContaining({
        attributes: { outcome: "failed", "error.type": "CONFIG_INVALID" },
        error: "CONFIG_INVALID",
      }),
    );
  });

  test("that is overtaken says so, and the next one is another span", () => {
    const { driver, take } = followed();
    driver.starts().composes().collectorStarts().collectorSays(ok);
    take();
    driver.offers(remote("A")).composesOnly().offers(remote("B"));
    const seen = take();
    expect(phases(seen)).toEqual(["composing passed", "validating overtaken"]);
    expect(seen.filter((one) => "begin" in one && one.begin === "apply")).toHaveLength(2);
  });

  test("that is cut short by a stop is interrupted", () => {
    const { driver, take } = followed();
    driver.starts().composes().collectorStarts().collectorSays(ok);
    take();
    driver.offers(remote("A")).isToldToStop();
    expect(phases(take())).toEqual(["composing interrupted"]);
  });
});

test("ends and restarts of the Collector are counted by their causes", () => {
  const { driver, take } = followed();
  driver.starts().composes().collectorStarts().collectorSays(ok);
  expect(counts(take(), "supervisor.collector.restarts")).toEqual([]);
  driver.collectorExits();
  const seen = take();
  expect(counts(seen, "supervisor.collector.exits")).toEqual(["COLLECTOR_EXITED"]);
  expect(counts(seen, "supervisor.collector.restarts")).toEqual(["exit"]);
  driver.collectorStarts().collectorSays(ok);
  take();
  driver.post({ is: "RestartRequested", by: "server" }).collectorStops();
  expect(counts(take(), "supervisor.collector.restarts")).toEqual(["command"]);
});

test("a change measures the outage that it cost", () => {
  const { driver, take } = followed();
  driver.starts().composes().collectorStarts().collectorSays(ok);
  driver.offers(remote("A")).composes();
  take();
  driver.passes(40).switches().collectorSays(ok);
  expect(take()).toContainEqual({ measure: "supervisor.collector.outage", value: 0.04, attributes: { by: "restart" } });
});

test("a message of the Collector is a span that says what is new in it", () => {
  const { driver, take } = followed();
  driver.starts().composes().collectorStarts();
  take();
  driver.collectorSays(bareHealthy);
  const first = take();
  expect(first).toContainEqual(expect.objectContaining({ begin: "handleAgentOpAMPMessage" }));
  expect(first).toContainEqual(expect.objectContaining({ event: "Received health", attributes: { health: true } }));
  driver.collectorSays(bareHealthy);
  expect(take().filter((one) => "event" in one)).toEqual([]);
});
