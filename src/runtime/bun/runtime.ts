import { openLibc } from "../os/libc.ts";
import { reapOrphans } from "../os/reap-orphans.ts";
import type { Runtime } from "../ports.ts";
import { createBunClock } from "./clock.ts";
import { createBunFiles } from "./files.ts";
import { createBunHost } from "./host.ts";
import { createBunLocalSockets } from "./local-sockets.ts";
import { createBunNetwork } from "./network.ts";
import { ownChildren } from "./own-children.ts";
import { createBunProcesses } from "./processes.ts";
import { createBunRandom } from "./random.ts";
import { openServiceManager } from "./service-manager.ts";

export interface BunRuntimeOptions {
  /** The command that starts this program again, without arguments. Default: how it was started. */
  self?: readonly string[];
}

/** The ports over Bun and the operating system. */
export function createBunRuntime(options: BunRuntimeOptions = {}): Runtime {
  const clock = createBunClock();
  const libc = process.platform === "linux" ? openLibc() : undefined;
  const orphans = process.pid === 1 ? reapOrphans(libc, ownChildren) : "not ours";
  return {
    clock,
    random: createBunRandom(),
    files: createBunFiles({ libc }),
    processes: createBunProcesses({ clock, libc, self: options.self ?? ownCommand(), orphans }),
    network: createBunNetwork(),
    local: createBunLocalSockets(),
    host: createBunHost(),
    serviceManager: openServiceManager(process.env),
  };
}

/**
 * A compiled executable is its own program; from sources it is the runtime and the entry. On Linux the running file is
 * named by way of `/proc`, since an upgrade may have replaced or removed what stands at its path.
 */
function ownCommand(): string[] {
  if (!Bun.isStandaloneExecutable) return [process.execPath, process.argv[1] ?? ""];
  return [process.platform === "linux" ? "/proc/self/exe" : process.execPath];
}
