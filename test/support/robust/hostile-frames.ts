import fc from "fast-check";

import { agentFrame, serverFrame } from "../opamp-frames.ts";
import { corpus, type Recording } from "./corpus.ts";
import { agentMessage, serverMessage } from "./schema-arbitrary.ts";

/** One change to a message; `at` counts round the end. */
type Mutation =
  | { kind: "flip"; at: number; bit: number }
  | { kind: "set"; at: number; byte: number }
  | { kind: "cut"; at: number }
  | { kind: "remove"; at: number; length: number }
  | { kind: "insert"; at: number; bytes: Uint8Array }
  | { kind: "repeat"; at: number; length: number; times: number };

const at = fc.nat({ max: 1 << 16 });
const length = fc.integer({ min: 1, max: 40 });

/** Bytes that mean something on the wire: wide varints, lengths beyond the end, groups, fields from the future. */
const meaningful = fc.constantFrom(
  "ffffffffffffffffff01",
  "ffffffffffffffffffff7f",
  "8080808000",
  "0affffffff0f",
  "0b",
  "0c",
  "0b0c",
  "f8ffffff0f01",
  "fa3f00",
  "c0c1",
  "f7bfbfbf",
  "eda080",
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant("set" as const), at, byte: fc.constantFrom(0, 1, 0x7f, 0x80, 0xff) }),
  fc.record({ kind: fc.constant("cut" as const), at }),
  fc.record({ kind: fc.constant("remove" as const), at, length }),
  fc.record({
    kind: fc.constant("insert" as const),
    at,
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      meaningful.map((hex) => Uint8Array.fromHex(hex)),
    ),
  }),
  fc.record({ kind: fc.constant("repeat" as const), at, length, times: fc.integer({ min: 1, max: 50 }) }),
);

function mutate(frame: Uint8Array, change: Mutation): Uint8Array {
  if (frame.length === 0) return frame;
  const place = change.at % frame.length;
  const [head, tail] = [frame.subarray(0, place), frame.subarray(place)];
  switch (change.kind) {
    case "flip":
      return frame.with(place, (frame[place] ?? 0) ^ (1 << change.bit));
    case "set":
      return frame.with(place, change.byte);
    case "cut":
      return head;
    case "remove":
      return joined(head, tail.subarray(change.length));
    case "insert":
      return joined(head, change.bytes, tail);
    case "repeat": {
      const again = Array.from({ length: change.times }, () => tail.subarray(0, change.length));
      return joined(head, ...again, tail);
    }
    default:
      return frame;
  }
}

function joined(...chunks: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(chunks));
}

/** Recorded and arbitrary messages with some changes, random bytes with and without a header. */
function hostile(recordings: readonly Recording[], wellFormed: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const originals = fc.oneof(fc.constantFrom(...recordings.map(({ frame }) => frame)), wellFormed);
  const mutated = fc
    .tuple(originals, fc.array(mutation, { maxLength: 6 }))
    .map(([frame, changes]) => changes.reduce(mutate, frame));
  const spliced = fc
    .tuple(originals, originals, at, at)
    .map(([left, right, from, to]) => joined(left.subarray(0, from % left.length), right.subarray(to % right.length)));
  const noise = fc.uint8Array({ maxLength: 400 });
  const framedNoise = noise.map((bytes) => joined(Uint8Array.of(0), bytes));
  return fc.oneof({ weight: 4, arbitrary: mutated }, spliced, noise, framedNoise);
}

/** What a broken or malicious agent may send: some of it is well-formed by chance. */
export const hostileAgentFrame = hostile(corpus.agents, agentMessage.map(agentFrame));

/** What a broken or malicious server may send. */
export const hostileServerFrame = hostile(corpus.servers, serverMessage.map(serverFrame));
