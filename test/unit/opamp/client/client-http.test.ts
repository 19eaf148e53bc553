import { describe, expect, test } from "bun:test";

import { fixedRoute, type RouteAnswer } from "../../../../src/opamp/client/client.ts";
import { toBigInt } from "../../../../src/opamp/wire/integers.ts";
import { AgentCapabilities, ServerErrorResponseType, ServerToAgentFlags } from "../../../../src/opamp/wire/messages.ts";
import { fullState, httpUrl, httpWorld, otherUid } from "../../../support/client-world.ts";
import { settle } from "../../../support/fake-clock.ts";
import { partsOf } from "../../../support/opamp-frames.ts";

/** A poll comes up to a tenth early; the random number of the tests is 0.5. */
const pollMs = 28_500;

describe("a request", () => {
  test("C-011, C-015, C-017 is the message alone, with its type and the uid of the agent", () => {
    const headers = [
      ["Authorization", "Bearer x"],
      ["content-type", "text/plain"],
    ] as const;
    const { posts, lastRequest } = httpWorld({ route: fixedRoute({ url: httpUrl, headers, tls: { ca: "PEM" } }) });
    expect(posts[0]?.options).toMatchObject({ url: httpUrl, tls: { ca: "PEM" } });
    expect(posts[0]?.options.headers).toEqual([
      ["Authorization", "Bearer x"],
      ["Content-Type", "application/x-protobuf"],
      ["OpAMP-Instance-UID", "01020304-0506-0708-090a-0b0c0d0e0f10"],
    ]);
    expect(partsOf(lastRequest())).toEqual(fullState);
  });

  test("C-016 is gzipped only if the route says so", () => {
    expect(httpWorld().posts[0]?.options.gzip).toBeUndefined();
    const route = fixedRoute({ url: httpUrl, headers: [], compression: true });
    expect(httpWorld({ route }).posts[0]?.options.gzip).toBe(true);
  });

  test("C-021 takes answers of 64 MiB unless configured, and 30 s", () => {
    expect(httpWorld().posts[0]?.options).toMatchObject({ maxResponseBytes: 64 * 1024 * 1024, timeoutMs: 30_000 });
    const world = httpWorld({ maxMessageBytes: 1000, requestTimeoutMs: 5 });
    expect(world.posts[0]?.options).toMatchObject({ maxResponseBytes: 1000, timeoutMs: 5 });
  });

  test("C-019 above the limit is not sent, which is logged", () => {
    const { posts, log } = httpWorld({ maxMessageBytes: 8 });
    expect(posts).toHaveLength(0);
    expect(log.at("error")).toHaveLength(1);
  });
});

