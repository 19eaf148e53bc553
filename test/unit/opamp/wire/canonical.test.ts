import { describe, expect, test } from "bun:test";

import { canonical, wellFormed } from "../../../../src/opamp/wire/canonical.ts";
import { toBigInt } from "../../../../src/opamp/wire/integers.ts";
import { type AgentToServer, codec } from "../../../../src/opamp/wire/messages.ts";

const encode = (message: AgentToServer) => codec.AgentToServer.encode(canonical(message)).finish();
const health = (...names: string[]): AgentToServer => ({
  health: { componentHealthMap: Object.fromEntries(names.map((name) => [name, { healthy: true, status: name }])) },
});

describe("canonical()", () => {
  test("gives equal bytes for maps in any order", () => {
    expect(encode(health("a", "b", "c"))).toEqual(encode(health("c", "a", "b")));
    expect(encode(health("a", "b"))).not.toEqual(encode(health("a", "c")));
  });

  test("leaves a message alone that is so already", () => {
    const message = { ...health("a", "b"), instanceUid: new Uint8Array(16) };
    expect(canonical(message)).toBe(message);
    expect(canonical(health("b", "a"))).toEqual(health("a", "b"));
  });

  test("makes every string well-formed, keys of maps too", () => {
    const message = codec.AgentToServer.decode(
      encode({ health: { ...health("a\ud800").health, lastError: "b\udc00" } }),
    );
    expect(message.health?.lastError).toBe("b\ufffd");
    expect(message.health?.componentHealthMap).toMatchObject({ "a\ufffd": { status: "a\ufffd" } });
  });

  test("keeps 64-bit numbers, bytes and the key __proto__", () => {
    const body = Uint8Array.of(0, 255);
    const configMap = Object.fromEntries([["__proto__", { body }]]);
    const first = codec.AgentToServer.encode({ health: { startTimeUnixNano: 1.7e18 } }).finish();
    const again = codec.AgentToServer.decode(
      encode({ health: codec.AgentToServer.decode(first).health, effectiveConfig: { configMap: { configMap } } }),
    );
    expect(toBigInt(again.health?.startTimeUnixNano)).toBe(1_700_000_000_000_000_000n);
    expect(Object.entries(again.effectiveConfig?.configMap?.configMap ?? {})).toEqual([
      ["__proto__", expect.objectContaining({ body: expect.anything() })],
    ]);
  });
});

describe("wellFormed()", () => {
  test("leaves a message alone that is so already", () => {
    const message = { errorResponse: { errorMessage: "ä😀" }, instanceUid: new Uint8Array(16) };
    expect(wellFormed(message)).toBe(message);
  });

  test.each([
    ["a string", { errorResponse: { errorMessage: "a\ud800" } }],
    ["a string in a list", { customCapabilities: { capabilities: ["a", "\udc00"] } }],
    ["the name of an entry", { packagesAvailable: { packages: { "\ud800": {} } } }],
  ])("mends %s", (_, message) => {
    const mended = JSON.stringify(wellFormed(message));
    expect(mended.isWellFormed() && mended.includes("\ufffd")).toBe(true);
  });
});
