import { describe, expect, test } from "bun:test";

import { mergeState } from "../../../../src/opamp/server/agent-state.ts";
import { type AgentToServer, codec } from "../../../../src/opamp/wire/messages.ts";

const uid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
/** As it arrives: absent parts are absent in the way of the decoder. */
const received = (message: AgentToServer) =>
  codec.AgentToServer.decode(codec.AgentToServer.encode({ instanceUid: uid, ...message }).finish());

const first = mergeState(undefined, received({ capabilities: 5, health: { healthy: true, status: "ok" } }));

describe("mergeState()", () => {
  test("S-023 an absent sub-message is unchanged", () => {
    const next = mergeState(first, received({ sequenceNum: 1, capabilities: 5, effectiveConfig: {} }));
    expect(next.health?.status).toBe("ok");
    expect(next.effectiveConfig).toBeTruthy();
    expect(next.sequence).toBe(1n);
  });

  test("a sub-message replaces the former wholly", () => {
    const next = mergeState(first, received({ health: { healthy: false } }));
    expect(next.health?.healthy).toBe(false);
    expect(next.health?.status).toBe("");
  });

  test("the former state stays as it was", () => {
    mergeState(first, received({ health: { healthy: false } }));
    expect(first.health?.healthy).toBe(true);
  });

  test("S-012 capabilities follow the agent, and stay where it omits them", () => {
    expect(mergeState(first, received({ capabilities: 1 })).capabilities).toBe(1);
    expect(mergeState(first, received({})).capabilities).toBe(5);
  });

  const hash = Uint8Array.of(1);
  const known = mergeState(undefined, received({ availableComponents: { hash, components: { receivers: {} } } }));
  const componentsAfter = (availableComponents: AgentToServer["availableComponents"] & object) =>
    Object.keys(mergeState(known, received({ availableComponents })).availableComponents?.components ?? {});

  test("a hash alone keeps the map that it belongs to", () => {
    expect(componentsAfter({ hash })).toEqual(["receivers"]);
  });

  test("a new hash alone makes the map unknown", () => {
    expect(componentsAfter({ hash: Uint8Array.of(2) })).toEqual([]);
  });

  test("a new map replaces the former", () => {
    expect(componentsAfter({ hash, components: { exporters: {} } })).toEqual(["exporters"]);
  });
});
