import { describe, expect, test } from "bun:test";

import { Outbox } from "../../../../src/opamp/client/outbox.ts";
import { bytesOf, namesOf, sizeOf } from "../../../../src/opamp/client/outgoing.ts";
import type { ReportedState } from "../../../../src/opamp/client/parts.ts";
import { joinBytes } from "../../../../src/opamp/wire/bytes.ts";
import { toBigInt } from "../../../../src/opamp/wire/integers.ts";
import {
  AgentCapabilities,
  type AgentToServer,
  AgentToServerFlags,
  codec,
  RemoteConfigStatuses,
  ServerCapabilities,
} from "../../../../src/opamp/wire/messages.ts";
import { partsOf } from "../../../support/opamp-frames.ts";

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

const limit = 1 << 20;

function emptyOutbox({ capabilities = all, maxMessageBytes = limit } = {}) {
  return new Outbox({ instanceUid: uid, capabilities, maxMessageBytes, maxCustomMessages: 3 });
}

function outbox(options = {}) {
  const box = emptyOutbox(options);
  box.report(state);
  box.startConnection();
  return box;
}

function take(box: Outbox, options = {}) {
  const { outgoing } = box.take({ limit, ...options });
  if (!outgoing) throw new Error("no message");
  return codec.AgentToServer.decode(joinBytes(bytesOf(outgoing)));
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
    expect(box.pending).toBe("nothing");
    expect(partsOf(take(box))).toEqual([]);
  });

  test("the order of a map is no change", () => {
    const box = outbox();
    box.report({ health: { componentHealthMap: { a: { healthy: true }, b: {} } } });
    take(box);
    box.report({ health: { componentHealthMap: { b: {}, a: { healthy: true } } } });
    expect(box.pending).toBe("nothing");
  });

  test("a field at its default is no change", () => {
    const box = outbox();
    take(box);
    box.report({ health: { healthy: true, status: "StatusOK", lastError: "" } });
    expect(box.pending).toBe("nothing");
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
    expect(box.pending).toBe("nothing");
  });

  test("C-040 a request for full state brings every part once", () => {
    const box = outbox();
    take(box);
    box.tellEverything();
    expect(partsOf(take(box))).toEqual(allParts);
    expect(box.pending).toBe("nothing");
  });

  test("C-040 a request for full state is answered even where there is nothing to tell", () => {
    const box = emptyOutbox({ capabilities: 0 });
    box.tellEverything();
    expect(box.pending).toBe("answer");
    expect(partsOf(take(box))).toEqual([]);
    expect(box.pending).toBe("nothing");
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
    expect(box.pending).toBe("nothing");
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
    box.heard(ServerCapabilities.ServerCapabilities_AcceptsStatus);
    const refused = ["effectiveConfig", "packageStatuses"];
    expect(partsOf(take(box))).toEqual(allParts.filter((part) => !refused.includes(part)));
    expect(box.pending).toBe("nothing");
  });

  test("C-138 what stayed back is sent when the server accepts it", () => {
    const box = outbox();
    box.heard(1);
    take(box);
    box.heard(1 | ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig);
    expect(partsOf(take(box))).toEqual(["effectiveConfig"]);
  });

  test("a server that states no capabilities restricts nothing, and keeps what it stated", () => {
    const box = outbox();
    box.heard(0);
    expect(partsOf(take(box))).toEqual(allParts);
    box.heard(1);
    box.heard(0);
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
    const box = outbox();
    take(box);
    const body = new Uint8Array(2000);
    box.report({ health: { healthy: false }, effectiveConfig: { configMap: { configMap: { "": { body } } } } });
    const { outgoing, leftOut } = box.take({ limit: 1000 });
    expect(leftOut).toEqual(["effectiveConfig"]);
    expect(outgoing && namesOf(outgoing)).toEqual(["health"]);
    expect(outgoing && sizeOf(outgoing)).toBeLessThanOrEqual(1000);
    expect(box.pending).toBe("nothing");
  });

  test("C-008 a limit below the smallest message lets nothing out and uses no number", () => {
    const box = outbox();
    expect(box.take({ limit: 4 }).outgoing).toBeUndefined();
    expect(toBigInt(take(box).sequenceNum)).toBe(0n);
  });

  test("C-025 the wish for an identity is in every message until there is one", () => {
    const box = outbox();
    box.requestInstanceUid();
    const wish = AgentToServerFlags.AgentToServerFlags_RequestInstanceUid;
    expect([toBigInt(take(box).flags), toBigInt(take(box).flags)]).toEqual([BigInt(wish), BigInt(wish)]);
    box.setInstanceUid(new Uint8Array(16).fill(9));
    const message = take(box);
    expect(toBigInt(message.flags)).toBe(0n);
    expect(partsOf(message)).toEqual(allParts);
  });

  test("C-031 other capabilities are told at once, and what waited for its bit goes with them", () => {
    const box = outbox({ capabilities: AgentCapabilities.AgentCapabilities_ReportsStatus });
    take(box);
    box.setCapabilities(AgentCapabilities.AgentCapabilities_ReportsHealth);
    expect(box.pending).toBe("answer");
    const message = take(box);
    expect(toBigInt(message.capabilities)).toBe(0x801n);
    expect(partsOf(message)).toEqual(["health"]);
    box.setCapabilities(AgentCapabilities.AgentCapabilities_ReportsHealth);
    expect(box.pending).toBe("nothing");
  });

  test.each([
    ["failure", { health: { healthy: false } }],
    ["changes", { health: { healthy: true, status: "busy" } }],
    ["urgent", { remoteConfigStatus: { status: RemoteConfigStatuses.RemoteConfigStatuses_APPLIED } }],
    ["urgent", { connectionSettingsStatus: { errorMessage: "x" } }],
    ["urgent", { packageStatuses: { errorMessage: "x" } }],
  ])("says how pressing it is: %s for %p", (pending, reported) => {
    const box = outbox();
    take(box);
    box.report(reported);
    expect<string>(box.pending).toBe(pending);
  });
});

