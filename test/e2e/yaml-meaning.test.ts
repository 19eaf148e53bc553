import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import { compose } from "../../src/compose/compose.ts";
import { composeInput, refused } from "../support/compose-input.ts";
import { otelcol } from "../support/e2e.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { yamlCorpus } from "../support/yaml-corpus.ts";

const directory = scratchDirectory();

/** The value of an attribute may be anything, and the Collector keeps it as its parser has read it. */
function configuration(value: string): string {
  const indented = value.replace(/\n(?=.)/g, "\n          ");
  return `receivers: {nop: }
exporters: {nop: }
processors:
  resource:
    attributes:
      - key: k
        action: insert
        value: ${indented}
service:
  telemetry: {metrics: {level: none}}
  pipelines: {traces: {receivers: [nop], exporters: [nop], processors: [resource]}}
`;
}

/** What the Collector's own parser makes of a file: the value as JSON, or no configuration at all. */
async function collectorReads(text: string, name: string): Promise<unknown> {
  const path = join(directory, name);
  writeFileSync(path, text);
  const flags = ["--config", path, "--validate=false", "--mode=unredacted", "--format=json"];
  const child = Bun.spawn([otelcol, "print-config", ...flags], { stdout: "pipe", stderr: "ignore", stdin: "ignore" });
  const [out, code] = await Promise.all([child.stdout.text(), child.exited]);
  return code === 0 ? JSON.parse(out).processors.resource.attributes[0].value : "refused";
}

/** What it makes of the configuration that is composed of the same file. */
async function composedReads(text: string): Promise<unknown> {
  const result = compose(composeInput({ layers: [{ kind: "local", name: "a.yaml", text }] }));
  if (!result.composed) return "refused";
  const bare = result.text
    .replace(/\n {2}extensions:\n {4}- opamp\n/, "\n")
    .replace(/\nextensions:\n {2}opamp:\n(?: {4}.*\n)*/, "\n");
  return await collectorReads(bare, "composed.yaml");
}

async function expectSame(value: string): Promise<void> {
  const text = configuration(value);
  const [plain, composed] = await Promise.all([collectorReads(text, "plain.yaml"), composedReads(text)]);
  expect({ value, reads: composed }).toEqual({ value, reads: plain });
}

const corpus =
  `0644|0o17|0x1F|0b11|1_000|1e3|+1|-0|.5|5.|.inf|-.Inf|.NaN|12345678901234567890123|1.0|1:30|2020-01-01|2020-01-01T00:00:00Z
yes|no|on|off|y|n|True|FALSE|null|Null|~|NULL|nul|"yes"|'no'|"0644"|'~'|""|''| |!!str 5|!!int "7"|!!float 1|!!bool "true"|!!null ""|!!binary aGk=|!x y|! 5
[1, a, {b: c}]|{a: 1, "b c": 2, 3: d, true: e, ~: f}|{? a : b}|[a b, c]|[ ]|{ }|[[], {}]|{a: {b: {c: [d]}}}|[1,]|{a,}|{a: , b: }
"a\\nb\\t\\u00e9\\x41\\0"|'it''s'|"\\/"|"\\_"|"\\N"|a #b|a#b|a: b|-a|- a|?a|:a|a:b|@a|%a|&x a|*x|\`a|!a|"a|'a|{a|[a|]|}|a]|,a
&x {a: 1}|[&x 1, *x]|{a: &x {b: 1}, <<: *x}|{<<: {a: 1}, a: 2}|{<<: [{a: 1}, {a: 2, b: 3}]}|{"<<": 1}|{<<: 1}|{a: 1, a: 2}|{1: a, "1": b}|{a: &a [*a]}
\${env:NOSUCH}|$\${env:X}|$|$$|$a|a$b|\u00e9|\u{1f600}|a\u00a0b|a\tb|\ta|a\t
`
    .replace(/\n$/, "")
    .split(/[|\n]/);

