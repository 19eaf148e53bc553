import type { Host } from "../runtime/ports.ts";
import type { AuthConfig } from "./auth-types.ts";
import { type ConditionalDefaults, conditionalDefaults } from "./conditional-defaults.ts";
import { readHealthAddress } from "./health-address.ts";
import { healthcheckSettings } from "./healthcheck-settings.ts";
import { packageSettings, packageWarnings } from "./package-settings.ts";
import type { PolicyConfig } from "./policy-types.ts";
import type { SupervisorFile } from "./schema/supervisor.ts";
import { asksUnverified, pollingWithoutEffect, serverSettings, tlsWithoutEffect } from "./server-settings.ts";
import type { OwnSignalsConfig } from "./telemetry-types.ts";
import { nearestPlace, type Place, type TreeNode } from "./tree.ts";
import type { CapabilitiesConfig, RunAsConfig, SecretKeySource, SupervisorConfig } from "./types.ts";

export interface SettingsOptions {
  file: SupervisorFile;
  /** Of the extension that `server.auth` names. */
  auth: AuthConfig | undefined;
  /** What of the supervisor's own telemetry is exported. */
  signals: OwnSignalsConfig | undefined;
  env: Readonly<Record<string, string>>;
  os: Host["os"];
}

/** The checked file as the rest of the program reads it. */
export function toSettings(options: SettingsOptions): SupervisorConfig {
  const { server, connection, agent, storage, telemetry, capabilities } = options.file;
  const { logs } = telemetry;
  const defaults = conditionalDefaults(options);
  const secretKey = secretKeyOf(storage.secrets);
  const previousSecretKey = secretKeyOf(storage.secrets.previous);
  return {
    ...(server && { server: serverSettings(server, options.auth) }),
    connection: {
      verifyTimeoutMs: connection.verify_timeout,
      returnAfterMs: connection.return_after,
      acceptOtherAuthorities: connection.accept_other_authorities,
    },
    capabilities: capabilitySettings(capabilities, defaults),
    agent: {
      executable: agent.executable,
      args: agent.args,
      env: agent.env,
      ...runAsSettings(agent.run_as),
      configFiles: agent.config_files,
      watchConfigFiles: agent.watch_config_files,
      lockedFiles: agent.locked_files,
      merge: {
        lists: Object.entries(agent.merge.paths).map(([path, list]) => ({ path: path.split("::"), list })),
        remove: agent.merge.remove.map((path) => path.split("::")),
        conflicts: agent.merge.conflicts,
      },
      otherConnections: new Map(Object.entries(agent.other_connections)),
      ...policySettings(agent),
      ...(agent.instance_id !== undefined &&
        agent.instance_id !== "" && { instanceId: canonicalUuid(agent.instance_id) }),
      description: {
        identifyingAttributes: agent.description.identifying_attributes,
        nonIdentifyingAttributes: agent.description.non_identifying_attributes,
        includeResourceAttributes: agent.description.include_resource_attributes,
      },
      bootstrapTimeoutMs: agent.bootstrap_timeout,
      configApplyTimeoutMs: agent.config_apply_timeout,
      configProbationMs: agent.config_probation,
      flowGuard: agent.flow_guard,
      flowGuardIntervalMs: agent.flow_guard_interval,
      validateConfig: agent.validate_config,
      automaticConfigRollback: agent.automatic_config_rollback,
      useHupConfigReload: agent.use_hup_config_reload ?? defaults.useHupConfigReload,
      onEmptyRemoteConfig: agent.on_empty_remote_config,
      startupFallbackConfigs: agent.startup_fallback_configs,
      fallbackAfterMs: agent.fallback.after,
      livenessTimeoutMs: agent.liveness_timeout,
      restartUnhealthy: agent.restart_unhealthy,
      orphanDetectionIntervalMs: agent.orphan_detection_interval,
      opampServerPort: agent.opamp_server_port,
      crashLogSnippetBytes: agent.collector_crash_log_snippet_kib * 1024,
      passthroughLogs: agent.passthrough_logs,
      logRotation: {
        maxBytes: agent.log_rotation.max_size_mib * 1024 * 1024,
        maxFiles: agent.log_rotation.max_files,
      },
      package: packageSettings(agent.package, agent.executable),
    },
    storage: {
      directory: storage.directory ?? defaults.storageDirectory,
      ...(secretKey && { secretKey }),
      ...(previousSecretKey && { previousSecretKey }),
    },
    telemetry: {
      logs: {
        level: logs.level,
        encoding: logs.encoding,
        outputPaths: logs.output_paths,
        errorOutputPaths: logs.error_output_paths,
      },
      metricsOff: telemetry.metrics.level === "none",
      tracesOff: telemetry.traces.level === "none",
      ...(options.signals && { signals: options.signals }),
    },
    ...healthcheckSettings(options.file.healthcheck),
  };
}

