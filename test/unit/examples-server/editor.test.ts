import { expect, test } from "bun:test";

import { complaintsAbout } from "../../../examples/server/client/editor/complaints.ts";
import { placeAt } from "../../../examples/server/client/editor/place.ts";
import { suggestionsAt } from "../../../examples/server/client/editor/suggestions.ts";

const components = new Map([
  ["receivers", ["hostmetrics", "otlp"]],
  ["exporters", ["debug", "otlp"]],
  ["extensions", ["health_check"]],
]);

/** The labels that are suggested where the bar stands. */
function suggested(textWithBar: string): string[] {
  const offset = textWithBar.indexOf("|");
  const text = textWithBar.replace("|", "");
  const place = placeAt(text, offset);
  return place === undefined ? [] : suggestionsAt(place, components, [text]).map(({ label }) => label);
}

test("a sound text has nothing to complain about", () => {
  expect(complaintsAbout("receivers:\n  otlp/2:\n    protocols: {grpc: }\n", components)).toEqual([]);
  expect(complaintsAbout("", components)).toEqual([]);
  expect(complaintsAbout("# only a comment\n", components)).toEqual([]);
});

test("a mistake of YAML is marked with its line and column", () => {
  const [complaint] = complaintsAbout("exporters:\n  debug: [1,\nservice:\n", components);
  expect(complaint).toMatchObject({ severity: "error", line: 3, column: 1 });
  const [tab] = complaintsAbout("receivers:\n\totlp:\n", components);
  expect(tab).toMatchObject({ severity: "error", line: 2 });
  const [twice] = complaintsAbout("a: 1\na: 2\n", components);
  expect(twice).toMatchObject({ severity: "error", line: 2, column: 1 });
});

test("what is no map is no configuration", () => {
  expect(complaintsAbout("just words\n", components)).toMatchObject([{ severity: "error", from: 0, to: 10 }]);
});

test("a component that the agent does not have is doubted, in sections that it spoke of", () => {
  const text = "receivers:\n  nosuch/1:\nprocessors:\n  batch:\n";
  expect(complaintsAbout(text, components)).toEqual([
    {
      severity: "warning",
      from: 13,
      to: 21,
      line: 2,
      column: 3,
      message: "This agent has no receiver of type nosuch",
    },
  ]);
});

test.each([
  ["|", ["receivers", "processors", "exporters", "connectors", "extensions", "service"]],
  ["receivers:\n  |", ["hostmetrics", "otlp"]],
  ["receivers:\n  otlp:\n  ho|", ["hostmetrics", "otlp"]],
  ["# a comment\nreceivers:\n\n  # another\n  |", ["hostmetrics", "otlp"]],
  ["receivers:\n  otlp:\n    |", []],
  ["receivers:\n  otlp:\n    endpoint: lo|", []],
  ["service:\n  |", ["pipelines", "extensions", "telemetry"]],
  ["service:\n  pipelines:\n    |", ["traces", "metrics", "logs"]],
  ["service:\n  pipelines:\n    metrics:\n      |", ["receivers", "processors", "exporters"]],
  ["receivers:\n  otlp/a:\n    x: 1\nservice:\n  pipelines:\n    metrics:\n      receivers: [|", ["otlp/a"]],
  ["receivers:\n  a:\n  b:\nservice:\n  pipelines:\n    metrics:\n      receivers: [a, |", ["a", "b"]],
  ["connectors:\n  fw:\nservice:\n  pipelines:\n    logs:\n      exporters:\n        - |", ["fw"]],
  ["connectors:\n  fw:\nservice:\n  pipelines:\n    logs:\n      processors: [|", []],
  ["extensions:\n  health_check:\nservice:\n  extensions: [|", ["health_check"]],
])("at %j there is to choose between %j", (text, expected) => {
  expect(suggested(text)).toEqual(expected);
});
