import { beforeAll, describe, expect, test } from "bun:test";

import { ClientScene } from "../support/client-scene.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { httpWays, ways } from "../support/ways.ts";

const waitMs = 7_000;
const heartbeatMs = 30_000;

beforeAll(() => goBuild("server"), goBuildTimeoutMs);

/** The client's clock stands still but for what the test lets pass, so that no wait takes time. */
function onStillClock(started: boolean) {
  const clock = new FakeClock();
  return { clock, options: { client: { clock, heartbeatMs }, started } };
}

describe.each(ways)("our client with a server on the reference library that is busy, over $name", (way) => {
  test.each([429, 503])("waits as long as Retry-After says with status %d, in seconds", async (status) => {
    const { clock, options } = onStillClock(false);
    const { server, client, losses } = await ClientScene.start(way, options);
    await server.refuse(status, { "Retry-After": String(waitMs / 1000) });
    client.start();
    const { loss, retryInMs } = await losses.next();
    expect({ status: loss.response?.status, retryInMs }).toEqual({ status, retryInMs: waitMs });
    clock.advance(waitMs);
    await server.message({ agent_description: {} });
  });

  test("waits until the date of Retry-After", async () => {
    const { options } = onStillClock(false);
    const { server, client, losses } = await ClientScene.start(way, options);
    const aMinute = 60_000;
    await server.refuse(503, { "Retry-After": new Date(Date.now() + 10 * aMinute).toUTCString() });
    client.start();
    const { retryInMs } = await losses.next();
    expect(Math.round(retryInMs / aMinute)).toBe(10);
  });

  test("leaves for the time that UNAVAILABLE orders, and comes back (trap 4: the reference agent stays)", async () => {
    const { clock, options } = onStillClock(true);
    const { server, instanceUid, losses } = await ClientScene.start(way, options);
    const { connection } = await server.message({ agent_description: {} });
    const retry_info = { retry_after_nanoseconds: String(waitMs * 1_000_000) };
    await server.send(instanceUid, { error_response: { type: "ServerErrorResponseType_Unavailable", retry_info } });
    clock.advance(heartbeatMs);
    const { loss, retryInMs } = await losses.next();
    expect({ code: loss.code, retryInMs }).toEqual({ code: "UNAVAILABLE", retryInMs: waitMs });
    if (way.transport === "websocket") {
      await server.message({ agent_disconnect: {} });
      expect(await server.disconnected({ connection })).toMatchObject({ error: "" });
    }
    clock.advance(waitMs);
    await server.message({ agent_description: {} });
  });

  test("is slow to come back after refused credentials, and says so", async () => {
    const { clock, options } = onStillClock(false);
    const { server, client, losses, log } = await ClientScene.start(way, options);
    await server.refuse(401);
    client.start();
    const { retryInMs } = await losses.next();
    expect(retryInMs).toBeGreaterThanOrEqual(30_000);
    expect(log.at("error").map(({ message }) => message)).toEqual(["The OpAMP server refuses this agent"]);
    clock.advance(retryInMs);
    await server.message({ agent_description: {} });
  });
});

describe.each(httpWays)("our client with a server on the reference library that becomes busy, over $name", (way) => {
  test("sends nothing while Retry-After lasts, then all that it has to tell", async () => {
    const { clock, options } = onStillClock(true);
    const { server, client, losses, messages } = await ClientScene.start(way, options);
    await messages.next();
    await server.refuse(503, { "Retry-After": String(waitMs / 1000) });
    client.report({ health: { healthy: false, lastError: "told into a refusal" } });
    clock.advance(heartbeatMs);
    const { retryInMs } = await losses.next();
    expect(retryInMs).toBe(waitMs);
    client.report({ health: { healthy: false, lastError: "told meanwhile" } });
    client.reconnect();
    clock.advance(waitMs - 1);
    expect(server.untakenMessages()).toHaveLength(1);
    clock.advance(1);
    await server.message({ agent_description: {}, health: { last_error: "told meanwhile" } });
    expect(server.untakenMessages()).toHaveLength(1);
  });
});
