import { expect, test } from "bun:test";

import fc from "fast-check";

import { Outbox } from "../../../../src/opamp/client/outbox.ts";
import { bytesOf, type Outgoing, sizeOf } from "../../../../src/opamp/client/outgoing.ts";
import type { PartName, ReportedState } from "../../../../src/opamp/client/parts.ts";
import { joinBytes } from "../../../../src/opamp/wire/bytes.ts";
import { toBigInt } from "../../../../src/opamp/wire/integers.ts";
import { type AgentToServer, codec } from "../../../../src/opamp/wire/messages.ts";

type Step =
  | { does: "report"; part: PartName; value: number }
  | { does: "custom"; size: number }
  | { does: "send"; arrives: boolean; limit: number }
  | { does: "ask" }
  | { does: "reconnect" };

const maxCustomMessages = 4;
const roomy = 10_000;

const steps = fc.array(
  fc.oneof(
    fc.record<Extract<Step, { does: "report" }>>({
      does: fc.constant("report"),
      part: fc.constantFrom<PartName[]>("health", "remoteConfigStatus", "effectiveConfig", "connectionSettingsStatus"),
      value: fc.nat(5),
    }),
    fc.record<Extract<Step, { does: "custom" }>>({ does: fc.constant("custom"), size: fc.nat(200) }),
    fc.record<Extract<Step, { does: "send" }>>({
      does: fc.constant("send"),
      arrives: fc.boolean(),
      limit: fc.constantFrom(roomy, roomy, 300),
    }),
    fc.constantFrom<Step>({ does: "ask" }, { does: "reconnect" }),
  ),
  { maxLength: 60 },
);

function content(part: PartName, value: number): ReportedState {
  const text = `${value}`;
  if (part === "health") return { health: { status: text } };
  if (part === "effectiveConfig") return { effectiveConfig: { configMap: { configMap: { [text]: {} } } } };
  if (part === "remoteConfigStatus") return { remoteConfigStatus: { errorMessage: text } };
  return { connectionSettingsStatus: { errorMessage: text } };
}

/** A server that keeps what arrives. */
class Receiver {
  readonly state: ReportedState = {};
  readonly custom: string[] = [];
  readonly numbers: bigint[] = [];

  take(message: AgentToServer): void {
    this.numbers.push(toBigInt(message.sequenceNum));
    const { health, effectiveConfig, remoteConfigStatus, connectionSettingsStatus, customMessage } = message;
    const parts = { health, effectiveConfig, remoteConfigStatus, connectionSettingsStatus };
    for (const [name, value] of Object.entries(parts)) if (value) Object.assign(this.state, { [name]: value });
    if (customMessage) this.custom.push(customMessage.type ?? "");
  }
}

function decode(outgoing: Outgoing): AgentToServer {
  return codec.AgentToServer.decode(joinBytes(bytesOf(outgoing)));
}

/** Plays the steps, then sends until nothing waits. */
function play(all: readonly Step[]) {
  const box = new Outbox({
    instanceUid: new Uint8Array(16).fill(1),
    capabilities: 0xffff,
    maxMessageBytes: roomy,
    maxCustomMessages,
  });
  const receiver = new Receiver();
  const accepted: string[] = [];
  const reported: ReportedState = {};
  const numbers: bigint[] = [];
  const send = (limit: number, arrives: boolean) => {
    const { outgoing } = box.take({ limit });
    if (!outgoing) return;
    expect(sizeOf(outgoing)).toBeLessThanOrEqual(limit);
    const message = decode(outgoing);
    numbers.push(toBigInt(message.sequenceNum));
    if (arrives) receiver.take(message);
    else box.restore(outgoing);
  };
  for (const step of all) {
    if (step.does === "ask") box.tellEverything();
    else if (step.does === "reconnect") box.startConnection();
    else if (step.does === "send") send(step.limit, step.arrives);
    else if (step.does === "report") {
      const parts = content(step.part, step.value);
      Object.assign(reported, parts);
      box.report(parts);
    } else {
      const type = `${accepted.length}`;
      const waited = box.customWaiting;
      const enqueued = box.addCustom({ type, data: new Uint8Array(step.size) });
      expect(enqueued).toBe(waited >= maxCustomMessages ? "full" : "queued");
      if (enqueued === "queued") accepted.push(type);
    }
  }
  for (let left = 20; box.pending !== "nothing"; left -= 1) {
    expect(left).toBeGreaterThan(0);
    send(roomy, true);
  }
  return { receiver, accepted, reported, numbers };
}

test("whatever is lost, the server knows in the end what the agent reported last", () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { receiver, reported } = play(all);
      expect(normal(receiver.state)).toEqual(normal(reported));
    }),
  );
});

test("C-026 every message has the number after the one before, whether that arrived or not", () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { numbers } = play(all);
      expect(numbers).toEqual(numbers.map((_, index) => BigInt(index)));
    }),
  );
});

test("accepted custom messages arrive once each and in order, whatever is lost on the way", () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { receiver, accepted } = play(all);
      expect(receiver.custom).toEqual(accepted);
    }),
  );
});

test("what is unchanged since it arrived is not sent again unless it is asked for", () => {
  fc.assert(
    fc.property(steps, (all) => {
      const reports = all.filter((step): step is Extract<Step, { does: "report" }> => step.does === "report");
      const box = new Outbox({
        instanceUid: new Uint8Array(16),
        capabilities: 0xffff,
        maxMessageBytes: roomy,
        maxCustomMessages,
      });
      for (const { part, value } of reports) box.report(content(part, value));
      box.take({ limit: roomy });
      const newest = new Map(reports.map(({ part, value }) => [part, value]));
      for (const [part, value] of newest) box.report(content(part, value));
      expect(box.pending).toBe("nothing");
    }),
  );
});

/** Encoded and decoded, so that fields at their default and absent ones are alike. */
function normal(state: ReportedState): object {
  return codec.AgentToServer.decode(codec.AgentToServer.encode(state).finish());
}
