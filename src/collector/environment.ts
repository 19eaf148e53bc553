/** Variable that marks the processes of one supervisor run, so that leftovers are recognised at the next start. */
export const markVariable = "OPAMPSUPERVISOR_RUN";

export interface Variables {
  /** The supervisor's own environment. */
  inherited: Readonly<Record<string, string>>;
  /** The operator's `agent.env`; wins over what is inherited. */
  configured: Readonly<Record<string, string>>;
}

export interface EnvironmentOptions extends Variables {
  /** Value of the mark. */
  mark: string;
}

/**
 * Variables that command the runtime inside the supervisor's executable (a start script may use the same runtime): loaded
 * code, a channel to a parent, checks of certificates, its allocator. Names are exact where the prefix is in common use, as `NODE_NAME`
 * is for the node of a cluster.
 */
const runtimeVariables =
  /^(?:BUN_.*|JSC_.*|MIMALLOC_.*|NODE_(?:OPTIONS|CHANNEL_FD|CHANNEL_SERIALIZATION_MODE|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED|USE_SYSTEM_CA))$/;

/** What the service manager tells the supervisor and nobody else: sockets that are its own, and the signs of life it owes. */
const serviceVariables = /^(?:NOTIFY_SOCKET|WATCHDOG_(?:USEC|PID)|LISTEN_(?:FDS|PID|FDNAMES))$/;

/**
 * What the Collector finds in its environment: the supervisor's, but for variables that are meant for the supervisor
 * itself, and `agent.env` over it, which may set any.
 */
export function collectorVariables({ inherited, configured }: Variables): Record<string, string> {
  const passed = Object.entries(inherited).filter(
    ([name]) => !runtimeVariables.test(name) && !serviceVariables.test(name),
  );
  return { ...Object.fromEntries(passed), ...configured };
}

/** The whole environment of every Collector process. */
export function collectorEnvironment({ mark, ...variables }: EnvironmentOptions): Record<string, string> {
  return { ...collectorVariables(variables), [markVariable]: mark };
}
