import { expect, test } from "bun:test";

import { probeServer } from "../../../src/connection/probe-server.ts";
import { fixedRoute, type RouteAnswer } from "../../../src/opamp/client/client.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { FakeNetwork } from "../../support/fake-network.ts";

function probing(url: string) {
  const network = new FakeNetwork();
  const clock = new FakeClock();
  const giveUp = new AbortController();
  const route = fixedRoute({ url, headers: [["x", "y"]] });
  const outcome = probeServer({ clock, network, route, timeoutMs: 1_000, signal: giveUp.signal });
  return { clock, network, giveUp, outcome };
}

test("over WebSocket the look ends after the upgrade: nothing is said, and the connection is closed", async () => {
  const { network, outcome } = probing("ws://server.test/v1/opamp");
  await settle();
  network.lastDial.accept();
  expect(network.lastDial.closedWith).toEqual({ code: 1000, reason: "" });
  expect(network.lastDial.sent).toEqual([]);
  network.lastDial.lose();
  expect(await outcome).toEqual({ reached: true });
  expect(network.lastDial.options).toMatchObject({ headers: [["x", "y"]], handshakeTimeoutMs: 1_000 });
});

test("a refusal is told in words, and a redirect at the same host is followed", async () => {
  const { network, outcome } = probing("ws://server.test/v1/opamp");
  await settle();
  const headers = { location: "/elsewhere" };
  network.lastDial.lose({ code: "HTTP", message: "", response: { status: 307, headers } });
  await settle();
  expect(network.lastDial.options.url).toBe("ws://server.test/elsewhere");
  network.lastDial.lose({ code: "HTTP", message: "", response: { status: 401, headers: {} } });
  expect(await outcome).toMatchObject({ reached: false, reason: expect.stringContaining("HTTP 401") });
});

test("over HTTP the look ends before any request", async () => {
  const { network, outcome } = probing("http://server.test/v1/opamp");
  expect(await outcome).toEqual({ reached: true });
  expect(network.reached).toMatchObject([{ url: "http://server.test/v1/opamp", timeoutMs: 1_000 }]);
  expect(network.posts).toEqual([]);
});

test("a server that lets in and does not answer the close is reached all the same, within a second", async () => {
  const { clock, network, outcome } = probing("ws://server.test/v1/opamp");
  await settle();
  network.lastDial.accept();
  clock.advance(999);
  expect(network.lastDial.terminated).toBe(false);
  clock.advance(1);
  expect(network.lastDial.terminated).toBe(true);
  network.lastDial.lose();
  expect(await outcome).toEqual({ reached: true });
});

test("one that is given up while the way is looked for connects to nobody", async () => {
  const network = new FakeNetwork();
  const giveUp = new AbortController();
  const way = Promise.withResolvers<RouteAnswer>();
  const route = () => way.promise;
  const options = { clock: new FakeClock(), network, timeoutMs: 1_000, signal: giveUp.signal };
  const outcome = probeServer({ ...options, route });
  giveUp.abort();
  way.resolve({ usable: true, route: { url: "ws://server.test/v1/opamp", headers: [] } });
  expect(await outcome).toMatchObject({ reached: false });
  expect(network.dials).toEqual([]);
});

test("one that is given up lets go at once", async () => {
  const { network, giveUp } = probing("ws://server.test/v1/opamp");
  await settle();
  giveUp.abort();
  expect(network.lastDial.terminated).toBe(true);
});
