import type { ReportedState } from "../../src/opamp/client/client.ts";
import { ConnectionSettingsStatuses, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";

const utf8 = new TextEncoder();
const startTime = 1_760_000_000_123_456_768;

/** All that an agent can tell: every kind of attribute value, bytes that are no text, a time in nanoseconds beyond 2^53. */
export const reported: ReportedState = {
  agentDescription: {
    identifyingAttributes: [{ key: "service.name", value: { stringValue: "otelcol" } }],
    nonIdentifyingAttributes: [
      { key: "flag", value: { boolValue: true } },
      { key: "count", value: { intValue: -42 } },
      { key: "ratio", value: { doubleValue: 0.25 } },
      { key: "raw", value: { bytesValue: Uint8Array.of(0, 255) } },
      { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { stringValue: "ü" }] } } },
      { key: "map", value: { kvlistValue: { values: [{ key: "k", value: { stringValue: "v" } }] } } },
    ],
  },
  health: {
    healthy: true,
    status: "StatusOK",
    startTimeUnixNano: startTime,
    componentHealthMap: { "pipeline:logs": { healthy: false, lastError: "no such file" } },
  },
  effectiveConfig: { configMap: { configMap: { "": { body: utf8.encode("a: 1\n"), contentType: "text/yaml" } } } },
  remoteConfigStatus: {
    lastRemoteConfigHash: Uint8Array.of(1, 2, 3),
    status: RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
    errorMessage: "port in use",
  },
  packageStatuses: {
    packages: { otelcol: { name: "otelcol", agentHasVersion: "0.150.0", agentHasHash: Uint8Array.of(8) } },
    serverProvidedAllPackagesHash: Uint8Array.of(9),
  },
  availableComponents: {
    hash: Uint8Array.of(7),
    components: { receivers: { subComponentMap: { otlp: { metadata: [{ key: "v", value: { stringValue: "1" } }] } } } },
  },
  customCapabilities: { capabilities: ["org.example.greeting"] },
  connectionSettingsStatus: {
    lastConnectionSettingsHash: Uint8Array.of(4),
    status: ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED,
  },
};

/** `reported` as a program on the reference library prints it: the components are there as their hash alone. */
export const seen = {
  agent_description: {
    identifying_attributes: [{ key: "service.name", value: { string_value: "otelcol" } }],
    non_identifying_attributes: [
      { key: "flag", value: { bool_value: true } },
      { key: "count", value: { int_value: "-42" } },
      { key: "ratio", value: { double_value: 0.25 } },
      { key: "raw", value: { bytes_value: "AP8=" } },
      { key: "list", value: { array_value: { values: [{ string_value: "a" }, { string_value: "ü" }] } } },
      { key: "map", value: { kvlist_value: { values: [{ key: "k", value: { string_value: "v" } }] } } },
    ],
  },
  health: {
    healthy: true,
    status: "StatusOK",
    start_time_unix_nano: String(BigInt(startTime)),
    component_health_map: { "pipeline:logs": { last_error: "no such file" } },
  },
  effective_config: { config_map: { config_map: { "": { body: "YTogMQo=", content_type: "text/yaml" } } } },
  remote_config_status: {
    last_remote_config_hash: "AQID",
    status: "RemoteConfigStatuses_FAILED",
    error_message: "port in use",
  },
  package_statuses: {
    packages: { otelcol: { name: "otelcol", agent_has_version: "0.150.0", agent_has_hash: "CA==" } },
    server_provided_all_packages_hash: "CQ==",
  },
  available_components: { hash: "Bw==" },
  custom_capabilities: { capabilities: ["org.example.greeting"] },
  connection_settings_status: {
    last_connection_settings_hash: "BA==",
    status: "ConnectionSettingsStatuses_APPLIED",
  },
};

/** The components of `reported` with their map. */
export const seenComponents = {
  hash: "Bw==",
  components: {
    receivers: { sub_component_map: { otlp: { metadata: [{ key: "v", value: { string_value: "1" } }] } } },
  },
};
