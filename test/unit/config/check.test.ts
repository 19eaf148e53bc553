import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { linesOf, minimal, problemsOf } from "../../support/supervisor-yaml.ts";

/** The problems of a minimal configuration whose `agent` or `server` has one more line, which is line 3. */
const agent = (line: string): string => `agent:\n  executable: /x\n  ${line}\nserver: { endpoint: ws://h }\n`;
const server = (line: string): string => `server:\n  endpoint: wss://h\n  ${line}\nagent: { executable: /x }\n`;

describe("what is missing is told at the mapping in which it is missed", () => {
  test.each([
    ["storage: { directory: x }\n", ["1:1: agent::executable must be specified"]],
    ["agent: { executable: /x }\nserver: {}\n", ["2:9: server::endpoint must be specified"]],
    ["agent: { executable: /x }\nserver: null\n", ["2:9: server::endpoint must be specified"]],
    ["agent: { executable: /x }\nserver: { compression: true }\n", ["2:9: server::endpoint must be specified"]],
    ["server:\nagent:\n", ["1:1: server::endpoint must be specified", "2:1: agent::executable must be specified"]],
    [
      "server:\n  tls: {}\nagent: {}\n",
      ["2:3: server::endpoint must be specified", "3:8: agent::executable must be specified"],
    ],
    [
      "server: { endpoint: '' }\nagent: { executable: }\n",
      ["1:21: server::endpoint must be specified", "2:10: agent::executable must be specified"],
    ],
  ])("%p", async (text, lines) => {
    expect(await linesOf(text)).toEqual(lines);
  });

  test("but not beside the key that was meant for it", async () => {
    expect(await linesOf("server:\n  endpiont: ws://h\nexecutable: /x\n")).toEqual([
      "2:3: server::endpiont: unknown key; did you mean `endpoint`?",
      "3:1: executable: unknown key; belongs under `agent`",
    ]);
  });
});

