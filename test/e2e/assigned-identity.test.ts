import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { formatUid } from "../../src/opamp/wire/uid.ts";
import { World } from "../support/e2e.ts";
import { attribute, schemes, TestServer } from "../support/test-server.ts";

const given = "018f3b6e-1111-7111-8111-00000000beef";
const newInstanceUid = Buffer.from(given.replaceAll("-", ""), "hex");

/** An agent to which a message of the server comes at once; over HTTP that is one whose start is still to be told. */
async function withListeningAgent(scheme: (typeof schemes)[number]) {
  const server = await TestServer.start({ scheme });
  const world = new World({ endpoint: server.endpoint });
  const supervisor = world.start();
  if (scheme === "ws") await server.healthy();
  else await server.until(({ agentDescription }) => agentDescription);
  return { server, world, supervisor };
}

/** Resolves when agent and Collector are there under the identity that was given. */
async function renamed(server: TestServer): Promise<void> {
  await server.until(
    (agent) =>
      formatUid(agent.instanceUid) === given &&
      attribute(agent, "service.instance.id") === given &&
      agent.health?.healthy === true &&
      server.effective()?.includes(given),
  );
}

/** The uids of messages in their order, repetitions left out. */
function uidsOf(server: TestServer): string[] {
  const uids = server.messages.map(({ instanceUid }) => formatUid(Uint8Array.from(instanceUid ?? [])));
  return uids.filter((uid, index) => uid !== uids[index - 1]);
}

test.each(schemes)("over %s an assigned identity is used at once, by the Collector too, and kept", async (scheme) => {
  const { server, world, supervisor } = await withListeningAgent(scheme);
  const { id: own } = await supervisor.line("Supervisor starting");
  server.send({ agentIdentification: { newInstanceUid } });
  await renamed(server);
  expect(uidsOf(server)).toEqual([String(own), given]);
  expect(readFileSync(world.stored("effective.yaml"), "utf8")).toContain(given);
  await supervisor.stop();
  await server.disconnected();

  server.messages.length = 0;
  expect((await world.start().line("Supervisor starting"))["id"]).toBe(given);
  await renamed(server);
  expect(uidsOf(server)).toEqual([given]);
});

test.each(schemes)(
  "over %s an assigned identity is kept by a supervisor that is killed as soon as it uses it",
  async (scheme) => {
    const { server, world, supervisor } = await withListeningAgent(scheme);
    server.send({ agentIdentification: { newInstanceUid } });
    await server.until(({ instanceUid }) => formatUid(instanceUid) === given);
    supervisor.signal("SIGKILL");
    await supervisor.descendantsGone();

    server.messages.length = 0;
    expect((await world.start().line("Supervisor starting"))["id"]).toBe(given);
    await renamed(server);
    expect(uidsOf(server)).toEqual([given]);
  },
  15_000,
);
