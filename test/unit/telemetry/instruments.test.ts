import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as conventions from "@opentelemetry/semantic-conventions";
import * as experimental from "@opentelemetry/semantic-conventions/incubating";

import { type Instrument, instruments } from "../../../src/telemetry/instruments.ts";
import { type SpanKind, spans } from "../../../src/telemetry/spans.ts";
import { projectRoot } from "../../support/project.ts";

const all: readonly Instrument[] = instruments;
const known = new Set([conventions, experimental].flatMap((part: object): unknown[] => Object.values(part)));

test("what is named by the conventions is in them, and so are the attributes of all others that have such a name", () => {
  for (const { name, named } of all) expect([name, known.has(name)]).toEqual([name, named === "conventions"]);
  for (const name of ["cpu.mode", "network.io.direction", "error.type"]) expect(known).toContain(name);
});

test("docs/telemetry.md tells of each instrument and each span, in their order, what the code says", () => {
  const page = readFileSync(join(projectRoot, "docs/telemetry.md"), "utf8");
  const cells = page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const list = (of: Readonly<Record<string, string>>) =>
    Object.entries(of)
      .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
      .join("<br>");
  const expected = all.map(({ name, kind, unit, description, attributes, named }) => [
    `\`${name}\``,
    kinds[kind],
    `\`${unit}\``,
    description,
    list(attributes),
    named,
  ]);
  expect(cells.filter(([name]) => all.some((each) => name === `\`${each.name}\``))).toEqual(expected);
  const kindsOfSpans: readonly SpanKind[] = spans;
  expect(cells.filter(([name]) => kindsOfSpans.some((each) => name === `\`${each.name}\``))).toEqual(
    kindsOfSpans.map(({ name, description, events, attributes, named }) => [
      `\`${name}\``,
      description,
      list(events),
      list(attributes),
      named,
    ]),
  );
});

const kinds: Readonly<Record<Instrument["kind"], string>> = {
  counter: "counter",
  observedCounter: "counter",
  histogram: "histogram",
  gauge: "gauge",
  upDownCounter: "up-down counter",
};