describe("a wrong value is told with the wish and what was there", () => {
  test.each([
    [agent("args: [a, 5]"), "3:13: agent::args[1] must be a string, in quotes; was 5"],
    [agent("args: { a: b }"), "3:9: agent::args must be a list of strings; was a mapping"],
    [agent("env: [a]"), "3:8: agent::env must be a mapping of strings; was a list"],
    [agent("env: { '': x }"), "3:14: agent::env::: the name of a variable must not be empty or contain `=`"],
    [agent("opamp_server_port: '80'"), '3:22: agent::opamp_server_port must be a whole number; was "80"'],
    [agent("opamp_server_port: 0x1.8"), '3:22: agent::opamp_server_port must be a whole number; was "0x1.8"'],
    [
      agent("opamp_server_port: 70000"),
      "3:22: agent::opamp_server_port must be a valid port number, 0 to 65535; was 70000",
    ],
    [agent("run_as: 'otel:'"), '3:11: agent::run_as must be user or user:group; was "otel:"'],
    [agent("run_as: 1000"), "3:11: agent::run_as must be a string, in quotes; was 1000"],
    [agent("opamp_server_port: -1"), "3:22: agent::opamp_server_port must be a valid port number, 0 to 65535; was -1"],
    [
      agent("bootstrap_timeout: 5"),
      "3:22: agent::bootstrap_timeout must be a duration such as 5s, 1m30s or 500ms; was 5",
    ],
    [
      agent("bootstrap_timeout: 5d"),
      '3:22: agent::bootstrap_timeout must be a duration such as 5s, 1m30s or 500ms; was "5d"',
    ],
    [agent("bootstrap_timeout: 0s"), '3:22: agent::bootstrap_timeout must be positive; was "0s"'],
    [agent("orphan_detection_interval: -5s"), '3:30: agent::orphan_detection_interval must be positive; was "-5s"'],
    [
      agent("config_apply_timeout: '0'"),
      '3:25: agent::config_apply_timeout must be valid duration, above zero; was "0"',
    ],
    [
      agent("collector_crash_log_snippet_kib: 1025"),
      "3:36: agent::collector_crash_log_snippet_kib must be between 0 and 1024; was 1025",
    ],
    [
      agent("collector_crash_log_snippet_kib: 1.5"),
      "3:36: agent::collector_crash_log_snippet_kib must be a whole number; was 1.5",
    ],
    [agent("instance_id: abc"), '3:16: agent::instance_id must be a UUID; was "abc"'],
    [
      agent("locked_files: [$REMOTE_CONFIG]"),
      '3:18: agent::locked_files[0]: only local files can be locked; was "$REMOTE_CONFIG"',
    ],
    [
      agent("merge: {paths: {a::b: merge}}"),
      '3:25: agent::merge::paths::a::b must be one of replace, append, prepend, unique; was "merge"',
    ],
    [
      agent("merge: {remove: ['a::']}"),
      '3:20: agent::merge::remove[0] must be a path such as service::pipelines::*::processors; was "a::"',
    ],
    [agent("config_files: ['']"), '3:18: agent::config_files[0] must be the path of a file; was ""'],
    [
      agent("config_files: [a, $NOPE]"),
      '3:21: agent::config_files contains invalid special file: "$NOPE". Must be one of [$OWN_TELEMETRY_CONFIG $OPAMP_EXTENSION_CONFIG $REMOTE_CONFIG]',
    ],
    [agent("description: text"), '3:16: agent::description must be a mapping; was "text"'],
    [
      `${minimal}capabilities: { reports_health: yes }\n`,
      '3:33: capabilities::reports_health must be true or false; was "yes"',
    ],
    [`${minimal}capabilities: on\n`, '3:15: capabilities must be a mapping; was "on"'],
    [`${minimal}storage: { directory: '' }\n`, '3:23: storage::directory must be the path of a directory; was ""'],
    [
      `${minimal}telemetry: { logs: { level: loud } }\n`,
      '3:29: telemetry::logs::level must be debug, info, warn or error; was "loud"',
    ],
    [
      `${minimal}telemetry: { logs: { level: 6 } }\n`,
      "3:29: telemetry::logs::level must be debug, info, warn or error; was 6",
    ],
    [
      `${minimal}telemetry: { logs: { level: true } }\n`,
      "3:29: telemetry::logs::level must be debug, info, warn or error; was true",
    ],
    [
      `${minimal}telemetry: { logs: { encoding: xml } }\n`,
      '3:32: telemetry::logs::encoding must be json or console; was "xml"',
    ],
    [
      `${minimal}telemetry: { logs: { output_paths: [stdout, "lumberjack://x"] } }\n`,
      '3:45: telemetry::logs::output_paths[1] must be stdout, stderr or a path, not a URL; was "lumberjack://x"',
    ],
    [server("headers: [a]"), "3:12: server::headers must be a mapping of header names to values; was a list"],
    [server("headers: { 'a b': c }"), "3:21: server::headers::a b is not a valid header name"],
    [server("headers: { Upgrade: c }"), "3:23: server::headers::Upgrade is set by the connection"],
    [
      server("tls: { insecure: true }"),
      "3:20: server::tls::insecure: true is not supported with a wss endpoint; use ws, or insecure_skip_verify",
    ],
    [
      server("tls: { cert_file: c.pem }"),
      "3:21: server::tls::cert_file: invalid server::tls settings: provide both certificate and key, or neither; key_file is missing",
    ],
    [
      server("tls: { key_file: k.pem, cert_file: '' }"),
      "3:20: server::tls::key_file: invalid server::tls settings: provide both certificate and key, or neither; cert_file is missing",
    ],
  ])("%p", async (text, line) => {
    expect(await linesOf(text)).toEqual([line]);
  });

  test("cut where it is long", async () => {
    const [line = ""] = await linesOf(agent(`bootstrap_timeout: ${"x".repeat(500)}`));
    expect(line).toEndWith(`was "${"x".repeat(80)}…"`);
  });
});

