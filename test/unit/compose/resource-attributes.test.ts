import { describe, expect, test } from "bun:test";

import type { AttributeValue, ComposeInput, TelemetryForm } from "../../../src/compose/layers.ts";
import { composed, instanceUid, layers, valueAt } from "../../support/compose-input.ts";

const instanceId = { "service.instance.id": instanceUid };

function resource(form: TelemetryForm, texts: string[], stated: Partial<ComposeInput> = {}): unknown {
  const { text } = composed({ telemetryForm: form, layers: layers(...texts), ...stated });
  return valueAt(text, "service", "telemetry", "resource");
}

/** The attributes of a layer, in YAML flow style. */
const layer = (body: string): string => `service: {telemetry: {resource: ${body}}}`;

function identity(identifying: Record<string, AttributeValue>, nonIdentifying: Record<string, AttributeValue> = {}) {
  const maps = {
    identifying: new Map(Object.entries(identifying)),
    nonIdentifying: new Map(Object.entries(nonIdentifying)),
  };
  return { identity: { instanceUid, ...maps } };
}

describe("the identity of the Collector", () => {
  const known = identity({ "service.name": "col", "service.instance.id": "stale" }, { "os.type": "linux" });

  test("becomes inline attributes by name, the instance id being the current one", () => {
    const found = resource("inline", [], known);
    expect(found).toEqual({ "os.type": "linux", "service.instance.id": instanceUid, "service.name": "col" });
    expect(Object.keys(Object(found))).toEqual(["os.type", "service.instance.id", "service.name"]);
  });

  test("becomes a list for a Collector that takes a list", () => {
    expect(resource("declarative", [], known)).toEqual({
      attributes: [
        { name: "os.type", value: "linux" },
        { name: "service.instance.id", value: instanceUid },
        { name: "service.name", value: "col" },
      ],
    });
  });

  test("prefers an identifying attribute to another of its name", () => {
    expect(resource("inline", [], identity({ a: "1" }, { a: "2" }))).toEqual({ a: "1", ...instanceId });
  });

  test("survives with quotes, line breaks, other types and all that YAML or the Collector could take for syntax", () => {
    const values = {
      quote: `'"\\`,
      lines: "a\nb\r\n\u2028c\u0085",
      reference: "${env:HOME} $$ $",
      yes: true,
      number: -1.5,
      wide: 2n ** 63n,
      bytes: new Uint8Array([0, 255]),
      list: ["a", 1, false, 2n, ["b"]],
      map: new Map<string, AttributeValue>([["k", "v"]]),
      empty: "",
      word: "null",
      digits: "0123",
    };
    expect(resource("inline", [], identity(values))).toEqual({
      quote: `'"\\`,
      lines: "a\nb\r\n\u2028c\u0085",
      reference: "$${env:HOME} $$$$ $$",
      yes: "true",
      number: "-1.5",
      wide: "9223372036854775808",
      bytes: "AP8=",
      list: '["a",1,false,2,["b"]]',
      map: '{"k":"v"}',
      empty: "",
      word: "null",
      digits: "0123",
      ...instanceId,
    });
  });

  test("doubles the dollar of a name only where the Collector expands it", () => {
    const dollar = identity({ a$b: "x" });
    expect(resource("inline", [], dollar)).toEqual({ a$b: "x", ...instanceId });
    expect(resource("declarative", [], dollar)).toMatchObject({ attributes: [{ name: "a$$b" }, {}] });
  });

  test("leaves out, with a warning, a name that the Collector would split", () => {
    const { text, warnings } = composed(identity({ "a::b": "x" }));
    expect(valueAt(text, "service", "telemetry", "resource")).toEqual(instanceId);
    expect(warnings).toEqual([
      'left out of the Collector\'s own telemetry: attribute "a::b", since this Collector splits names at "::"',
    ]);
  });

  test("gives way to what layers say", () => {
    expect(resource("inline", [layer("{service.name: mine}")], identity({ "service.name": "col" }))).toEqual({
      "service.name": "mine",
      ...instanceId,
    });
  });
});

