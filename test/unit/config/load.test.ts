import { describe, expect, test } from "bun:test";

import { loadConfig } from "../../../src/config/load.ts";
import { problemText } from "../../../src/config/problem.ts";
import type { ConnectionPlaceConfig } from "../../../src/config/types.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { configOf, linesOf, loadText, minimal } from "../../support/supervisor-yaml.ts";
import { walkthroughConfig } from "../../support/walkthrough-config.ts";

/** How configurations are applied where the file says nothing of it. */
const packageDefaults = {
  agentBinary: "otelcol",
  allowDowngrade: false,
  keep: 2,
  allowed: [],
  download: { maxBytes: 1024 * 1024 * 1024, maxDurationMs: 3_600_000 },
};

const applyDefaults = {
  configProbationMs: 60_000,
  validateConfig: true,
  automaticConfigRollback: true,
  useHupConfigReload: true,
  onEmptyRemoteConfig: "stop",
  startupFallbackConfigs: [],
  fallbackAfterMs: 0,
  livenessTimeoutMs: 180_000,
  restartUnhealthy: false,
} as const;

describe("a configuration with only what is needed", () => {
  test.each([
    ["otel", { user: "otel" }],
    ["otel:adm", { user: "otel", group: "adm" }],
    ['"1000:1000"', { user: "1000", group: "1000" }],
  ])("agent.run_as: %s names whom the Collector runs as", async (value, runAs) => {
    const text = `server: { endpoint: ws://h }\nagent: { executable: /x, run_as: ${value} }\n`;
    expect((await configOf(text)).agent.runAs).toEqual(runAs);
  });

  test("has every default", async () => {
    expect(await loadText(minimal)).toEqual({
      ok: true,
      warnings: [],
      problem: expect.any(Function),
      stated: expect.any(Object),
      config: {
        server: {
          endpoint: "ws://127.0.0.1:4320/v1/opamp",
          headers: [],
          proxyConnectHeaders: [],
          compression: false,
          maxMessageBytes: 64 * 1024 * 1024,
          tls: { insecureSkipVerify: false, includeSystemRoots: false, cipherSuites: [], curves: [] },
        },
        connection: { verifyTimeoutMs: 60_000, returnAfterMs: 3_600_000, acceptOtherAuthorities: false },
        capabilities: {
          acceptsRemoteConfig: false,
          reportsRemoteConfig: false,
          reportsEffectiveConfig: true,
          reportsOwnMetrics: true,
          reportsOwnLogs: false,
          reportsOwnTraces: false,
          reportsHealth: true,
          reportsHeartbeat: true,
          reportsAvailableComponents: true,
          acceptsRestartCommand: false,
          acceptsOtherConnectionSettings: false,
          acceptsOpampConnectionSettings: false,
          reportsConnectionSettingsStatus: false,
          acceptsPackages: false,
          acceptsSupervisorPackage: false,
          reportsPackageStatuses: false,
        },
        agent: {
          executable: "/otelcol",
          args: [],
          env: {},
          configFiles: [],
          watchConfigFiles: false,
          flowGuard: "warn",
          flowGuardIntervalMs: 10_000,
          lockedFiles: [],
          merge: { lists: [], remove: [], conflicts: "warn" },
          otherConnections: new Map(),
          description: { identifyingAttributes: {}, nonIdentifyingAttributes: {}, includeResourceAttributes: false },
          bootstrapTimeoutMs: 10_000,
          configApplyTimeoutMs: 5000,
          ...applyDefaults,
          orphanDetectionIntervalMs: 5000,
          opampServerPort: 0,
          crashLogSnippetBytes: 8192,
          passthroughLogs: false,
          logRotation: { maxBytes: 16 * 1024 * 1024, maxFiles: 3 },
          package: packageDefaults,
        },
        storage: { directory: "/var/lib/otelcol/supervisor" },
        telemetry: {
          logs: { level: "info", encoding: "json", outputPaths: ["stdout"], errorOutputPaths: ["stderr"] },
          metricsOff: false,
          tracesOff: false,
        },
      },
    });
  });

  test.each([
    [{ ProgramData: "D:\\Data" }, "D:\\Data\\Otelcol\\Supervisor"],
    [{ PROGRAMDATA: "D:\\Data\\" }, "D:\\Data\\Otelcol\\Supervisor"],
    [{ ProgramData: "" }, "C:\\ProgramData\\Otelcol\\Supervisor"],
    [{}, "C:\\ProgramData\\Otelcol\\Supervisor"],
  ])("keeps its state below %p on Windows", async (env, directory) => {
    expect((await configOf(minimal, { os: "windows", env })).storage.directory).toBe(directory);
  });

  test("keeps its state in one place on Linux and macOS", async () => {
    expect((await configOf(minimal, { os: "darwin" })).storage.directory).toBe("/var/lib/otelcol/supervisor");
  });

  test("keeps its defaults where keys and sections are written without a value", async () => {
    const empty = [
      "server:\n  endpoint: ws://127.0.0.1:4320/v1/opamp\n  headers:\n  tls:\n",
      "agent:\n  executable: /otelcol\n  args:\n  description:\n  bootstrap_timeout:\n  opamp_server_port: null\n",
      "capabilities:\nstorage:\n  directory:\ntelemetry:\n  logs:\n    level: ~\nhealthcheck:\nextensions:\n",
    ].join("");
    expect(await configOf(empty)).toEqual(await configOf(minimal));
  });
});

