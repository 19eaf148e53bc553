import { describe, expect, test } from "bun:test";

import { print } from "../../../src/compose/print.ts";
import { readLayer } from "../../../src/compose/read-layer.ts";
import { localSource } from "../../support/compose-input.ts";

/** The layer printed again, or why it was refused. */
function read(text: string): string {
  const reading = readLayer(localSource(), text);
  return reading.read ? print(reading.tree) : reading.reason;
}

describe("a layer without content is empty", () => {
  test.each(["", "\n", "# comment\n", "---\n", "---\n# comment\n", "~", "null", "{}"])("%j", (text) => {
    expect(read(text)).toBe("{}\n");
  });
});

describe("scalars keep the meaning that the Collector's parser gives them", () => {
  test.each([
    ..."yes no on off y n true True FALSE null ~ Null 0644 0o17 0x1F 0b101 1_000 1e3 .5 5. -.inf .nan +1 -1".split(" "),
    ..."2001-12-14 2001-12-14t21:59:43.10-05:00 190:20:30 0.0.0.0:4317 ${env:X} ${env:X}:4317 a,b".split(" "),
    "123456789012345678901234567890",
    "2001-12-14 21:59:43.1",
    '!!binary "gIE="',
    "!!float 1",
    "!!timestamp 2001-01-01",
  ])("%s", (scalar) => {
    expect(read(`a: ${scalar}\nb:\n- ${scalar}`)).toBe(`a: ${scalar}\nb:\n  - ${scalar}\n`);
  });

  test.each([
    ["'1'", '"1"'],
    ['"yes"', '"yes"'],
    ["!!str 1", '"1"'],
    ["!!binary aGVsbG8=", "hello"],
    ["!!binary JHtlbnY6WH0=", '"${env:X}"'],
    ["!own 1", '"1"'],
    ["! 1", "1"],
    ['!!int "3"', '!!int "3"'],
    ["é", '"é"'],
    ["<a>", '"<a>"'],
    ["a#b", '"a#b"'],
    ["a\n  b", "a b"],
    ['"\\x41\\u00e9"', '"Aé"'],
  ])("%j becomes %j", (scalar, printed) => {
    expect(read(`a: ${scalar}`)).toBe(`a: ${printed}\n`);
  });

  test("an absent value stays absent", () => {
    expect(read("cpu:\nlist:\n  -\n  - a\n")).toBe("cpu:\nlist:\n  - null\n  - a\n");
  });

  test("line breaks of every kind are line breaks", () => {
    expect(read("a: 1\r\nb: 2\rc: 3\u0085d: 4")).toBe("a: 1\nb: 2\nc: 3\nd: 4\n");
  });
});

describe("keys", () => {
  test("that mean something in JavaScript are keys like any other", () => {
    expect(read("__proto__: {x: 1}\nconstructor: 1\ntoString: 2")).toBe(
      "__proto__:\n  x: 1\nconstructor: 1\ntoString: 2\n",
    );
  });

  test("that are no strings stay as they were written", () => {
    expect(read("1: a\n0x10: b\ntrue: c\n'2': d")).toBe('1: a\n0x10: b\ntrue: c\n"2": d\n');
  });

  test.each([
    ["a: 1\nb: 2\na: 3", 'layer, line 3, column 1: mapping key "a" already defined at line 1'],
    ["a: {b: 1, 'b': 2}", 'layer, line 1, column 11: mapping key "b" already defined at line 1'],
    ["a: &x {b: 1}\nc: {<<: *x, <<: *x}", 'layer, line 2, column 13: mapping key "<<" already defined at line 2'],
    ["? [a]\n: 1", "layer, line 1, column 3: a key must be a single value"],
  ])("%j is refused", (text, reason) => {
    expect(read(text)).toBe(reason);
  });

  test("with paths in them are the mappings that the Collector makes of them", () => {
    expect(read("a::b::c: 1\na: {b: {d: 2}}\ne: {f::g: 3}")).toBe("a:\n  b:\n    c: 1\n    d: 2\ne:\n  f:\n    g: 3\n");
  });

  test("with paths in them stay as they are inside lists", () => {
    expect(read("a: [{b::c: 1}]\nd::e: 1")).toBe("a:\n  - b::c: 1\nd:\n  e: 1\n");
  });

  test("whose paths set a value twice are refused", () => {
    expect(read("a: {b: 1}\na::b: 2")).toBe('layer, line 2, column 1: mapping key "b" already defined');
  });
});

