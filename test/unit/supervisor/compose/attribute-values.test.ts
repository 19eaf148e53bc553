import { expect, test } from "bun:test";

import { type AnyValue, codec } from "../../../../src/opamp/wire/messages.ts";
import { attributeValues } from "../../../../src/supervisor/compose/attribute-values.ts";

/** As it arrives over the wire. */
function valueOf(value: AnyValue) {
  const bytes = codec.AgentDescription.encode({ identifyingAttributes: [{ key: "k", value }] }).finish();
  return attributeValues(codec.AgentDescription.decode(bytes).identifyingAttributes ?? []).get("k");
}

const shapes: [string, AnyValue, unknown][] = [
  ["text", { stringValue: "x" }, "x"],
  ["empty text", { stringValue: "" }, ""],
  ["false", { boolValue: false }, false],
  ["zero", { intValue: 0 }, 0n],
  ["a negative number", { intValue: -7 }, -7n],
  ["a fraction", { doubleValue: 1.5 }, 1.5],
  ["bytes", { bytesValue: new Uint8Array([1, 2]) }, new Uint8Array([1, 2])],
  ["a list", { arrayValue: { values: [{ stringValue: "a" }, { intValue: 1 }] } }, ["a", 1n]],
  ["a list of lists", { arrayValue: { values: [{ arrayValue: { values: [{ boolValue: true }] } }] } }, [[true]]],
  ["a map", { kvlistValue: { values: [{ key: "a", value: { stringValue: "b" } }] } }, new Map([["a", "b"]])],
  ["nothing", {}, undefined],
];

test.each(shapes)("%s is read as it is", (_, value, plain) => {
  expect<unknown>(valueOf(value)).toEqual(plain);
});

test("of a name that repeats the last counts, and one without a value is left out", () => {
  const pairs = [{ key: "a", value: { stringValue: "1" } }, { key: "b" }, { key: "a", value: { stringValue: "2" } }];
  expect([...attributeValues(pairs)]).toEqual([["a", "2"]]);
});
