import { describe, expect, test } from "bun:test";

import { Outbox } from "../../../../src/opamp/client/outbox.ts";
import type { ReportedState } from "../../../../src/opamp/client/parts.ts";
import { toBigInt } from "../../../../src/opamp/wire/integers.ts";
import { AgentCapabilities, RemoteConfigStatuses, ServerCapabilities } from "../../../../src/opamp/wire/messages.ts";
import { partsOf, readAgentFrame } from "../../../support/opamp-frames.ts";

const uid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
const all = 0xffff;

const state: ReportedState = {
  agentDescription: { identifyingAttributes: [{ key: "service.name", value: { stringValue: "collector" } }] },
  health: { healthy: true, status: "StatusOK" },
  effectiveConfig: { configMap: { configMap: { "": { body: new TextEncoder().encode("a: 1") } } } },
  remoteConfigStatus: { status: RemoteConfigStatuses.RemoteConfigStatuses_UNSET },
  packageStatuses: { packages: {} },
  availableComponents: { hash: Uint8Array.of(1), components: { receivers: {} } },
  customCapabilities: { capabilities: ["org.example.feature"] },
  connectionSettingsStatus: { lastConnectionSettingsHash: Uint8Array.of(2) },
};
const allParts = Object.keys(state).sort();

function outbox({ capabilities = all, maxMessageBytes = 1 << 20 } = {}) {
  const box = new Outbox({ instanceUid: uid, capabilities, maxMessageBytes });
  box.report(state);
  box.startConnection();
  return box;
}

function take(box: Outbox, options = {}) {
  const { frame } = box.take(options);
  if (!frame) throw new Error("no frame");
  return readAgentFrame(frame);
}

