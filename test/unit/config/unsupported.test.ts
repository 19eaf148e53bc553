import { describe, expect, test } from "bun:test";

import { linesOf, minimal, problemsOf } from "../../support/supervisor-yaml.ts";

/** Writes `value` at the path `a.b.c` into a configuration that is otherwise complete. */
function withKey(path: string, value: string): string {
  const [section = "", ...rest] = path.split(".");
  const inner = rest.map((key) => `${key}: `).join("{ ") + value + " }".repeat(Math.max(0, rest.length - 1));
  const base: Record<string, string> = { server: "endpoint: wss://h", agent: "executable: /x" };
  if (rest.length === 0) return `${minimal}${section}: ${value}\n`;
  const body = Object.entries({ ...base, [section]: [base[section], inner].filter(Boolean).join(", ") });
  return body.map(([key, content]) => `${key}: { ${content} }\n`).join("");
}

const noSocket =
  " is not supported: the Collector's opamp extension (v0.149.0) connects over TCP only; leave it out, the supervisor's port listens on 127.0.0.1 and lets nobody in but its own Collector";

describe("a feature that is not there is refused by name when it is asked for, and taken when it is left off", () => {
  test.each([
    [
      "server.tls.tpm.enabled",
      "true",
      ["false"],
      "a key in a trusted platform module is not supported; use a key in a file, key_file",
    ],
    ["agent.opamp_server_socket.transport", "unix", ['""'], noSocket],
    ["agent.opamp_server_socket.endpoint", "/s", ['""'], noSocket],
    ["agent.opamp_server_socket_mode", '"0600"', ['""'], noSocket],
    ["telemetry.traces.propagators", "[b3]", ["[]"], "are not supported: OpAMP has no place for a context"],
    ["gateway.enabled", "true", ["false"], "true is not supported yet"],
  ])("%s: %s", async (path, asking, off, message) => {
    const key = path.replaceAll(".", "::");
    const lines = await linesOf(withKey(path, asking));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toEndWith(message.startsWith(" ") ? `${key}${message}` : `${key}: ${message}`);
    for (const value of off) expect(await problemsOf(withKey(path, value))).toEqual([]);
  });

  test.each([
    ["server.auth", "5"],
    ["agent.package", "[]"],
    ["agent.startup_fallback_configs", "5"],
    ["extensions", "[]"],
    ["telemetry.traces", "text"],
  ])("%s: %s is of the wrong type all the same", async (path, value) => {
    const lines = await linesOf(withKey(path, value));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${path.replaceAll(".", "::")} must be`);
  });
});

test("keys that do nothing alone are known", async () => {
  const text = `${minimal}healthcheck: { read_timeout: 5s, cors: {} }\ntelemetry: { metrics: { level: detailed }, traces: { level: none } }\n`;
  expect(await problemsOf(text)).toEqual([]);
  expect(await linesOf(`${minimal}healthcheck: { read_timeuot: 5s }\n`)).toEqual([
    "3:16: healthcheck::read_timeuot: unknown key; did you mean `read_timeout`?",
  ]);
});
