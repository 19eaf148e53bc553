import { describe, expect, test } from "bun:test";

import { configOf, linesOf, loadText, type LoadTextOptions, minimal } from "../../support/supervisor-yaml.ts";

const env = {
  A: "foo",
  N: "123",
  OCT: "010",
  DD: "a$$b",
  REF: "${env:A}",
  SELF: "${env:SELF}",
  GROW: "${GROW}${GROW}",
  E: "",
  LIST: "[a, b]",
  CSV: "a,b",
  NUMLIST: "[1, 2]",
  BAD: "[a",
  COM: "abc # c",
  QUO: '"q"',
  T: "true",
  FIVE: "5s",
  DUP: "{a: 1, a: 2}",
  DOCS: "a: 1\n---\nb: 2",
  MAP: "{x: '1', y: z}",
};

/** `agent.env` and `agent.args` take any text, which makes them good probes. */
async function textFrom(written: string, options: LoadTextOptions = {}): Promise<string | undefined> {
  const text = `server: { endpoint: "ws://h" }\nagent:\n  executable: /x\n  args:\n    - ${written}\n`;
  return (await configOf(text, { env, ...options })).agent.args[0];
}

describe("a value with references becomes what the Collector makes of it", () => {
  test.each([
    ["${env:A}", "foo"],
    ["${A}", "foo"],
    ["x${env:N}", "x123"],
    ["${env:A}:${N}", "foo:123"],
    ["$A", "$A"],
    ["$$A", "$A"],
    ["$$$A", "$$A"],
    ["$${env:A}", "${env:A}"],
    ["$$${env:A}", "$foo"],
    ["$$$${env:A}", "$${env:A}"],
    ["${env:OCT}", "010"],
    ["${env:T}", "true"],
    ["${env:N}", "123"],
    ["${env:DD}", "a$b"],
    ["${env:REF}", "foo"],
    ["${env:E}", ""],
    ["a${env:E}b", "ab"],
    ["${env:UNSET}", ""],
    ["a${env:UNSET}b", "ab"],
    ["${env:UNSET:-bar}", "bar"],
    ["${env:UNSET:-}", ""],
    ["${env:UNSET:-a:-b}", "a:-b"],
    ["${env:A:-bar}", "foo"],
    ["${env:E:-bar}", ""],
    ["${env:UNSET:-${env:A}}", "foo"],
    ["x${env:LIST}", "x[a, b]"],
    ["${env:LIST}", "[a, b]"],
    ["${env:MAP}", "{x: '1', y: z}"],
    ["${env:BAD}", "[a"],
    ["${env:DUP}", "{a: 1, a: 2}"],
    ["${env:DOCS}", "a: 1\n---\nb: 2"],
    ["${env:COM}", "abc # c"],
    ["${env:QUO}", '"q"'],
    ["${env:A}}", "foo}"],
    ["${env:A", "${env:A"],
    ["env:A}", "env:A}"],
    ["HO{ST}", "HO{ST}"],
    ["${env:A}}}${env:N?x=${env:A}", "foo}}${env:N?x=foo"],
    ["${env:${env:A}}", ""],
  ])("%s gives %p", async (written, expected) => {
    expect(await textFrom(`'${written.replaceAll("'", "''")}'`)).toBe(expected);
  });

  test("an escaped reference does not stop those behind it", async () => {
    expect(await textFrom("'$${env:A} ${env:A}'")).toBe("${env:A} foo");
    expect(await textFrom("'${env:A} $${env:A}'")).toBe("foo ${env:A}");
  });

  test("a reference that is the whole value keeps the type of its content", async () => {
    const text = [
      'server: { endpoint: "ws://h" }',
      "capabilities: { reports_health: '${UNSET}', accepts_remote_config: '${T}' }",
      "agent:",
      "  executable: /x",
      "  opamp_server_port: ${N}",
      "  bootstrap_timeout: ${FIVE}",
      "  args: ${LIST}",
      "  config_files: ${CSV}",
      "  env: ${MAP}",
    ].join("\n");
    const { capabilities, agent } = await configOf(text, { env });
    expect(capabilities).toMatchObject({ reportsHealth: false, acceptsRemoteConfig: true });
    expect(agent).toMatchObject({
      opampServerPort: 123,
      bootstrapTimeoutMs: 5000,
      args: ["a", "b"],
      configFiles: ["a", "b"],
      env: { x: "1", y: "z" },
    });
  });

  test("one inside other text makes a string, whatever it looks like", async () => {
    const text = "server: { endpoint: 'ws://h' }\nagent: { executable: /x, opamp_server_port: '${N}${E}' }\n";
    expect(await linesOf(text, { env })).toEqual([
      "2:45: agent::opamp_server_port must be a whole number; was (hidden)",
    ]);
  });

  test("elements of a list keep their types too", async () => {
    const text = "server: { endpoint: 'ws://h' }\nagent: { executable: /x, args: '${NUMLIST}' }\n";
    expect(await linesOf(text, { env })).toEqual([
      "2:32: agent::args[0] must be a string, in quotes; was a number (hidden)",
      "2:32: agent::args[1] must be a string, in quotes; was a number (hidden)",
    ]);
  });

  test("keys are left alone", async () => {
    const text = "server: { endpoint: 'ws://h' }\nagent: { executable: /x, env: { '${A}': v } }\n";
    expect((await configOf(text, { env })).agent.env).toEqual({ "${A}": "v" });
  });

  test("the case of a variable's name counts, but not on Windows", async () => {
    expect(await textFrom("'${env:a}'")).toBe("");
    expect(await textFrom("'${env:a}'", { os: "windows" })).toBe("foo");
  });
});

