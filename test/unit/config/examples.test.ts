import { describe, expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { loadConfig } from "../../../src/config/load.ts";
import type { Host } from "../../../src/runtime/ports.ts";
import { projectRoot } from "../../support/project.ts";

function load(os: Host["os"], env: Record<string, string> = {}) {
  const files = { read: (path: string): Promise<Uint8Array> => readFile(path) };
  return loadConfig({ path: join(projectRoot, `examples/config/supervisor_${os}.yaml`), files, env, os });
}

describe("the example for", () => {
  test("Linux is valid without a warning", async () => {
    expect(await load("linux")).toMatchObject({
      ok: true,
      warnings: [],
      config: {
        server: { endpoint: "wss://127.0.0.1:4320/v1/opamp", tls: { insecureSkipVerify: true } },
        capabilities: { acceptsRemoteConfig: true, reportsRemoteConfig: true, reportsOwnLogs: true },
        agent: { executable: "/usr/local/bin/otelcol" },
        storage: { directory: "/var/lib/otelcol/supervisor" },
      },
    });
    expect(await load("linux", { OTEL_COLLECTOR_BINARY: "/opt/otelcol" })).toMatchObject({
      config: { agent: { executable: "/opt/otelcol" } },
    });
  });

  test("macOS is valid without a warning", async () => {
    expect(await load("darwin")).toMatchObject({
      ok: true,
      warnings: [],
      config: { storage: { directory: "./storage" } },
    });
  });

  test("Windows is valid without a warning", async () => {
    expect(await load("windows", { ProgramFiles: "C:\\Program Files", ProgramData: "C:\\ProgramData" })).toMatchObject({
      ok: true,
      warnings: [],
      config: {
        agent: { executable: "C:\\Program Files\\OpenTelemetry Collector\\otelcol.exe" },
        storage: { directory: "C:\\ProgramData\\Otelcol\\Supervisor" },
      },
    });
  });
});
