import { describe, expect, test } from "bun:test";

import { formatProblem } from "../../../src/config/problem.ts";
import { configOf, linesOf, loadText } from "../../support/supervisor-yaml.ts";

const text = (server: string, endpoint = "wss://h") =>
  `agent: { executable: /x }\nserver:\n  endpoint: ${endpoint}\n  ${server}\n`;
const faults = (server: string, endpoint?: string) => linesOf(text(server, endpoint));
const warnings = async (server: string, endpoint: string) => {
  const loaded = await loadText(text(server, endpoint));
  return loaded.ok ? loaded.warnings.map((line) => line.replace("/supervisor.yaml:", "")) : loaded.problems;
};
const bad = "invalid server::tls settings:";

describe("server::tls", () => {
  test.each([
    [
      "tls: { ca_file: a, ca_pem: b }",
      `4:30: server::tls::ca_pem: ${bad} provide either ca_file or ca_pem, but not both`,
    ],
    [
      "tls: { cert_pem: a, key_pem: b, cert_file: c }",
      `4:20: server::tls::cert_pem: ${bad} provide either cert_file or cert_pem, but not both`,
    ],
    [
      "tls: { cert_pem: a }",
      `4:20: server::tls::cert_pem: ${bad} provide both certificate and key, or neither; key_pem is missing`,
    ],
    [
      "tls: { key_pem: a }",
      `4:19: server::tls::key_pem: ${bad} provide both certificate and key, or neither; cert_pem is missing`,
    ],
    [
      "tls: { min_version: '1.4' }",
      '4:23: server::tls::min_version must be "1.0", "1.1", "1.2" or "1.3", in quotes; was "1.4"',
    ],
    [
      "tls: { min_version: 1.2 }",
      '4:23: server::tls::min_version must be "1.0", "1.1", "1.2" or "1.3", in quotes; was 1.2',
    ],
    [
      "tls: { min_version: '1.3', max_version: '1.2' }",
      `4:43: server::tls::max_version: ${bad} min_version 1.3 cannot be greater than max_version 1.2`,
    ],
    [
      "tls: { max_version: '1.1' }",
      `4:23: server::tls::max_version: ${bad} min_version 1.2 cannot be greater than max_version 1.1`,
    ],
    [
      "tls: { cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256], min_version: '1.3' }",
      `4:25: server::tls::cipher_suites: ${bad} cipher_suites are for TLS up to 1.2, but min_version is 1.3`,
    ],
    [
      "tls: { cipher_suites: [TLS_AES_128_GCM_SHA256] }",
      '4:26: server::tls::cipher_suites[0]: belongs to TLS 1.3, whose cipher suites cannot be chosen; list those of TLS 1.2 only; was "TLS_AES_128_GCM_SHA256"',
    ],
    [
      "tls: { reload_interval: soon }",
      '4:27: server::tls::reload_interval must be a duration such as 5s, 1m30s or 500ms; was "soon"',
    ],
    ["tls: { reload_interval: 10ms }", '4:27: server::tls::reload_interval must be at least 1s; was "10ms"'],
    ["tls: { reload_interval: -5s }", '4:27: server::tls::reload_interval must be at least 1s; was "-5s"'],
    [
      "tls: { tpm: { enabled: true } }",
      "4:26: server::tls::tpm::enabled: a key in a trusted platform module is not supported; use a key in a file, key_file",
    ],
  ])("%s is refused", async (server, line) => {
    expect(await faults(server)).toEqual([line]);
  });

  test.each(["TLS_RSA_WITH_RC4_128_SHA", "constructor"])(
    "the cipher suite %s is refused with those there are",
    async (name) => {
      const [line] = await faults(`tls: { cipher_suites: [${name}] }`);
      expect(line).toStartWith(
        "4:26: server::tls::cipher_suites[0] must be one of TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, ",
      );
      expect(line).toEndWith(`; was "${name}"`);
    },
  );

  test("a curve that there is not is refused with those there are", async () => {
    expect(await faults("tls: { curve_preferences: [X25519, P224] }")).toEqual([
      '4:38: server::tls::curve_preferences[1] must be one of X25519, P256, P384, P521, X25519MLKEM768; was "P224"',
    ]);
  });

  test.each([
    ["wss", "4:20: server::tls::insecure: true is not supported with a wss endpoint; use ws, or insecure_skip_verify"],
    [
      "https",
      "4:20: server::tls::insecure: true is not supported with an https endpoint; use http, or insecure_skip_verify",
    ],
  ])("insecure contradicts %s", async (scheme, line) => {
    expect(await faults("tls: { insecure: true }", `${scheme}://h`)).toEqual([line]);
  });

  test("keys that are empty are not set", async () => {
    const empty = ["ca_file", "ca_pem", "cert_file", "cert_pem", "key_file", "key_pem", "server_name_override"];
    const unset = [...empty, "min_version", "max_version", "reload_interval"].map((key) => `${key}: ""`);
    const { server } = await configOf(
      text(`tls: { ${unset.join(", ")}, cipher_suites: [], curve_preferences: , insecure: false }`),
    );
    expect(server?.tls).toEqual({ insecureSkipVerify: false, includeSystemRoots: false, cipherSuites: [], curves: [] });
    expect((await configOf(text("tls: { reload_interval: 0s }"))).server?.tls).toEqual(server?.tls);
  });

  test("without effect is told", async () => {
    for (const tls of [
      "ca_pem: a",
      "server_name_override: n",
      "insecure_skip_verify: true",
      "cert_file: a, key_file: b",
    ]) {
      expect(await warnings(`tls: { ${tls} }`, "http://h")).toEqual([
        "4:8: server::tls: has no effect with an http endpoint, which has no TLS",
      ]);
      expect(await warnings(`tls: { ${tls} }`, "https://h")).toEqual([]);
      expect(await warnings(`tls: { ${tls} }\n  proxy_url: https://p`, "ws://h")).toEqual([]);
    }
  });
});

