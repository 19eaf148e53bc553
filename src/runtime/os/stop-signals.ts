/** What asks this process to end. */
export interface Stops {
  /** Aborted by the first SIGTERM or SIGINT. */
  stop: AbortSignal;
  /** Aborted by the second one: nobody wants to wait. */
  kill: AbortSignal;
}

/** Listens for SIGTERM and SIGINT for the rest of the process's life. */
export function onStopSignals(): Stops {
  const stop = new AbortController();
  const kill = new AbortController();
  const take = () => (stop.signal.aborted ? kill : stop).abort();
  process.on("SIGTERM", take);
  process.on("SIGINT", take);
  return { stop: stop.signal, kill: kill.signal };
}
