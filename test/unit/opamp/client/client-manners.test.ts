import { describe, expect, test } from "bun:test";

import { type ClientOptions, fixedRoute, type RouteAnswer } from "../../../../src/opamp/client/client.ts";
import { ServerErrorResponseType, ServerToAgentFlags } from "../../../../src/opamp/wire/messages.ts";
import type { ConnectionLoss } from "../../../../src/runtime/network-ports.ts";
import { clientWorld, connectedWorld, fullState } from "../../../support/client-world.ts";
import { settle } from "../../../support/fake-clock.ts";
import { partsOf } from "../../../support/opamp-frames.ts";

const upgradeRefused = (status: number, headers: Record<string, string> = {}): ConnectionLoss => ({
  code: "HTTP",
  message: "refused",
  response: { status, headers },
});
const closed = (closeCode: number): ConnectionLoss => ({ code: "CLOSED", message: "closed", closeCode });
const { ServerErrorResponseType_Unavailable: unavailable, ServerErrorResponseType_BadRequest: badRequest } =
  ServerErrorResponseType;

describe("a server that is unavailable", () => {
  test("C-130, C-131 is left with a goodbye that tells nothing else, and is tried again when it says", async () => {
    const { client, deliver, network, clock, lastSent, losses } = connectedWorld();
    client.report({ health: { healthy: false } });
    deliver({ errorResponse: { type: unavailable, retryInfo: { retryAfterNanoseconds: 2e9 } } });
    expect(partsOf(lastSent())).toEqual(["agentDisconnect"]);
    expect(network.lastDial.closedWith?.code).toBe(1000);
    network.lastDial.lose();
    expect(losses).toMatchObject([{ loss: { code: "UNAVAILABLE" }, retryInMs: 2_500 }]);
    clock.advance(2_499);
    expect(network.dials).toHaveLength(1);
    clock.advance(1);
    network.lastDial.accept();
    expect(lastSent().health?.healthy).toBe(false);
  });

  test("C-131, C-133 is left for 30 s at least if it does not say how long", () => {
    const { deliver, network, losses } = connectedWorld();
    deliver({ errorResponse: { type: unavailable } });
    network.lastDial.lose();
    expect(losses[0]?.retryInMs).toBe(45_000);
  });

  test("is not asked for longer than an hour, whatever it says", () => {
    const { deliver, network, losses } = connectedWorld();
    deliver({ errorResponse: { type: unavailable, retryInfo: { retryAfterNanoseconds: Number.MAX_SAFE_INTEGER } } });
    network.lastDial.lose();
    expect(losses[0]?.retryInMs).toBe(3_960_000);
  });

  test("C-133 hears no heartbeat meanwhile", () => {
    const { deliver, network, clock } = connectedWorld();
    deliver({ errorResponse: { type: unavailable } });
    const { length } = network.lastDial.sent;
    network.lastDial.lose();
    clock.advance(44_999);
    expect(network.dials).toHaveLength(1);
    expect(network.lastDial.sent).toHaveLength(length);
  });

  test("is not asked again by reconnect(), but setRoute() leads to another one at once", () => {
    const { client, deliver, network } = connectedWorld();
    deliver({ errorResponse: { type: unavailable } });
    network.lastDial.lose();
    client.reconnect();
    expect(network.dials).toHaveLength(1);
    client.setRoute(fixedRoute({ url: "wss://other/", headers: [] }));
    expect(network.lastDial.options.url).toBe("wss://other/");
  });

  test("trap 20: may say something else beside, which holds", () => {
    const { deliver, messages, log } = connectedWorld();
    deliver({ errorResponse: { type: badRequest }, remoteConfig: { configHash: Uint8Array.of(1) } });
    expect(messages[0]?.remoteConfig?.configHash).toEqual(Uint8Array.of(1));
    expect(log.at("warn").map(({ fields }) => fields["fields"])).toContainEqual(["remoteConfig"]);
  });
});

