import { chmodSync, chownSync, lstatSync, statSync, unlinkSync } from "node:fs";

import { connectUnix, listenUnix } from "#runtime/unix-sockets.ts";

import { errorCode } from "../error-code.ts";
import type {
  LocalConnection,
  LocalHandlers,
  LocalListener,
  LocalListenOptions,
  LocalPlace,
  LocalSockets,
} from "../local-ports.ts";
import { localAddress } from "../os/local-address.ts";
import type { UnixListener } from "./unix-listener.ts";

/** Unix sockets of the system; named pipes on Windows. */
export function createLocalSockets(): LocalSockets {
  return { ownUid: process.geteuid?.(), listen, connect };
}

function listen(options: LocalListenOptions): LocalListener {
  const { path, release } = localAddress(options);
  try {
    if (process.platform !== "win32") removeStale(path);
    const listener = listenFor(path, options);
    if (process.platform === "win32") void makePipePrivate(path);
    const ownerOnly = process.platform === "win32" || options.letsGroupIn === false || !openToGroup(path, options);
    const own = identityOf(path);
    return {
      ownerOnly,
      stop: () => {
        if (identityOf(path) === own) listener.stop();
        else listener.unref();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * What Windows lets strangers do with a new pipe is to read what is written to themselves, and that is nothing, as they cannot ask: those
 * that may order are the same before and after this. Where it cannot be had, it stays so.
 */
async function makePipePrivate(path: string): Promise<void> {
  const { openSecurity } = await import("../os/windows/security.ts");
  try {
    openSecurity().makePipePrivate(path);
  } catch {
    return;
  }
}

/** Of the socket at `path`: the runtime removes what stands there when a listener stops, and that may be another process's by then. */
function identityOf(path: string): string | undefined {
  const found = process.platform === "win32" ? undefined : lstatSync(path, { throwIfNoEntry: false });
  return found && `${found.ino} ${found.birthtimeMs}`;
}

function removeStale(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw Object.assign(new Error(`what stands there is no socket: ${path}`), { code: "EEXIST" });
  unlinkSync(path);
}

/** The socket is never there with other rights than the owner's. */
function listenFor(path: string, options: LocalListenOptions): UnixListener {
  const before = process.umask(0o177);
  try {
    return listenUnix(path, options);
  } finally {
    process.umask(before);
  }
}

/** Lets the directory's group in where the directory itself does; `false` where it does not, or must not be done. */
function openToGroup(path: string, { directory }: LocalPlace): boolean {
  const { mode, gid } = statSync(directory);
  if ((mode & 0o010) === 0) return false;
  try {
    chownSync(path, process.geteuid?.() ?? -1, gid);
    chmodSync(path, 0o660);
    return true;
  } catch (error) {
    if (errorCode(error) === "EPERM") return false;
    throw error;
  }
}

async function connect({ directory, name, ...handlers }: LocalPlace & LocalHandlers): Promise<LocalConnection> {
  const { path, release } = localAddress({ directory, name });
  try {
    return await connectUnix(path, handlers);
  } finally {
    release();
  }
}