export interface Warning {
  place: Place;
  message: string;
}

/** What is taken but worth a word, for the places of `root`. */
export function settingsWarnings(file: SupervisorFile, root: TreeNode): Warning[] {
  const warnings: Warning[] = [];
  const warn = (path: string[], message: string): void => {
    warnings.push({ place: nearestPlace(root, path), message: `${path.join("::")}: ${message}` });
  };
  const { accepts_remote_config: accepts, reports_remote_config: reports } = file.capabilities;
  if (file.server && accepts && reports === false) {
    warn(
      ["capabilities", "reports_remote_config"],
      "false: the server will not be told whether a remote configuration was applied",
    );
  } else if (!accepts && reports === true) {
    warn(["capabilities", "reports_remote_config"], "true has no effect without accepts_remote_config");
  }
  const hasPlaces = Object.keys(file.agent.other_connections).length > 0;
  if (file.capabilities.accepts_other_connection_settings && !hasPlaces) {
    warn(
      ["capabilities", "accepts_other_connection_settings"],
      "true has no effect without agent::other_connections: every offer is refused",
    );
  } else if (!file.capabilities.accepts_other_connection_settings && hasPlaces) {
    warn(["agent", "other_connections"], "has no effect without capabilities::accepts_other_connection_settings");
  }
  if (file.server && tlsWithoutEffect(file.server)) {
    const which = /^ws:/i.test(file.server.endpoint) ? "a ws" : "an http";
    warn(["server", "tls"], `has no effect with ${which} endpoint, which has no TLS`);
  }
  if (file.server && pollingWithoutEffect(file.server)) {
    warn(
      ["server", "polling_interval"],
      "has no effect with a WebSocket endpoint, over which the server speaks at once",
    );
  }
  if (file.server && asksUnverified(file.server)) {
    warn(["server", "certificate_request"], "nothing verifies the server that is asked for a certificate");
  }
  for (const [path, message] of packageWarnings(file)) warn(path, message);
  if (readHealthAddress(file.healthcheck.endpoint).is === "unreadable") {
    warn(["healthcheck", "endpoint"], "is no host:port, so that health is not served");
  }
  return warnings;
}

function runAsSettings(text = ""): { runAs?: RunAsConfig } {
  const [user = "", group] = text.split(":");
  return user === "" ? {} : { runAs: { user, ...(group !== undefined && { group }) } };
}

/** `access_dirs` alone is a policy too: one that bounds nothing but files. */
function policySettings({ policy, access_dirs: accessDirs }: SupervisorFile["agent"]): { policy?: PolicyConfig } {
  if (policy === undefined && accessDirs === undefined) return {};
  if (policy === undefined) return { policy: { ...unbounded, accessDirs } };
  const { config_sources: configSources, ...bounds } = policy;
  return { policy: { ...bounds, accessDirs, configSources } };
}

const unbounded: PolicyConfig = {
  components: {},
  configSources: { env: ["*"], schemes: ["file", "http", "https", "yaml"] },
  required: [],
  limits: {},
};

/** To report what is not accepted has no effect. */
function capabilitySettings(file: SupervisorFile["capabilities"], defaults: ConditionalDefaults): CapabilitiesConfig {
  return {
    acceptsRemoteConfig: file.accepts_remote_config,
    reportsRemoteConfig: defaults.reportsRemoteConfig && file.reports_remote_config !== false,
    reportsEffectiveConfig: file.reports_effective_config,
    reportsOwnMetrics: file.reports_own_metrics,
    reportsOwnLogs: file.reports_own_logs,
    reportsOwnTraces: file.reports_own_traces,
    reportsHealth: file.reports_health,
    reportsHeartbeat: file.reports_heartbeat,
    reportsAvailableComponents: file.reports_available_components,
    acceptsRestartCommand: file.accepts_restart_command,
    acceptsOpampConnectionSettings: file.accepts_opamp_connection_settings,
    reportsConnectionSettingsStatus: file.reports_connection_settings_status,
    acceptsOtherConnectionSettings: file.accepts_other_connection_settings,
    acceptsPackages: file.accepts_packages,
    acceptsSupervisorPackage: file.accepts_supervisor_package,
    reportsPackageStatuses: defaults.reportsPackageStatuses && file.reports_package_statuses !== false,
  };
}

type SecretKeyFile = SupervisorFile["storage"]["secrets"]["previous"];

function secretKeyOf({
  key_source: source,
  key_name: name,
  key_args: args,
}: SecretKeyFile): SecretKeySource | undefined {
  switch (source) {
    case "env":
      return { from: source, name };
    case "file":
      return { from: source, path: name };
    case "command":
      return { from: source, executable: name, args };
    default:
      return undefined;
  }
}

function canonicalUuid(text: string): string {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:|[{}-]/g, "");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
