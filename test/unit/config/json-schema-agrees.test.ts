import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { parse, stringify } from "yaml";

import { supervisorJsonSchema } from "../../../src/config/json-schema.ts";
import { keysOf } from "../../../src/config/schema-shape.ts";
import { supervisorSchema } from "../../../src/config/schema/supervisor.ts";
import { projectRoot } from "../../support/project.ts";
import { linesOf } from "../../support/supervisor-yaml.ts";

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true, allowUnionTypes: true });
ajv.addVocabulary(["x-supported"]);
const validate = ajv.compile(supervisorJsonSchema());

/** What an editor would say of a file: paths and keywords. */
function editorSays(text: string): string[] {
  if (validate(parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const examples = join(projectRoot, "examples/config");

test.each(readdirSync(examples))("a validator of JSON schema takes the example %s", (name) => {
  expect(editorSays(readFileSync(join(examples, name), "utf8"))).toEqual([]);
});

const minimal = "agent: { executable: /otelcol }\n";

describe("both checks take", () => {
  test.each([
    ["the least", minimal],
    ["a server", `${minimal}server: { endpoint: "wss://h/v1/opamp", headers: { a: b, c: [d, e] } }`],
    ["a variable for a part of the text", `${minimal}healthcheck: { endpoint: "\${env:H:-}" }`],
    ["a variable in place of a flag", `${minimal}capabilities: { accepts_remote_config: "\${env:X:-true}" }`],
    ["a section without keys", `${minimal}storage:\n`],
    ["a string for a list", "agent: { executable: /otelcol, args: '--a,--b' }"],
    ["a list", "agent: { executable: /otelcol, config_files: [a.yaml, $REMOTE_CONFIG] }"],
    [
      "an extension",
      `${minimal}server: { endpoint: "wss://h", auth: bearertokenauth/x }\nextensions: { bearertokenauth/x: { token: t } }`,
    ],
    ["a policy", "agent: { executable: /otelcol, policy: { limits: { pipelines: 3 } } }"],
  ])("%s", async (_, text) => {
    expect(await linesOf(text)).toEqual([]);
    expect(editorSays(text)).toEqual([]);
  });
});

describe("both checks refuse", () => {
  test.each([
    ["an unknown key", "agent: { executable: /otelcol, exectuable: x }", "/agent additionalProperties"],
    ["an unknown section", `${minimal}sever: {}`, " additionalProperties"],
    ["no executable", "agent: {}", "/agent required"],
    ["no agent", "server: { endpoint: 'ws://h' }", " required"],
    ["a server without its endpoint", `${minimal}server: {}`, "/server required"],
    ["text for a flag", `${minimal}capabilities: { reports_health: maybe }`, "/capabilities/reports_health pattern"],
    ["a number for text", "agent: { executable: 3 }", "/agent/executable type"],
    [
      "a number that is too large",
      "agent: { executable: /x, opamp_server_port: 70000 }",
      "/agent/opamp_server_port maximum",
    ],
    ["a fraction", "agent: { executable: /x, opamp_server_port: 1.5 }", "/agent/opamp_server_port type"],
    ["a number for a duration", "agent: { executable: /x, bootstrap_timeout: 5 }", "/agent/bootstrap_timeout type"],
    [
      "a word that is none of the choices",
      "agent: { executable: /x, on_empty_remote_config: drop }",
      "/agent/on_empty_remote_config enum",
    ],
    ["a mapping for a list", "agent: { executable: /x, args: { a: b } }", "/agent/args type"],
    ["a list for a section", `${minimal}storage: [a]`, "/storage type"],
    [
      "a key of another extension",
      `${minimal}extensions: { bearertokenauth: { client_id: x } }`,
      "/extensions/bearertokenauth additionalProperties",
    ],
    ["an extension of another type", `${minimal}extensions: { sigv4auth: {} }`, "/extensions additionalProperties"],
  ])("%s", async (_, text, said) => {
    expect(await linesOf(text)).not.toEqual([]);
    expect(editorSays(text)).toContain(said);
  });
});

test("what depends on several keys, or on the inside of a text, is for our check alone", async () => {
  for (const text of [
    `${minimal}server: { endpoint: "ftp://h" }`,
    "agent: { executable: /x, bootstrap_timeout: soon }",
    `${minimal}server: { endpoint: "wss://h", tls: { cert_file: a } }`,
  ]) {
    expect(await linesOf(text)).not.toEqual([]);
    expect(editorSays(text)).toEqual([]);
  }
});

/** Values that a key may have, right and wrong ones. */
const anything = fc.oneof(
  fc.constantFrom(true, false, null, 0, 1, 4320, 1.5, -1, "", "5s", "x", "json", "error", "${env:X:-}", "wss://h/v1"),
  fc.constantFrom([], ["a"], ["a", 1], {}, { a: "b" }, { a: 1 }, { a: null }, { a: ["b"] }),
);

test("an editor never objects to a file that the supervisor takes", async () => {
  const executable = { executable: "/otelcol" };
  let taken = 0;
  const few = fc.uniqueArray(fc.constantFrom(...keysOf(supervisorSchema())), {
    maxLength: 2,
    selector: ([name]) => name,
  });
  const files = few.chain((chosen) =>
    fc.record(Object.fromEntries(chosen.map(([name, schema]) => [name, oneKeyOf(schema)]))),
  );
  await fc.assert(
    fc.asyncProperty(files, async (file) => {
      const agent = "agent" in file && isMapping(file["agent"]) ? { ...executable, ...file["agent"] } : executable;
      const text = stringify({ ...file, agent });
      if ((await linesOf(text)).length > 0) return;
      taken += 1;
      expect([text, editorSays(text)]).toEqual([text, []]);
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(60);
});

/** A section with one key of it, or of a section inside: what is right in all its keys at once is rare. */
function oneKeyOf(schema: Parameters<typeof keysOf>[0]): fc.Arbitrary<unknown> {
  const keys = keysOf(schema);
  if (keys.length === 0) return anything;
  return fc.constantFrom(...keys).chain(([key, child]) => oneKeyOf(child).map((value) => ({ [key]: value })));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
