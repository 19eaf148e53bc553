import { expect, test } from "bun:test";

import { encodeMessage } from "../../../../src/opamp/wire/encode.ts";
import { type AgentToServer, codec } from "../../../../src/opamp/wire/messages.ts";

const encode = (message: AgentToServer) => encodeMessage(codec.AgentToServer, message);
const failure = (length: number): AgentToServer => ({ health: { lastError: "x".repeat(length) } });

test.each([0, 1, 63, 64, 65, 200, 70_000])(
  "the bytes are those of the generated code: a text of %p bytes",
  (length) => {
    const message = failure(length);
    expect(encode(message)).toEqual(Uint8Array.from(codec.AgentToServer.encode(message).finish()));
  },
);

test("what was encoded is not touched by the messages after it", () => {
  const first = encode(failure(100));
  const copy = first.slice();
  encode({ health: { lastError: "y".repeat(100) } });
  expect(first).toEqual(copy);
  expect(first.buffer.byteLength).toBe(first.length);
});

test("a message that cannot be encoded leaves nothing behind in the next one", () => {
  const good = encode(failure(3));
  const bad: AgentToServer = {
    health: {
      lastError: "half of it",
      get status(): string {
        throw new Error("no text");
      },
    },
  };
  expect(() => encode(bad)).toThrow("no text");
  expect(encode(failure(3))).toEqual(good);
});

test("a message that is encoded while another one is does not mix with it", () => {
  const outer: AgentToServer = {
    instanceUid: new Uint8Array(16).fill(1),
    get health() {
      encode(failure(5));
      return { lastError: "outer" };
    },
  };
  expect(encode(outer)).toEqual(encode({ instanceUid: new Uint8Array(16).fill(1), health: { lastError: "outer" } }));
});