describe("for a Collector that takes inline attributes", () => {
  test("lists of layers are folded, in the order of the layers", () => {
    const texts = [
      layer("{attributes: [{name: a, value: list1}, {name: b, value: list1}]}"),
      layer("{b: inline2, c: inline2}"),
      layer("{attributes: [{name: c, value: list3}]}"),
    ];
    expect(resource("inline", texts)).toEqual({ a: "list1", b: "inline2", c: "list3", ...instanceId });
  });

  test("values that are no strings become strings, null stays", () => {
    const found = resource("inline", [
      layer("{attributes: [{name: a, value: 0x10, type: int}, {name: b, value: true}, {name: c, value: null}]}"),
    ]);
    expect(found).toEqual({ a: "0x10", b: "true", c: null, ...instanceId });
  });

  test("references stay references, and doubled dollars of names mean one", () => {
    const body = "{attributes: [{name: a, value: '${env:X}'}, {name: 'b$$c', value: 'd$$e'}]}";
    expect(resource("inline", [layer(body)])).toEqual({ a: "${env:X}", b$c: "d$$e", ...instanceId });
  });

  test("within one layer the inline form wins", () => {
    expect(resource("inline", [layer("{attributes: [{name: a, value: list}], a: inline}")])).toEqual({
      a: "inline",
      ...instanceId,
    });
  });

  test("what cannot be said inline is left out with a warning", () => {
    const body =
      "{schema_url: 'https://x', detectors: {}, attributes: [{value: x}, {name: a, value: [1]}, {name: '${env:N}', value: x}]}";
    const { text, warnings } = composed({ layers: layers(layer(body)) });
    expect(valueAt(text, "service", "telemetry", "resource")).toEqual(instanceId);
    expect(warnings).toEqual(
      ["entry 1 of attributes", "entry 2 of attributes", "entry 3 of attributes", "schema_url", "detectors"].map(
        (what) => `local file 1.yaml: left out of service::telemetry::resource: ${what}`,
      ),
    );
  });

  test("an attribute that is only called attributes is one", () => {
    expect(resource("inline", [layer("{attributes: x, schema_url: y}")])).toEqual({
      attributes: "x",
      schema_url: "y",
      ...instanceId,
    });
  });
});

describe("for a Collector that takes a list", () => {
  const id = { name: "service.instance.id", value: instanceUid };

  test("lists merge by name in place", () => {
    const texts = [
      layer("{attributes: [{name: a, value: 1}, {name: b, value: 1}, {value: unnamed}]}"),
      layer("{attributes: [{name: c, value: 2}, {name: a, value: 2}]}"),
    ];
    expect(resource("declarative", texts)).toEqual({
      attributes: [id, { name: "a", value: 2 }, { name: "b", value: 1 }, { value: "unnamed" }, { name: "c", value: 2 }],
    });
  });

  test("inline attributes of layers are folded, in the order of the layers", () => {
    const texts = [
      layer("{z: inline1, a: inline1}"),
      layer("{attributes: [{name: a, value: list2}]}"),
      layer("{z: inline3}"),
    ];
    expect(resource("declarative", texts)).toEqual({
      attributes: [id, { name: "a", value: "list2" }, { name: "z", value: "inline3" }],
    });
  });

  test("an inline null takes an attribute away", () => {
    expect(resource("declarative", [layer("{a: x, b: y}"), layer("{a: }")])).toEqual({
      attributes: [id, { name: "b", value: "y" }],
    });
  });

  test("the other parts of the resource stay", () => {
    expect(resource("declarative", [layer("{schema_url: s, detectors: {d: 1}, a: x}")])).toEqual({
      attributes: [id, { name: "a", value: "x" }],
      schema_url: "s",
      detectors: { d: 1 },
    });
  });

  test("attributes that are no list are left out with a warning", () => {
    const { text, warnings } = composed({
      telemetryForm: "declarative",
      layers: layers(layer("{attributes: '${env:A}'}")),
    });
    expect(valueAt(text, "service", "telemetry", "resource")).toEqual({ attributes: [id] });
    expect(warnings).toEqual([
      "local file 1.yaml: left out of service::telemetry::resource: attributes, which is no list",
    ]);
  });
});