describe("aliases and merge keys", () => {
  test("are resolved", () => {
    expect(read("a: &x {k: 1}\nb: *x\nc: [*x]")).toBe("a:\n  k: 1\nb:\n  k: 1\nc:\n  - k: 1\n");
  });

  test("own keys win over merged ones, earlier mappings over later ones", () => {
    const text = "a: &x {k: 1, l: 1}\nb: &y {k: 2, m: 2, n: 2}\nc: {<<: [*x, *y], n: 3}\n!!merge <<: *x";
    expect(read(text)).toEndWith("c:\n  n: 3\n  k: 1\n  l: 1\n  m: 2\nk: 1\nl: 1\n");
  });

  test("a quoted merge key is a key", () => {
    expect(read("a: {'<<': 1}")).toBe('a:\n  "<<": 1\n');
  });

  test("an anchor set again means its newest value", () => {
    expect(read("a: &x 1\nb: *x\nc: &x 2\nd: *x")).toBe("a: 1\nb: 1\nc: 2\nd: 2\n");
  });

  test.each([
    ["a: *x", "layer, line 1, column 4: unknown anchor; a text that begins with * needs quotes"],
    ["a: &x [*x]", "layer, line 1, column 8: the value of an anchor contains itself"],
    ["a: {<<: 1}", "layer, line 1, column 9: a merge key takes a mapping or a list of mappings"],
    ["a: {<<: }", "layer, line 1, column 9: a merge key takes a mapping or a list of mappings"],
  ])("%j is refused", (text, reason) => {
    expect(read(text)).toBe(reason);
  });

  test("that multiply are refused", () => {
    const levels = Array.from({ length: 8 }, (_, n) => `b${n}: &a${n + 1} [${`*a${n},`.repeat(20)}]`);
    expect(read(["b: &a0 [x]", ...levels].join("\n"))).toEndWith("excessive aliasing");
  });

  test("that nest without end are refused", () => {
    const levels = Array.from({ length: 200 }, (_, n) => `b${n}: &a${n + 1} [*a${n}]`);
    expect(read(["b: &a0 [x]", ...levels].join("\n"))).toEndWith("nested more than 100 levels deep");
  });
});

