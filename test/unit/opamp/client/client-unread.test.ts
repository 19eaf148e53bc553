import { describe, expect, test } from "bun:test";

import { connectedWorld } from "../../../support/client-world.ts";

const enough = 2 * 1024 * 1024;

/** A connection whose server has stopped reading. */
function unreadWorld() {
  const world = connectedWorld();
  world.client.report({ customCapabilities: { capabilities: ["org.example"] } });
  world.flush();
  world.network.lastDial.bufferedBytes = enough;
  const already = world.sent().length;
  const since = () => world.sent().slice(already);
  const send = () => world.client.sendCustomMessage({ capability: "org.example", type: "t" });
  return { ...world, since, send };
}

describe("a server that does not read", () => {
  test("is sent nothing more: custom messages queue, up to their bound", () => {
    const { send, since, flush } = unreadWorld();
    const outcomes = Map.groupBy(Array.from({ length: 150 }, send), (outcome) => outcome);
    flush();
    expect([...outcomes].map(([outcome, all]) => [outcome, all.length])).toEqual([
      ["queued", 100],
      ["full", 50],
    ]);
    expect(since()).toEqual([]);
  });

  test("gets what waited, in order and by its newest word, once it reads again", () => {
    const { client, clock, network, send, since, flush } = unreadWorld();
    send();
    client.report({ health: { healthy: true, status: "one" } });
    clock.advance(1_000);
    client.report({ health: { healthy: true, status: "two" } });
    clock.advance(1_000);
    network.lastDial.read(0);
    flush();
    expect(since().map(({ health }) => health?.status)).toEqual(["two"]);
    expect(since().map(({ customMessage }) => customMessage?.type)).toEqual(["t"]);
  });

  test("gets no message of its own for the room alone", () => {
    const { network, since, flush } = unreadWorld();
    network.lastDial.read(0);
    flush();
    expect(since()).toEqual([]);
  });

  test("gets the heartbeat that fell due meanwhile, once", () => {
    const { clock, network, since } = unreadWorld();
    clock.advance(15_000);
    network.lastDial.pong();
    clock.advance(15_000);
    network.lastDial.read(0);
    clock.advance(0);
    expect(since()).toHaveLength(1);
  });

  test("is left, whatever it says, when it has read nothing for two to three times pingAfterMs", () => {
    const { clock, network, losses, deliver } = unreadWorld();
    for (let seconds = 0; seconds < 60; seconds += 1) {
      deliver({});
      expect(network.lastDial.terminated).toBe(false);
      clock.advance(1_000);
    }
    expect(network.lastDial.terminated).toBe(true);
    network.lastDial.lose();
    expect(losses.map(({ loss }) => loss)).toEqual([
      { code: "NOT_READ", message: "the server has read nothing for 40 s" },
    ]);
  });

  test("keeps the connection while it reads a large message slowly and has no word for it", () => {
    const { clock, network } = unreadWorld();
    for (let left = enough; left > 0; left -= 1024 * 64) {
      network.lastDial.read(left);
      clock.advance(20_000);
    }
    expect(network.lastDial.terminated).toBe(false);
  });
});
