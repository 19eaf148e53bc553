/** Variable that marks the processes of one supervisor run, so that leftovers are recognised at the next start. */
export const markVariable = "OPAMPSUPERVISOR_RUN";

export interface EnvironmentOptions {
  /** The supervisor's own environment. */
  inherited: Readonly<Record<string, string>>;
  /** The operator's `agent.env`; wins over what is inherited. */
  configured: Readonly<Record<string, string>>;
  /** Value of the mark. */
  mark: string;
}

/** The environment of every Collector process. */
export function collectorEnvironment(options: EnvironmentOptions): Record<string, string> {
  return { ...options.inherited, ...options.configured, [markVariable]: options.mark };
}
