import { expect, test } from "bun:test";

import { Keepalive } from "../../../../src/opamp/client/keepalive.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

function setup() {
  const clock = new FakeClock();
  const seen: string[] = [];
  const keepalive = new Keepalive({
    clock,
    periodMs: 20_000,
    ping: () => seen.push("ping"),
    dead: () => seen.push("dead"),
  });
  return { clock, seen, keepalive };
}

test("a ping goes out after 20 s of silence, and the peer is dead after 20 s more", () => {
  const { clock, seen } = setup();
  clock.advance(20_000);
  expect(seen).toEqual(["ping"]);
  clock.advance(19_999);
  expect(seen).toEqual(["ping"]);
  clock.advance(1);
  expect(seen).toEqual(["ping", "dead"]);
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
