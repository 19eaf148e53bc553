import type { ServiceManager } from "../local-ports.ts";
import { type Libc, openLibc } from "../os/libc.ts";
import { reapOrphans } from "../os/reap-orphans.ts";
import { letTimersBeLate } from "../os/timer-slack.ts";
import type { Clock, Runtime } from "../ports.ts";
import { createBunClock } from "./clock.ts";
import { createBunFiles } from "./files.ts";
import { createBunHost } from "./host.ts";
import { createBunLocalSockets } from "./local-sockets.ts";
import { createBunNetwork } from "./network.ts";
import { ownChildren } from "./own-children.ts";
import { createBunProcesses } from "./processes.ts";
import { createBunRandom } from "./random.ts";
import { openServiceManager } from "./service-manager.ts";
import { createSparingClock } from "./sparing-clock.ts";

export interface BunRuntimeOptions {
  /** The command that starts this program again, without arguments. Default: how it was started. */
  self?: readonly string[];
  /** Who wants to hear of this process. Default: whom the environment names. */
  serviceManager?: ServiceManager | undefined;
  /** For a process that waits most of the time: timers other than the clock's may come late, so that it seldom wakes. Default `false`. */
  sparing?: boolean;
}

/** The ports over Bun and the operating system. */
export function createBunRuntime(options: BunRuntimeOptions = {}): Runtime {
  const libc = process.platform === "linux" ? openLibc() : undefined;
  const clock = openClock(options.sparing === true ? libc : undefined);
  const orphans = process.pid === 1 ? reapOrphans(libc, ownChildren) : "not ours";
  return {
    clock,
    random: createBunRandom(),
    files: createBunFiles({ libc }),
    processes: createBunProcesses({ clock, libc, self: options.self ?? ownCommand(), orphans }),
    network: createBunNetwork(),
    local: createBunLocalSockets(),
    host: createBunHost(),
    serviceManager: options.serviceManager ?? openServiceManager(process.env),
  };
}

/** The latest that a timer of the runtime may come, milliseconds. */
const mostLateMs = 3_000;

/** A sparing one where there is a C library for that. */
function openClock(libc: Libc | undefined): Clock {
  const clock = createBunClock();
  if (libc === undefined) return clock;
  return createSparingClock({ clock, mostMs: mostLateMs, letTimersBeLate: (byMs) => letTimersBeLate(byMs, libc) });
}

/**
 * A compiled executable is its own program; from sources it is the runtime and the entry. On Linux the running file is
 * named by way of `/proc`, since an upgrade may have replaced or removed what stands at its path.
 */
function ownCommand(): string[] {
  if (!Bun.isStandaloneExecutable) return [process.execPath, process.argv[1] ?? ""];
  return [process.platform === "linux" ? "/proc/self/exe" : process.execPath];
}