describe("an executable that names a variable in the old way gets a hint", () => {
  test.each([
    ["$OTEL_COLLECTOR_BINARY", "`$OTEL_COLLECTOR_BINARY` is not expanded; write ${env:OTEL_COLLECTOR_BINARY}"],
    ["$HOME/otelcol", "`$HOME` is not expanded; write ${env:HOME}"],
  ])("%s", async (executable, message) => {
    expect(await linesOf(`server: { endpoint: ws://h }\nagent:\n  executable: ${executable}\n`)).toEqual([
      `3:15: agent::executable: ${message}`,
    ]);
  });
});

test("all problems are told, in the order of the file", async () => {
  const text = `server:
  endpoint: ftp://h
  endpoint: ws://h
agent:
  executable: /x
  opamp_server_socket_mode: '0600'
  bootstrap_timeout: soon
  opamp_sever_port: 1
storge: { directory: x }
capabilities:
  reports_health: 1
  accepts_packages: true
`;
  expect(await linesOf(text)).toEqual([
    '2:13: invalid scheme "ftp" for server::endpoint, must be one of "http", "https", "ws", or "wss"',
    '3:3: server::endpoint: mapping key "endpoint" already defined at line 2',
    expect.stringMatching(/^6:29: agent::opamp_server_socket_mode is not supported: /),
    '7:22: agent::bootstrap_timeout must be a duration such as 5s, 1m30s or 500ms; was "soon"',
    "8:3: agent::opamp_sever_port: unknown key; did you mean `opamp_server_port`?",
    "9:1: storge: unknown key; did you mean `storage`?",
    "11:19: capabilities::reports_health must be true or false; was 1",
    "12:21: capabilities::accepts_packages: needs agent::package::verifier::type, one of cosign, key, none: packages are programs that run here",
  ]);
});

describe("places are exact", () => {
  const layout = fc.record({
    before: fc.array(fc.constantFrom("", "# note", "   ", "  # ä 🙂"), { maxLength: 4 }),
    indent: fc.integer({ min: 1, max: 8 }),
    gap: fc.integer({ min: 1, max: 6 }),
    newline: fc.constantFrom("\n", "\r\n"),
    tail: fc.constantFrom("", "  # why"),
  });
  const write = (
    { before, indent, gap, newline, tail }: typeof layout extends fc.Arbitrary<infer T> ? T : never,
    key: string,
    value: string,
  ) => {
    const pad = " ".repeat(indent);
    const lines = [
      "server: { endpoint: ws://h }",
      "agent:",
      `${pad}executable: /x`,
      ...before,
      `${pad}${key}:${" ".repeat(gap)}${value}${tail}`,
      "# end",
    ];
    return { text: lines.join(newline) + newline, line: 4 + before.length };
  };

  test("for a bad value, whatever is around it", async () => {
    const value = fc.constantFrom("5d", '"5d"', "'x'", "[1]", "{a: b}", "7", "true");
    await fc.assert(
      fc.asyncProperty(layout, value, async (shape, bad) => {
        const { text, line } = write(shape, "bootstrap_timeout", bad);
        const column = shape.indent + "bootstrap_timeout:".length + shape.gap + 1;
        expect(await problemsOf(text)).toMatchObject([{ line, column, key: "agent::bootstrap_timeout" }]);
      }),
    );
  });

  test("for an unknown key, whatever is around it", async () => {
    const key = fc.stringMatching(/^x[a-z_]{3,12}$/);
    await fc.assert(
      fc.asyncProperty(layout, key, async (shape, unknown) => {
        const { text, line } = write(shape, unknown, "1");
        expect(await problemsOf(text)).toMatchObject([{ line, column: shape.indent + 1, key: `agent::${unknown}` }]);
      }),
    );
  });

  test("for a duplicate key, whatever is around it", async () => {
    await fc.assert(
      fc.asyncProperty(layout, async (shape) => {
        const { text, line } = write(shape, "executable", "/y");
        expect(await problemsOf(text)).toMatchObject([{ line, column: shape.indent + 1, key: "agent::executable" }]);
      }),
    );
  });
});
