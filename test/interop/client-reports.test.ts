import { beforeAll, describe, expect, test } from "bun:test";

import { ServerCapabilities } from "../../src/opamp/wire/messages.ts";
import { ClientScene } from "../support/client-scene.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { reported, seen, seenComponents } from "../support/interop-state.ts";
import { ways } from "../support/ways.ts";

const utf8 = new TextEncoder();
const reportFullState = { flags: "1" };
const reportAvailableComponents = { flags: "2" };

beforeAll(() => goBuild("server"), goBuildTimeoutMs);

describe.each(ways)("our client with a server on the reference library over $name", (way) => {
  test("sends its headers and certificate, and then its full state, the components as their hash", async () => {
    const { server, instanceUid, base, messages, log } = await ClientScene.start(way);
    const { headers, certificate, transport } = await server.connected();
    expect(headers).toMatchObject({ Authorization: ["Bearer of-the-test"] });
    const compression = way.transport === "http" ? "Content-Encoding" : "Sec-Websocket-Extensions";
    expect(Object.keys(headers ?? {}).includes(compression)).toBe(way.compression);
    expect({ transport, certificate }).toEqual({
      transport: way.transport,
      certificate: way.tls === "mutual" ? "agent" : "",
    });

    const { message } = await server.message({ agent_description: {} });
    const identity = Object.fromEntries(Object.entries(base).filter(([name]) => name !== "sequence_num"));
    expect(message).toEqual({ ...identity, ...seen });
    expect(await server.told(instanceUid)).toMatchObject({ state: { ...identity, ...seen } });
    await messages.next();
    expect([...log.at("warn"), ...log.at("error")]).toEqual([]);
  });

  test("reports changed health, and nothing that did not change", async () => {
    const { server, client, base } = await ClientScene.connected(way);
    client.report({ ...reported, health: { healthy: false, lastError: "crashed" } });
    const { message } = await server.message({ health: { last_error: "crashed" } });
    expect(message).toEqual({ ...base, health: { last_error: "crashed" } });
  });

  test("reports its whole effective configuration after each change of it", async () => {
    const { server, client, base, instanceUid } = await ClientScene.connected(way);
    const configMap = { "": { body: utf8.encode("b: 2\n") }, "other.yaml": { body: Uint8Array.of(0, 255) } };
    client.report({ effectiveConfig: { configMap: { configMap } } });
    const { message } = await server.message({ effective_config: {} });
    const effectiveConfig = {
      config_map: { config_map: { "": { body: "YjogMgo=" }, "other.yaml": { body: "AP8=" } } },
    };
    expect(message).toEqual({ ...base, effective_config: effectiveConfig });
    const state = { health: seen.health, effective_config: effectiveConfig };
    expect(await server.told(instanceUid)).toMatchObject({ state });
  });

  test("tells its full state again when it is asked to", async () => {
    const { server, instanceUid, base } = await ClientScene.connected(way);
    await server.send(instanceUid, reportFullState);
    const { message } = await server.message({ agent_description: {} });
    expect(message).toEqual({ ...base, ...seen });
  });

  test("tells all its components when it is asked to", async () => {
    const { server, instanceUid, base } = await ClientScene.connected(way);
    await server.send(instanceUid, reportAvailableComponents);
    const { message } = await server.message({ available_components: { components: {} } });
    expect(message).toEqual({ ...base, available_components: seenComponents });
  });

  test("numbers its messages without a gap", async () => {
    const { server, client, instanceUid } = await ClientScene.connected(way);
    client.report({ health: { healthy: false, lastError: "first" } });
    await server.message({ health: { last_error: "first" } });
    await server.send(instanceUid, reportFullState);
    await server.message({ agent_description: {} });
    const { state, messages } = await server.told(instanceUid);
    expect(state).toMatchObject({ sequence_num: String(Number(messages) - 1) });
  });

  test("keeps back what the server says it cannot take", async () => {
    const capabilities = ServerCapabilities.ServerCapabilities_AcceptsStatus;
    const { server, client, base, messages } = await ClientScene.start(way, { server: { capabilities } });
    await messages.next({ capabilities: { low: capabilities } });
    await server.message({ agent_description: {} });
    client.report({
      ...reported,
      health: { healthy: true, status: "after" },
      effectiveConfig: {},
      packageStatuses: {},
    });
    const { message } = await server.message({ health: { status: "after" } });
    expect(message).toEqual({ ...base, health: { healthy: true, status: "after" } });
  });

  test("tells all to a server that states no capabilities, as the library states none (trap 3)", async () => {
    const { server, client, base, messages } = await ClientScene.start(way, { server: { capabilities: 0 } });
    await messages.next();
    await server.message({ agent_description: {} });
    client.report({ effectiveConfig: {}, packageStatuses: {} });
    const { message } = await server.message({ effective_config: {} });
    expect(message).toEqual({ ...base, effective_config: {}, package_statuses: {} });
  });
});
