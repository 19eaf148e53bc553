import { expect, test } from "bun:test";

import { Keepalive } from "../../../../src/opamp/client/keepalive.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

function setup() {
  const clock = new FakeClock();
  const seen: string[] = [];
  const peer = { unreadBytes: 0 };
  const keepalive = new Keepalive({
    clock,
    periodMs: 20_000,
    unreadBytes: () => peer.unreadBytes,
    ping: () => seen.push("ping"),
    dead: (fault) => seen.push(fault),
  });
  return { clock, seen, keepalive, peer };
}

test("a ping goes out after 20 s of silence, and the peer is dead after 20 s more", () => {
  const { clock, seen } = setup();
  clock.advance(20_000);
  expect(seen).toEqual(["ping"]);
  clock.advance(19_999);
  expect(seen).toEqual(["ping"]);
  clock.advance(1);
  expect(seen).toEqual(["ping", "silent"]);
});

test("any sign of life starts the wait anew", () => {
  const { clock, seen, keepalive } = setup();
  for (let round = 0; round < 5; round += 1) {
    clock.advance(30_000);
    keepalive.alive();
  }
  expect(seen).toEqual(["ping", "ping", "ping", "ping", "ping"]);
});

test("the ping waits for 20 s since the last sign of life, not since the first", () => {
  const { clock, seen, keepalive } = setup();
  clock.advance(15_000);
  keepalive.alive();
  clock.advance(19_999);
  expect(seen).toEqual([]);
  clock.advance(1);
  expect(seen).toEqual(["ping"]);
});

test("nothing happens after the stop", () => {
  const { clock, seen, keepalive } = setup();
  keepalive.stop();
  clock.advance(100_000);
  expect(seen).toEqual([]);
});

test("a peer that still reads what it was sent is there, though it has no room for an answer", () => {
  const { clock, seen, peer } = setup();
  for (peer.unreadBytes = 10_000; peer.unreadBytes > 0; peer.unreadBytes -= 1_000) clock.advance(20_000);
  expect(seen).not.toContain("silent");
  clock.advance(60_000);
  expect(seen.at(-1)).toBe("silent");
});

test("a peer that talks on and reads nothing is given up after two to three periods", () => {
  const { clock, seen, keepalive, peer } = setup();
  peer.unreadBytes = 10_000;
  for (let seconds = 0; seconds < 60; seconds += 1) {
    keepalive.alive();
    expect(seen).toEqual([]);
    clock.advance(1_000);
  }
  expect(seen).toEqual(["deaf"]);
});

test("one that reads slowly and talks on is not given up", () => {
  const { clock, seen, keepalive, peer } = setup();
  for (peer.unreadBytes = 1_000; peer.unreadBytes > 0; peer.unreadBytes -= 1) {
    keepalive.alive();
    clock.advance(1_000);
  }
  expect(seen).toEqual([]);
});