describe("requests", () => {
  test("C-012 come after the polling interval, a little early, with the base fields alone", async () => {
    const { posts, answer, clock, lastRequest } = httpWorld({ capabilities: 0 });
    await answer();
    clock.advance(pollMs - 1);
    expect(posts).toHaveLength(1);
    clock.advance(1);
    expect(posts).toHaveLength(2);
    expect(partsOf(lastRequest())).toEqual([]);
    expect(toBigInt(lastRequest().sequenceNum)).toBe(1n);
  });

  test("C-013 come at the interval that the server offers", async () => {
    const { posts, answer, clock } = httpWorld();
    await answer({ connectionSettings: { opamp: { heartbeatIntervalSeconds: 1 } } });
    clock.advance(949);
    expect(posts).toHaveLength(1);
    clock.advance(1);
    expect(posts).toHaveLength(2);
  });

  test("trap 1: go on where the server offers an interval of 0", async () => {
    const { posts, answer, clock } = httpWorld();
    await answer({ connectionSettings: { opamp: { destinationEndpoint: httpUrl } } });
    clock.advance(30_000);
    expect(posts).toHaveLength(2);
  });

  test("C-014 are never two at a time: what changes meanwhile goes with the next, at once", async () => {
    const { client, posts, answer, clock, lastRequest } = httpWorld();
    client.report({ health: { healthy: false } });
    client.report({ effectiveConfig: {} });
    clock.advance(60_000);
    expect(posts).toHaveLength(1);
    await answer();
    expect(posts).toHaveLength(2);
    expect(partsOf(lastRequest())).toEqual(["effectiveConfig", "health"]);
  });

  test("C-084 are not skipped where an answer takes longer than the interval: the poll that fell due follows at once", async () => {
    const { posts, answer, clock, lastRequest } = httpWorld();
    clock.advance(pollMs);
    expect(posts).toHaveLength(1);
    await answer();
    expect(posts).toHaveLength(2);
    expect(partsOf(lastRequest())).toEqual([]);
    await answer();
    expect(posts).toHaveLength(2);
  });

  test("go out at once on a change, and after an answer that changed something", async () => {
    const { client, posts, answer, clock, requests } = httpWorld();
    await answer();
    client.report({ health: { healthy: false } });
    clock.advance(0);
    expect(posts).toHaveLength(2);
    await answer({ flags: ServerToAgentFlags.ServerToAgentFlags_ReportFullState });
    expect(requests().slice(1).map(partsOf)).toEqual([["health"], fullState]);
  });

  test("C-047 are no answer to answers", async () => {
    const { posts, answer } = httpWorld();
    await answer({ capabilities: 7 });
    expect(posts).toHaveLength(1);
  });

  test("C-017, C-039 carry a new uid in body and header", async () => {
    const { client, answer, clock, lastPost, lastRequest } = httpWorld();
    await answer({ agentIdentification: { newInstanceUid: otherUid } });
    client.setInstanceUid(otherUid);
    clock.advance(0);
    expect(lastRequest().instanceUid?.toHex()).toBe(otherUid.toHex());
    expect(lastPost().options.headers).toContainEqual(["OpAMP-Instance-UID", "64656667-6869-6a6b-6c6d-6e6f70717273"]);
  });
});

describe("the connection", () => {
  test("begins for its owner with the first answer", async () => {
    const { answer, connects, messages } = httpWorld();
    expect(connects()).toBe(0);
    await answer();
    await answer({ capabilities: 1 });
    expect(connects()).toBe(1);
    expect(messages).toHaveLength(1);
  });

  test.each([
    ["is not reached", { code: "ECONNREFUSED", message: "refused" }],
    ["C-018 answers with more than the limit", { code: "TOO_LARGE", message: "too large" }],
    ["gives no answer in time", { code: "TIMEOUT", message: "no answer" }],
  ])("ends when the server %s, and is made anew with the full state", async (_, loss) => {
    const { answer, fail, clock, client, posts, losses, lastRequest, messages } = httpWorld();
    await answer();
    client.report({ health: { healthy: false } });
    clock.advance(0);
    await fail(loss);
    expect(losses).toEqual([{ loss, retryInMs: 500 }]);
    clock.advance(499);
    expect(posts).toHaveLength(2);
    clock.advance(1);
    expect(partsOf(lastRequest())).toEqual(fullState);
    expect(lastRequest().health?.healthy).toBe(false);
    expect(toBigInt(lastRequest().sequenceNum)).toBe(2n);
    expect(messages).toHaveLength(1);
  });

  test("ends with an answer that is none", async () => {
    const { lastPost, losses } = httpWorld();
    lastPost().answer(Uint8Array.of(0xff));
    await settle();
    expect(losses).toMatchObject([{ loss: { code: "PROTOCOL" }, retryInMs: 500 }]);
  });

  test("C-132, C-133 rests as long as the server says, without any request", async () => {
    const { refuse, clock, posts, client } = httpWorld();
    await refuse(503, { "retry-after": "100" });
    client.report({ health: { healthy: false } });
    clock.advance(109_999);
    expect(posts).toHaveLength(1);
    clock.advance(1);
    expect(posts).toHaveLength(2);
  });

  test("C-133 rests 30 s at least if the server does not say how long", async () => {
    const { refuse, losses } = httpWorld();
    await refuse(429);
    expect(losses[0]?.retryInMs).toBe(45_000);
  });

  test("rests where the server says in its answer that it is unavailable, and repeats what that did not process", async () => {
    const { client, answer, losses, clock, posts, requests } = httpWorld({
      reported: { customCapabilities: { capabilities: ["a.b"] } },
    });
    await answer();
    client.sendCustomMessage({ capability: "a.b", type: "t" });
    const type = ServerErrorResponseType.ServerErrorResponseType_Unavailable;
    await answer({ errorResponse: { type, retryInfo: { retryAfterNanoseconds: 2e9 } } });
    expect(losses).toMatchObject([{ loss: { code: "UNAVAILABLE" }, retryInMs: 2_500 }]);
    clock.advance(2_499);
    expect(posts).toHaveLength(2);
    clock.advance(1);
    expect(requests().map((message) => message.customMessage?.type)).toEqual([undefined, "t", "t"]);
    expect(requests().some((message) => message.agentDisconnect)).toBe(false);
  });

  test("does not repeat what an earlier answer had acknowledged", async () => {
    const { client, answer, clock, requests } = httpWorld({
      reported: { customCapabilities: { capabilities: ["a.b"] } },
    });
    await answer();
    client.sendCustomMessage({ capability: "a.b", type: "t" });
    await answer();
    clock.advance(pollMs);
    const type = ServerErrorResponseType.ServerErrorResponseType_Unavailable;
    await answer({ errorResponse: { type, retryInfo: { retryAfterNanoseconds: 1 } } });
    clock.advance(2_000);
    await answer();
    expect(requests().map((message) => message.customMessage?.type)).toEqual([undefined, "t", undefined, undefined]);
  });

  test.each([401, 403])("tries credentials slowly that are refused with %d, and says what to check", async (status) => {
    const { refuse, losses, log } = httpWorld();
    await refuse(status);
    expect(losses[0]?.retryInMs).toBe(45_000);
    expect(log.at("error")[0]?.fields["reason"]).toContain("Authorization header");
  });
});