test("an illness that was told is no news any more", () => {
  const box = outbox();
  take(box);
  box.report({ health: { healthy: false } });
  take(box);
  box.report({ health: { healthy: false, status: "still" } });
  expect(box.pending).toBe("changes");
});

describe("a message that did not reach the server", () => {
  test("is said again by the newest word on each of its parts, with a new number", () => {
    const box = outbox();
    take(box);
    box.report({ health: { status: "old" }, effectiveConfig: {} });
    const { outgoing } = box.take({ limit });
    box.report({ health: { status: "new" } });
    if (outgoing) box.restore(outgoing);
    const message = take(box);
    expect(partsOf(message)).toEqual(["effectiveConfig", "health"]);
    expect(message.health?.status).toBe("new");
    expect(toBigInt(message.sequenceNum)).toBe(2n);
  });

  test("has the whole map of components again", () => {
    const box = outbox();
    take(box);
    box.tellComponents();
    const { outgoing } = box.take({ limit });
    if (outgoing) box.restore(outgoing);
    expect(Object.keys(take(box).availableComponents?.components ?? {})).toEqual(["receivers"]);
  });

  test("gives its custom message back to the head of the queue", () => {
    const box = outbox();
    box.addCustom({ type: "1" });
    box.addCustom({ type: "2" });
    const { outgoing } = box.take({ limit });
    if (outgoing) box.restore(outgoing);
    expect([take(box), take(box)].map(({ customMessage }) => customMessage?.type)).toEqual(["1", "2"]);
  });

  test("gives its request for settings back, unless there is a newer one", () => {
    const box = outbox();
    box.heard(0);
    const csr = (text: string) => ({ opamp: { certificateRequest: { csr: new TextEncoder().encode(text) } } });
    const sent = (message: AgentToServer) => message.connectionSettingsRequest?.opamp?.certificateRequest?.csr;
    box.requestSettings(csr("old"));
    const first = box.take({ limit }).outgoing;
    if (first) box.restore(first);
    const second = box.take({ limit }).outgoing;
    expect(second && namesOf(second)).toContain("connectionSettingsRequest");
    box.requestSettings(csr("new"));
    if (second) box.restore(second);
    expect(new TextDecoder().decode(sent(take(box)) ?? new Uint8Array())).toBe("new");
    expect(sent(take(box))).toBeFalsy();
  });
});

describe("custom messages", () => {
  test("travel one at a time, in order, and one that finds no room beside the rest goes next", () => {
    const box = outbox();
    box.addCustom({ type: "1", data: new Uint8Array(300) });
    box.addCustom({ type: "2", data: new Uint8Array(300) });
    const messages = [take(box, { limit: 400 }), take(box, { limit: 400 }), take(box, { limit: 400 })];
    expect(messages.map(({ customMessage }) => customMessage?.type ?? "none")).toEqual(["none", "1", "2"]);
    expect(partsOf(messages[0] ?? {})).toEqual(allParts);
    expect(box.pending).toBe("nothing");
  });

  test("that fit into no message are dropped by name", () => {
    const box = outbox();
    take(box);
    box.addCustom({ type: "1", data: new Uint8Array(500) });
    expect(box.take({ limit: 400 }).leftOut).toEqual(["customMessage"]);
    expect(box.pending).toBe("nothing");
  });
});

describe("a request for settings", () => {
  const request = { opamp: { certificateRequest: { csr: Uint8Array.of(1) } } };

  test("C-072 waits for the first word of the server, and goes once", () => {
    const box = outbox();
    box.requestSettings(request);
    expect(partsOf(take(box))).not.toContain("connectionSettingsRequest");
    box.heard(0);
    expect(box.pending).toBe("urgent");
    expect(partsOf(take(box))).toEqual(["connectionSettingsRequest"]);
    expect(box.pending).toBe("nothing");
  });

  test("waits for the first word on the next connection too", () => {
    const box = outbox();
    box.heard(0);
    take(box);
    box.startConnection();
    box.requestSettings(request);
    expect(partsOf(take(box))).not.toContain("connectionSettingsRequest");
  });

  test("C-138 stays back while the server does not take any", () => {
    const box = outbox();
    take(box);
    box.requestSettings(request);
    box.heard(ServerCapabilities.ServerCapabilities_AcceptsStatus);
    expect(box.pending).toBe("nothing");
    box.heard(1 | ServerCapabilities.ServerCapabilities_AcceptsConnectionSettingsRequest);
    expect(partsOf(take(box))).toEqual(["connectionSettingsRequest"]);
  });
});
