import { describe, expect, test } from "bun:test";

import { CustomRelay } from "../../../../src/supervisor/collector/custom-relay.ts";
import { initialState } from "../../../../src/supervisor/mind/initial-state.ts";
import { openUpstream } from "../../../../src/supervisor/server/open-upstream.ts";
import { failure, MindDriver, ok, saying } from "../../../support/mind-driver.ts";
import { RunnerWorld, silentRelay } from "../../../support/runner-world.ts";
import { knowledge, offered, remote, stored } from "../../../support/stored.ts";
import { serverlessConfig, supervisorConfig } from "../../../support/supervisor-config.ts";

const uid = new Uint8Array(16).fill(7);

async function opened(config = serverlessConfig()) {
  const world = await RunnerWorld.open();
  const { runtime, log } = world;
  const opening = await openUpstream({ config, runtime, log });
  if (!opening.opened) throw new Error(JSON.stringify(opening.problems));
  const upstream = opening.connect({
    config,
    runtime,
    log,
    instanceUid: uid,
    reported: { health: { healthy: true } },
    inForce: () => undefined,
    relay: silentRelay,
    post: (event) => void world.events.push(event),
  });
  return { world, upstream, close: opening.close, fileRoute: opening.fileRoute };
}

describe("without a server", () => {
  test("no file of a package is fetched", async () => {
    const { fileRoute, close } = await opened();
    const route = fileRoute(() => undefined);
    expect(await route("https://packages.test/a", new AbortController().signal)).toMatchObject({ code: "NO_SERVER" });
    close();
  });

  test("nothing is reached for, by any report and however long it takes", async () => {
    const { world, upstream, close } = await opened();
    upstream.start();
    upstream.report({ health: { healthy: false } });
    upstream.setInstanceUid(new Uint8Array(16).fill(8));
    world.clock.advance(3_600_000);
    await upstream.stop();
    close();
    expect([...world.network.dials, ...world.network.posts, ...world.events]).toEqual([]);
    expect(world.log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      "info No OpAMP server is configured: the Collector is supervised without one",
    ]);
  });

  test("with one, the same is reached for", async () => {
    const { world, upstream } = await opened(supervisorConfig());
    upstream.start();
    expect(world.network.dials.length).toBe(1);
  });

  test("custom messages of the Collector do not pile up", async () => {
    const { world, upstream } = await opened();
    const relay = new CustomRelay({
      log: world.log,
      toCollector: () => true,
      toServer: (message) => upstream.sendCustomMessage(message),
      serverListens: () => {},
    });
    relay.collectorReports(1, saying({ customCapabilities: { capabilities: ["io.example.tap"] } }));
    for (let sent = 0; sent < 1_000; sent += 1) {
      relay.collectorSays({ capability: "io.example.tap", data: new Uint8Array(1 << 16) });
    }
    expect(world.log.at("warn")).toEqual([]);
  });
});

describe("what is stored means the same with a server and without", () => {
  test.each([
    ["nothing", stored()],
    ["one that was applied", stored({ received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] })],
    ["one that failed", stored({ received: offered("B"), working: offered("A"), told: ["B", "FAILED", "boom"] })],
    ["one without a verdict", stored({ received: offered("B"), working: offered("A"), told: ["A", "APPLIED"] })],
    ["own telemetry", stored({ ownTelemetry: { ownMetrics: { destinationEndpoint: "http://h:4318/v1/metrics" } } })],
  ])("%s", (_, remains) => {
    const begun = (config = serverlessConfig()) => initialState({ config, knowledge, stored: remains, uid });
    expect(begun()).toEqual(begun(supervisorConfig()));
  });

  test("a fallback does not wait for a server that is not there, and is the last resort", () => {
    const config = serverlessConfig({
      agent: { startupFallbackConfigs: ["/etc/fallback.yaml"], fallbackAfterMs: 60_000 },
    });
    const initial = initialState({ config, knowledge, stored: stored(), uid });
    const driver = new MindDriver({ initial }).starts().bringsIntoForce().passes(3_600_000);
    expect(driver.runs).toBe("own layers");
    expect(driver.process?.composition.candidate.fallback).toBeUndefined();

    const broken = new MindDriver({ initial }).starts();
    for (const _ of ["as it is", "lenient"]) {
      const [asked] = broken.compositions.splice(0);
      const outcome = { composed: false, failure: failure("local.yaml: line 3") } as const;
      broken.post({ is: "Composed", ticket: asked?.ticket ?? 0, outcome });
    }
    expect(broken.bringsIntoForce().process?.composition.candidate.fallback).toBe(true);
  });

  test("and a supervisor without a server runs the last good one, through the Collector's ends", () => {
    const remains = stored({ received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] });
    const initial = initialState({ config: serverlessConfig(), knowledge, stored: remains, uid });
    const driver = new MindDriver({ initial }).starts().bringsIntoForce();
    expect(driver.runs).toBe("A");
    driver.collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.state.desired.remote?.id).toBe(remote("A").id);
  });
});
