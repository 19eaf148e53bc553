import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { lowBits, toBigInt } from "../../../../src/opamp/wire/integers.ts";
import { codec } from "../../../../src/opamp/wire/messages.ts";

/** A 64-bit field as the decoder gives it. */
function decoded(value: bigint) {
  const bytes = Buffer.alloc(11);
  bytes[0] = 0x10;
  let rest = value;
  let end = 1;
  for (; rest > 0x7fn; rest >>= 7n) bytes[end++] = Number(rest & 0x7fn) | 0x80;
  bytes[end++] = Number(rest);
  return codec.AgentToServer.decode(bytes.subarray(0, end)).sequenceNum;
}

const boundaries = [1n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];
const unsigned = fc.oneof(fc.constantFrom(...boundaries), fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }));

describe("toBigInt()", () => {
  test("is exact for every 64-bit number", () => {
    fc.assert(fc.property(unsigned, (value) => expect(toBigInt(decoded(value))).toBe(value)));
  });

  test("takes plain numbers, and nothing for 0", () => {
    expect([toBigInt(7), toBigInt(null), toBigInt(undefined)]).toEqual([7n, 0n, 0n]);
  });

  test("keeps the sign of a signed number", () => {
    const { agentDescription } = codec.AgentToServer.decode(Uint8Array.fromHex("1a0f0a0d120b18ffffffffffffffffff01"));
    expect(toBigInt(agentDescription?.identifyingAttributes?.[0]?.value?.intValue)).toBe(-1n);
  });
});

test("lowBits() are the lower 31", () => {
  fc.assert(
    fc.property(unsigned, (value) => {
      expect(lowBits(decoded(value))).toBe(Number(value & 0x7fffffffn));
    }),
  );
  expect([lowBits(5), lowBits(undefined)]).toEqual([5, 0]);
});
