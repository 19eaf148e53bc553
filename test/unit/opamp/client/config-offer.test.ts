import { expect, test } from "bun:test";

import { readConfigOffer } from "../../../../src/opamp/client/config-offer.ts";
import { type AgentRemoteConfig, codec } from "../../../../src/opamp/wire/messages.ts";

const received = (offer: AgentRemoteConfig) =>
  codec.AgentRemoteConfig.decode(codec.AgentRemoteConfig.encode(offer).finish());
const configHash = Uint8Array.of(0, 0xab);

test("a hash alone says that nothing changed", () => {
  expect(readConfigOffer(received({ configHash }))).toEqual({ kind: "unchanged", hash: configHash });
});

test("a configuration without any file is content", () => {
  expect(readConfigOffer(received({ configHash, config: {} }))).toEqual({
    kind: "content",
    hash: configHash,
    files: new Map(),
  });
});

test("files come by name, whatever the names are", () => {
  const names = ["", "__proto__", "constructor", "../x"];
  const configMap = Object.fromEntries(names.map((name) => [name, { body: new TextEncoder().encode(name) }]));
  const offer = readConfigOffer(received({ configHash, config: { configMap } }));
  if (offer.kind !== "content") throw new Error(offer.kind);
  expect([...offer.files.keys()].toSorted()).toEqual(names.toSorted());
  expect(new TextDecoder().decode(offer.files.get("__proto__")?.body ?? new Uint8Array())).toBe("__proto__");
});

test("the hash is the offer's own, also when the frame that it came in is used again", () => {
  const frame = codec.AgentRemoteConfig.encode({ configHash }).finish();
  const offer = readConfigOffer(codec.AgentRemoteConfig.decode(frame));
  frame.fill(0);
  expect(offer.hash).toEqual(configHash);
});
