import { isStandalone } from "#runtime/engine.ts";

import type { ServiceManager } from "../local-ports.ts";
import { type Libc, openLibc } from "../os/libc.ts";
import { reapOrphans } from "../os/reap-orphans.ts";
import { letTimersBeLate } from "../os/timer-slack.ts";
import type { Clock, Runtime } from "../ports.ts";
import { createClock } from "./clock.ts";
import { createFiles } from "./files.ts";
import { createHost } from "./host.ts";
import { createLocalSockets } from "./local-sockets.ts";
import { createNetwork } from "./network.ts";
import { ownChildren } from "./own-children.ts";
import { createProcesses } from "./processes.ts";
import { createRandom } from "./random.ts";
import { openServiceManager } from "./service-manager.ts";
import { createSparingClock } from "./sparing-clock.ts";

export interface RuntimeOptions {
  /** The command that starts this program again, without arguments. Default: how it was started. */
  self?: readonly string[];
  /** Who wants to hear of this process. Default: whom the environment names. */
  serviceManager?: ServiceManager | undefined;
  /** For a process that waits most of the time: timers other than the clock's may come late, so that it seldom wakes. Default `false`. */
  sparing?: boolean;
}

/** The ports over the runtime that this program is built with and the operating system. */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const libc = process.platform === "linux" ? openLibc() : undefined;
  const clock = openClock(options.sparing === true ? libc : undefined);
  const orphans = process.pid === 1 ? reapOrphans(libc, ownChildren) : "not ours";
  return {
    clock,
    random: createRandom(),
    files: createFiles({ libc }),
    processes: createProcesses({ clock, libc, self: options.self ?? ownCommand(), orphans }),
    network: createNetwork(),
    local: createLocalSockets(),
    host: createHost(),
    serviceManager: options.serviceManager ?? openServiceManager(process.env),
  };
}

/** The latest that a timer of the runtime may come, milliseconds. */
const mostLateMs = 3_000;

/** A sparing one where there is a C library for that. */
function openClock(libc: Libc | undefined): Clock {
  const clock = createClock();
  if (libc === undefined) return clock;
  return createSparingClock({ clock, mostMs: mostLateMs, letTimersBeLate: (byMs) => letTimersBeLate(byMs, libc) });
}

/**
 * A compiled executable is its own program; from sources it is the runtime and the entry. On Linux the running file is
 * named by way of `/proc`, since an upgrade may have replaced or removed what stands at its path.
 */
function ownCommand(): string[] {
  if (!isStandalone) return [process.execPath, process.argv[1] ?? ""];
  return [process.platform === "linux" ? "/proc/self/exe" : process.execPath];
}