describe("the route", () => {
  const route = (token: string): RouteAnswer => ({
    usable: true,
    route: { url: httpUrl, headers: [["Authorization", token]], tls: { ca: token } },
  });

  test("is asked for before each request: the newest headers and TLS options are used", async () => {
    const tokens = ["one", "two"];
    const world = httpWorld({ route: () => route(tokens.shift() ?? "three") });
    for (let polls = 0; polls < 2; polls += 1) {
      await world.answer();
      world.clock.advance(pollMs);
    }
    const used = world.posts.map(({ options }) => [
      options.headers.find(([name]) => name === "Authorization")?.[1],
      options.tls?.ca,
    ]);
    expect(used).toEqual([
      ["one", "one"],
      ["two", "two"],
      ["three", "three"],
    ]);
  });

  test("that cannot be said any more ends the connection, and what was to be told is told by the next one", async () => {
    const answers = [route("one"), { usable: false, code: "TLS_FILE", reason: "ca.pem is no PEM" } as const];
    const world = httpWorld({ route: () => answers.shift() ?? route("three") });
    await world.answer();
    world.client.report({ health: { healthy: false } });
    await world.clock.advanceAsync(100);
    expect(world.losses).toMatchObject([{ loss: { code: "TLS_FILE", message: "ca.pem is no PEM" } }]);
    await world.clock.advanceAsync(60_000);
    expect(world.lastRequest().health).toMatchObject({ healthy: false });
  });

  test("that is never said does not hold up the end", async () => {
    const never = new Promise<RouteAnswer>(() => {});
    const answers = [route("one")];
    const world = httpWorld({ route: () => answers.shift() ?? never });
    await world.answer();
    world.client.report({ health: { healthy: false } });
    await world.clock.advanceAsync(100);
    const stopped = world.client.stop();
    await world.clock.advanceAsync(5_000);
    await stopped;
    expect(world.posts).toHaveLength(1);
  });

  test("of a planned switch is not used for the goodbye at the old place", async () => {
    const world = httpWorld({ route: () => route("old") });
    await world.answer();
    world.client.setRoute(() => route("new"));
    await world.answer();
    await settle();
    world.clock.advance(0);
    const used = world.posts.map(({ options }) => options.tls?.ca);
    expect(used).toEqual(["old", "old", "new"]);
  });
});