describe("a file", () => {
  test("is put in without the line break at its end", async () => {
    const files = { "/t/unix": "tok\n", "/t/windows": "tok\r\n", "/t/two": "tok\n\n" };
    expect(await textFrom("'${file:/t/unix}'", { files })).toBe("tok");
    expect(await textFrom("'a${file:/t/windows}b'", { files })).toBe("atokb");
    expect(await textFrom("'${file:/t/two}'", { files })).toBe("tok\n");
  });

  test("can hold a whole section, with references of its own", async () => {
    const files = {
      "/agent.yaml": "executable: ${env:A}\nenv: {N: '${env:N}'}\nopamp_server_port: ${file:/port}\n",
      "/port": "5\n",
    };
    const { agent } = await configOf("server: {endpoint: 'ws://h'}\nagent: ${file:/agent.yaml}\n", { env, files });
    expect(agent).toMatchObject({ executable: "foo", env: { N: "123" }, opampServerPort: 5 });
  });

  test("gives its problems at the place of the reference", async () => {
    const files = { "/agent.yaml": "exectuable: /x\nargs: [1]\n" };
    expect(await linesOf("server: {endpoint: 'ws://h'}\nagent: ${file:/agent.yaml}\n", { files })).toEqual([
      "2:8: agent::args[0] must be a string, in quotes; was a number (hidden)",
      "2:8: agent::exectuable: unknown key; did you mean `executable`?",
    ]);
  });

  test("that is not there is the only problem of its section", async () => {
    expect(await linesOf("server: {endpoint: 'ws://h'}\nagent: ${file:/none}\n")).toEqual([
      "2:8: agent: unable to read the file /none: no such file or directory",
    ]);
  });
});

describe("a reference is refused", () => {
  test.each([
    ["${http:x}", 'scheme "http" is not supported for uri "http:x"'],
    ["${FOO:-bar}", 'scheme "FOO" is not supported for uri "FOO:-bar"; write ${env:FOO:-bar}'],
    ["${env:1A}", 'environment variable "1A" has invalid name: must match regex ^[a-zA-Z_][a-zA-Z0-9_]*$'],
    ["${}", 'environment variable "" has invalid name: must match regex ^[a-zA-Z_][a-zA-Z0-9_]*$'],
    ["${env:A$}", "the uri \"env:A$\" contains unsupported characters ('$')"],
    ["${x:y}", 'invalid uri: "x:y"'],
    ["${env:SELF}", "too many recursive expansions"],
    ["${env:GROW}", "too many recursive expansions"],
    ["a${env:SELF}", "too many recursive expansions"],
  ])("%s: %s", async (written, message) => {
    const text = `server: {endpoint: "ws://h"}\nagent:\n  executable: /x\n  args: ['${written}']\n`;
    expect(await linesOf(text, { env })).toEqual([`4:10: agent::args[0]: ${message}`]);
  });

  test("when a file leads back to itself", async () => {
    const files = { "/loop.yaml": "[a, '${file:/loop.yaml}', '${file:/loop.yaml}']" };
    const lines = await linesOf("server: {endpoint: 'ws://h'}\nagent: {executable: /x, args: '${file:/loop.yaml}'}\n", {
      files,
    });
    expect(lines[0]).toContain("too many recursive expansions");
  });

  test("when it would grow without measure", async () => {
    const files = { "/big": "x".repeat(1 << 20), "/bigger": "x".repeat((1 << 20) + 1) };
    const lines = await linesOf(`${minimal}storage: {directory: '\${file:/big}\${file:/big}'}`, { files });
    expect(lines).toEqual(["3:22: storage::directory: expands to more than 1048576 characters"]);
    expect(await linesOf(`${minimal}storage: {directory: '\${file:/bigger}'}`, { files })).toEqual([
      "3:22: storage::directory: the file /bigger has more than 1048576 characters",
    ]);
  });
});

test("a variable that is not set is warned of with its place, one with a default is not", async () => {
  const result = await loadText(
    `${minimal}storage:\n  directory: "\${env:DIR:-/d}"\ntelemetry: { logs: { level: "\${LEVEL}" } }\n`,
  );
  expect(result).toMatchObject({
    ok: true,
    config: { storage: { directory: "/d" }, telemetry: { logs: { level: "info" } } },
    warnings: ['/supervisor.yaml:5:29: Configuration references unset environment variable "LEVEL"'],
  });
});
