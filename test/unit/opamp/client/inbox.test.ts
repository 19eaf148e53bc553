import { describe, expect, test } from "bun:test";

import { type Addressee, receive } from "../../../../src/opamp/client/inbox.ts";
import { AgentCapabilities, CommandType, type ServerToAgent } from "../../../../src/opamp/wire/messages.ts";

const uid = (start: number) => Uint8Array.from({ length: 16 }, (_, index) => index + start);
const me: Addressee = {
  instanceUid: uid(1),
  previousUid: uid(100),
  capabilities: 0xffff,
  customCapabilities: new Set(["org.example.known"]),
};

function taken(message: ServerToAgent, addressee: Partial<Addressee> = {}) {
  const received = receive(message, { ...me, ...addressee });
  if (received.kind !== "message") throw new Error(received.kind);
  return received;
}

describe("receive()", () => {
  test.each([
    ["our own", uid(1)],
    ["the previous", uid(100)],
    ["an empty", new Uint8Array()],
  ])("takes a message with %s uid", (_, instanceUid) => {
    expect(taken({ instanceUid, flags: 1 }).message.flags).toBe(1);
  });

  test("refuses a message for another agent", () => {
    expect(receive({ instanceUid: uid(2), flags: 1 }, me)).toEqual({
      kind: "foreign",
      uid: "02030405-0607-0809-0a0b-0c0d0e0f1011",
    });
  });

  test("C-042 beside a command all other fields are ignored", () => {
    const command = { type: CommandType.CommandType_Restart };
    const { message, dropped } = taken({
      instanceUid: uid(1),
      capabilities: 3,
      flags: 1,
      command,
      remoteConfig: { configHash: uid(5) },
    });
    expect(message).toEqual({ instanceUid: uid(1), capabilities: 3, command });
    expect(dropped).toEqual(["flags beside a command", "remoteConfig beside a command"]);
  });

  test("an empty command is a command", () => {
    expect(taken({ command: {}, flags: 1 }).message).toEqual({ command: {} });
  });

  test("C-043 a command that the capabilities do not invite is taken out, and so is what stands beside it", () => {
    const capabilities = 0xffff & ~AgentCapabilities.AgentCapabilities_AcceptsRestartCommand;
    const { message, dropped } = taken({ instanceUid: uid(1), command: {}, flags: 1 }, { capabilities });
    expect(message).toEqual({ instanceUid: uid(1) });
    expect(dropped).toEqual(["command", "flags beside a command"]);
  });

  test("C-114 a custom message is passed on if its capability was declared, else taken out", () => {
    const known = { capability: "org.example.known", type: "t", data: uid(1) };
    expect(taken({ customMessage: known }).message).toEqual({ customMessage: known });
    const { message, unknownCustom, dropped } = taken({
      customMessage: { ...known, capability: "org.example.other" },
      flags: 1,
    });
    expect(message).toEqual({ flags: 1 });
    expect(unknownCustom).toEqual({ capability: "org.example.other", type: "t" });
    expect(dropped).toEqual([]);
  });

  const offers: ServerToAgent = {
    remoteConfig: { configHash: uid(5) },
    packagesAvailable: { allPackagesHash: uid(6) },
    connectionSettings: {
      hash: uid(7),
      opamp: { destinationEndpoint: "wss://x" },
      ownMetrics: { destinationEndpoint: "https://m" },
      ownTraces: { destinationEndpoint: "https://t" },
      ownLogs: { destinationEndpoint: "https://l" },
      otherConnections: { other: {} },
    },
  };

  test("passes on offers that the capabilities invite", () => {
    expect(taken(offers)).toEqual({ kind: "message", message: offers, dropped: [], uninvited: {} });
  });

  test("C-032 takes out offers whose capability is not set", () => {
    const { message, dropped, uninvited } = taken(offers, { capabilities: 1 });
    expect(message).toEqual({ connectionSettings: { hash: uid(7) } });
    expect(offers.connectionSettings).toEqual({ hash: uid(7), ...uninvited });
    expect(dropped).toHaveLength(7);
  });

  test("C-032 takes out single kinds of connections", () => {
    const capabilities = AgentCapabilities.AgentCapabilities_ReportsOwnMetrics;
    const { message, uninvited } = taken(offers, { capabilities });
    const { connectionSettings } = message;
    expect(Object.keys(uninvited)).toEqual(["opamp", "ownTraces", "ownLogs", "otherConnections"]);
    expect(connectionSettings).toEqual({ hash: uid(7), ownMetrics: { destinationEndpoint: "https://m" } });
  });

  test("a new instance uid is passed on when it is one", () => {
    const newInstanceUid = uid(50);
    expect(taken({ agentIdentification: { newInstanceUid } }).message.agentIdentification).toEqual({ newInstanceUid });
  });

  test.each([new Uint8Array(16), uid(1).subarray(1), new Uint8Array()])(
    "a new instance uid that is none is taken out: %p",
    (newInstanceUid) => {
      const { message, dropped } = taken({ agentIdentification: { newInstanceUid }, flags: 1 });
      expect(message).toEqual({ flags: 1 });
      expect(dropped).toHaveLength(1);
    },
  );
});
