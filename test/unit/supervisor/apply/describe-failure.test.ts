import { expect, test } from "bun:test";

import { describeEnding } from "../../../../src/supervisor/apply/describe-failure.ts";

const origins = new Map([["receivers::otlp", 'remote file "r", line 2']]);
const silent = { how: "exit code 1", killed: undefined, statement: "", tail: "" };

test.each([
  ["what happened and how", silent, "it ended, exit code 1"],
  ["the Collector's own statement", { ...silent, statement: "no port" }, "it ended, exit code 1: no port"],
  [
    "the layer that set what the statement names",
    { ...silent, statement: "receivers::otlp: bad" },
    'it ended, exit code 1: receivers::otlp: bad\nSet by: receivers::otlp (remote file "r", line 2)',
  ],
  ["the last lines", { ...silent, tail: "a\nb" }, "it ended, exit code 1\nCollector log tail:\na\nb"],
  [
    "all of it",
    { how: "signal SIGABRT", killed: undefined, statement: "x", tail: "y" },
    "it ended, signal SIGABRT: x\nCollector log tail:\ny",
  ],
])("an ending is described with %s", (_, ending, described) => {
  expect(describeEnding("it ended", ending, origins)).toBe(described);
});