test("the file of the walkthrough is read as it is printed", async () => {
  const text = walkthroughConfig({ endpoint: "wss://127.0.0.1:4320/v1/opamp", executable: "/usr/local/bin/otelcol" });
  const result = await loadText(text);
  expect(result).toMatchObject({
    ok: true,
    warnings: [],
    config: {
      server: { endpoint: "wss://127.0.0.1:4320/v1/opamp", tls: { insecureSkipVerify: true } },
      connection: { verifyTimeoutMs: 60_000, returnAfterMs: 3_600_000, acceptOtherAuthorities: false },
      capabilities: {
        acceptsRemoteConfig: true,
        reportsRemoteConfig: true,
        reportsEffectiveConfig: true,
        reportsOwnMetrics: false,
        reportsOwnLogs: true,
        reportsOwnTraces: false,
        reportsHealth: true,
      },
      agent: { executable: "/usr/local/bin/otelcol" },
      storage: { directory: "./storage" },
    },
  });
});

test("a file of the Go supervisor is read as it is", async () => {
  const text = `server:
  endpoint: wss://127.0.0.1:4320/v1/opamp
  tls:
    # For tests.
    insecure_skip_verify: true

capabilities:
  reports_effective_config: true
  reports_own_metrics: true
  reports_health: true
  accepts_remote_config: true
  reports_remote_config: true

agent:
  executable: ../../bin/otelcontribcol_linux_amd64

storage:
  directory: .
`;
  expect(await loadText(text)).toMatchObject({
    ok: true,
    warnings: [],
    config: { agent: { executable: "../../bin/otelcontribcol_linux_amd64" }, storage: { directory: "." } },
  });
});

