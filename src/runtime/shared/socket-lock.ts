import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, createServer } from "node:net";

import { errorCode } from "../error-code.ts";
import type { Cancel } from "../ports.ts";
import { sha256 } from "../sha256.ts";

export interface LockedFile {
  path: string;
  /** What the file is, by whatever path it was opened: device and inode. */
  identity: string;
}

/**
 * The address that stands for a file: an abstract Unix socket on Linux, a named pipe on Windows, both of which the
 * kernel takes back with the process; elsewhere a Unix socket beside the file.
 */
export function lockAddress({ path, identity }: LockedFile, platform: NodeJS.Platform = process.platform): string {
  const name = `opampsupervisor-${sha256(identity).slice(0, 32)}`;
  if (platform === "linux") return `\0${name}`;
  return platform === "win32" ? `\\\\.\\pipe\\${name}` : `${path}.sock`;
}

/**
 * Holds a lock by listening on `address`. `false` when somebody else listens there; a socket file on which nobody
 * does was left by a process that was killed, and is replaced.
 */
export async function lockBySocket(address: string): Promise<Cancel | false> {
  const held = await listenOn(address);
  if (held !== false || !address.startsWith("/") || (await answers(address))) return held;
  await rm(address, { force: true });
  return await listenOn(address);
}

/** Rejects with the `code` of the system for anything but an address that is taken. */
async function listenOn(address: string): Promise<Cancel | false> {
  const server = createServer((visitor) => visitor.destroy());
  server.listen(address);
  server.unref();
  try {
    await once(server, "listening");
  } catch (error) {
    if (errorCode(error) === "EADDRINUSE") return false;
    throw error;
  }
  return () => server.close();
}

async function answers(address: string): Promise<boolean> {
  const visitor = connect(address);
  try {
    await once(visitor, "connect");
    return true;
  } catch {
    return false;
  } finally {
    visitor.destroy();
  }
}
