export interface WalkthroughConfigOptions {
  endpoint: string;
  /** Path of the Collector. */
  executable: string;
}

/** The `supervisor.yaml` of the walkthrough. */
export function walkthroughConfig({ endpoint, executable }: WalkthroughConfigOptions): string {
  return `server:
  endpoint: ${endpoint}
  tls:
    insecure_skip_verify: true
capabilities:
  accepts_remote_config: true
  reports_effective_config: true
  reports_own_metrics: false
  reports_own_logs: true
  reports_own_traces: false
  reports_health: true
  reports_remote_config: true
agent:
  executable: ${executable}
storage:
  directory: ./storage
`;
}