test("every supported key reaches the configuration", async () => {
  const text = `server:
  endpoint: WSS://server.example:8443/opamp?tenant=a
  headers:
    Authorization: Bearer a, b
    X-Many: [one, two]
    X-None: []
    X-Empty: ""
  proxy_url: "user:p%40ss@proxy.example:3128"
  proxy_connect_headers: { X-Proxy: a }
  compression: true
  max_message_size_mib: 8
  tls:
    ca_file: ca.pem
    include_system_ca_certs_pool: true
    cert_file: cert.pem
    key_pem: "PEM of the key"
    server_name_override: opamp.example
    min_version: "1.2"
    max_version: "1.3"
    cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]
    curve_preferences: [X25519, P256]
    reload_interval: 1h
    insecure: false
capabilities:
  accepts_remote_config: true
  reports_effective_config: false
  reports_own_metrics: false
  reports_own_logs: true
  reports_own_traces: true
  reports_health: false
  reports_heartbeat: false
  reports_available_components: false
  accepts_other_connection_settings: true
agent:
  executable: ./otelcol
  args: [--feature-gates, a]
  env: { A: b, EMPTY: , NUMBER: "1" }
  config_files: [base.yaml, C:\\conf.yaml, $REMOTE_CONFIG, "file:a.yaml", "env:CONFIG"]
  watch_config_files: true
  flow_guard: rollback
  flow_guard_interval: 5s
  locked_files: [base.yaml]
  merge:
    paths: { "service::pipelines::*::processors": append }
    remove: ["exporters::debug"]
    conflicts: fail
  other_connections:
    b: { exporter: otlp/b, settings: { wait: "a::timeout" }, allow_insecure_tls: true }
    c: { extension: http_forwarder, section: egress }
  instance_id: 01965352-9958-72da-905C-e40329c32c64
  description:
    identifying_attributes: { service.namespace: n }
    non_identifying_attributes: { host.name: h }
    include_resource_attributes: true
  bootstrap_timeout: 3s
  config_apply_timeout: 1m30s
  orphan_detection_interval: 500ms
  opamp_server_port: 65535
  collector_crash_log_snippet_kib: 1024
  passthrough_logs: true
  log_rotation: { max_size_mib: 1, max_files: 7 }
storage: { directory: state }
telemetry:
  logs:
    level: DEBUG
    encoding: console
    output_paths: [stderr, log/supervisor.log]
    error_output_paths: stdout,errors.log
`;
  expect(await configOf(text)).toEqual({
    server: {
      endpoint: "WSS://server.example:8443/opamp?tenant=a",
      headers: [
        ["Authorization", "Bearer a, b"],
        ["X-Many", "one"],
        ["X-Many", "two"],
      ],
      proxyUrl: "http://user:p%40ss@proxy.example:3128/",
      proxyConnectHeaders: [["X-Proxy", "a"]],
      compression: true,
      maxMessageBytes: 8 * 1024 * 1024,
      tls: {
        insecureSkipVerify: false,
        ca: { file: "ca.pem" },
        includeSystemRoots: true,
        cert: { file: "cert.pem" },
        key: { pem: "PEM of the key" },
        serverName: "opamp.example",
        minVersion: "1.2",
        maxVersion: "1.3",
        cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
        curves: ["X25519", "P256"],
        reloadIntervalMs: 3_600_000,
      },
    },
    connection: { verifyTimeoutMs: 60_000, returnAfterMs: 3_600_000, acceptOtherAuthorities: false },
    capabilities: {
      acceptsRemoteConfig: true,
      reportsRemoteConfig: true,
      reportsEffectiveConfig: false,
      reportsOwnMetrics: false,
      reportsOwnLogs: true,
      reportsOwnTraces: true,
      reportsHealth: false,
      reportsHeartbeat: false,
      reportsAvailableComponents: false,
      acceptsRestartCommand: false,
      acceptsOtherConnectionSettings: true,
      acceptsOpampConnectionSettings: false,
      reportsConnectionSettingsStatus: false,
      acceptsPackages: false,
      acceptsSupervisorPackage: false,
      reportsPackageStatuses: false,
    },
    agent: {
      executable: "./otelcol",
      args: ["--feature-gates", "a"],
      env: { A: "b", EMPTY: "", NUMBER: "1" },
      watchConfigFiles: true,
      flowGuard: "rollback",
      flowGuardIntervalMs: 5_000,
      configFiles: ["base.yaml", "C:\\conf.yaml", "$REMOTE_CONFIG", "file:a.yaml", "env:CONFIG"],
      lockedFiles: ["base.yaml"],
      merge: {
        lists: [{ path: ["service", "pipelines", "*", "processors"], list: "append" }],
        remove: [["exporters", "debug"]],
        conflicts: "fail",
      },
      otherConnections: new Map<string, ConnectionPlaceConfig>([
        [
          "b",
          { path: ["exporters", "otlp/b"], settings: new Map([["wait", ["a", "timeout"]]]), allowInsecureTls: true },
        ],
        ["c", { path: ["extensions", "http_forwarder", "egress"], settings: new Map(), allowInsecureTls: false }],
      ]),
      instanceId: "01965352-9958-72da-905c-e40329c32c64",
      description: {
        identifyingAttributes: { "service.namespace": "n" },
        nonIdentifyingAttributes: { "host.name": "h" },
        includeResourceAttributes: true,
      },
      bootstrapTimeoutMs: 3000,
      configApplyTimeoutMs: 90_000,
      ...applyDefaults,
      orphanDetectionIntervalMs: 500,
      opampServerPort: 65535,
      crashLogSnippetBytes: 1024 * 1024,
      passthroughLogs: true,
      logRotation: { maxBytes: 1024 * 1024, maxFiles: 7 },
      package: packageDefaults,
    },
    storage: { directory: "state" },
    telemetry: {
      logs: {
        level: "debug",
        encoding: "console",
        outputPaths: ["stderr", "log/supervisor.log"],
        errorOutputPaths: ["stdout", "errors.log"],
      },
      metricsOff: false,
      tracesOff: false,
    },
  });
});

