import { afterEach, beforeEach, describe, expect, test } from "bun:test";

import { type Generation, tokenHeader } from "../../../src/collector/generation.ts";
import { type Link, type LinkEvents, openLink } from "../../../src/collector/link.ts";
import type { AgentState } from "../../../src/opamp/server/agent-state.ts";
import { serverDefaults } from "../../../src/opamp/server/options.ts";
import { AgentCapabilities, type AgentToServer, ServerToAgentFlags } from "../../../src/opamp/wire/messages.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { RawConnection } from "../../support/raw-connection.ts";
import { ScriptedAgent, textAttributes } from "../../support/scripted-agent.ts";
import { TestLog } from "../../support/test-log.ts";

const first: Generation = { number: 1, token: "token-of-the-first" };
const second: Generation = { number: 2, token: "token-of-the-other" };
const description: AgentToServer = {
  agentDescription: { identifyingAttributes: textAttributes({ "service.name": "otelcol" }) },
};

type Heard = { is: "reported"; state: AgentState } | { is: "lost" };

function listener(): { events: LinkEvents; heard: EventQueue<Heard> } {
  const heard = new EventQueue<Heard>();
  return {
    heard,
    events: { reported: (state) => heard.push({ is: "reported", state }), lost: () => heard.push({ is: "lost" }) },
  };
}

let link: Link;
let log: TestLog;
let clock: FakeClock;

beforeEach(async () => {
  log = new TestLog();
  clock = new FakeClock();
  link = await openLink({
    network: createNetwork(),
    clock,
    random: createRandom(),
    log,
    port: 0,
    wantComponents: true,
  });
});

afterEach(() => link.stop());

const url = () => `ws://127.0.0.1:${link.port}/v1/opamp`;
const connect = (token: string, uid?: Uint8Array) =>
  ScriptedAgent.connect({ url: url(), headers: { [tokenHeader]: token }, ...(uid && { uid }) });

describe("a stranger", () => {
  const statusFor = async (headers: Record<string, string>) => {
    const response = await fetch(url().replace("ws:", "http:"), { headers: { ...upgrade, ...headers } });
    return response.status;
  };
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };

  test("is refused with 401, with no token, a wrong one, or part of the right one", async () => {
    link.admit(first, listener().events);
    for (const token of [undefined, "", "wrong", first.token.slice(0, -1), `${first.token}x`, "\u00e9"]) {
      expect(await statusFor(token === undefined ? {} : { [tokenHeader]: token })).toBe(401);
    }
  });

  test("is refused where nobody is admitted", async () => {
    expect(await statusFor({ [tokenHeader]: "" })).toBe(401);
  });

  test("cannot take the Collector's place", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const collector = await connect(first.token);
    await expect(connect("wrong")).rejects.toThrow();
    await collector.say(description);
    expect(await heard.next()).toMatchObject({ is: "reported", state: description });
    await collector.close();
  });

  test("is logged with its address and without its token; of many at once only the first is", async () => {
    for (let attempt = 0; attempt < 5; attempt++) await statusFor({ [tokenHeader]: "wrong-token" });
    expect(log.at("warn")).toEqual([
      {
        level: "warn",
        logger: "supervisor",
        message: "Refused a stranger on the Collector's link",
        fields: { peer: expect.stringMatching(/^127\.0\.0\.1:\d+$/), refusedBefore: 0 },
      },
    ]);
    clock.advance(10_000);
    await statusFor({ [tokenHeader]: "wrong-token" });
    expect(log.at("warn").map(({ fields }) => fields["refusedBefore"])).toEqual([0, 4]);
    expect(JSON.stringify(log.lines)).not.toContain("wrong-token");
  });
});

