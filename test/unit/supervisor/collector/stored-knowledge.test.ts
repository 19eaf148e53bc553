import { expect, test } from "bun:test";

import { restoredKnowledge, storedKnowledge } from "../../../../src/supervisor/collector/stored-knowledge.ts";
import { knowledge } from "../../../support/stored.ts";

const named = (name: string) => ({
  identifyingAttributes: [{ key: "service.name", value: { stringValue: name } }],
  nonIdentifyingAttributes: [],
});
const components = (hash: number) => ({ hash: new Uint8Array([hash]), components: { receivers: {} } });
const known = {
  ...knowledge,
  description: named("bootstrap"),
  reportedDescription: named("ran"),
  components: components(1),
};

test("what is known comes back from its record equal", () => {
  const restored = restoredKnowledge(storedKnowledge(known));
  expect(restored).toMatchObject({ identity: "binary", allowNoPipelines: true, telemetryForm: "inline" });
  expect(restored.description.identifyingAttributes).toMatchObject(named("bootstrap").identifyingAttributes);
  expect(restored.reportedDescription?.identifyingAttributes).toMatchObject(named("ran").identifyingAttributes);
  expect(restored.components?.hash).toEqual(new Uint8Array([1]));
});

test("what was never said stays unsaid", () => {
  const restored = restoredKnowledge(storedKnowledge(knowledge));
  expect(restored.reportedDescription).toBeUndefined();
  expect(restored.components).toBeUndefined();
});

test("what the running Collector says is kept beside what it said without a configuration", () => {
  const restored = restoredKnowledge(storedKnowledge(known, { description: named("now"), components: components(2) }));
  expect(restored.description.identifyingAttributes).toMatchObject(named("bootstrap").identifyingAttributes);
  expect(restored.reportedDescription?.identifyingAttributes).toMatchObject(named("now").identifyingAttributes);
  expect(restored.components?.hash).toEqual(new Uint8Array([2]));
});

test("what it does not say takes nothing away", () => {
  const restored = restoredKnowledge(storedKnowledge(known, { description: undefined, components: undefined }));
  expect(restored.reportedDescription?.identifyingAttributes).toMatchObject(named("ran").identifyingAttributes);
  expect(restored.components?.hash).toEqual(new Uint8Array([1]));
});
