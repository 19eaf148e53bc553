import { beforeAll, describe, expect, test } from "bun:test";

import type { AgentState } from "../../src/opamp/server/server.ts";
import { toBigInt } from "../../src/opamp/wire/integers.ts";
import { PackageStatusEnum, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { allAgentCapabilities, effectiveConfig, effectiveText, ServerScene } from "../support/server-scene.ts";
import { ways } from "../support/ways.ts";

beforeAll(() => goBuild("agent"), goBuildTimeoutMs);

describe.each(ways)("our server with an agent on the reference library over $name", (way) => {
  test("holds all that the agent tells, and keeps what it does not repeat", async () => {
    const { first, agent, received, uid, log } = await ServerScene.described(way);
    expect(first.state.instanceUid.toHex()).toBe(uid);
    expect(first.state.capabilities).toBe(allAgentCapabilities);
    expectStartState(first.state);
    expect(first.state.health).toMatchObject({ healthy: true, status: "StatusOK" });
    expect(toBigInt(first.state.health?.startTimeUnixNano)).toBe(1_760_000_000_123_456_789n);

    await agent.send({ command: "health", health: { last_error: "crashed" } });
    const { message, state } = await received.next({ message: { health: { lastError: "crashed" } } });
    expect(message.agentDescription ?? undefined).toBeUndefined();
    expect(state.health).toMatchObject({ healthy: false, lastError: "crashed" });
    expectStartState(state);

    await agent.send({ command: "effectiveConfig", effectiveConfig: effectiveConfig("b: 2\n") });
    const { state: last } = await received.next({ message: { effectiveConfig: {} } });
    expect(effectiveText(last)).toBe("b: 2\n");
    expect(last.health).toMatchObject({ lastError: "crashed" });
    expect([...log.at("warn"), ...log.at("error")]).toEqual([]);
  });

  test("holds what becomes of configurations and packages", async () => {
    const { agent, received } = await ServerScene.described(way);
    const status = { last_remote_config_hash: "AQID", status: "RemoteConfigStatuses_FAILED", error_message: "no" };
    await agent.send({ command: "remoteConfigStatus", remoteConfigStatus: status });
    const { state } = await received.next({ message: { remoteConfigStatus: { errorMessage: "no" } } });
    expect(state.remoteConfigStatus?.lastRemoteConfigHash?.toHex()).toBe("010203");
    expect(state.remoteConfigStatus?.status).toBe(RemoteConfigStatuses.RemoteConfigStatuses_FAILED);

    const packages = { otelcol: { name: "otelcol", status: "PackageStatusEnum_InstallFailed", error_message: "full" } };
    const packageStatuses = { packages, server_provided_all_packages_hash: "CQ==" };
    await agent.send({ command: "packageStatuses", packageStatuses });
    const { state: later } = await received.next({ message: { packageStatuses: {} } });
    expect(later.packageStatuses?.packages?.["otelcol"]).toMatchObject({
      status: PackageStatusEnum.PackageStatusEnum_InstallFailed,
      errorMessage: "full",
    });
    expect(later.remoteConfigStatus).toMatchObject({ errorMessage: "no" });
  });

  test("asks for the components behind the hash of the first message", async () => {
    const { first, received } = await ServerScene.described(way);
    expect(Object.keys(first.message.availableComponents?.components ?? {})).toEqual([]);
    const { state } = await received.next({ message: { availableComponents: { components: { receivers: {} } } } });
    expect(Object.keys(state.availableComponents?.components?.["receivers"]?.subComponentMap ?? {})).toEqual(["otlp"]);
  });

  test("gets everything anew when it asks for it", async () => {
    const scene = await ServerScene.described(way);
    scene.connection.requestFullState();
    const { message, connection } = await scene.described();
    expect(connection).toBe(scene.connection);
    expectStartState(message);
    expect(message.health).toMatchObject({ status: "StatusOK" });
  });
});

function expectStartState(state: Pick<AgentState, "agentDescription" | "effectiveConfig">): void {
  const [attribute] = state.agentDescription?.identifyingAttributes ?? [];
  expect(attribute?.key).toBe("service.name");
  expect(attribute?.value?.stringValue).toBe("otelcol");
  expect(effectiveText(state)).toBe("a: 1\n");
}
