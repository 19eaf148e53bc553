/** What asks this process to end. */
export interface Stops {
  /** Aborted by the first SIGTERM or SIGINT. */
  stop: AbortSignal;
  /** Aborted by a later one: nobody wants to wait. */
  kill: AbortSignal;
}

/** One Ctrl-C can reach a process twice, from the terminal and through its parent: within this time it is one, milliseconds. */
const sameRequestMs = 500;

/** Listens for SIGTERM and SIGINT for the rest of the process's life. */
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
  process.on("SIGTERM", take);
  process.on("SIGINT", take);
  return { stop: stop.signal, kill: kill.signal };
}