describe("what is no configuration is refused with its place", () => {
  test.each([
    ["- a", "layer, line 1, column 1: a configuration is a mapping, but this is a list"],
    ["\n\ntext", "layer, line 3, column 1: a configuration is a mapping, but this is a single value"],
    ["a: !!binary aGVsbG8", "layer, line 1, column 13: !!binary takes Base64 with its padding"],
    ["a: !!binary gCR7ZW52Olh9", "layer, line 1, column 13: a reference amid bytes that are no text"],
    ['a: "\\/"', 'layer, line 1, column 4: unknown escape character "\\/"'],
    ["a: 1\nb: \u0001", "layer, line 2, column 4: control characters are not allowed"],
    ["a: 1\n\tb: 2", "layer, line 2, column 1: Tabs are not allowed as indentation"],
    ["a:\n  - b\n c: 1", "layer, line 3, column 1: All mapping items must start at the same column"],
    ["a: [b c: d, e: f g]\nh: [${env:X}]", "layer, line 2, column 6: Missing , or : between flow sequence items"],
    ["a: b: c", "layer, line 1, column 4: Nested mappings are not allowed in compact mappings"],
  ])("%j", (text, reason) => {
    expect(read(text)).toBe(reason);
  });

  test("nesting beyond the limit, in brackets, indentation and paths", () => {
    expect(read(`a: ${"[".repeat(101)}${"]".repeat(101)}`)).toEndWith("nested more than 100 levels deep");
    expect(read(`a: ${"[".repeat(20_000)}`)).toEndWith("nested too deeply");
    expect(read(`${"a::".repeat(101)}b: 1`)).toEndWith("nested more than 100 levels deep");
  });

  test("an empty document after the first is none", () => {
    expect(read("a: 1\n---\n")).toBe("a: 1\n");
  });

  test.each([
    "password: *hunter2",
    "password: !hunter2! x",
    "%YAML hunter2\n---\na: 1",
    "k: }hunter2",
    "k: |hunter2\n x",
    "k: 'hunter2",
    "k: [hunter2",
    "k: 'a' hunter2",
    "- a\nhunter2",
  ])("%j is refused without its value in the reason", (text) => {
    const reading = readLayer(localSource(), text);
    expect(reading).toMatchObject({ read: false, reason: expect.not.stringContaining("hunter2") });
  });
});

describe("a place that the supervisor writes into", () => {
  test.each([
    ["extensions: x", "extensions must be a mapping, as the supervisor adds to it, but this is a single value"],
    ["extensions: [x]", "extensions must be a mapping, as the supervisor adds to it, but this is a list"],
    [
      "service: ${file:service.yaml}",
      "service must be a mapping, as the supervisor adds to it, but this is a reference that only the Collector resolves",
    ],
    [
      "service::extensions: zpages",
      "service::extensions must be a list, as the supervisor adds to it, but this is a single value",
    ],
    [
      "service: {telemetry: []}",
      "service::telemetry must be a mapping, as the supervisor adds to it, but this is a list",
    ],
    [
      "service: {telemetry: {resource: x}}",
      "service::telemetry::resource must be a mapping, as the supervisor adds to it, but this is a single value",
    ],
  ])("is refused where it is something else: %s", (text, message) => {
    expect(read(text)).toEndWith(`: ${message}`);
  });

  test("may be null", () => {
    expect(read("extensions:\nservice: {telemetry: {resource: ~}, extensions: }")).toBe(
      "extensions:\nservice:\n  telemetry:\n    resource: ~\n  extensions:\n",
    );
  });
});

describe("between brackets and quotes the rules are those of the Collector's parser", () => {
  test.each([
    ["a:\n  b: [1,\n2]\n  c: 3", "a:\n  b:\n    - 1\n    - 2\n  c: 3\n"],
    ["a:\n  b: \"x\ny\"\nc: 'd\n\ne'", 'a:\n  b: "x y"\nc: |-\n  d\n  e\n'],
    ["a: {b: [c\nd],\ne: f}", "a:\n  b:\n    - c d\n  e: f\n"],
    ["a: [x:, http://y:]", 'a:\n  - "x:"\n  - "http://y:"\n'],
    ["a: {b: c:, d: e}", 'a:\n  b: "c:"\n  d: e\n'],
  ])("%j", (text, printed) => {
    expect(read(text)).toBe(printed);
  });

  test.each([
    ["a: [:b]", "layer, line 1, column 5: a value in brackets begins with :"],
    ["a: [b?c]", "layer, line 1, column 6: a ? in brackets needs quotes"],
    ["a: {: b}", "layer, line 1, column 4: a key is missing in brackets"],
    [
      "a: [b,\n---\nc]",
      "layer, line 2, column 1: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ['a: "\\ud83d\\ude00"', 'layer, line 1, column 4: unknown escape character "\\ud83d"'],
    ["a: b\u2028c", "layer, line 1, column 4: a line separator (U+2028, U+2029) needs quotes around it"],
  ])("%j is refused", (text, reason) => {
    expect(read(text)).toBe(reason);
  });
});
