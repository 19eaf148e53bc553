import { beforeAll, describe, expect, test } from "bun:test";

import type { Overload } from "../../src/opamp/server/options.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { effectiveConfig, effectiveText, ServerScene, type ServerSceneOptions } from "../support/server-scene.ts";
import { httpWays, type Way, ways, webSocketWays } from "../support/ways.ts";

/** The least that can be said in Retry-After, so that the agent, which waits for real, is soon back. */
const overload: Overload = { retryAfterMs: 1_000 };

beforeAll(() => goBuild("agent"), goBuildTimeoutMs);

/** Enough for the first message, the one that the server's answer brings about, and two more. */
const rate = { perSecond: 0.001, burst: 4 };

/** The agent has told the components that it was asked for: nothing more is on its way by itself. */
async function introduced(way: Way, server: NonNullable<ServerSceneOptions["server"]>) {
  const scene = await ServerScene.described(way, { server });
  await scene.received.next({ message: { availableComponents: { components: {} } } });
  return scene;
}

/** One message after the other, since the reference agent makes one of those that wait, until the last is too many. */
async function tooMuchOf({ agent, received }: ServerScene): Promise<void> {
  const fault = (index: number) => agent.send({ command: "health", health: { last_error: `fault ${index}` } });
  for (let index = 0; index < rate.burst - 2; index += 1) {
    await fault(index);
    await received.next({ message: { health: { lastError: `fault ${index}` } } });
  }
  await fault(rate.burst);
}

/** A server that is overloaded until `relieve` is called. */
function burdened() {
  let burden: Overload | undefined = overload;
  return {
    overloaded: () => burden,
    burden: () => void (burden = overload),
    relieve: () => void (burden = undefined),
  };
}

describe.each(ways)("our server, overloaded, with an agent on the reference library over $name", (way) => {
  test("sends the agent away, which comes back when it may", async () => {
    const { overloaded, relieve } = burdened();
    const scene = await ServerScene.open(way, { server: { overloaded } });
    await scene.startAgent();
    const expected = way.transport === "http" ? "server response code=503" : "websocket: bad handshake";
    expect((await scene.agent.next("connectFailed"))["error"]).toBe(expected);
    expect(scene.received.untaken).toEqual([]);
    relieve();
    await scene.described();
  });
});

describe.each(webSocketWays)("our server, overloaded, with an agent on the reference library over $name", (way) => {
  test("leaves messages of a connected agent aside, and asks for everything once it can listen again", async () => {
    const { overloaded, burden, relieve } = burdened();
    relieve();
    const scene = await introduced(way, { overloaded });
    burden();
    await scene.agent.send({ command: "health", health: { last_error: "not to be lost" } });
    expect((await scene.agent.next("error"))["response"]).toMatchObject({
      type: "ServerErrorResponseType_Unavailable",
      retry_info: { retry_after_nanoseconds: String(overload.retryAfterMs * 1_000_000) },
    });
    relieve();
    // The reference agent neither leaves nor says it again by itself.
    await scene.agent.send({ command: "effectiveConfig", effectiveConfig: effectiveConfig("b: 2\n") });
    const { state } = await scene.received.next({ message: { health: { lastError: "not to be lost" } } });
    expect(effectiveText(state)).toBe("b: 2\n");
  });

  test("sends an agent away that says too much", async () => {
    const scene = await introduced(way, { rate });
    await tooMuchOf(scene);
    const { response } = await scene.agent.next("error");
    expect(response).toMatchObject({ type: "ServerErrorResponseType_Unavailable", retry_info: {} });
    expect(await scene.closed.next()).toBe(scene.connection);
  });
});

describe.each(httpWays)("our server, overloaded, with an agent on the reference library over $name", (way) => {
  test("sends an agent away that asks too often", async () => {
    const { agent } = await ServerScene.described(way, { server: { rate } });
    expect((await agent.next("connectFailed"))["error"]).toBe("server response code=429");
  });
});
