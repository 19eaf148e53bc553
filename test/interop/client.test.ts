import { afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";

import { Client, fixedRoute } from "../../src/opamp/client/client.ts";
import type { ReportedState } from "../../src/opamp/client/parts.ts";
import { AgentCapabilities, RemoteConfigStatuses, type ServerToAgent } from "../../src/opamp/wire/messages.ts";
import { createBunRuntime } from "../../src/runtime/bun/runtime.ts";
import { EventQueue } from "../support/event-queue.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { GoServer } from "../support/go-server.ts";
import { TestLog } from "../support/test-log.ts";

const { clock, random, network } = createBunRuntime();
const utf8 = new TextEncoder();
const startTime = 1_760_000_000_123_456_768;

const capabilities =
  AgentCapabilities.AgentCapabilities_ReportsStatus |
  AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig |
  AgentCapabilities.AgentCapabilities_ReportsEffectiveConfig |
  AgentCapabilities.AgentCapabilities_ReportsOwnMetrics |
  AgentCapabilities.AgentCapabilities_ReportsHealth |
  AgentCapabilities.AgentCapabilities_ReportsRemoteConfig |
  AgentCapabilities.AgentCapabilities_ReportsAvailableComponents;

/** Every kind of attribute value, bytes that are no text, a time in nanoseconds beyond 2^53. */
const reported: ReportedState = {
  agentDescription: {
    identifyingAttributes: [{ key: "service.name", value: { stringValue: "otelcol" } }],
    nonIdentifyingAttributes: [
      { key: "flag", value: { boolValue: true } },
      { key: "count", value: { intValue: -42 } },
      { key: "ratio", value: { doubleValue: 0.25 } },
      { key: "raw", value: { bytesValue: Uint8Array.of(0, 255) } },
      { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { stringValue: "ü" }] } } },
      { key: "map", value: { kvlistValue: { values: [{ key: "k", value: { stringValue: "v" } }] } } },
    ],
  },
  health: {
    healthy: true,
    status: "StatusOK",
    startTimeUnixNano: startTime,
    componentHealthMap: { "pipeline:logs": { healthy: false, lastError: "no such file" } },
  },
  effectiveConfig: { configMap: { configMap: { "": { body: utf8.encode("a: 1\n"), contentType: "text/yaml" } } } },
  remoteConfigStatus: {
    lastRemoteConfigHash: Uint8Array.of(1, 2, 3),
    status: RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
    errorMessage: "port in use",
  },
  availableComponents: {
    hash: Uint8Array.of(7),
    components: { receivers: { subComponentMap: { otlp: { metadata: [{ key: "v", value: { stringValue: "1" } }] } } } },
  },
};

/** `reported` as the Go program prints it. */
const seenByServer = {
  capabilities: String(capabilities),
  agent_description: {
    identifying_attributes: [{ key: "service.name", value: { string_value: "otelcol" } }],
    non_identifying_attributes: [
      { key: "flag", value: { bool_value: true } },
      { key: "count", value: { int_value: "-42" } },
      { key: "ratio", value: { double_value: 0.25 } },
      { key: "raw", value: { bytes_value: "AP8=" } },
      { key: "list", value: { array_value: { values: [{ string_value: "a" }, { string_value: "ü" }] } } },
      { key: "map", value: { kvlist_value: { values: [{ key: "k", value: { string_value: "v" } }] } } },
    ],
  },
  health: {
    healthy: true,
    status: "StatusOK",
    start_time_unix_nano: String(BigInt(startTime)),
    component_health_map: { "pipeline:logs": { last_error: "no such file" } },
  },
  effective_config: { config_map: { config_map: { "": { body: "YTogMQo=", content_type: "text/yaml" } } } },
  remote_config_status: {
    last_remote_config_hash: "AQID",
    status: "RemoteConfigStatuses_FAILED",
    error_message: "port in use",
  },
  available_components: { hash: "Bw==" },
};

const allComponents = {
  hash: "Bw==",
  components: {
    receivers: { sub_component_map: { otlp: { metadata: [{ key: "v", value: { string_value: "1" } }] } } },
  },
};

