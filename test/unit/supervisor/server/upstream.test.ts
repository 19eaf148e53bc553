import { describe, expect, test } from "bun:test";

import { ConnectionSettingsStatuses, type ServerToAgent } from "../../../../src/opamp/wire/messages.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { createUpstream } from "../../../../src/supervisor/server/upstream.ts";
import { settle } from "../../../support/fake-clock.ts";
import { fixedWay } from "../../../support/fixed-way.ts";
import { MindDriver } from "../../../support/mind-driver.ts";
import { readAgentFrame, serverFrame } from "../../../support/opamp-frames.ts";
import { RunnerWorld, silentRelay } from "../../../support/runner-world.ts";
import { offered } from "../../../support/stored.ts";
import { type StatedConfig, supervisorConfig } from "../../../support/supervisor-config.ts";

const uid = new Uint8Array(16).fill(5);

async function connected(stated: StatedConfig = {}) {
  const world = await RunnerWorld.open();
  const { runtime, log } = world;
  const events: Event[] = [];
  const mind = new MindDriver();
  const config = supervisorConfig(stated);
  const upstream = createUpstream({
    config,
    server: config.server,
    runtime,
    log,
    inForce: () => undefined,
    route: fixedWay({
      url: "ws://server.test/v1/opamp",
      headers: [["authorization", "Bearer x"]],
      tls: { ca: "PEM" },
    }),
    relay: silentRelay,
    instanceUid: uid,
    reported: { health: { healthy: true } },
    post: (event) => {
      events.push(event);
      mind.post(event);
    },
  });
  upstream.start();
  const { lastDial } = world.network;
  lastDial.accept();
  const hears = (message: ServerToAgent) => lastDial.deliver(serverFrame({ instanceUid: uid, ...message }));
  hears({});
  expect(events.splice(0)).toEqual([
    { is: "ServerReached", use: 0 },
    { is: "ServerAnswered", use: 0 },
  ]);
  return { world, dial: lastDial, events, hears, mind };
}

describe("the connection", () => {
  test("goes the given way with the configured limit, and tells what is known at the start", async () => {
    const { dial } = await connected({ server: { maxMessageBytes: 5 << 20 } });
    const expected = { url: "ws://server.test/v1/opamp", tls: { ca: "PEM" }, maxMessageBytes: 5 << 20 };
    expect(dial.options).toMatchObject(expected);
    expect(dial.options.headers).toContainEqual(["authorization", "Bearer x"]);
    expect(readAgentFrame(dial.sent[0] ?? new Uint8Array())).toMatchObject({
      instanceUid: uid,
      health: { healthy: true },
    });
  });

  test("is told to the mind when it is there and when it is not", async () => {
    const { dial, events } = await connected();
    dial.lose();
    expect(events).toEqual([{ is: "ServerMissed", use: 0, reason: "the connection broke off" }]);
  });

  test("has figures taken with each heartbeat", async () => {
    const { world, events } = await connected();
    world.clock.advance(30_000);
    expect(events).toEqual([{ is: "FiguresDue" }]);
  });

  test.each([true, false])("beats only with the capability (%p)", async (reportsHeartbeat) => {
    const { world, dial } = await connected({ capabilities: { reportsHeartbeat } });
    const before = dial.sent.length;
    world.clock.advance(30_000);
    expect(dial.sent.length - before).toBe(reportsHeartbeat ? 1 : 0);
  });
});

test("over HTTP the configured interval is the longest time until the next request", async () => {
  const world = await RunnerWorld.open();
  const { runtime, log, network, clock } = world;
  const config = supervisorConfig({ server: { pollingIntervalMs: 5_000 } });
  const upstream = createUpstream({
    config,
    server: config.server,
    runtime,
    log,
    inForce: () => undefined,
    route: fixedWay({ url: "http://server.test/v1/opamp", headers: [] }),
    relay: silentRelay,
    instanceUid: uid,
    reported: {},
    post: () => {},
  });
  upstream.start();
  network.posts[0]?.answer(new Uint8Array());
  await settle();
  clock.advance(4_499);
  expect(network.posts).toHaveLength(1);
  clock.advance(501);
  expect(network.posts).toHaveLength(2);
});

describe("what the server says", () => {
  test("of a remote configuration becomes an offer", async () => {
    const { events, hears } = await connected();
    hears({ remoteConfig: offered("A") });
    expect(events).toMatchObject([{ is: "RemoteConfigOffered", remote: { id: "41" } }]);
  });

  test("of a remote configuration without content becomes nothing", async () => {
    const { events, hears } = await connected();
    hears({ remoteConfig: { configHash: new Uint8Array([1]) } });
    hears({});
    expect(events).toEqual([]);
  });

  test("of an identity becomes one, and one that is none nothing", async () => {
    const { events, hears } = await connected();
    hears({ agentIdentification: {} });
    hears({ agentIdentification: { newInstanceUid: new Uint8Array(16).fill(8) } });
    expect(events).toEqual([{ is: "InstanceUidAssigned", uid: new Uint8Array(16).fill(8) }]);
  });

  test("of connection settings becomes an offer, with its hash and what it asks of each connection", async () => {
    const { events, hears } = await connected({ capabilities: { reportsOwnTraces: false } });
    hears({
      connectionSettings: {
        hash: new Uint8Array([7]),
        ownMetrics: { destinationEndpoint: "http://m" },
        ownTraces: { destinationEndpoint: "http://t" },
      },
    });
    const telemetry = [
      { signal: "metrics" as const, asks: { endpoint: "http://m", headers: [] } },
      { signal: "traces" as const, refused: "the capability reports_own_traces is off" },
    ];
    const asked = { hash: new Uint8Array([7]), id: "07", opamp: undefined, telemetry, others: [] };
    expect(events).toEqual([{ is: "ConnectionSettingsOffered", offered: asked }]);
  });

  test("of connection settings without their capability is refused by name, as its hash waits for a word", async () => {
    const capabilities = { acceptsOpampConnectionSettings: false, acceptsOtherConnectionSettings: false };
    const { mind, hears } = await connected({ capabilities });
    const otherConnections = { backend: { destinationEndpoint: "https://b" } };
    hears({
      connectionSettings: { hash: new Uint8Array([7]), opamp: { destinationEndpoint: "wss://x" }, otherConnections },
    });
    expect(mind.told.connectionSettingsStatus).toEqual({
      lastConnectionSettingsHash: new Uint8Array([7]),
      status: ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED,
      errorMessage:
        "opamp: SETTINGS_REFUSED: the capability accepts_opamp_connection_settings is off; other connections: SETTINGS_REFUSED: backend: the capability accepts_other_connection_settings is off",
    });
  });

  test("all at once becomes events in the order identity, remote configuration, telemetry", async () => {
    const { events, hears } = await connected();
    hears({
      connectionSettings: { ownLogs: { destinationEndpoint: "http://l" } },
      remoteConfig: offered("A"),
      agentIdentification: { newInstanceUid: new Uint8Array(16).fill(8) },
    });
    expect(events.map(({ is }) => is)).toEqual([
      "InstanceUidAssigned",
      "RemoteConfigOffered",
      "ConnectionSettingsOffered",
    ]);
  });
});
