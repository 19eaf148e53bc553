import { describe, expect, test } from "bun:test";

import { configOf, linesOf, loadText, minimal } from "../../support/supervisor-yaml.ts";

const text = (healthcheck: string) => `${minimal}healthcheck: { ${healthcheck} }\n`;
const served = async (healthcheck: string) => (await configOf(text(healthcheck))).healthcheck;

describe("healthcheck::endpoint", () => {
  test.each([
    ["localhost:13133", { hostname: "127.0.0.1", port: 13_133 }],
    ["0.0.0.0:80", { hostname: "0.0.0.0", port: 80 }],
    ['":8080"', { hostname: "::", port: 8_080 }],
    ['"[::1]:8080"', { hostname: "::1", port: 8_080 }],
    ["example.test:65535", { hostname: "example.test", port: 65_535 }],
  ])("%s is where health is served", async (endpoint, expected) => {
    expect(await served(`endpoint: ${endpoint}`)).toEqual({ ...expected, metrics: false });
  });

  test.each(['""', "localhost:0", '":0"'])("%s leaves it off", async (endpoint) => {
    expect(await served(`endpoint: ${endpoint}`)).toBeUndefined();
  });

  test.each(["localhost", '"a:b:80"', "localhost:http", '"::1:80"'])(
    "%s serves nothing, with a warning",
    async (endpoint) => {
      const loaded = await loadText(text(`endpoint: ${endpoint}`));
      expect(loaded).toMatchObject({ ok: true, warnings: [expect.stringContaining("is no host:port")] });
    },
  );

  test.each([
    ["localhost:65536", 65_536],
    ['"localhost:-1"', -1],
  ])("%s is refused in the Go supervisor's words", async (endpoint, port) => {
    const [line] = await linesOf(text(`endpoint: ${endpoint}`));
    expect(line).toEndWith(`healthcheck::endpoint must contain a valid port number, got ${port}`);
  });
});

describe("beside an endpoint", () => {
  const beside = (more: string) => text(`endpoint: "h:1", ${more}`);

  test.each([
    "read_timeout: 5s",
    "cors: { allowed_origins: [x] }",
    "auth: { authenticator: x }",
    "transport: unix",
    "keep_alives_enabled: false",
    "tls: { min_version: 1.3, cert_file: a, key_file: b }",
  ])("%s would do nothing and is refused by name", async (more) => {
    const lines = await linesOf(beside(more));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/healthcheck::(tls::)?\w+ is not supported yet$/);
  });

  test.each(["transport: tcp", "cors: {}", "read_timeout:", "middlewares: []", 'auth: ""'])(
    "%s asks for nothing",
    async (more) => {
      expect(await linesOf(beside(more))).toEqual([]);
    },
  );

  test("a certificate is read as files or text, with the authorities of clients", async () => {
    const tls = "tls: { cert_file: a, key_pem: b, client_ca_file: c }";
    expect(await served(`endpoint: "h:1", ${tls}`)).toMatchObject({
      tls: { cert: { file: "a" }, key: { pem: "b" }, clientCa: { file: "c" } },
    });
  });

  test.each([
    ["{ cert_file: a }", "healthcheck::tls::cert_file: provide both certificate and key, or neither"],
    ["{ key_file: a }", "healthcheck::tls::key_file: provide both certificate and key, or neither"],
    ["{ client_ca_file: a }", "healthcheck::tls::client_ca_file: provide both certificate and key, or neither"],
    [
      "{ cert_file: a, cert_pem: b, key_file: c }",
      "healthcheck::tls::cert_pem: provide either cert_file or cert_pem, but not both",
    ],
  ])("tls: %s is not whole", async (tls, message) => {
    const lines = await linesOf(beside(`tls: ${tls}`));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toEndWith(message);
  });
});

describe("healthcheck::metrics", () => {
  test("is off, and can be had beside an endpoint", async () => {
    expect(await served('endpoint: "h:1"')).toMatchObject({ metrics: false });
    expect(await served('endpoint: "h:1", metrics: true')).toMatchObject({ metrics: true });
  });

  test("is refused where metrics are turned off altogether", async () => {
    const off = "telemetry: { metrics: { level: none } }\n";
    const [line] = await linesOf(text('endpoint: "h:1", metrics: true') + off);
    expect(line).toEndWith("healthcheck::metrics: needs a telemetry::metrics::level other than none");
    expect((await loadText(text('endpoint: "h:1"') + off)).ok).toBe(true);
  });
});
