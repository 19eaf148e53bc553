import { expect, test } from "bun:test";

import { codec } from "../../../../src/opamp/wire/messages.ts";
import {
  readRemoteConfig,
  type RemoteConfig,
  sameRemoteConfig,
  textsOf,
} from "../../../../src/supervisor/apply/remote-config.ts";

function received(offer: Parameters<typeof codec.AgentRemoteConfig.encode>[0]) {
  return codec.AgentRemoteConfig.decode(codec.AgentRemoteConfig.encode(offer).finish());
}

test("an offer is read with its files by name and its hash as bytes and text", () => {
  const file = (text: string) => ({ body: Buffer.from(text), contentType: "text/yaml" });
  const offer = received({
    configHash: new Uint8Array([0, 0xab]),
    config: { configMap: { "": file("a: 1"), ünï: file("b: ä") } },
  });
  const read = readRemoteConfig(offer);
  expect(read?.id).toBe("00ab");
  expect(read?.hash).toEqual(new Uint8Array([0, 0xab]));
  expect(read?.names).toEqual(["", "ünï"]);
  expect([...(read ? textsOf(read) : [])]).toEqual([
    ["", "a: 1"],
    ["ünï", "b: ä"],
  ]);
  expect(read?.message).toBe(offer);
});

test("the hash stays what it was when the frame that it came in is used again", () => {
  const frame = codec.AgentRemoteConfig.encode({ configHash: new Uint8Array([7]), config: {} }).finish();
  const read = readRemoteConfig(codec.AgentRemoteConfig.decode(frame));
  frame.fill(0);
  expect(read?.hash).toEqual(new Uint8Array([7]));
});

test("an offer without a configuration is none, one with an empty map asks for a stop", () => {
  expect(readRemoteConfig(received({ configHash: new Uint8Array([1]) }))).toBeUndefined();
  expect(readRemoteConfig(received({ configHash: new Uint8Array([1]), config: {} }))?.names).toEqual([]);
});

test("two offers are the same where hash and content are, whatever arrays hold them", () => {
  const read = (hash: number, text: string, toArray: (bytes: Uint8Array) => Uint8Array): RemoteConfig => {
    const config = { configMap: { "": { body: Buffer.from(text), contentType: "text/yaml" } } };
    const bytes = codec.AgentRemoteConfig.encode({ configHash: new Uint8Array([hash]), config }).finish();
    const offer = readRemoteConfig(codec.AgentRemoteConfig.decode(toArray(bytes)));
    if (offer === undefined) throw new Error("no configuration");
    return offer;
  };
  const fromNetwork = read(1, "a: 1", (bytes) => Buffer.from(bytes));
  expect(
    sameRemoteConfig(
      fromNetwork,
      read(1, "a: 1", (bytes) => new Uint8Array(bytes)),
    ),
  ).toBe(true);
  expect(
    sameRemoteConfig(
      fromNetwork,
      read(1, "a: 2", (bytes) => new Uint8Array(bytes)),
    ),
  ).toBe(false);
  expect(
    sameRemoteConfig(
      fromNetwork,
      read(2, "a: 1", (bytes) => new Uint8Array(bytes)),
    ),
  ).toBe(false);
});
