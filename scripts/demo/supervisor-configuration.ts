import { stringify } from "yaml";

export interface SupervisorConfigurationOptions {
  endpoint: string;
  /** The server's authority; `undefined` without TLS. */
  caFile: string | undefined;
  /** Path of the Collector. */
  collector: string;
  /** Directory for the supervisor's state. */
  storage: string;
}

/** The `supervisor.yaml` of the demo: what the README shows, but the server's own authority is trusted. */
export function supervisorConfiguration(options: SupervisorConfigurationOptions): string {
  const { endpoint, caFile, collector, storage } = options;
  return stringify({
    server: { endpoint, ...(caFile !== undefined && { tls: { ca_file: caFile } }) },
    capabilities: {
      accepts_remote_config: true,
      accepts_restart_command: true,
      reports_effective_config: true,
      reports_own_metrics: false,
      reports_own_logs: true,
      reports_own_traces: false,
      reports_health: true,
      reports_remote_config: true,
    },
    agent: { executable: collector },
    storage: { directory: storage },
  });
}