describe("Outbox", () => {
  test("C-044 the first message after connecting is a full status report", () => {
    expect(partsOf(take(outbox()))).toEqual(allParts);
  });

  test("C-002, C-033 every message has the uid and the capabilities", () => {
    const box = outbox();
    for (let round = 0; round < 3; round += 1) {
      const message = take(box);
      expect(message.instanceUid?.toHex()).toBe(uid.toHex());
      expect(toBigInt(message.capabilities)).toBe(0xffffn);
    }
  });

  test("C-026 the sequence number grows by one with each message, also over a reconnect", () => {
    const box = outbox();
    const first = toBigInt(take(box).sequenceNum);
    const second = toBigInt(take(box).sequenceNum);
    box.startConnection();
    expect([second, toBigInt(take(box).sequenceNum)]).toEqual([first + 1n, first + 2n]);
  });

  test("C-027, C-038 what was said once is not pending again", () => {
    const box = outbox();
    take(box);
    box.report(structuredClone(state));
    expect(box.pending).toBe(false);
    expect(partsOf(take(box))).toEqual([]);
  });

  test("the order of a map is no change", () => {
    const box = outbox();
    box.report({ health: { componentHealthMap: { a: { healthy: true }, b: {} } } });
    take(box);
    box.report({ health: { componentHealthMap: { b: {}, a: { healthy: true } } } });
    expect(box.pending).toBe(false);
  });

  test("a field at its default is no change", () => {
    const box = outbox();
    take(box);
    box.report({ health: { healthy: true, status: "StatusOK", lastError: "" } });
    expect(box.pending).toBe(false);
  });

  test("C-045, C-049 a changed part is sent whole, the others are omitted", () => {
    const box = outbox();
    take(box);
    const [old] = state.agentDescription?.identifyingAttributes ?? [];
    const added = { key: "service.version", value: { stringValue: "1" } };
    box.report({ ...state, agentDescription: { identifyingAttributes: [old ?? {}, added] } });
    const message = take(box);
    expect(partsOf(message)).toEqual(["agentDescription"]);
    expect(message.agentDescription?.identifyingAttributes).toHaveLength(2);
  });

  test("C-129 several changes make one message with the newest values", () => {
    const box = outbox();
    take(box);
    for (let round = 0; round < 50; round += 1) box.report({ health: { status: `${round}` } });
    expect(take(box).health?.status).toBe("49");
    expect(box.pending).toBe(false);
  });

  test("C-040 a request for full state brings every part once", () => {
    const box = outbox();
    take(box);
    box.tellEverything();
    expect(partsOf(take(box))).toEqual(allParts);
    expect(box.pending).toBe(false);
  });

  test("C-040 a request for full state is answered even where there is nothing to tell", () => {
    const box = new Outbox({ instanceUid: uid, capabilities: 0, maxMessageBytes: 1000 });
    box.tellEverything();
    expect(box.pending).toBe(true);
    expect(partsOf(take(box))).toEqual([]);
    expect(box.pending).toBe(false);
  });

  test("C-115, C-117 full state has the hash of the components without their map", () => {
    const box = outbox();
    expect(take(box).availableComponents).toMatchObject({ hash: Uint8Array.of(1), components: {} });
  });

  test("C-041 the map of the components is sent when it is asked for, once", () => {
    const box = outbox();
    take(box);
    box.tellComponents();
    expect(Object.keys(take(box).availableComponents?.components ?? {})).toEqual(["receivers"]);
    box.tellEverything();
    expect(Object.keys(take(box).availableComponents?.components ?? {})).toEqual([]);
  });

  test("C-118 components are omitted while their hash is unchanged", () => {
    const box = outbox();
    take(box);
    box.report({ availableComponents: { hash: Uint8Array.of(1), components: { receivers: {}, exporters: {} } } });
    expect(box.pending).toBe(false);
    box.report({ availableComponents: { hash: Uint8Array.of(2), components: {} } });
    expect(partsOf(take(box))).toEqual(["availableComponents"]);
  });

  test("C-035 parts whose capability is not set are never sent", () => {
    const box = outbox({ capabilities: AgentCapabilities.AgentCapabilities_ReportsStatus });
    expect(partsOf(take(box))).toEqual(["agentDescription", "customCapabilities"]);
    box.tellComponents();
    expect(partsOf(take(box))).toEqual([]);
  });

  test("C-138 what the server does not accept stays back", () => {
    const box = outbox();
    box.restrictTo(ServerCapabilities.ServerCapabilities_AcceptsStatus);
    const refused = ["effectiveConfig", "packageStatuses"];
    expect(partsOf(take(box))).toEqual(allParts.filter((part) => !refused.includes(part)));
    expect(box.pending).toBe(false);
  });

  test("C-138 what stayed back is sent when the server accepts it", () => {
    const box = outbox();
    box.restrictTo(1);
    take(box);
    box.restrictTo(1 | ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig);
    expect(partsOf(take(box))).toEqual(["effectiveConfig"]);
  });

  test("a server that states no capabilities restricts nothing, and keeps what it stated", () => {
    const box = outbox();
    box.restrictTo(0);
    expect(partsOf(take(box))).toEqual(allParts);
    box.restrictTo(1);
    box.restrictTo(0);
    box.tellEverything();
    expect(partsOf(take(box))).not.toContain("effectiveConfig");
  });

  test("C-034 the last message is marked and carries what is unsent", () => {
    const box = outbox();
    take(box);
    box.report({ health: { healthy: false } });
    expect(partsOf(take(box, { disconnect: true }))).toEqual(["agentDisconnect", "health"]);
  });

  test("C-008 parts that exceed the limit stay behind, the rest is sent", () => {
    const box = outbox({ maxMessageBytes: 1000 });
    take(box);
    const body = new Uint8Array(2000);
    box.report({ health: { healthy: false }, effectiveConfig: { configMap: { configMap: { "": { body } } } } });
    const { frame, leftOut } = box.take();
    expect(leftOut).toEqual(["effectiveConfig"]);
    expect(frame && partsOf(readAgentFrame(frame))).toEqual(["health"]);
    expect(frame?.length).toBeLessThanOrEqual(1000);
    expect(box.pending).toBe(false);
  });

  test("C-008 a limit below the smallest message lets nothing out and uses no number", () => {
    const box = new Outbox({ instanceUid: uid, capabilities: all, maxMessageBytes: 4 });
    expect(box.take().frame).toBeUndefined();
  });
});
