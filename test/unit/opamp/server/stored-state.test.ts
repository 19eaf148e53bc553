import { expect, test } from "bun:test";

import { type AgentState, decodeState, encodeState } from "../../../../src/opamp/server.ts";

test("a state that was stored is the same when it is read again", () => {
  const state: AgentState = {
    instanceUid: Uint8Array.from({ length: 16 }, (_, index) => index),
    sequence: 7_000_000_000n,
    capabilities: 0x8fff,
    agentDescription: { identifyingAttributes: [{ key: "service.name", value: { stringValue: "me" } }] },
    health: { healthy: true, status: "running" },
    remoteConfigStatus: { lastRemoteConfigHash: Uint8Array.of(1) },
  };
  const { agentDescription, health, remoteConfigStatus, ...rest } = decodeState(encodeState(state)) ?? {};
  expect(rest).toEqual({ instanceUid: state.instanceUid, sequence: 7_000_000_000n, capabilities: 0x8fff });
  expect({ agentDescription, health, remoteConfigStatus }).toMatchObject({
    agentDescription: { identifyingAttributes: [{ key: "service.name", value: { stringValue: "me" } }] },
    health: { healthy: true, status: "running" },
    remoteConfigStatus: { lastRemoteConfigHash: Uint8Array.of(1) },
  });
});

test("bytes that hold no state give none", () => {
  expect(decodeState(Uint8Array.of(0xff))).toBeUndefined();
});