const blocks = [
  "|\n  a\n  b\n",
  "|-\n  a\n   b\n",
  "|+\n  a\n\n\n",
  ">\n  a\n  b\n\n  c\n",
  ">-\n  a\n    b\n  c",
  "|2\n    a\n",
  "\n  a: 1\n  b:\n    - c\n    - d: e\n      f: g\n",
  "\n- 1\n- - 2\n  - 3\n",
  '"a\n  b\n\n  c"',
  "'a\n  b'",
  "a\n  b\n  c",
  "[1,\n  2,\n  3\n]",
  "{a: 1,\n  b: 2\n}",
  "\n  ? a\n  : b\n",
  "\n  a: |\n    x\n  b: >-\n    y\n    z\n",
  "a # comment\n# another\n",
  "\n  # first\n  a: 1 # second\n",
  "\r\n  a: 1\r\n  b: 2\r\n",
];

test.each([...new Set([...corpus, ...blocks, ...yamlCorpus])])(
  "the Collector reads the same after composing: %j",
  async (value) => {
    await expectSame(value);
  },
);

test.each([
  ["a byte order mark", `\ufeff${configuration("1")}`],
  ["CRLF", configuration("{a: [1, b]}").replaceAll("\n", "\r\n")],
  ["a document mark and a comment", `# x\n---\n${configuration("a")}...\n`],
  ["a second document", `${configuration("a")}---\nb: 1\n`],
  ["tabs for indentation", configuration("a").replace("      - key", "\t- key")],
  ["a duplicate key", `${configuration("a")}receivers: {}\n`],
  ["control characters", configuration("a\u0001b")],
])("a file with %s is taken or refused as by the Collector itself", async (_, text) => {
  const [plain, composed] = await Promise.all([collectorReads(text, "plain.yaml"), composedReads(text)]);
  expect(composed).toEqual(plain);
});

/** Where the Collector's parser takes what YAML does not, or reads at random, and this differs on purpose. */
const differences: ReadonlyArray<readonly [value: string, reason: string]> = [
  ["[-]", "a bare - in brackets is no value to any other reader"],
  ["[a,#b\n]", "a comment without a space before it is part of the text to other readers"],
  ["{!!binary YQ==: 1, a: 2}", "of two ways to write one key only one can count"],
  ["a\u2028b: c", "a line separator breaks a line to yaml.v3 alone"],
];

test("a block text that begins with a tab is taken as YAML has it, although the Collector refuses it", async () => {
  const text = configuration("|\n\ta\n");
  expect([await collectorReads(text, "plain.yaml"), await composedReads(text)]).toEqual(["refused", "\ta\n"]);
});

test.each(differences)("is refused with its place although the Collector may take it: %j (%s)", (value) => {
  const result = refused({ layers: [{ kind: "local", name: "a.yaml", text: configuration(value) }] });
  expect(result).toMatchObject({ code: "CONFIG_INVALID", place: { line: expect.any(Number) } });
});

/** One of the differences above, within a longer text. */
const hasBareDash = /(?:^|[ :])-(?:[ :]|$)/;

test("any value that is put together of odd pieces is read the same", async () => {
  const scalars = fc.oneof(
    fc.constantFrom(...corpus.filter((value) => !/[&*]x|^[[{"'\]},!]|^[?:-]|\$\{/.test(value))),
    fc.stringMatching(/^[a-zA-Z0-9_.+][a-zA-Z0-9_.+:-]{0,6}$/),
    fc.stringMatching(/^[a-z][a-z?: -]{0,5}$/).filter((text) => !hasBareDash.test(text)),
    fc.string({ unit: "grapheme", maxLength: 6 }).map((text) => JSON.stringify(text)),
    fc.double().map(String),
    fc.integer().map(String),
  );
  const keys = fc.stringMatching(/^[a-zA-Z0-9_./-]{1,5}$/).filter((text) => !hasBareDash.test(text));
  const gap = fc.constantFrom(" ", "\n", "\n\n  ", " # comment\n", "\t");
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalars,
      fc
        .tuple(fc.array(tie("value"), { maxLength: 3 }), gap)
        .map(([items, between]) => `[${items.join(`,${between}`)}]`),
      fc.dictionary(keys, tie("value"), { maxKeys: 3 }).map(
        (entries) =>
          `{${Object.entries(entries)
            .map(([name, inner]) => `${name}: ${inner}`)
            .join(", ")}}`,
      ),
    ),
  }));
  await fc.assert(fc.asyncProperty(value, expectSame), { numRuns: 150 });
});
