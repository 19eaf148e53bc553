import { describe, expect, test } from "bun:test";

import { MindDriver, ok, permanent, startingUp, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

const effectiveConfig = (text: string) => ({
  configMap: { configMap: { "": { body: Buffer.from(text), contentType: "text/yaml" } } },
});
const description = (name: string) => ({
  identifyingAttributes: [{ key: "service.name", value: { stringValue: name } }],
  nonIdentifyingAttributes: [],
});
const components = { hash: new Uint8Array([1]) };

describe("what the Collector says of itself", () => {
  const words = {
    effectiveConfig: effectiveConfig("a"),
    agentDescription: description("running"),
    availableComponents: components,
  };

  test("is told once it is proved, not before", () => {
    const driver = new MindDriver().starts().composes().collectorStarts().collectorSays(startingUp, words);
    expect(driver.told.effectiveConfig).toBeUndefined();
    expect(driver.told.agentDescription?.identifyingAttributes).toMatchObject([
      { key: "service.instance.id" },
      { key: "service.name", value: { stringValue: "otelcol" } },
    ]);
    expect(driver.effectsThat("Learn")).toEqual([]);
    driver.collectorSays(ok, words);
    expect(driver.told).toMatchObject(words);
  });

  test("is remembered for the next start, once for each change", () => {
    const driver = new MindDriver().starts().composes().collectorStarts();
    driver.collectorSays(ok, words).collectorSays({ ...ok, lastError: "x" }, words);
    const learned = { description: words.agentDescription, components };
    expect(driver.effectsThat("Learn")).toEqual([{ do: "Learn", program: undefined, ...learned }]);
    driver.collectorSays(ok, { ...words, agentDescription: description("other") });
    expect(driver.effectsThat("Learn")).toHaveLength(2);
  });

  test("is told with the operator's attributes, but remembered without them", () => {
    const agent = {
      description: {
        identifyingAttributes: { "service.name": "mine" },
        nonIdentifyingAttributes: {},
        includeResourceAttributes: false,
      },
    };
    const driver = new MindDriver({ config: { agent } }).starts().composes().collectorStarts();
    driver.collectorSays(ok, words);
    expect(driver.told.agentDescription?.identifyingAttributes).toEqual(description("mine").identifyingAttributes);
    expect(driver.effectsThat("Learn")[0]?.description).toEqual(words.agentDescription);
  });

  test("is told again only where it is new", () => {
    const driver = new MindDriver().starts().composes().collectorStarts().collectorSays(ok, words);
    const reports = driver.effectsThat("Report").length;
    driver.collectorSays({ ...ok }, { ...words, effectiveConfig: effectiveConfig("a") });
    expect(driver.effectsThat("Report")).toHaveLength(reports);
    driver.collectorSays(ok, { ...words, effectiveConfig: effectiveConfig("b") });
    expect(driver.effectsThat("Report").at(-1)?.parts).toEqual({ effectiveConfig: effectiveConfig("b") });
  });

  test("stands while another configuration is tried and has not proved itself", () => {
    const driver = new MindDriver().starts().composes().collectorStarts().collectorSays(ok, words);
    driver.offers(remote("B")).composes();
    const before = driver.told;
    driver.collectorSays({ healthy: false, status: "StatusStopping" }).collectorStops().collectorStarts();
    driver.collectorSays(startingUp, { effectiveConfig: effectiveConfig("b") });
    expect(driver.told).toEqual(before);
    driver.collectorSays(ok, { effectiveConfig: effectiveConfig("b") });
    expect(driver.told.effectiveConfig).toEqual(effectiveConfig("b"));
  });

  test("of a configuration that fails is never told", () => {
    const driver = new MindDriver().starts().composes().collectorStarts().collectorSays(ok, words);
    driver.offers(remote("B")).composes().switches();
    driver.collectorSays(permanent, { effectiveConfig: effectiveConfig("b") });
    driver.switches().collectorSays(ok, words);
    const told = driver.effectsThat("Report").map(({ parts }) => parts.effectiveConfig);
    expect(told.filter((config) => config !== undefined)).toEqual([effectiveConfig("a")]);
  });
});

describe("health", () => {
  test("of a Collector that a change keeps away for long says so, and how far the change is, until it serves", () => {
    const driver = withARunning({ config: { agent: { configApplyTimeoutMs: 60_000 } } })
      .offers(remote("B"))
      .composes();
    expect(driver.passes(1_999).health).toBe("healthy StatusOK");
    const away = "the Collector is away for a change of its configuration, which takes long";
    expect(driver.passes(1).health).toBe(`unhealthy StatusStarting ${away} (switching)`);
    driver.switches().collectorSays(startingUp);
    expect(driver.health).toBe(`unhealthy StatusStarting ${away} (proving)`);
    expect(driver.passes(30_000).collectorSays(ok).health).toBe("healthy StatusOK");
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("is StatusStarting until something is known", () => {
    expect(new MindDriver().starts().health).toBe("unhealthy StatusStarting the Collector is starting");
  });

  test("is the Collector's own once it is proved, with what it says of its components", () => {
    const driver = new MindDriver().starts().composes().collectorStarts().collectorSays(ok);
    const detailed = { ...permanent, componentHealthMap: { "pipeline:traces": permanent } };
    driver.collectorSays(detailed);
    expect(driver.told.health).toEqual(detailed);
  });

  test("of one that somebody else ends tells why it ended, not its farewell without a reason", () => {
    const driver = new MindDriver().starts().bringsIntoForce();
    const before = driver.effectsThat("Report").length;
    driver.collectorSays({ healthy: false }).collectorSays({ status: "StatusStopping" });
    driver.collectorExits({ how: "exit code 0", killed: "outside" }).collectorStarts().collectorSays(ok).passes(2_000);
    const told = driver.effectsThat("Report").slice(before);
    expect(told.map(({ parts }) => parts.health?.lastError ?? "")).toEqual([
      "COLLECTOR_KILLED: running: the Collector exited unexpectedly, exit code 0; restarting it at once",
      "",
    ]);
  });

  test("of one that goes on shutting down says so", () => {
    const driver = new MindDriver().starts().bringsIntoForce().collectorSays({ healthy: false });
    expect(driver.health).toBe("healthy StatusOK");
    driver.passes(1_000);
    const words = "the Collector is shutting down, which the supervisor did not ask for";
    expect(driver.health).toBe(`unhealthy StatusStopping ${words}`);
    driver.collectorSays(ok);
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("of one that comes back after its farewell stays as it was", () => {
    const driver = new MindDriver().starts().bringsIntoForce();
    const before = driver.effectsThat("Report").length;
    driver.collectorSays({ healthy: false }).collectorSays(ok).passes(2_000);
    expect(driver.effectsThat("Report")).toHaveLength(before);
  });

  test("is not repeated while nothing changes", () => {
    const driver = new MindDriver().starts().bringsIntoForce().collectorExits();
    const reports = driver.effectsThat("Report").length;
    driver.collectorStarts().passes(500);
    expect(driver.effectsThat("Report")).toHaveLength(reports);
  });

  test("is dated where it is in the supervisor's own words", () => {
    const driver = new MindDriver().starts().bringsIntoForce().passes(1_500).collectorExits();
    expect(driver.told.health?.statusTimeUnixNano).toBe(driver.clock.now() * 1e6);
    expect(driver.told.health?.startTimeUnixNano).toBe(0);
  });

  test("stays what it was through a planned switch, until the new configuration is proved", () => {
    const driver = new MindDriver().starts().bringsIntoForce().offers(remote("B"));
    const reports = driver.effectsThat("Report").map(({ parts }) => parts.health).length;
    driver.composes().collectorStops().collectorStarts().collectorSays(startingUp);
    expect(driver.effectsThat("Report").slice(reports)).not.toContainEqual({
      do: "Report",
      parts: expect.objectContaining({ health: expect.anything() }),
    });
    driver.collectorSays(ok);
    const healths = driver
      .effectsThat("Report")
      .slice(reports)
      .flatMap(({ parts }) => parts.health ?? []);
    expect(healths).toMatchObject([ok]);
    expect(healths[0]?.attributes).toContainEqual({ key: "collector.configuration", value: { stringValue: "42" } });
  });
});

test("a death that was got over leaves no trace in the health of the next switch", () => {
  const driver = new MindDriver().starts().bringsIntoForce().collectorExits().collectorStarts();
  driver.collectorSays({ healthy: true }).collectorSays(ok);
  expect(driver.waitsFor).toEqual(["stable"]);
  driver.offers(remote("C")).composes().collectorStops();
  expect(driver.health).toBe("healthy StatusOK");
});

test("an offer that was refused leaves no trace in the health of the next switch", () => {
  const driver = new MindDriver().starts().bringsIntoForce().offers(remote("B", "broken")).composes();
  driver.offers(remote("C")).composes().collectorStops();
  expect(driver.health).toBe("healthy StatusOK");
});

test("statuses of the remote configuration are told as they change, with the hash byte for byte", () => {
  const driver = new MindDriver().starts().bringsIntoForce().offers(remote("B")).bringsIntoForce();
  const told = driver.effectsThat("Report").flatMap(({ parts }) => parts.remoteConfigStatus ?? []);
  expect(told.map(({ lastRemoteConfigHash, status }) => [lastRemoteConfigHash, status])).toEqual([
    [new Uint8Array([0x42]), 2],
    [new Uint8Array([0x42]), 1],
  ]);
});

test("a Collector that has no pipelines is not called healthy without saying so", () => {
  const driver = new MindDriver().starts();
  driver.idle = true;
  driver.bringsIntoForce();
  expect(driver.health).toBe("healthy running no pipelines");
  driver.idle = false;
  expect(driver.offers(remote("A")).bringsIntoForce().health).toBe("healthy StatusOK");
});
