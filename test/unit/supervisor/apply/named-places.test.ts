import { describe, expect, test } from "bun:test";

import { namedPlaces } from "../../../../src/supervisor/apply/named-places.ts";
import { composed, layers } from "../../../support/compose-input.ts";

const { origins } = composed({
  layers: layers("receivers:\n  otlp:\n    protocols:\n      grpc:\n"),
  remoteFiles: new Map([
    ["a", "exporters:\n  debug:\n    verbosity: loud\nservice:\n  pipelines:\n    logs: {receivers: [otlp]}\n"],
  ]),
});

describe("what the Collector says of its configuration", () => {
  test.each([
    [
      `'receivers' unknown type: "otlp" for id: "otlp" (valid values: [nop])`,
      "receivers::otlp (local file 1.yaml, line 2)",
    ],
    [
      `'exporters' error reading configuration for "debug": decoding failed`,
      'exporters::debug (remote file "a", line 2)',
    ],
    [`exporters::debug::verbosity: unsupported level "loud"`, 'exporters::debug::verbosity (remote file "a", line 3)'],
    [
      `service::pipelines::logs: references exporter "x" which is not configured`,
      'service::pipelines::logs (remote file "a", line 6)',
    ],
    [
      `'service.pipelines' in "logs" id: unknown pipeline signal: "logs"`,
      'service::pipelines::logs (remote file "a", line 6)',
    ],
    [
      `failed to start "otlp" receiver: listen tcp: address already in use`,
      "receivers::otlp (local file 1.yaml, line 2)",
    ],
    [`receivers::otlp::protocols::http::endpoint: bad`, "receivers::otlp::protocols (local file 1.yaml, line 3)"],
  ])("%s", (statement, place) => {
    expect(namedPlaces(statement, origins)).toEqual([place]);
  });

  test("names each part once, and nothing that no layer has set", () => {
    const statement = "receivers::otlp: x\nreceivers::otlp: y\nextensions::opamp::ppid: z\nservice::telemetry: t";
    expect(namedPlaces(statement, origins)).toEqual(["receivers::otlp (local file 1.yaml, line 2)"]);
  });
});

test("of very many parts, components and pipelines are known", () => {
  const many = Array.from({ length: 3000 }, (_, index) => `  debug/${index}: {verbosity: basic}`).join("\n");
  const { origins: known } = composed({ layers: layers(`exporters:\n${many}\n`) });
  expect(known.get("exporters::debug/2999")).toBe("local file 1.yaml, line 3001");
});
