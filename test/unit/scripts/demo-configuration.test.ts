import { expect, test } from "bun:test";

import { supervisorConfiguration } from "../../../scripts/demo/supervisor-configuration.ts";
import { loadConfig } from "../../../src/config/load.ts";

test("the supervisor takes the configuration of the demo, and lets the page set what it can", async () => {
  const text = supervisorConfiguration({
    endpoint: "wss://127.0.0.1:4320/v1/opamp",
    caFile: "/demo/ca.crt",
    collector: "/demo/otelcol",
    storage: "/demo/storage",
  });
  const files = { read: async () => new TextEncoder().encode(text) };
  const loaded = await loadConfig({ path: "/demo/supervisor.yaml", files, env: {}, os: "linux" });
  expect(loaded).toMatchObject({
    ok: true,
    config: {
      capabilities: {
        acceptsRemoteConfig: true,
        acceptsRestartCommand: true,
        acceptsOtherConnectionSettings: true,
        reportsOwnMetrics: true,
        reportsOwnLogs: true,
        reportsOwnTraces: true,
      },
    },
  });
});
