import { expect, test } from "bun:test";

import { composed, instanceUid, layers } from "../../support/compose-input.ts";

const identity = (version: string) => ({
  instanceUid,
  identifying: new Map([["service.version", version]]),
  nonIdentifying: new Map(),
});

test.each([
  ["nothing", "{}", { is: "own" }],
  ["null", "{service.version: null}", { is: "own" }],
  ["a text", "{service.version: mine}", { is: "stated", version: "mine" }],
  ["a quoted number", "{service.version: '1.20'}", { is: "stated", version: "1.20" }],
  ["a reference", "{service.version: '${env:VERSION}'}", { is: "unknown" }],
])("of %s in the resource it is known what the Collector will say, in both forms", (_, body, expected) => {
  for (const telemetryForm of ["inline", "declarative"] as const) {
    const text = `service: {telemetry: {resource: ${body}}}`;
    expect(composed({ telemetryForm, layers: layers(text) }).serviceVersion).toEqual(expected as never);
  }
});

test("an attribute of the list counts, the last one of its name", () => {
  const text =
    "service: {telemetry: {resource: {attributes: [{name: service.version, value: a}, {name: service.version, value: b}]}}}";
  expect(composed({ telemetryForm: "declarative", layers: layers(text) }).serviceVersion).toEqual({
    is: "stated",
    version: "b",
  });
});

test("of a number in a list only the Collector knows the text", () => {
  const text = "service: {telemetry: {resource: {attributes: [{name: service.version, value: 1.20}]}}}";
  expect(composed({ telemetryForm: "declarative", layers: layers(text) }).serviceVersion).toEqual({ is: "unknown" });
});

test("the version that was learned is stated, and a layer of the operator's stands over it", () => {
  const own = { identity: identity("0.149.0"), layers: [{ kind: "own-telemetry" as const }, ...layers()] };
  expect(composed(own).serviceVersion).toEqual({ is: "stated", version: "0.149.0" });
  const over = {
    ...own,
    layers: [...own.layers, ...layers("service: {telemetry: {resource: {service.version: mine}}}")],
  };
  expect(composed(over).serviceVersion).toEqual({ is: "stated", version: "mine" });
});