describe("a message that the server does not take", () => {
  test.each([400, 413])("C-020, C-126 is not sent again after HTTP %d; the polling goes on", async (status) => {
    const { refuse, clock, posts, lastRequest, losses, log } = httpWorld();
    await refuse(status);
    clock.advance(pollMs - 1);
    expect(posts).toHaveLength(1);
    clock.advance(1);
    expect(posts).toHaveLength(2);
    expect(partsOf(lastRequest())).toEqual([]);
    expect(losses).toEqual([]);
    expect(log.at("error")[0]?.fields).toMatchObject({
      status,
      parts: ["agentDescription", "health", "effectiveConfig"],
    });
  });

  test("C-020 for its size is not sent in that size when the server asks for everything; the largest part stays behind", async () => {
    const body = new Uint8Array(10_000);
    const { refuse, answer, clock, lastRequest } = httpWorld({
      reported: { health: { healthy: true }, effectiveConfig: { configMap: { configMap: { "": { body } } } } },
    });
    await refuse(413);
    clock.advance(pollMs);
    await answer({ flags: ServerToAgentFlags.ServerToAgentFlags_ReportFullState });
    expect(partsOf(lastRequest())).toEqual(["health"]);
  });
});

describe("a redirect", () => {
  test("to the same host is followed with the same message, for this connection", async () => {
    const { refuse, answer, posts, clock, lastPost } = httpWorld();
    await refuse(307, { location: "https://server/other" });
    expect(lastPost().options.url).toBe("https://server/other");
    expect(posts[1]?.options.body).toEqual(posts[0]?.options.body ?? new Uint8Array());
    await answer();
    clock.advance(pollMs);
    expect(lastPost().options.url).toBe("https://server/other");
  });

  test("goes by the route to the new address, as do the requests after it", async () => {
    const asked: unknown[] = [];
    const proxy = (url: string) => ({ url: `http://proxy-for-${new URL(url).protocol.slice(0, -1)}:1` });
    const { refuse, answer, clock, lastPost } = httpWorld({
      route: (_, redirectedTo) => {
        asked.push(redirectedTo);
        return { usable: true, route: { url: httpUrl, headers: [], proxy: proxy(redirectedTo ?? httpUrl) } };
      },
    });
    expect(lastPost().options.proxy).toEqual({ url: "http://proxy-for-http:1" });
    await refuse(307, { location: "https://server/other" });
    expect(lastPost().options.proxy).toEqual({ url: "http://proxy-for-https:1" });
    await answer();
    clock.advance(pollMs);
    expect(lastPost().options).toMatchObject({
      url: "https://server/other",
      proxy: { url: "http://proxy-for-https:1" },
    });
    expect(asked).toEqual([undefined, "https://server/other", "https://server/other"]);
  });

  test("to an address without a usable route is not followed, and says why", async () => {
    const { refuse, posts, losses } = httpWorld({
      route: (_, redirectedTo) =>
        redirectedTo === undefined
          ? { usable: true, route: { url: httpUrl, headers: [] } }
          : { usable: false, code: "PROXY", reason: "no proxy for it" },
    });
    await refuse(307, { location: "https://server/other" });
    expect(posts).toHaveLength(1);
    expect(losses[0]?.loss).toEqual({ code: "PROXY", message: "no proxy for it" });
  });

  test("to another origin is refused by name", async () => {
    const { refuse, posts, losses, log } = httpWorld();
    await refuse(307, { location: "https://evil/v1/opamp" });
    expect(posts).toHaveLength(1);
    expect(losses[0]?.loss.code).toBe("REDIRECT");
    expect(log.at("warn")[0]?.fields["reason"]).toContain("https://evil");
  });
});

