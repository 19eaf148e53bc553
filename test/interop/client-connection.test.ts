import { beforeAll, describe, expect, test } from "bun:test";

import { formatUid } from "../../src/opamp/wire/uid.ts";
import { createRandom } from "../../src/runtime/shared/random.ts";
import { ClientScene } from "../support/client-scene.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { GoServer } from "../support/go-server.ts";
import { seen } from "../support/interop-state.ts";
import { httpWays, ways, webSocketWays } from "../support/ways.ts";

const random = createRandom();
const requestInstanceUid = { flags: "1" };

beforeAll(() => goBuild("server"), goBuildTimeoutMs);

describe.each(ways)("our client with a server on the reference library over $name", (way) => {
  test("says goodbye with its last message and closes in good order", async () => {
    const { server, client, base, instanceUid } = await ClientScene.connected(way);
    await client.stop();
    const { message, connection } = await server.message({ agent_disconnect: {} });
    expect(message).toEqual({ ...base, agent_disconnect: {} });
    expect(await server.disconnected({ connection })).toMatchObject({ error: "" });
    const { state, messages } = await server.told(instanceUid);
    expect(state).toMatchObject({ sequence_num: String(Number(messages) - 1), agent_disconnect: {} });
  });

  test("comes back with its full state after the server cut the connection", async () => {
    const { server, instanceUid, base, messages } = await ClientScene.connected(way);
    await messages.next();
    await server.cut(instanceUid);
    const { message } = await server.message({ agent_description: {} });
    expect(message).toEqual({ ...base, ...seen });

    await server.send(instanceUid, offerOf(Uint8Array.of(9)));
    const { remoteConfig } = await messages.next({ remoteConfig: {} });
    expect(remoteConfig?.configHash?.toHex()).toBe("09");
  });

  test("comes back after the server was away, and tells what changed meanwhile", async () => {
    const scene = await ClientScene.connected(way);
    await scene.messages.next();
    const { port } = scene.server;
    await scene.server[Symbol.asyncDispose]();
    scene.client.report({ health: { healthy: false, status: "changed while away" } });

    scene.server = await GoServer.start({ port, way });
    const { message } = await scene.server.message({ agent_description: {} });
    expect(message).toMatchObject({ ...scene.base, health: { status: "changed while away" } });
  });

  test("takes an identity from the server: its next message tells all under the new one", async () => {
    const { server, client, instanceUid, messages, base } = await ClientScene.connected(way);
    const fresh = random.uuidv7();
    await server.send(instanceUid, { agent_identification: { new_instance_uid: fresh.toBase64() } });
    const { agentIdentification } = await messages.next({ agentIdentification: {} });
    client.setInstanceUid(Uint8Array.from(agentIdentification?.newInstanceUid ?? []));
    const { message } = await server.message({ agent_description: {} });
    expect(message).toEqual({ ...base, ...seen, instance_uid: fresh.toBase64() });

    await server.send(fresh, offerOf(Uint8Array.of(1)));
    const { remoteConfig } = await messages.next({ remoteConfig: {} });
    expect(remoteConfig?.configHash?.toHex()).toBe("01");
  });

  test("takes messages with no uid and with its former one as its own, but not those for others (trap 8)", async () => {
    const { server, client, instanceUid, messages, log } = await ClientScene.connected(way);
    const fresh = random.uuidv7();
    client.setInstanceUid(fresh);
    await server.message({ agent_description: {}, instance_uid: fresh.toBase64() });
    const uids = [random.uuidv7(), instanceUid, new Uint8Array()];
    for (const [index, uid] of uids.entries()) {
      await server.send(fresh, { instance_uid: uid.toBase64(), ...offerOf(Uint8Array.of(index)) });
    }
    for (const index of [1, 2]) {
      const { remoteConfig } = await messages.next({ remoteConfig: {} });
      expect(remoteConfig?.configHash?.toHex()).toBe(`0${index}`);
    }
    await log.line(({ message }) => message === "Ignored a message for another agent");
  });

  test("asks for an identity with each message until it has one (trap 10: the reference agent asks once)", async () => {
    const { server, client, instanceUid } = await ClientScene.connected(way);
    client.requestInstanceUid();
    await server.message(requestInstanceUid);
    client.report({ health: { healthy: true, status: "still asking" } });
    await server.message({ ...requestInstanceUid, health: { status: "still asking" } });
    await server.cut(instanceUid);
    await server.message({ ...requestInstanceUid, agent_description: {} });

    const fresh = random.uuidv7();
    client.setInstanceUid(fresh);
    const { message } = await server.message({ agent_description: {}, instance_uid: fresh.toBase64() });
    expect(message).not.toHaveProperty("flags");
  });
});

describe.each(webSocketWays)("our client with a server on the reference library over $name", (way) => {
  test("goes on with a server that leaves its messages without an answer, as the library may (trap 5)", async () => {
    const { server, client, instanceUid, messages } = await ClientScene.connected(way);
    await server.fallSilent();
    for (const status of ["first", "second"]) {
      client.report({ health: { healthy: true, status } });
      await server.message({ health: { status } });
    }
    await server.send(instanceUid, offerOf(Uint8Array.of(5)));
    await messages.next({ remoteConfig: {} });
  });
});

describe.each(httpWays)("our client with a server on the reference library over $name", (way) => {
  test("names itself in the header of each request, under a new identity too", async () => {
    const { server, client, instanceUid } = await ClientScene.connected(way);
    const header = (uid: Uint8Array) => ({ headers: { "Opamp-Instance-Uid": [formatUid(uid)] } });
    await server.connected(header(instanceUid));
    const fresh = random.uuidv7();
    client.setInstanceUid(fresh);
    await server.connected(header(fresh));
  });

  test("tells again what a failed request said (trap 12: the reference agent forgets it)", async () => {
    const { server, client, messages } = await ClientScene.connected(way);
    await messages.next();
    await server.refuse(500);
    client.report({ health: { healthy: false, lastError: "not to be lost" } });
    await server.message({ health: { last_error: "not to be lost" } });
  });
});

function offerOf(hash: Uint8Array) {
  return { remote_config: { config: {}, config_hash: hash.toBase64() } };
}