describe("our client with a server on the reference library", () => {
  let server: GoServer;
  let instanceUid: Uint8Array;
  let messages: EventQueue<ServerToAgent>;
  let log: TestLog;
  let client: Client;

  beforeAll(() => goBuild("server"), goBuildTimeoutMs);

  beforeEach(async () => {
    server = await GoServer.start();
    instanceUid = random.uuidv7();
    messages = new EventQueue();
    log = new TestLog();
    client = new Client({
      clock,
      random,
      network,
      log,
      route: fixedRoute({ url: server.url, headers: [["Authorization", "Bearer of-the-test"]] }),
      instanceUid,
      capabilities,
      heartbeatMs: undefined,
      reported,
      events: { connected() {}, disconnected() {}, message: (message) => messages.push(message) },
    });
    client.start();
  });

  afterEach(async () => {
    await client.stop();
    await server[Symbol.asyncDispose]();
  });

  const identity = () => ({ instance_uid: instanceUid.toBase64() });
  const fullStateArrived = () => server.message({ agent_description: {} });

  test("sends its headers and then its full state, the components as their hash", async () => {
    const { headers } = await server.connected();
    expect(headers).toMatchObject({ Authorization: ["Bearer of-the-test"] });
    const { message } = await fullStateArrived();
    expect(message).toEqual({ ...identity(), ...seenByServer });
    expect(await server.state(instanceUid)).toEqual({ ...identity(), ...seenByServer });

    await messages.next();
    expect([...log.at("warn"), ...log.at("error")]).toEqual([]);
  });

  test("takes an offered configuration byte by byte", async () => {
    await fullStateArrived();
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    const files = {
      "": { body: everyByte },
      "collector.yaml": { body: utf8.encode("receivers: {nop: }\n"), contentType: "text/yaml" },
      large: { body: random.bytes(1 << 20) },
      "päth/with space": { body: new Uint8Array() },
    };
    const hash = random.bytes(32);
    await server.offer(instanceUid, files, hash);

    const { remoteConfig } = await messages.next({ remoteConfig: {} });
    expect(remoteConfig?.configHash?.toHex()).toBe(hash.toHex());
    const offered = Object.entries(remoteConfig?.config?.configMap ?? {}).map(([name, file]) => [
      name,
      { body: file.body?.toHex(), contentType: file.contentType },
    ]);
    const expected = Object.entries(files).map(([name, file]) => [
      name,
      { body: file.body.toHex(), contentType: "contentType" in file ? file.contentType : "" },
    ]);
    expect(Object.fromEntries(offered)).toEqual(Object.fromEntries(expected));
  });

  test("takes an offer of connection settings", async () => {
    await fullStateArrived();
    await server.send(instanceUid, {
      connection_settings: {
        hash: "aGFzaA==",
        own_metrics: {
          destination_endpoint: "http://127.0.0.1:4318/v1/metrics",
          headers: { headers: [{ key: "X-Token", value: "t" }] },
        },
      },
    });
    const { connectionSettings } = await messages.next({ connectionSettings: {} });
    expect(connectionSettings?.hash?.toHex()).toBe(utf8.encode("hash").toHex());
    expect(connectionSettings?.ownMetrics?.destinationEndpoint).toBe("http://127.0.0.1:4318/v1/metrics");
    expect(connectionSettings?.ownMetrics?.headers?.headers?.map(({ key, value }) => [key, value])).toEqual([
      ["X-Token", "t"],
    ]);
  });

  test("reports changed health, and nothing that did not change", async () => {
    await fullStateArrived();
    client.report({ ...reported, health: { healthy: false, lastError: "crashed" } });
    const { message } = await server.message({ health: { last_error: "crashed" } });
    expect(message).toEqual({
      ...identity(),
      sequence_num: "1",
      capabilities: String(capabilities),
      health: { last_error: "crashed" },
    });
  });

  test("tells its full state again when it is asked to", async () => {
    await fullStateArrived();
    await server.send(instanceUid, { flags: "1" });
    const { message } = await fullStateArrived();
    expect(message).toEqual({ ...identity(), sequence_num: "1", ...seenByServer });
  });

  test("tells all its components when it is asked to", async () => {
    await fullStateArrived();
    await server.send(instanceUid, { flags: "2" });
    const { message } = await server.message({ available_components: { components: {} } });
    expect(message).toEqual({
      ...identity(),
      sequence_num: "1",
      capabilities: String(capabilities),
      available_components: allComponents,
    });
  });

  test("says goodbye with its last message and closes in good order", async () => {
    await fullStateArrived();
    await client.stop();
    await server.message({ agent_disconnect: {}, sequence_num: "1" });
    expect(await server.disconnected()).toMatchObject({ connection: 1, error: "" });
    expect(server.untakenMessages()).toEqual([]);
  });

  test("comes back with its full state after the server cut the connection", async () => {
    await fullStateArrived();
    await messages.next();
    await server.cut(instanceUid);
    const { message } = await server.message({ agent_description: {} }, { connection: 2 });
    expect(message).toEqual({ ...identity(), sequence_num: "1", ...seenByServer });

    await server.offer(instanceUid, { "": { body: utf8.encode("again") } }, Uint8Array.of(9));
    const { remoteConfig } = await messages.next({ remoteConfig: {} });
    expect(remoteConfig?.configHash?.toHex()).toBe("09");
  });

  test("comes back after the server was away, and tells what changed meanwhile", async () => {
    const { port } = server;
    await fullStateArrived();
    await server[Symbol.asyncDispose]();
    client.report({ health: { healthy: false, status: "changed while away" } });

    server = await GoServer.start({ port });
    const { message } = await fullStateArrived();
    expect(message).toMatchObject({ ...identity(), health: { status: "changed while away" } });
  });
});
