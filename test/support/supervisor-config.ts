import type {
  AgentConfig,
  CapabilitiesConfig,
  ConnectionConfig,
  ServerConfig,
  ServerTlsConfig,
  SupervisorConfig,
} from "../../src/config/types.ts";

export interface StatedConfig {
  capabilities?: Partial<CapabilitiesConfig>;
  agent?: Partial<AgentConfig>;
  connection?: Partial<ConnectionConfig>;
  server?: Partial<Omit<ServerConfig, "tls">>;
  tls?: Partial<ServerTlsConfig>;
}

/** A checked configuration with every capability on; the apply timeout is 5 s. */
export function supervisorConfig({ capabilities, connection, agent, server, tls }: StatedConfig = {}) {
  return {
    server: {
      endpoint: "ws://server.test/v1/opamp",
      headers: [],
      proxyConnectHeaders: [],
      compression: false,
      maxMessageBytes: 64 << 20,
      tls: { insecureSkipVerify: false, includeSystemRoots: false, cipherSuites: [], curves: [], ...tls },
      ...server,
    },
    connection: { verifyTimeoutMs: 60_000, returnAfterMs: 3_600_000, acceptOtherAuthorities: false, ...connection },
    capabilities: {
      acceptsRemoteConfig: true,
      reportsRemoteConfig: true,
      reportsEffectiveConfig: true,
      reportsOwnMetrics: true,
      reportsOwnLogs: true,
      reportsOwnTraces: true,
      reportsHealth: true,
      reportsHeartbeat: true,
      reportsAvailableComponents: true,
      acceptsRestartCommand: true,
      acceptsOtherConnectionSettings: true,
      acceptsOpampConnectionSettings: true,
      reportsConnectionSettingsStatus: true,
      acceptsPackages: true,
      acceptsSupervisorPackage: true,
      reportsPackageStatuses: true,
      ...capabilities,
    },
    agent: {
      executable: "/opt/otelcol",
      args: [],
      env: {},
      configFiles: [],
      watchConfigFiles: false,
      lockedFiles: [],
      merge: { lists: [], remove: [], conflicts: "warn" },
      otherConnections: new Map(),
      description: { identifyingAttributes: {}, nonIdentifyingAttributes: {}, includeResourceAttributes: false },
      bootstrapTimeoutMs: 3_000,
      configApplyTimeoutMs: 5_000,
      configProbationMs: 60_000,
      flowGuard: "warn",
      flowGuardIntervalMs: 10_000,
      validateConfig: true,
      automaticConfigRollback: true,
      useHupConfigReload: false,
      onEmptyRemoteConfig: "stop",
      startupFallbackConfigs: [],
      fallbackAfterMs: 0,
      livenessTimeoutMs: 180_000,
      restartUnhealthy: false,
      orphanDetectionIntervalMs: 5_000,
      opampServerPort: 0,
      crashLogSnippetBytes: 8_192,
      passthroughLogs: false,
      logRotation: { maxBytes: 16 * 1024 * 1024, maxFiles: 3 },
      package: {
        verifier: { type: "none" },
        agentBinary: "otelcol",
        allowDowngrade: false,
        keep: 2,
        allowed: [],
        download: { maxBytes: 1 << 30, maxDurationMs: 3_600_000 },
      },
      ...agent,
    },
    storage: { directory: "/state" },
    telemetry: {
      logs: { level: "info", encoding: "json", outputPaths: ["stderr"], errorOutputPaths: ["stderr"] },
      metricsOff: false,
      tracesOff: false,
    },
  } satisfies SupervisorConfig;
}

/** The same without a server. */
export function serverlessConfig(stated?: StatedConfig): SupervisorConfig {
  const { server: _, ...config } = supervisorConfig(stated);
  return config;
}