describe("a file is refused", () => {
  async function firstLine(files: MemoryFiles, path: string): Promise<string | undefined> {
    const result = await loadConfig({ path, files, env: {}, os: "linux" });
    return result.ok ? undefined : result.problems.map(problemText).join("\n");
  }

  test("that is not there or cannot be read", async () => {
    const files = new MemoryFiles();
    expect(await firstLine(files, "")).toBe(": path to config file cannot be empty");
    expect(await firstLine(files, "/none.yaml")).toBe(
      "/none.yaml: cannot retrieve the configuration: unable to read the file: no such file or directory",
    );
    files.failOn("read", "/closed.yaml", "EACCES");
    expect(await firstLine(files, "/closed.yaml")).toEndWith("unable to read the file: permission denied");
    files.failOn("read", "/odd.yaml", "EIO");
    expect(await firstLine(files, "/odd.yaml")).toEndWith("unable to read the file: EIO");
  });

  test.each(["", "\n", "# only a comment\n", "---\n"])("that holds nothing: %p", async (text) => {
    expect(await linesOf(text)).toEqual(["1:1: the file is empty; agent::executable must be specified"]);
  });

  test.each([
    ["server", '1:1: must be a mapping; was "server"'],
    ["- a\n", "1:1: must be a mapping; was a list"],
    ["\n  5\n", "2:3: must be a mapping; was 5"],
  ])("that is no mapping: %p", async (text, line) => {
    expect(await linesOf(text)).toEqual([line]);
  });

  test("that is broken YAML, with that alone", async () => {
    expect(await linesOf("server:\n\tendpoint: 5\nagnet: 1\n")).toEqual([
      "2:1: not valid YAML: Tabs are not allowed as indentation",
    ]);
  });

  test("that is not text", async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode("server:\n  ä: "), 0xc3, 0x28]);
    expect(await linesOf(bytes)).toEqual(["2:6: is not text in UTF-8"]);
  });
});

