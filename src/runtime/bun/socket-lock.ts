import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

import type { Cancel } from "../ports.ts";

/**
 * Holds a lock named after `path` as a listening socket that the kernel frees with the process: an abstract Unix
 * socket on Linux, a named pipe on Windows, a Unix socket beside the file elsewhere. `false` when it is taken.
 */
export async function lockBySocket(path: string): Promise<Cancel | false> {
  const server = createServer();
  server.listen(socketName(path));
  server.unref();
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  return () => server.close();
}

function socketName(path: string): string {
  const name = `opampsupervisor-${createHash("sha256").update(path).digest("hex").slice(0, 32)}`;
  if (process.platform === "linux") return `\0${name}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : `${path}.sock`;
}
