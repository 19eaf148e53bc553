import { closeSync, openSync } from "node:fs";

import { ignoresHangup } from "./hangup-handler.ts";

/** What asks this process to end. */
export interface Stops {
  /** Aborted by the first SIGTERM or SIGINT, and by the first SIGHUP on a terminal: a closed one is an end in order too, unless `nohup` wants none. */
  stop: AbortSignal;
  /** Aborted by a later signal: nobody wants to wait. */
  kill: AbortSignal;
  /** Asks for the ordered end as such a signal does, however often it is called. */
  requestStop(): void;
  /** Calls `again` for each SIGHUP where this process has no terminal: the configuration is to be read anew. */
  onReload(again: () => void): void;
}

/** One Ctrl-C can reach a process twice, from the terminal and through its parent: within this time it is one, milliseconds. */
const sameRequestMs = 500;

/** Listens for these signals for the rest of the process's life. */
export function onStopSignals(hasTerminal: () => boolean = hasControllingTerminal): Stops {
  const stop = new AbortController();
  const kill = new AbortController();
  let firstAt: number | undefined;
  let reloads: (() => void) | undefined;
  const take = () => {
    const now = performance.now();
    firstAt ??= now;
    stop.abort();
    if (now - firstAt > sameRequestMs) kill.abort();
  };
  for (const signal of asking()) process.on(signal, take);
  // Once the signal comes, the terminal that sends it is gone.
  const onTerminal = hasTerminal();
  if (!ignoresHangup()) process.on("SIGHUP", () => (onTerminal ? take() : reloads?.()));
  return {
    stop: stop.signal,
    kill: kill.signal,
    requestStop: () => stop.abort(),
    onReload: (again) => {
      reloads = again;
    },
  };
}

/** What service wrappers of Windows send is a ctrl-break, as this program itself does to the Collector. */
export function asking(platform: NodeJS.Platform = process.platform): NodeJS.Signals[] {
  return platform === "win32" ? ["SIGTERM", "SIGINT", "SIGBREAK"] : ["SIGTERM", "SIGINT"];
}

/** On Windows the signal says that the window of the console is closed. */
function hasControllingTerminal(): boolean {
  if (process.platform === "win32") return true;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