describe("stop()", () => {
  test("C-034, C-124 says goodbye in a last request with what is unsent, and waits for its answer", async () => {
    const { client, answer, lastRequest, posts, lastPost, clock } = httpWorld();
    await answer();
    client.report({ health: { healthy: false } });
    const stopped = client.stop();
    expect(partsOf(lastRequest())).toEqual(["agentDisconnect", "health"]);
    lastPost().answer(new Uint8Array());
    await stopped;
    expect(posts).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  test("C-014 waits for the request in flight before the goodbye", async () => {
    const { client, answer, posts, lastRequest, lastPost } = httpWorld();
    const stopped = client.stop();
    expect(posts).toHaveLength(1);
    await answer({ remoteConfig: {} });
    expect(partsOf(lastRequest())).toEqual(["agentDisconnect"]);
    lastPost().fail({ code: "TIMEOUT", message: "" });
    await stopped;
    expect(posts).toHaveLength(2);
  });

  test("gives up a request that takes longer than 2 s, and repeats what it told in the goodbye", async () => {
    const { client, posts, clock, lastRequest, lastPost } = httpWorld();
    const stopped = client.stop();
    await clock.advanceAsync(2_000);
    expect(posts[0]?.options.signal.aborted).toBe(true);
    expect(partsOf(lastRequest())).toEqual(["agentDisconnect", ...fullState].toSorted());
    expect(lastPost().options.timeoutMs).toBe(3_000);
    lastPost().answer(new Uint8Array());
    await stopped;
  });

  test("C-020 does not repeat in the goodbye what was just refused", async () => {
    const { client, refuse, lastRequest, lastPost } = httpWorld();
    const stopped = client.stop();
    await refuse(413);
    expect(partsOf(lastRequest())).toEqual(["agentDisconnect"]);
    lastPost().answer(new Uint8Array());
    await stopped;
  });

  test("C-133 says nothing to a server that has too much to do", async () => {
    const { client, refuse, posts } = httpWorld();
    const stopped = client.stop();
    await refuse(503);
    await stopped;
    expect(posts).toHaveLength(1);
  });

  test("takes 5 s at most", async () => {
    const { client, clock, posts } = httpWorld();
    const stopped = client.stop();
    await clock.advanceAsync(5_000);
    await stopped;
    expect(posts).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  test("says nothing to a server that cannot be reached", async () => {
    const { client, posts, fail } = httpWorld();
    const stopped = client.stop();
    await fail();
    await stopped;
    expect(posts).toHaveLength(1);
  });
});

test("C-124, C-134 a planned switch says goodbye before it connects elsewhere", async () => {
  const { client, answer, posts, clock, lastPost, lastRequest } = httpWorld();
  await answer();
  client.setRoute(fixedRoute({ url: "https://other/v1/opamp", headers: [] }));
  expect(partsOf(lastRequest())).toEqual(["agentDisconnect"]);
  expect(lastPost().options.url).toBe(httpUrl);
  clock.advance(1_000);
  expect(posts).toHaveLength(2);
  await answer();
  expect(lastPost().options.url).toBe("https://other/v1/opamp");
  expect(partsOf(lastRequest())).toEqual(fullState);
});

test("C-010 without the capability ReportsHeartbeat an agent polls all the same", async () => {
  const capabilities = 0xffff & ~AgentCapabilities.AgentCapabilities_ReportsHeartbeat;
  const { answer, clock, posts } = httpWorld({ capabilities });
  await answer();
  clock.advance(pollMs);
  expect(posts).toHaveLength(2);
});

test.each([
  ["is named as who may have refused a request without TLS", httpUrl, "proxy.test:3128"],
  ["cannot have refused a request in its tunnel", httpUrl.replace("http:", "https:"), undefined],
])("a proxy %s", async (_, url, named) => {
  const route = fixedRoute({ url, headers: [], proxy: { url: "http://me:secret@proxy.test:3128" } });
  const { losses, refuse } = httpWorld({ route });
  await refuse(403);
  expect(losses[0]?.loss.proxy).toBe(named);
});