describe("the Collector of an admitted generation", () => {
  test("is heard with all that it has said so far", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const collector = await connect(first.token);
    await collector.say(description);
    await collector.say({ health: { healthy: true } });
    expect((await heard.next()).is).toBe("reported");
    expect(await heard.next()).toMatchObject({ is: "reported", state: { ...description, health: { healthy: true } } });
    await collector.close();
    expect(await heard.next()).toEqual({ is: "lost" });
  });

  test("is asked for what is behind the hash of its components", async () => {
    link.admit(first, listener().events);
    const collector = await connect(first.token);
    const capabilities = AgentCapabilities.AgentCapabilities_ReportsAvailableComponents;
    const answer = await collector.say({
      ...description,
      capabilities,
      availableComponents: { hash: Buffer.from("hash") },
    });
    const asked = Number(answer.flags) & ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents;
    expect(asked).not.toBe(0);
    await collector.close();
  });

  test("goes on after a dropped link with an empty message", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const before = await connect(first.token);
    await before.say({ sequenceNum: 7, ...description });
    await heard.next();
    await before.close();
    expect(await heard.next()).toEqual({ is: "lost" });
    const after = await connect(first.token, before.uid);
    const answer = await after.say({ sequenceNum: 8 });
    expect(Number(answer.flags ?? 0)).toBe(0);
    expect(await heard.next()).toMatchObject({ is: "reported", state: description });
    await after.close();
  });

  test("is asked for everything where messages were lost", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const before = await connect(first.token);
    await before.say({ sequenceNum: 7, ...description });
    await before.close();
    const after = await connect(first.token, before.uid);
    const answer = await after.say({ sequenceNum: 9 });
    expect(Number(answer.flags)).toBe(ServerToAgentFlags.ServerToAgentFlags_ReportFullState);
    expect(await heard.next({ is: "reported" })).toMatchObject({ state: description });
    const anew = await heard.next({ is: "reported" });
    expect("state" in anew && anew.state.agentDescription).toBeUndefined();
    await after.close();
  });

  test("is served on its newest connection alone, and the older one is closed", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const older = await connect(first.token);
    await older.say(description);
    await heard.next();
    const newer = await connect(first.token, older.uid);
    expect(await older.closed).toBe(1000);
    await newer.say({ sequenceNum: 1, health: { healthy: true } });
    expect(await heard.next()).toMatchObject({ is: "reported", state: { ...description, health: { healthy: true } } });
    expect(heard.untaken).toEqual([]);
    await newer.close();
    expect(await heard.next()).toEqual({ is: "lost" });
  });
});

describe("a Collector that is gone without a word", () => {
  test("is lost within the time", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const mute = await RawConnection.upgraded(link.port, { [tokenHeader]: first.token });
    clock.advance(serverDefaults.deadAfterMs);
    expect(await heard.next()).toEqual({ is: "lost" });
    mute.destroy();
  });
});

describe("two generations", () => {
  test("may have one uid", async () => {
    const [one, other] = [listener(), listener()];
    link.admit(first, one.events);
    link.admit(second, other.events);
    const old = await connect(first.token);
    await old.say(description);
    await one.heard.next();
    const young = await connect(second.token, old.uid);
    expect((await young.say(description)).agentIdentification).toBeFalsy();
    await other.heard.next({ is: "reported" });
    await old.say({ health: { healthy: true } });
    expect(await one.heard.next()).toMatchObject({ is: "reported", state: { health: { healthy: true } } });
    await Promise.all([old.close(), young.close()]);
  });

  test("are both let in and told apart by their tokens", async () => {
    const [one, other] = [listener(), listener()];
    link.admit(first, one.events);
    link.admit(second, other.events);
    const [old, young] = await Promise.all([connect(first.token), connect(second.token)]);
    await young.say({ health: { healthy: true, status: "StatusOK" } });
    await old.say({ health: { healthy: false, status: "StatusStopping" } });
    expect(await one.heard.next()).toMatchObject({ state: { health: { status: "StatusStopping" } } });
    expect(await other.heard.next()).toMatchObject({ state: { health: { status: "StatusOK" } } });
    link.dismiss(first.number);
    expect(await old.closed).toBe(1000);
    await young.say({});
    expect((await other.heard.next()).is).toBe("reported");
    await young.close();
  });

  test("share no state: a new generation has said nothing yet", async () => {
    const [one, other] = [listener(), listener()];
    link.admit(first, one.events);
    const old = await connect(first.token);
    await old.say(description);
    await old.close();
    link.admit(second, other.events);
    const young = await connect(second.token, old.uid);
    await young.say({ sequenceNum: 1 });
    const report = await other.heard.next();
    expect("state" in report && report.state.agentDescription).toBeUndefined();
    await young.close();
  });
});

describe("a dismissed generation", () => {
  test("is cut off, heard no more, and refused from then on", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const collector = await connect(first.token);
    await collector.say(description);
    await heard.next();
    link.dismiss(first.number);
    expect(await collector.closed).toBe(1000);
    expect(heard.untaken).toEqual([]);
    await expect(connect(first.token)).rejects.toThrow("401");
  });

  test("is not taken up again by a later one of the same number", async () => {
    const { events, heard } = listener();
    link.admit(first, events);
    const old = await connect(first.token);
    link.dismiss(first.number);
    const renewed = { number: first.number, token: "another token" };
    link.admit(renewed, events);
    await old.closed;
    expect(heard.untaken).toEqual([]);
    await expect(connect(first.token)).rejects.toThrow("401");
    const young = await connect(renewed.token);
    await young.close();
    expect(await heard.next()).toEqual({ is: "lost" });
  });

  test("may be dismissed twice", () => {
    link.dismiss(first.number);
    link.dismiss(first.number);
  });
});

test("a port that is taken is refused with the code of the system", async () => {
  const options = { network: createNetwork(), clock, random: createRandom(), log, wantComponents: true };
  await expect(openLink({ ...options, port: link.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
