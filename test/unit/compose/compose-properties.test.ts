import { expect, test } from "bun:test";

import fc from "fast-check";

import { compose } from "../../../src/compose/compose.ts";
import { merge } from "../../../src/compose/merge.ts";
import { print } from "../../../src/compose/print.ts";
import { readLayer } from "../../../src/compose/read-layer.ts";
import {
  composed,
  composeInput,
  instanceUid,
  layers,
  link,
  localSource,
  valueAt,
} from "../../support/compose-input.ts";

/** Keys and values close to what the supervisor writes itself. */
const words = fc.constantFrom(
  ..."service extensions opamp telemetry resource attributes server ws endpoint pipelines name value nop".split(" "),
  ..."extensions::opamp opamp::server::ws service::extensions service::telemetry::resource :: __proto__ << x".split(
    " ",
  ),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    words,
    fc.constantFrom(null, true, 1, "${env:X}"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(words, tie("value"), { maxKeys: 4 }),
  ),
}));
/** Layers that are mostly composable: what is added to has the right kind. */
const layer = fc
  .record(
    {
      extensions: fc.dictionary(words, value),
      service: fc.record(
        {
          extensions: fc.array(words),
          pipelines: value,
          telemetry: fc.record({ resource: fc.dictionary(words, value), logs: value }, { requiredKeys: [] }),
        },
        { requiredKeys: [] },
      ),
      "extensions::opamp": value,
      "service::telemetry::metrics": value,
      receivers: value,
    },
    { requiredKeys: [] },
  )
  .map((content) => JSON.stringify(content));
const form = fc.constantFrom("inline" as const, "declarative" as const);

/** All keys of nested mappings, which is where the Collector splits keys at `::`. */
function keysOutsideLists(node: unknown): string[] {
  if (node === null || typeof node !== "object" || Array.isArray(node)) return [];
  return Object.entries(node).flatMap(([key, inner]) => [key, ...keysOutsideLists(inner)]);
}

test("whatever layers say, the supervisor's extension is exactly as without them and is started", () => {
  const expected = valueAt(composed().text, "extensions", "opamp");
  let count = 0;
  fc.assert(
    fc.property(fc.array(layer, { maxLength: 3 }), fc.array(layer, { maxLength: 3 }), form, (local, remote, taken) => {
      const result = compose(
        composeInput({
          telemetryForm: taken,
          layers: layers(...local),
          remoteFiles: new Map(remote.map((text, index) => [index === 0 ? "" : `${index}`, text])),
        }),
      );
      if (!result.composed) return;
      count++;
      expect(valueAt(result.text, "extensions", "opamp")).toEqual(expected);
      const started = valueAt(result.text, "service", "extensions");
      expect(Array.isArray(started) && started.filter((name) => name === "opamp")).toEqual(["opamp"]);
      expect(keysOutsideLists(valueAt(result.text)).filter((key) => key.includes("::"))).toEqual([]);
      const resource = valueAt(result.text, "service", "telemetry", "resource");
      const id = { name: "service.instance.id", value: instanceUid };
      if (taken === "inline") expect(resource).toHaveProperty(["service.instance.id"], instanceUid);
      else expect(resource).toHaveProperty("attributes", expect.arrayContaining([id]));
    }),
    { numRuns: 300 },
  );
  expect(count).toBeGreaterThan(50);
});

test("any string that the supervisor generates means itself to the Collector", () => {
  const text = fc.oneof(fc.stringMatching(/^[$a{}:"'\\\n]{0,16}$/), fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(text, text, (header, attribute) => {
      const { text: yaml } = composed({
        ownTelemetry: { logs: { endpoint: "http://sink", headers: [["h", header]] } },
        identity: { instanceUid, identifying: new Map([["a", attribute]]), nonIdentifying: new Map() },
        link: { ...link, token: header },
      });
      const batch = ["service", "telemetry", "logs", "processors", 0, "batch", "exporter", "otlp"];
      expect(collectorReads(valueAt(yaml, ...batch, "headers", 0, "value"))).toBe(header);
      expect(collectorReads(valueAt(yaml, "service", "telemetry", "resource", "a"))).toBe(attribute);
      expect(collectorReads(valueAt(yaml, "extensions", "opamp", "server", "ws", "headers", link.headerName))).toBe(
        header,
      );
    }),
  );
});

/** confmap: `${` after an even number of `$` begins a reference; then each `$$` becomes `$`. */
function collectorReads(found: unknown): string {
  const string = String(found);
  for (const match of string.matchAll(/(\$*)\$\{/g)) {
    if ((match[1]?.length ?? 0) % 2 === 0) throw new Error(`a reference: ${string}`);
  }
  return string.replaceAll("$$", "$");
}

test("a layer whose extensions and attributes are named once, merged with itself, is itself", () => {
  const attributes = fc.uniqueArray(fc.record({ name: words, value }), { selector: ({ name }) => name });
  const resource = fc.record({ attributes, other: value });
  const service = fc.record({ extensions: fc.uniqueArray(words), telemetry: fc.record({ resource, logs: value }) });
  fc.assert(
    fc.property(fc.record({ receivers: value, service }), (content) => {
      const reading = readLayer(localSource(), JSON.stringify(content));
      if (!reading.read) return expect(reading.reason).toContain("already defined");
      expect(print(merge(reading.tree, reading.tree))).toBe(print(reading.tree));
    }),
  );
});

test("neither the fingerprint nor anything but the text depends on port, token and process id", () => {
  const changing = fc.record({
    port: fc.nat(65535),
    token: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    supervisorPid: fc.nat(),
  });
  fc.assert(
    fc.property(layer, changing, (text, changed) => {
      const input = composeInput({ layers: layers(text) });
      const one = compose(input);
      const other = compose({ ...input, link: { ...link, ...changed } });
      if (!one.composed || !other.composed) return expect(other).toEqual(one);
      const bare = { text: "", tree: undefined, removed: [] };
      expect({ ...other, ...bare }).toEqual({ ...one, ...bare });
      const block = valueAt(other.text, "extensions", "opamp");
      expect(block).toMatchObject({ ppid: changed.supervisorPid });
    }),
  );
});

test("no text makes composing throw", () => {
  const pieces = fc.constantFrom(
    ..."a|b|: |:|\n|  |- |-|{|}|[|]|,|\"|'|#|>|&x |*x|!|!!str |? |<<: |1|\t|%|~|\\|\r|$|---\n|...|@|`|service: ".split(
      "|",
    ),
    "|\n",
    "\u2028",
    "\u00a0",
    "[a: b:, c\n",
    '{"x\n',
    "\ud800",
    "\0",
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(texts, form, (text, taken) => {
      const result = compose(composeInput({ telemetryForm: taken, layers: layers(text) }));
      if (result.composed) expect(valueAt(result.text, "service", "extensions")).toContain("opamp");
      else expect(result.reason).toMatch(/^local file 1.yaml, line \d+, column \d+: ./);
    }),
    { numRuns: 2000 },
  );
});
