/** What asks this process to end. */
export interface Stops {
  /** Aborted by the first SIGTERM, SIGINT or SIGHUP: a closed terminal is an end in order too. */
  stop: AbortSignal;
  /** Aborted by a later signal: nobody wants to wait. */
  kill: AbortSignal;
  /** Asks for the ordered end as such a signal does, however often it is called. */
  requestStop(): void;
}

/** One Ctrl-C can reach a process twice, from the terminal and through its parent: within this time it is one, milliseconds. */
const sameRequestMs = 500;

/** Listens for these signals for the rest of the process's life. */
export function onStopSignals(): Stops {
  const stop = new AbortController();
  const kill = new AbortController();
  let firstAt: number | undefined;
  const take = () => {
    const now = performance.now();
    firstAt ??= now;
    stop.abort();
    if (now - firstAt > sameRequestMs) kill.abort();
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, take);
  return { stop: stop.signal, kill: kill.signal, requestStop: () => stop.abort() };
}
