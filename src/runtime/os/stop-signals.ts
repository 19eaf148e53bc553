/** What asks this process to end. */
export interface Stops {
  /** Aborted by the first SIGTERM, SIGINT or SIGHUP: a closed terminal is an end in order too. */
  stop: AbortSignal;
  /** Aborted by a later one: nobody wants to wait. */
  kill: AbortSignal;
}

/** One Ctrl-C can reach a process twice, from the terminal and through its parent: within this time it is one, milliseconds. */
const sameRequestMs = 500;

/** Listens for these signals for the rest of the process's life. */
export function onStopSignals(): Stops {
  const stop = new AbortController();
  const kill = new AbortController();
  let firstAt = 0;
  const take = () => {
    if (!stop.signal.aborted) {
      firstAt = performance.now();
      stop.abort();
    } else if (performance.now() - firstAt > sameRequestMs) {
      kill.abort();
    }
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, take);
  return { stop: stop.signal, kill: kill.signal };
}
