import { describe, expect, test } from "bun:test";

import { decodeMessage, mostFields } from "../../../../src/opamp/wire/decode.ts";
import { codec } from "../../../../src/opamp/wire/messages.ts";

const { AgentToServer, ServerToAgent } = codec;

/** A field with a length before its content. */
function field(number: number, content: Uint8Array): Uint8Array {
  const header = [(number << 3) | 2];
  let rest = content.length;
  for (; rest > 0x7f; rest >>>= 7) header.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Uint8Array.from([...header, rest]), content]);
}

function nested(depth: number, wrap: (inner: Uint8Array) => Uint8Array): Uint8Array {
  let bytes: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level += 1) bytes = wrap(bytes);
  return bytes;
}

/** `count` times the same two bytes. */
function repeated(first: number, second: number, count: number): Uint8Array {
  return new Uint8Array(2 * count).fill(first).map((byte, index) => (index % 2 === 0 ? byte : second));
}

describe("nesting", () => {
  const health = (inner: Uint8Array) => field(6, field(2, inner));
  const component = (inner: Uint8Array) => field(2, field(2, inner));
  const attribute = (inner: Uint8Array) => field(6, field(1, field(2, inner)));

  test.each([
    ["health", (depth: number) => field(5, nested(depth, health))],
    ["components", (depth: number) => field(14, field(1, field(2, nested(depth, component))))],
    ["attributes", (depth: number) => field(3, field(1, field(2, nested(depth, attribute))))],
  ])("of %s: 20 levels are read, 2000 are refused and do not overflow the stack", (_, deep) => {
    expect(decodeMessage(AgentToServer, deep(20))).toBeDefined();
    expect(decodeMessage(AgentToServer, deep(2_000))).toBeUndefined();
  });

  test("of unknown groups is refused likewise", () => {
    expect(decodeMessage(ServerToAgent, new Uint8Array(100_000).fill(0xa3))).toBeUndefined();
  });
});

describe("the number of fields", () => {
  const emptyStrings = (count: number) => field(12, repeated(0x0a, 0, count));

  test("has a bound, sub-messages included", () => {
    expect(decodeMessage(AgentToServer, emptyStrings(mostFields - 1))).toBeDefined();
    expect(decodeMessage(AgentToServer, emptyStrings(mostFields))).toBeUndefined();
  });

  test.each([
    ["attributes", 3],
    ["components", 14],
    ["nothing known", 9],
  ])("is bounded for 8 MiB of %s too", (_, number) => {
    expect(decodeMessage(AgentToServer, field(number, repeated(0x0a, 0, 4 << 20)))).toBeUndefined();
  });

  test("is bounded at the top level, where the last one of many wins", () => {
    const healthy = (count: number) => repeated(0x2a, 0, count);
    expect(decodeMessage(AgentToServer, healthy(mostFields))?.health).toBeDefined();
    expect(decodeMessage(AgentToServer, healthy(mostFields + 1))).toBeUndefined();
  });
});

describe("content", () => {
  test("C-140 fields from the future are dropped, values of enums from the future stay", () => {
    const future = Buffer.concat([Uint8Array.fromHex("fa3f020102"), field(2, Uint8Array.of(0x08, 99))]);
    const message = decodeMessage(ServerToAgent, future);
    expect(message?.errorResponse?.type as number).toBe(99);
    expect(Object.keys(message ?? {})).toEqual(["errorResponse"]);
  });

  test.each([
    ["a string that is no UTF-8", field(5, field(3, Uint8Array.of(0xc3, 0x28)))],
    ["half of a surrogate pair", field(5, field(3, Uint8Array.of(0xed, 0xa0, 0x80)))],
    ["a length beyond the end", Uint8Array.of(0x0a, 0x7f, 1)],
    ["a varint without an end", new Uint8Array(11).fill(0xff)],
    ["an end of a group that never began", Uint8Array.of(0x0c)],
    ["field number 0", Uint8Array.of(0x02, 0)],
  ])("%s spoils the message", (_, bytes) => {
    expect(decodeMessage(AgentToServer, bytes)).toBeUndefined();
  });

  test.each([16, 64, 65, 5_000])("%p bytes are copied, so that no frame is kept", (length) => {
    const frame = field(1, new Uint8Array(length).fill(7));
    const { instanceUid } = decodeMessage(AgentToServer, frame) ?? {};
    frame.fill(0);
    expect(instanceUid).toEqual(new Uint8Array(length).fill(7));
    expect(instanceUid?.buffer.byteLength).toBe(length);
  });

  test("begins where it is told to", () => {
    const frame = Buffer.concat([Uint8Array.of(0x80, 0), field(1, Uint8Array.of(1, 2))]);
    expect(decodeMessage(AgentToServer, frame, 2)?.instanceUid).toEqual(Uint8Array.of(1, 2));
    expect(decodeMessage(AgentToServer, frame)).toBeUndefined();
  });

  test.each(["", "a", "ä😀", "\ufeffa", "a".repeat(63), "ä".repeat(100)])("the text %j arrives whole", (text) => {
    const bytes = field(5, field(3, new TextEncoder().encode(text)));
    expect(decodeMessage(AgentToServer, bytes)?.health?.lastError ?? "").toBe(text);
  });

  test("names of maps do not reach the prototype", () => {
    const entry = field(1, Buffer.concat([field(1, Buffer.from("__proto__")), field(2, new Uint8Array())]));
    const { components } = decodeMessage(AgentToServer, field(14, entry))?.availableComponents ?? {};
    expect(Object.keys(components ?? {})).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(components)).toBe(Object.prototype);
  });
});
