import { afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";

import { type AgentConnection, type AgentState, serveAgents } from "../../src/opamp/server/server.ts";
import { toBigInt } from "../../src/opamp/wire/integers.ts";
import {
  AgentCapabilities,
  type AgentToServer,
  CommandType,
  ServerCapabilities,
} from "../../src/opamp/wire/messages.ts";
import { createBunRuntime } from "../../src/runtime/bun/runtime.ts";
import type { Listener } from "../../src/runtime/network-ports.ts";
import { EventQueue } from "../support/event-queue.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { GoProgram } from "../support/go-program.ts";
import { TestLog } from "../support/test-log.ts";
import { WebSocketRelay } from "../support/websocket-relay.ts";

const { random, network, clock } = createBunRuntime();
const utf8 = new TextEncoder();

const capabilities =
  AgentCapabilities.AgentCapabilities_ReportsStatus |
  AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig |
  AgentCapabilities.AgentCapabilities_ReportsEffectiveConfig |
  AgentCapabilities.AgentCapabilities_ReportsOwnMetrics |
  AgentCapabilities.AgentCapabilities_AcceptsRestartCommand |
  AgentCapabilities.AgentCapabilities_ReportsHealth |
  AgentCapabilities.AgentCapabilities_ReportsRemoteConfig |
  AgentCapabilities.AgentCapabilities_ReportsAvailableComponents;

/** What the agent tells when it starts, in protobuf's JSON form. */
const agentState = {
  description: { identifying_attributes: [{ key: "service.name", value: { string_value: "otelcol" } }] },
  health: { healthy: true, status: "StatusOK", start_time_unix_nano: "1760000000123456789" },
  effectiveConfig: effectiveConfig("a: 1\n"),
  availableComponents: { hash: "Bw==", components: { receivers: { sub_component_map: { otlp: {} } } } },
};

interface Received {
  message: AgentToServer;
  state: AgentState;
  connection: AgentConnection<string>;
}

describe("our server with an agent on the reference library", () => {
  let received: EventQueue<Received>;
  let closed: EventQueue<AgentConnection<string>>;
  let log: TestLog;
  let listener: Listener;
  let agent: GoProgram;
  let uid: string;

  beforeAll(() => goBuild("agent"), goBuildTimeoutMs);

  beforeEach(async () => {
    received = new EventQueue();
    closed = new EventQueue();
    log = new TestLog();
    uid = random.uuidv7().toHex();
    listener = await listen(0);
    agent = await GoProgram.start({ program: "agent" });
  });

  afterEach(async () => {
    await agent.stop();
    await listener.stop();
  });

  const listen = (port: number) =>
    serveAgents<string>({
      network,
      clock,
      random,
      log,
      hostname: "127.0.0.1",
      port,
      capabilities:
        ServerCapabilities.ServerCapabilities_AcceptsStatus | ServerCapabilities.ServerCapabilities_OffersRemoteConfig,
      wantComponents: true,
      admit: ({ headers }) => {
        const token = headers.get("x-token");
        return token === "secret"
          ? { accept: true, context: "the owner's word for it" }
          : { accept: false, status: 401, body: "who are you?" };
      },
      message: (connection, message) => {
        received.push({ message, connection, state: connection.state });
        return undefined;
      },
      closed: (connection) => closed.push(connection),
    });

  const startAgent = ({ port = listener.port, token = "secret" } = {}) => {
    const url = `ws://127.0.0.1:${port}/v1/opamp`;
    return agent.send({ command: "start", url, uid, headers: { "X-Token": token }, capabilities, ...agentState });
  };
  const described = () => received.next({ message: { agentDescription: {} } });

  test("holds all that the agent tells, and keeps what it does not repeat", async () => {
    await startAgent();
    const { state: first } = await described();
    expect(first.instanceUid.toHex()).toBe(uid);
    expect(first.capabilities).toBe(capabilities);
    expectStartState(first);
    expect(first.health).toMatchObject({ healthy: true, status: "StatusOK" });
    expect(toBigInt(first.health?.startTimeUnixNano)).toBe(1_760_000_000_123_456_789n);

    await agent.send({ command: "health", health: { last_error: "crashed" } });
    const { message, state } = await received.next({ message: { health: { lastError: "crashed" } } });
    expect(message.agentDescription ?? undefined).toBeUndefined();
    expect(state.health).toMatchObject({ healthy: false, lastError: "crashed" });
    expectStartState(state);

    await agent.send({ command: "effectiveConfig", effectiveConfig: effectiveConfig("b: 2\n") });
    const { state: last } = await received.next({ message: { effectiveConfig: {} } });
    expect(bodyOf(last)).toBe("b: 2\n");
    expect(last.health).toMatchObject({ lastError: "crashed" });
    expect([...log.at("warn"), ...log.at("error")]).toEqual([]);
  });

  test("gives the headers of the upgrade to its owner, who can refuse the agent", async () => {
    await startAgent({ token: "wrong" });
    const { error } = await agent.next("connectFailed");
    expect(error).toBe("websocket: bad handshake");
    expect(received.untaken).toEqual([]);
  });

  test("gives the owner's context with each message", async () => {
    await startAgent();
    const { connection } = await described();
    expect(connection.context).toBe("the owner's word for it");
  });

  test("offers a configuration that arrives byte by byte", async () => {
    await startAgent();
    const { connection } = await described();
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    const large = random.bytes(1 << 20);
    connection.send({
      remoteConfig: {
        configHash: Uint8Array.of(1, 2, 3),
        config: { configMap: { "": { body: everyByte }, päth: { body: large, contentType: "text/yaml" } } },
      },
    });
    const { offer } = await agent.next("remoteConfig");
    expect(offer).toEqual({
      config_hash: "AQID",
      config: {
        config_map: {
          "": { body: everyByte.toBase64() },
          päth: { body: large.toBase64(), content_type: "text/yaml" },
        },
      },
    });

    await agent.send({
      command: "remoteConfigStatus",
      remoteConfigStatus: {
        last_remote_config_hash: "AQID",
        status: "RemoteConfigStatuses_FAILED",
        error_message: "no",
      },
    });
    const { state } = await received.next({ message: { remoteConfigStatus: { errorMessage: "no" } } });
    expect(state.remoteConfigStatus?.lastRemoteConfigHash?.toHex()).toBe("010203");
  });

  test("offers connection settings", async () => {
    await startAgent();
    const { connection } = await described();
    const destinationEndpoint = "http://127.0.0.1:4318/v1/metrics";
    connection.send({ connectionSettings: { hash: Uint8Array.of(5), ownMetrics: { destinationEndpoint } } });
    const { offer } = await agent.next("connectionSettings");
    expect(offer).toEqual({ hash: "BQ==", own_metrics: { destination_endpoint: destinationEndpoint } });
  });

  test("commands a restart", async () => {
    await startAgent();
    const { connection } = await described();
    connection.send({ command: { type: CommandType.CommandType_Restart } });
    await agent.next("restart");
  });

  test("asks for the components behind the hash of the first message", async () => {
    await startAgent();
    const { message: first } = await described();
    expect(Object.keys(first.availableComponents?.components ?? {})).toEqual([]);
    const { state } = await received.next({ message: { availableComponents: { components: { receivers: {} } } } });
    expect(Object.keys(state.availableComponents?.components?.["receivers"]?.subComponentMap ?? {})).toEqual(["otlp"]);
  });

  test("asks for everything after a message got lost", async () => {
    await using relay = new WebSocketRelay(listener.port);
    await startAgent({ port: relay.port });
    await described();
    await received.next({ message: { availableComponents: { components: { receivers: {} } } } });

    const lost = relay.loseNext();
    await agent.send({ command: "effectiveConfig", effectiveConfig: effectiveConfig("lost: 1\n") });
    await lost;
    await agent.send({ command: "health", health: { last_error: "crashed" } });

    const { state: before } = await received.next({ message: { health: { lastError: "crashed" } } });
    expect(bodyOf(before)).toBe("a: 1\n");
    const { state } = await described();
    expect(bodyOf(state)).toBe("lost: 1\n");
    expect(state.health).toMatchObject({ lastError: "crashed" });
  });

  test("asks for everything when the agent comes back and tells nothing by itself", async () => {
    await startAgent();
    await described();
    const { port } = listener;
    await listener.stop();
    await closed.next();

    listener = await listen(port);
    const { message, state } = await described();
    expect(message.health).toMatchObject({ status: "StatusOK" });
    expectStartState(state);
  });

  test("knows of the agent's goodbye, and lets it go in good order", async () => {
    await startAgent();
    const { connection } = await described();
    await agent.send({ command: "stop" });
    const { message } = await received.next({ message: { agentDisconnect: {} } });
    expect(message.instanceUid?.toHex()).toBe(uid);
    expect(await closed.next()).toBe(connection);
  });
});

function effectiveConfig(body: string): object {
  return { config_map: { config_map: { "": { body: utf8.encode(body).toBase64() } } } };
}

function bodyOf(state: AgentState): string {
  return new TextDecoder().decode(state.effectiveConfig?.configMap?.configMap?.[""]?.body);
}

function expectStartState(state: AgentState): void {
  const [attribute] = state.agentDescription?.identifyingAttributes ?? [];
  expect(attribute?.key).toBe("service.name");
  expect(attribute?.value?.stringValue).toBe("otelcol");
  expect(bodyOf(state)).toBe("a: 1\n");
}
