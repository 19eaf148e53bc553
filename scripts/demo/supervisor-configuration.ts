import { stringify } from "yaml";

import { factsOf, keysOf } from "../../src/config/schema-shape.ts";
import { capabilitiesSection } from "../../src/config/schema/capabilities.ts";

export interface SupervisorConfigurationOptions {
  endpoint: string;
  /** The server's authority; `undefined` without TLS. */
  caFile: string | undefined;
  /** Of the key with which the server signs packages. */
  publicKeyFile: string;
  /** Path of the Collector. */
  collector: string;
  /** Directory for the supervisor's state. */
  storage: string;
}

/** What the page can set of connections. */
const connections: ReadonlySet<string> = new Set([
  "accepts_opamp_connection_settings",
  "accepts_other_connection_settings",
  "reports_connection_settings_status",
]);

/**
 * The `supervisor.yaml` of the demo: what the README shows, but the server's own authority is trusted, a certificate is asked
 * for where there is TLS to show it in, packages are taken that the server has signed, and all that the page can set is let in as
 * far as this supervisor knows it.
 */
export function supervisorConfiguration(options: SupervisorConfigurationOptions): string {
  const { endpoint, caFile, publicKeyFile, collector, storage } = options;
  return stringify({
    server: {
      endpoint,
      ...(caFile !== undefined && { tls: { ca_file: caFile }, certificate_request: { enabled: true } }),
    },
    capabilities: {
      accepts_remote_config: true,
      accepts_restart_command: true,
      reports_effective_config: true,
      reports_own_metrics: true,
      reports_own_logs: true,
      reports_own_traces: true,
      reports_health: true,
      reports_remote_config: true,
      accepts_packages: true,
      reports_package_statuses: true,
      ...Object.fromEntries(supportedConnections().map((name) => [name, true])),
    },
    agent: {
      executable: collector,
      other_connections: { backend: { exporter: "otlp/backend" } },
      package: { verifier: { type: "key", key: { public_keys: [{ file: publicKeyFile }] } } },
    },
    storage: { directory: storage },
  });
}

function supportedConnections(): string[] {
  return keysOf(capabilitiesSection()).flatMap(([name, schema]) =>
    connections.has(name) && factsOf(schema).supported ? [name] : [],
  );
}