test.each([
  ["UTF-8 with a byte order mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf8")],
  ["UTF-16, as shells on Windows write it", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ["UTF-16, the other way round", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ["line breaks of Windows", (text: string) => Buffer.from(text.replaceAll("\n", "\r\n"), "utf8")],
])("a file in %s is read, with the same places", async (_, encode) => {
  expect(await loadText(encode(minimal))).toMatchObject({ ok: true });
  expect(await linesOf(encode(`${minimal}storage:\n  directroy: x\n`))).toEqual([
    "4:3: storage::directroy: unknown key; did you mean `directory`?",
  ]);
});

test("file: in front of the path is taken", async () => {
  const files = new MemoryFiles();
  files.put("/supervisor.yaml", minimal);
  expect(await loadConfig({ path: "file:/supervisor.yaml", files, env: {}, os: "linux" })).toMatchObject({ ok: true });
});

test("a file without a server section is a supervisor without a server, and nothing is told of what a server would miss", async () => {
  const capabilities = "capabilities: { accepts_remote_config: true, reports_remote_config: false }\n";
  const loaded = await loadText(`agent: { executable: /otelcol }\n${capabilities}`);
  expect(loaded).toMatchObject({ ok: true, warnings: [] });
  expect(loaded.ok && loaded.config).not.toHaveProperty("server");
  const { server: _server, ...rest } = await configOf(minimal + capabilities);
  expect(loaded.ok && loaded.config).toEqual(rest);
});

test("a server section that a variable leaves empty is no absent one", async () => {
  expect(await linesOf("agent: { executable: /otelcol }\nserver: ${env:SERVER}\n")).toEqual([
    "2:9: server::endpoint must be specified",
  ]);
});

describe("what is taken with a warning", () => {
  async function warningsOf(rest: string): Promise<string[]> {
    const result = await loadText(minimal + rest);
    return result.ok ? result.warnings : ["refused"];
  }

  test("is reports_remote_config against accepts_remote_config", async () => {
    expect(await warningsOf("capabilities:\n  accepts_remote_config: true\n  reports_remote_config: false\n")).toEqual([
      "/supervisor.yaml:5:26: capabilities::reports_remote_config: false: the server will not be told whether a remote configuration was applied",
    ]);
    expect(await warningsOf("capabilities:\n  reports_remote_config: true\n")).toEqual([
      "/supervisor.yaml:4:26: capabilities::reports_remote_config: true has no effect without accepts_remote_config",
    ]);
    expect(await warningsOf("capabilities: { reports_remote_config: false }\n")).toEqual([]);
  });

  test("is TLS for an endpoint without it", async () => {
    const result = await loadText(
      "server:\n  endpoint: ws://h\n  tls: { ca_file: ca.pem, insecure: true }\nagent: { executable: /x }\n",
    );
    expect(result).toMatchObject({
      ok: true,
      warnings: ["/supervisor.yaml:3:8: server::tls: has no effect with a ws endpoint, which has no TLS"],
    });
  });

  test.each([
    ["", false, false],
    ["accepts_remote_config: true", true, true],
    ["accepts_remote_config: true, reports_remote_config: true", true, true],
    ["accepts_remote_config: true, reports_remote_config: false", true, false],
    ["accepts_remote_config: true, reports_remote_config: null", true, true],
    ["reports_remote_config: true", false, false],
  ])("{ %s } accepts: %p, reports: %p", async (keys, acceptsRemoteConfig, reportsRemoteConfig) => {
    const { capabilities } = await configOf(`${minimal}capabilities: { ${keys} }\n`);
    expect(capabilities).toMatchObject({ acceptsRemoteConfig, reportsRemoteConfig });
  });
});

test.each([
  "01965352995872da905ce40329c32c64",
  "{01965352-9958-72DA-905C-E40329C32C64}",
  "urn:uuid:01965352-9958-72da-905c-e40329c32c64",
])("the instance id %s is brought to one form", async (id) => {
  const text = `server: { endpoint: ws://h }\nagent: { executable: /x, instance_id: "${id}" }\n`;
  expect((await configOf(text)).agent.instanceId).toBe("01965352-9958-72da-905c-e40329c32c64");
});

describe("an instance id from elsewhere", () => {
  const id = "01965352-9958-72da-905c-e40329c32c64";
  const text = (reference: string) =>
    `server: { endpoint: ws://h }\nagent:\n  executable: /x\n  instance_id: ${reference}\n`;
  const options = {
    env: { ID: id, EMPTY: "", WRONG: "web-1", DIGITS: "12345678901234567890123456789012" },
    files: {
      "/id": `${id}\n`,
      "/spaced": ` ${id} \r\n\r\n`,
      "/empty": "\n",
      "/wrong": "web-1\n",
      "/machine-id": `${id.replaceAll("-", "")}\n`,
    },
  };

  test.each([
    "${env:ID}",
    "${ID}",
    "${env:NONE:-01965352-9958-72da-905c-e40329c32c64}",
    "${file:/id}",
    "${file:/spaced}",
    "${file:/machine-id}",
  ])("%s is used", async (reference) => {
    expect((await configOf(text(reference), options)).agent.instanceId).toBe(id);
  });

  test("that is digits alone is no number", async () => {
    expect((await configOf(text("${env:DIGITS}"), options)).agent.instanceId).toBe(
      "12345678-9012-3456-7890-123456789012",
    );
  });

  test.each(["${env:NONE}", "${env:EMPTY}", "${env:NONE:-}", "${file:/empty}"])(
    "%s, which holds none, is refused: no other is made up",
    async (reference) => {
      expect(await linesOf(text(reference), options)).toEqual([
        "4:16: agent::instance_id must be a UUID; the variable or file that it refers to is not set or empty",
      ]);
    },
  );

  test.each(["${env:WRONG}", "${file:/wrong}"])("%s, which is no UUID, is refused", async (reference) => {
    expect(await linesOf(text(reference), options)).toEqual(["4:16: agent::instance_id must be a UUID; was (hidden)"]);
  });

  test("in a file that is not there is refused with its path", async () => {
    expect(await linesOf(text("${file:/none}"), options)).toEqual([
      "4:16: agent::instance_id: unable to read the file /none: no such file or directory",
    ]);
  });
});

test("an empty instance id is none", async () => {
  const text = 'server: { endpoint: ws://h }\nagent: { executable: /x, instance_id: "" }\n';
  expect((await configOf(text)).agent).not.toHaveProperty("instanceId");
});

test.each([
  ["Debug", "debug"],
  ["WARN", "warn"],
  ["warning", "warn"],
  ["fatal", "error"],
  ["''", "info"],
  ["-1", "debug"],
  ["0", "info"],
  ["1", "warn"],
  ["2", "error"],
  ["5", "error"],
] as const)("the log level %s is %s", async (level, expected) => {
  expect((await configOf(`${minimal}telemetry: { logs: { level: ${level} } }\n`)).telemetry.logs.level).toBe(expected);
});
