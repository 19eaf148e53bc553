import { closeSync, constants, openSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import type { LocalPlace } from "../local-ports.ts";
import type { Cancel } from "../ports.ts";
import { sha256 } from "../sha256.ts";

/** What a socket's address can hold without the byte that ends it (`sun_path`). */
const longestPath = { linux: 107, others: 103 } as const;

/** The address to bind or connect to, good until `release`. */
export interface LocalAddress {
  path: string;
  release: Cancel;
}

/**
 * The address of a local socket. A path that is too long for one is reached through a descriptor of its directory where
 * the system shows those as paths (Linux), else by the way from the working directory. Throws an `Error` with `code`.
 */
export function localAddress(
  { directory, name }: LocalPlace,
  platform: NodeJS.Platform = process.platform,
): LocalAddress {
  if (platform === "win32") return { path: pipeName(directory, name), release: () => {} };
  const path = join(directory, name);
  const longest = platform === "linux" ? longestPath.linux : longestPath.others;
  const fits = (candidate: string) => Buffer.byteLength(candidate) <= longest;
  if (fits(path)) return { path, release: () => {} };
  if (platform === "linux") return throughDescriptor(directory, name);
  const near = relative(process.cwd(), resolve(path));
  if (fits(near)) return { path: near, release: () => {} };
  throw Object.assign(new Error(`the path of a socket must not be longer than ${longest} bytes: ${path}`), {
    code: "ENAMETOOLONG",
  });
}

function throughDescriptor(directory: string, name: string): LocalAddress {
  const descriptor = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${descriptor}/${name}`, release: () => closeSync(descriptor) };
}

/** Paths of Windows know no case and have two separators. */
function pipeName(directory: string, name: string): string {
  const whole = resolve(directory, name).toLowerCase().replaceAll("/", "\\");
  return `\\\\.\\pipe\\opampsupervisor-${sha256(whole).slice(0, 32)}`;
}
