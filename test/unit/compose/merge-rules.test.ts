import { describe, expect, test } from "bun:test";

import type { ListRule, PathRule } from "../../../src/compose/merge-rules.ts";
import { composed, layers, refused, valueAt } from "../../support/compose-input.ts";

const nothingMore = { lists: [], remove: [], conflicts: "warn" } as const;

function lists(...rules: [path: string, list: ListRule][]): { lists: PathRule[]; remove: []; conflicts: "warn" } {
  return { ...nothingMore, lists: rules.map(([path, list]) => ({ path: path.split("::"), list })), remove: [] };
}

const processors = (items: string) => `service: {pipelines: {logs: {processors: ${items}}}}`;

describe("a list at a path with a rule", () => {
  test.each([
    ["replace", ["c", "a"]],
    ["append", ["a", "b", "c", "a"]],
    ["prepend", ["c", "a", "a", "b"]],
    ["unique", ["a", "b", "c"]],
  ] as const)("is met by %s", (rule, expected) => {
    const { text } = composed({
      layers: layers(processors("[a, b]"), processors("[c, 'a']")),
      merging: lists(["service::pipelines::logs::processors", rule]),
    });
    expect(valueAt(text, "service", "pipelines", "logs", "processors")).toEqual([...expected]);
  });

  test("is found by a step that stands for any key, and the later of two rules holds", () => {
    const { text } = composed({
      layers: layers(processors("[a]"), processors("[b]")),
      merging: lists(
        ["service::pipelines::*::processors", "append"],
        ["service::pipelines::logs::processors", "prepend"],
      ),
    });
    expect(valueAt(text, "service", "pipelines", "logs", "processors")).toEqual(["b", "a"]);
  });

  test("can undo a rule of the Go supervisor's", () => {
    const { text } = composed({
      layers: layers("service: {extensions: [a]}", "service: {extensions: [b]}"),
      merging: lists(["service::extensions", "replace"]),
    });
    expect(valueAt(text, "service", "extensions")).toEqual(["opamp"]);
  });
});

describe("what is removed", () => {
  const components = "exporters: {debug: {a: 1}, otlp/a: {b: 1}, otlp/b: {b: 2}}";

  test("is what stands at the path when all layers are merged", () => {
    const { text, removed } = composed({
      layers: layers(components),
      remoteFiles: new Map([["", "exporters: {debug: {a: 2}}"]]),
      merging: {
        ...nothingMore,
        remove: [
          ["exporters", "debug"],
          ["no", "such"],
        ],
      },
    });
    expect(valueAt(text, "exporters")).toEqual({ "otlp/a": { b: 1 }, "otlp/b": { b: 2 } });
    expect(removed.map(({ path }) => path)).toEqual([["exporters", "debug"]]);
  });

  test("is found by a step that stands for any key", () => {
    const { text } = composed({
      layers: layers(components),
      merging: { ...nothingMore, remove: [["exporters", "*", "b"]] },
    });
    expect(valueAt(text, "exporters")).toEqual({ debug: { a: 1 }, "otlp/a": {}, "otlp/b": {} });
  });

  test("never is the supervisor's extension", () => {
    const { text } = composed({ merging: { ...nothingMore, remove: [["extensions"], ["service"]] } });
    expect(valueAt(text, "extensions", "opamp", "ppid")).toBe(77);
    expect(valueAt(text, "service", "extensions")).toEqual(["opamp"]);
  });

  test("is a pipeline that a later layer makes null, and null stays everywhere else", () => {
    const { text, warnings } = composed({
      layers: layers("receivers: {otlp: {a: 1}}\nservice: {pipelines: {logs: {receivers: [otlp]}, traces: {}}}"),
      remoteFiles: new Map([["", "receivers: {otlp: }\nservice: {pipelines: {logs: }}"]]),
    });
    expect(valueAt(text, "receivers")).toEqual({ otlp: null });
    expect(valueAt(text, "service", "pipelines")).toEqual({ traces: {} });
    expect(warnings).toEqual([
      'remote file "", line 2: service::pipelines::logs is null, which takes the pipeline away',
    ]);
  });
});

describe("two remote files that say different things of one key", () => {
  const remoteFiles = new Map([
    ["a", "x: {y: 1, same: [1], own: a}\nservice: {extensions: [a]}"],
    ["b", "service: {extensions: [b]}\nx:\n  y: 2\n  same: [1]\n"],
  ]);

  test("give a warning that names both, and the later one holds", () => {
    const { text, warnings } = composed({ remoteFiles });
    expect(valueAt(text, "x", "y")).toBe(2);
    expect(warnings).toEqual([
      'remote file "b", line 3: x::y differs from what remote file "a", line 1 says; the later file holds',
    ]);
  });

  test("are refused where the operator says so", () => {
    expect(refused({ remoteFiles, merging: { ...nothingMore, conflicts: "fail" } })).toMatchObject({
      code: "CONFIG_CONFLICT",
      layer: 'remote file "b"',
      path: ["x", "y"],
      place: { line: 3, column: 6 },
      reason: 'remote file "b", line 3: x::y differs from what remote file "a", line 1 says',
    });
  });

  test("are no conflict with a local file", () => {
    const merging = { ...nothingMore, conflicts: "fail" } as const;
    const { text } = composed({ layers: layers("x: {y: 0}"), remoteFiles: new Map([["a", "x: {y: 1}"]]), merging });
    expect(valueAt(text, "x", "y")).toBe(1);
  });
});