describe("an upgrade that is refused", () => {
  test.each([429, 503])("C-132 with HTTP %d is tried again when the server says", (status) => {
    const { client, network, losses, clock } = clientWorld();
    client.start();
    network.lastDial.lose(upgradeRefused(status, { "retry-after": "100" }));
    network.lastDial.accept();
    expect(losses[0]?.retryInMs).toBe(110_000);
    clock.advance(110_000);
    network.lastDial.lose(
      upgradeRefused(status, { "retry-after": "Thu, 01 Jan 2026 09:00:50 GMT", date: "Thu, 01 Jan 2026 09:00:00 GMT" }),
    );
    expect(losses[1]?.retryInMs).toBe(55_000);
  });

  test("with a redirect at the same host goes there at once, with the same headers", () => {
    const { client, network, losses } = clientWorld();
    client.start();
    network.lastDial.lose(upgradeRefused(307, { location: "/v2/opamp" }));
    expect(network.dials).toHaveLength(2);
    expect(network.lastDial.options.url).toBe("wss://server/v2/opamp");
    expect(network.lastDial.options.headers).toEqual([["Authorization", "Bearer secret"]]);
    network.lastDial.accept();
    expect(losses).toEqual([]);
  });

  test("with a redirect to another origin goes nowhere, and names it", () => {
    const { client, network, losses, log } = clientWorld();
    client.start();
    network.lastDial.lose(upgradeRefused(302, { location: "wss://evil/?token=secret" }));
    expect(network.dials).toHaveLength(1);
    expect(losses).toMatchObject([{ loss: { code: "REDIRECT" }, retryInMs: 500 }]);
    expect(log.at("warn")[0]?.fields["reason"]).toContain("wss://evil");
    expect(JSON.stringify(log.lines)).not.toContain("secret");
  });

  /** Redirected from `ws:` to `wss:`; the route to the new address answers when the test says so. */
  function redirected() {
    const { promise, resolve } = Promise.withResolvers<RouteAnswer>();
    const signals: AbortSignal[] = [];
    const world = clientWorld({
      route: (signal, redirectedTo) => {
        if (redirectedTo === undefined) return { usable: true, route: { url: "ws://server/", headers: [] } };
        signals.push(signal);
        return promise;
      },
    });
    world.client.start();
    world.network.lastDial.lose(upgradeRefused(307, { location: "wss://server/v2" }));
    return { ...world, signals, answer: (answer: RouteAnswer) => (resolve(answer), settle()) };
  }

  test("with a redirect goes by the route to the new address: another scheme may want another proxy", async () => {
    const { network, answer } = redirected();
    expect(network.dials).toHaveLength(1);
    const proxy = { url: "http://proxy:1" };
    await answer({ usable: true, route: { url: "ws://server/", headers: [], proxy } });
    expect(network.lastDial.options).toMatchObject({ url: "wss://server/v2", proxy });
  });

  test("with a redirect to which there is no route says why", async () => {
    const { network, answer, losses } = redirected();
    await answer({ usable: false, code: "PROXY", reason: "no proxy for it" });
    expect(network.dials).toHaveLength(1);
    expect(losses).toMatchObject([{ loss: { code: "PROXY", message: "no proxy for it" } }]);
  });

  test("with a redirect is given up while its route is asked for", async () => {
    const { network, client, answer, signals, clock } = redirected();
    await client.stop();
    expect(signals[0]?.aborted).toBe(true);
    await answer({ usable: true, route: { url: "ws://server/", headers: [] } });
    expect(network.dials).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  test("with redirects in a circle ends after five", () => {
    const { client, network, losses } = clientWorld();
    client.start();
    while (losses.length === 0) network.lastDial.lose(upgradeRefused(302, { location: "/again" }));
    expect(network.dials).toHaveLength(6);
  });
});

describe("a connection that the server closes", () => {
  test.each([1000, 1001, 1012])("with %d is made anew within 5 s, as all agents do at once", (code) => {
    const { deliver, network, losses } = connectedWorld();
    deliver({});
    network.lastDial.lose(closed(code));
    expect(losses[0]?.retryInMs).toBe(2_500);
  });

  test("with 1013 (try again later) is made anew after 30 s at least", () => {
    const { network, losses } = connectedWorld();
    network.lastDial.lose(closed(1013));
    expect(losses[0]?.retryInMs).toBe(45_000);
  });

  test("again and again, without a word, is made anew more and more slowly", () => {
    const { client, network, losses, clock } = clientWorld();
    client.start();
    for (let round = 0; round < 10; round += 1) {
      network.lastDial.accept();
      network.lastDial.lose(closed(1000));
      clock.advance(losses.at(-1)?.retryInMs ?? 0);
    }
    expect(losses.at(-1)?.retryInMs).toBe(30_000);
  });

  test("C-006 because its message was too large for us comes back, but not in a hot loop", () => {
    const { network, losses, deliver, clock, sent } = connectedWorld();
    const tooLarge = { code: "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", message: "Max payload size exceeded" };
    for (let round = 0; round < 10; round += 1) {
      deliver({});
      network.lastDial.lose(tooLarge);
      clock.advance(losses.at(-1)?.retryInMs ?? 0);
      network.lastDial.accept();
      expect(sent()).toHaveLength(1);
    }
    expect(losses.map(({ retryInMs }) => retryInMs).slice(0, 3)).toEqual([500, 1_000, 2_000]);
    expect(losses.at(-1)?.retryInMs).toBe(30_000);
  });

  test("with 1009 because ours was too large for it comes back without the largest part", () => {
    const body = new Uint8Array(10_000);
    const { network, losses, clock, sent, log } = connectedWorld({
      reported: { health: { healthy: true }, effectiveConfig: { configMap: { configMap: { "": { body } } } } },
    });
    network.lastDial.lose(closed(1009));
    clock.advance(losses.at(-1)?.retryInMs ?? 0);
    network.lastDial.accept();
    expect(sent().map(partsOf)).toEqual([["health"]]);
    expect(log.at("error")[0]?.fields["parts"]).toEqual(["effectiveConfig"]);
  });
});

describe("the route", () => {
  const usable = (url: string): RouteAnswer => ({ usable: true, route: { url, headers: [] } });

  test("is asked before each attempt, so that the next connection uses what is new", () => {
    const urls = ["wss://a/", "wss://b/"];
    const { client, network, clock } = clientWorld({ route: () => usable(urls.shift() ?? "") });
    client.start();
    network.lastDial.lose();
    clock.advance(500);
    expect(network.dials.map(({ options }) => options.url)).toEqual(["wss://a/", "wss://b/"]);
  });

  test("may take its time", async () => {
    const answer = Promise.withResolvers<RouteAnswer>();
    const { client, network } = clientWorld({ route: () => answer.promise });
    client.start();
    expect(network.dials).toHaveLength(0);
    answer.resolve(usable("wss://late/"));
    await settle();
    expect(network.lastDial.options.url).toBe("wss://late/");
  });

  test.each<[string, ClientOptions["route"], string]>([
    ["says why there is none", () => ({ usable: false, code: "TLS_FILE", reason: "ca.pem is no PEM" }), "TLS_FILE"],
    [
      "throws",
      () => {
        throw new Error("ca.pem is no PEM");
      },
      "ROUTE",
    ],
    ["rejects", () => Promise.reject(new Error("ca.pem is no PEM")), "ROUTE"],
  ])("that %s is asked again after a wait", async (_, route, code) => {
    let asked = 0;
    const { client, losses, log, clock } = clientWorld({
      route: (signal) => {
        asked += 1;
        return route(signal);
      },
    });
    client.start();
    await settle();
    expect(losses).toEqual([{ loss: { code, message: "ca.pem is no PEM" }, retryInMs: 500 }]);
    expect(log.at("warn")[0]?.fields["reason"]).toBe("ca.pem is no PEM");
    await clock.advanceAsync(500);
    expect(asked).toBe(2);
  });

  test("that leads to no address of OpAMP is none", () => {
    const { client, losses } = clientWorld({ route: fixedRoute({ url: "ftp://x", headers: [] }) });
    client.start();
    expect(losses[0]?.loss.code).toBe("INVALID");
  });

  test("that answers after the stop leads nowhere", async () => {
    const answer = Promise.withResolvers<RouteAnswer>();
    let signal: AbortSignal | undefined;
    const { client, network } = clientWorld({
      route: (given) => {
        signal = given;
        return answer.promise;
      },
    });
    client.start();
    await client.stop();
    expect(signal?.aborted).toBe(true);
    answer.resolve(usable("wss://late/"));
    await settle();
    expect(network.dials).toHaveLength(0);
  });

  test("may ask for compression, which is off otherwise", () => {
    const route = fixedRoute({ url: "wss://x/", headers: [], compression: true });
    expect(connectedWorld({ route }).network.lastDial.options.compression).toBe(true);
    expect(connectedWorld().network.lastDial.options.compression).toBeUndefined();
  });
});

describe("a planned switch", () => {
  const other = fixedRoute({ url: "wss://other/", headers: [] });

  test("C-134, C-135 says goodbye, closes, and connects only when the old connection is gone", () => {
    const { client, network, clock, sent, lastSent } = connectedWorld();
    client.report({ health: { healthy: false } });
    client.setRoute(other);
    expect(partsOf(lastSent())).toEqual(["agentDisconnect", "health"]);
    expect(network.lastDial.closedWith?.code).toBe(1000);
    clock.advance(4_999);
    expect(network.dials).toHaveLength(1);
    network.lastDial.lose(closed(1000));
    clock.advance(0);
    expect(network.lastDial.options.url).toBe("wss://other/");
    network.lastDial.accept();
    expect(sent().map(partsOf)).toEqual([fullState]);
  });

  test("of an attempt that is not through gives it up", async () => {
    const { client, network, clock } = clientWorld();
    client.start();
    client.setRoute(other);
    expect(network.lastDial.terminated).toBe(true);
    await settle();
    clock.advance(0);
    expect(network.dials.map(({ options }) => options.url.startsWith("wss://other"))).toEqual([false, true]);
  });

  test("ends a wait for the next attempt, which does not come a second time", () => {
    const { client, network, clock } = clientWorld();
    client.start();
    network.lastDial.lose();
    client.reconnect();
    expect(network.dials).toHaveLength(2);
    clock.advance(500);
    expect(network.dials).toHaveLength(2);
  });

  test("before start() only chooses the route", () => {
    const { client, network } = clientWorld();
    client.setRoute(other);
    client.reconnect();
    expect(network.dials).toHaveLength(0);
    client.start();
    expect(network.lastDial.options.url).toBe("wss://other/");
  });

  test("after stop() does nothing", async () => {
    const { client, network } = clientWorld();
    await client.stop();
    client.setRoute(other);
    expect(network.dials).toHaveLength(0);
  });
});

describe("the heartbeat interval", () => {
  test("C-079 is the one that the server offers, counted from the offer", () => {
    const { deliver, clock, sent } = connectedWorld();
    clock.advance(10_000);
    deliver({ connectionSettings: { opamp: { heartbeatIntervalSeconds: 5 } } });
    clock.advance(4_999);
    expect(sent()).toHaveLength(1);
    clock.advance(1);
    expect(sent()).toHaveLength(2);
    clock.advance(5_000);
    expect(sent()).toHaveLength(3);
  });

  test("C-080 of 0 means silence", () => {
    const { deliver, clock, sent, network } = connectedWorld();
    deliver({ connectionSettings: { opamp: {} } });
    for (let round = 0; round < 10; round += 1) {
      clock.advance(15_000);
      network.lastDial.pong();
    }
    expect(sent()).toHaveLength(1);
  });
});

test("a server that asks for full state in every answer is not answered in a hot loop", () => {
  const { deliver, clock, sent } = connectedWorld();
  const flags = ServerToAgentFlags.ServerToAgentFlags_ReportFullState;
  let answered = 1;
  for (let ms = 0; ms < 10_000; ms += 1) {
    while (answered < sent().length + 1 && sent().length > 0) {
      deliver({ flags });
      answered += 1;
    }
    clock.advance(1);
  }
  expect(sent().length).toBeGreaterThan(5);
  expect(sent().length).toBeLessThan(20);
});
