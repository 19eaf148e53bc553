import { expect, test } from "bun:test";

import { describeAgent } from "../../../../src/supervisor/collector/describe-agent.ts";

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

test("the operator's attributes are added, or stand in place of the Collector's own, sorted by key", () => {
  const own = {
    identifyingAttributes: [text("service.name", "otelcol"), text("service.instance.id", "1")],
    nonIdentifyingAttributes: [text("os.type", "linux"), { key: "cpus", value: { intValue: 4 } }],
  };
  const overrides = {
    identifyingAttributes: { "service.name": "mine" },
    nonIdentifyingAttributes: { "deployment.environment": "prod", "os.type": "other" },
  };
  expect(describeAgent(own, overrides)).toEqual({
    identifyingAttributes: [text("service.instance.id", "1"), text("service.name", "mine")],
    nonIdentifyingAttributes: [
      { key: "cpus", value: { intValue: 4 } },
      text("deployment.environment", "prod"),
      text("os.type", "other"),
    ],
  });
  expect(own.identifyingAttributes[0]).toEqual(text("service.name", "otelcol"));
});

test("a Collector that says nothing of itself is described by the operator alone", () => {
  const overrides = { identifyingAttributes: { a: "b" }, nonIdentifyingAttributes: {} };
  expect(describeAgent({}, overrides)).toEqual({
    identifyingAttributes: [text("a", "b")],
    nonIdentifyingAttributes: [],
  });
});
