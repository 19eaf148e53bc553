import { beforeAll, describe, expect, test } from "bun:test";

import { createRandom } from "../../src/runtime/shared/random.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { GoProgram } from "../support/go-program.ts";
import { effectiveConfig, effectiveText, ServerScene } from "../support/server-scene.ts";
import { certificates, httpWays, urlOf, type Way, ways, webSocketWays } from "../support/ways.ts";
import { WebSocketRelay } from "../support/websocket-relay.ts";

const random = createRandom();
/** An agent with the wrong token. */
async function strangerAt(way: Way): Promise<ServerScene> {
  const scene = await ServerScene.open(way);
  await scene.startAgent({ headers: { "X-Token": "wrong" } });
  return scene;
}

/** The bit of AgentToServerFlags. */
const requestInstanceUid = 1;

beforeAll(() => goBuild("agent"), goBuildTimeoutMs);

describe.each(ways)("our server with an agent on the reference library over $name", (way) => {
  test("gives the headers of the request to its owner, whose context comes with each message", async () => {
    const { connection, received, agent } = await ServerScene.described(way);
    expect(connection.context).toBe("the owner's word for it");
    expect(connection.transport).toBe(way.transport);
    await agent.send({ command: "health", health: { last_error: "crashed" } });
    const { connection: same } = await received.next({ message: { health: { lastError: "crashed" } } });
    expect(same).toBe(connection);
  });

  test("asks for everything when the agent comes back after the server was away", async () => {
    const scene = await ServerScene.described(way);
    const { port } = scene.server;
    await scene.stop();
    expect(await scene.closed.next()).toBe(scene.connection);

    await scene.listen(port);
    const { state } = await scene.described();
    expect(state.health).toMatchObject({ status: "StatusOK" });
    expect(effectiveText(state)).toBe("a: 1\n");
  });

  test("gives the agent another identity, under which it goes on", async () => {
    const { connection, agent, moved, received, uid } = await ServerScene.described(way);
    const fresh = random.uuidv7();
    connection.send({ agentIdentification: { newInstanceUid: fresh } });
    expect((await agent.next("identified"))["uid"]).toBe(fresh.toHex());
    await agent.send({ command: "health", health: { last_error: "under the new one" } });
    const { connection: same, state } = await received.next({
      message: { health: { lastError: "under the new one" } },
    });
    expect(same).toBe(connection);
    expect(state.instanceUid.toHex()).toBe(fresh.toHex());
    expect(effectiveText(state)).toBe("a: 1\n");
    expect(await moved.next()).toEqual({ from: uid, to: fresh.toHex() });

    connection.send({ remoteConfig: { configHash: Uint8Array.of(1), config: { configMap: {} } } });
    await agent.next("remoteConfig");
  });

  test("gives an identity to the agent that asks for one", async () => {
    const { agent, moved, uid } = await ServerScene.described(way, { agent: { flags: requestInstanceUid } });
    const given = (await agent.next("identified"))["uid"];
    expect(given).not.toBe(uid);
    await agent.send({ command: "health", health: { last_error: "under the new one" } });
    expect(await moved.next()).toEqual({ from: uid, to: String(given) });
  });
});

describe.each(webSocketWays)("our server with an agent on the reference library over $name", (way) => {
  test("refuses the agent where its owner does", async () => {
    const { agent, received } = await strangerAt(way);
    expect((await agent.next("connectFailed"))["error"]).toBe("websocket: bad handshake");
    expect(received.untaken).toEqual([]);
  });

  test("knows of the agent's goodbye, and lets it go in good order", async () => {
    const { agent, received, closed, connection, uid } = await ServerScene.described(way);
    await agent.send({ command: "stop" });
    const { message } = await received.next({ message: { agentDisconnect: {} } });
    expect(message.instanceUid?.toHex()).toBe(uid);
    expect(await closed.next()).toBe(connection);
  });

  test("gives another identity to a clone of the agent that is connected", async () => {
    const scene = await ServerScene.described(way);
    await using clone = await GoProgram.start({ program: "agent" });
    await clone.send(scene.startCommand());
    const { uid } = await clone.next("identified");
    expect(uid).not.toBe(scene.uid);
    await clone.send({ command: "health", health: { last_error: "of the clone" } });
    const { state } = await scene.received.next({ message: { health: { lastError: "of the clone" } } });
    expect(state.instanceUid.toHex()).toBe(String(uid));
    expect([...scene.server.agents()]).toHaveLength(2);
  });
});

describe.each(httpWays)("our server with an agent on the reference library over $name", (way) => {
  test("refuses each request of the agent where its owner does", async () => {
    const { refused, received } = await strangerAt(way);
    await refused.next();
    await refused.next();
    expect(received.untaken).toEqual([]);
  });

  test("misses an agent that has ended: the reference agent says no goodbye there", async () => {
    const clock = new FakeClock();
    const { agent, closed, connection } = await ServerScene.described(way, { server: { clock } });
    await agent.send({ command: "stop" });
    clock.advance(2 * 60_000);
    expect(await closed.next()).toBe(connection);
  });
});

test.each(ways.filter(({ tls }) => tls === "mutual"))(
  "our server turns away an agent that has no certificate over $name",
  async (way) => {
    const scene = await ServerScene.open(way);
    await scene.startAgent({ tls: { ca: certificates.ca } });
    await scene.agent.next("connectFailed");
    expect([...scene.received.untaken, ...scene.refused.untaken]).toEqual([]);
  },
);

test("our server asks for everything after a message of an agent on the reference library got lost", async () => {
  const [way] = webSocketWays;
  if (!way) throw new Error("there is no way");
  const scene = await ServerScene.open(way);
  await using relay = new WebSocketRelay(scene.server.port);
  await scene.startAgent({ url: urlOf(way, relay.port) });
  await scene.described();
  await scene.received.next({ message: { availableComponents: { components: { receivers: {} } } } });

  const lost = relay.loseNext();
  await scene.agent.send({ command: "effectiveConfig", effectiveConfig: effectiveConfig("lost: 1\n") });
  await lost;
  await scene.agent.send({ command: "health", health: { last_error: "crashed" } });

  const { state: before } = await scene.received.next({ message: { health: { lastError: "crashed" } } });
  expect(effectiveText(before)).toBe("a: 1\n");
  const { state } = await scene.described();
  expect(effectiveText(state)).toBe("lost: 1\n");
  expect(state.health).toMatchObject({ lastError: "crashed" });
});
