import { describe, expect, test } from "bun:test";

import type { AnyValue, ComponentHealth } from "../../../../src/opamp/wire/messages.ts";
import { clientWorld, connectedWorld } from "../../../support/client-world.ts";
import { partsOf } from "../../../support/opamp-frames.ts";

/** Lists in lists, so many. Each takes two levels of the message, and three stand above them. */
function nested(lists: number): AnyValue {
  return lists === 0 ? { stringValue: "x" } : { arrayValue: { values: [nested(lists - 1)] } };
}

function described(value: AnyValue) {
  return { agentDescription: { nonIdentifyingAttributes: [{ key: "deep", value }] } };
}

function healthOf(components: number): ComponentHealth {
  if (components === 0) return { healthy: false };
  return { healthy: false, componentHealthMap: { next: healthOf(components - 1) } };
}

/** The deepest value of an attribute that a message can hold: the decoder of the other end takes as much. */
const deepest = 48;

describe("what no message can hold", () => {
  test("is not taken from report(), by name; what stands beside it is, and the former part stays", () => {
    const { client, flush, sent, log, clock } = connectedWorld();
    const parts = { ...described(nested(deepest + 1)), health: { healthy: true, status: "new" } };
    expect(client.report(parts)).toEqual(["agentDescription"]);
    flush();
    clock.advance(1_000);
    expect(sent().map(partsOf)).toEqual([["agentDescription", "effectiveConfig", "health"], ["health"]]);
    expect(log.at("error").map(({ fields }) => fields)).toEqual([
      { part: "agentDescription", error: expect.stringContaining("depth") },
    ]);
  });

  test("ends one level beyond what goes out and can be read", () => {
    const { client, flush, lastSent } = connectedWorld();
    expect(client.report(described(nested(deepest)))).toEqual([]);
    flush();
    expect(lastSent()).toMatchObject(described(nested(deepest)));
  });

  test("is no reason for a new Client to throw, which begins without it", () => {
    const { client, network, lastSent, log } = clientWorld({
      reported: { ...described(nested(20_000)), health: { healthy: true } },
    });
    client.start();
    network.lastDial.accept();
    expect(partsOf(lastSent())).toEqual(["health"]);
    expect(log.at("error").map(({ fields }) => fields["part"])).toEqual(["agentDescription"]);
  });

  test("does not count as the end of health, which was not taken", () => {
    const { client, flush, sent } = connectedWorld();
    expect(client.report({ health: healthOf(200) })).toEqual(["health"]);
    flush();
    expect(sent()).toHaveLength(1);
  });
});