describe("server::polling_interval", () => {
  const intervalOf = async (written: string) => {
    const { server } = await configOf(text(`polling_interval: ${written}`, "http://h"));
    return server?.pollingIntervalMs;
  };

  test("is a duration, at least one second; without one the client's own holds", async () => {
    expect(await intervalOf("1m30s")).toBe(90_000);
    expect(await intervalOf("0s")).toBeUndefined();
    expect((await configOf(text("compression: false", "https://h"))).server).not.toHaveProperty("pollingIntervalMs");
    expect(await faults("polling_interval: 10ms", "http://h")).toEqual([
      '4:21: server::polling_interval must be at least 1s; was "10ms"',
    ]);
  });

  test("is told to have no effect over WebSocket, and has none", async () => {
    expect(await warnings("polling_interval: 5s", "wss://h")).toEqual([
      "4:21: server::polling_interval: has no effect with a WebSocket endpoint, over which the server speaks at once",
    ]);
    expect((await configOf(text("polling_interval: 5s", "wss://h"))).server).not.toHaveProperty("pollingIntervalMs");
    expect(await warnings("polling_interval: 5s", "https://h")).toEqual([]);
  });
});

describe("server::proxy_url", () => {
  test.each([
    ["http://proxy.example:3128", "http://proxy.example:3128/"],
    ["proxy.example:3128", "http://proxy.example:3128/"],
    ["https://user:p%40ss@[::1]:1", "https://user:p%40ss@[::1]:1/"],
  ])("%s is a proxy", async (written, url) => {
    expect((await configOf(text(`proxy_url: "${written}"`))).server?.proxyUrl).toBe(url);
  });

  test.each([
    ["socks5://me:hunter22@h", "server::proxy_url must be an http or https proxy, socks5 proxies are not supported"],
    ["me:hunter22@h/path", "server::proxy_url must end with the host and port of the proxy"],
    ["http://me:hunter22@", "server::proxy_url must be the URL of a proxy, such as http://proxy.example:3128"],
    ["http://me:hunter22 @h", "server::proxy_url must be the URL of a proxy, such as http://proxy.example:3128"],
  ])("%s is refused without being shown", async (written, message) => {
    expect(await faults(`proxy_url: "${written}"`)).toEqual([`4:14: ${message}`]);
  });

  test("of a wrong type is not shown either", async () => {
    expect(await faults("proxy_url: [hunter22]")).toEqual(["4:14: server::proxy_url must be a string; was a list"]);
  });

  test("that is empty is not set", async () => {
    expect((await configOf(text('proxy_url: ""'))).server).not.toHaveProperty("proxyUrl");
  });
});

test("headers for the proxy are checked like those for the server, and as secret", async () => {
  expect(await faults('proxy_connect_headers: { Host: h, "a b": hunter22 }')).toEqual([
    "4:34: server::proxy_connect_headers::Host is set by the connection",
    "4:44: server::proxy_connect_headers::a b is not a valid header name",
  ]);
});

test.each(["0", "1025", "1.5"])("a largest message of %s MiB is refused", async (size) => {
  const [line] = await faults(`max_message_size_mib: ${size}`);
  expect(line).toStartWith("4:25: server::max_message_size_mib must be ");
});

test("a problem that shows only later is told with the place of its key", async () => {
  const loaded = await loadText(text("tls: { ca_file: a }"));
  const problem = loaded.ok
    ? loaded.problem({ code: "TLS_FILE", message: "a: is missing", path: ["server", "tls", "ca_file"] })
    : undefined;
  expect(problem && formatProblem(problem)).toBe(
    "/supervisor.yaml:4:19: server::tls::ca_file: a: is missing [TLS_FILE]",
  );
  const whole = loaded.ok ? loaded.problem({ code: "PROXY", message: "HTTP_PROXY is wrong" }) : undefined;
  expect(whole && formatProblem(whole)).toBe("/supervisor.yaml: HTTP_PROXY is wrong [PROXY]");
});
