import { existsSync } from "node:fs";
import { win32 } from "node:path";

import { errorCode } from "../../error-code.ts";
import { openSecurity, type Security } from "./security.ts";

/**
 * Makes a directory and those above it that are missing, each with rights for the system, administrators and this process's account
 * alone. Those that are there are left as they are. Where FFI is forbidden nothing is made.
 */
export function makePrivateDirectories(
  path: string,
  isThere: (path: string) => boolean = existsSync,
  open: () => Pick<Security, "makePrivateDirectory"> = openSecurity,
): void {
  const missing: string[] = [];
  for (let at = path; !isThere(at) && win32.dirname(at) !== at; at = win32.dirname(at)) missing.unshift(at);
  if (missing.length === 0) return;
  const security = openIfAllowed(open);
  for (const directory of missing) if (security) makeUnlessThere(directory, security);
}

function openIfAllowed(open: () => Pick<Security, "makePrivateDirectory">) {
  try {
    return open();
  } catch {
    return undefined;
  }
}

/** Another process may have made it meanwhile. */
function makeUnlessThere(directory: string, security: Pick<Security, "makePrivateDirectory">): void {
  try {
    security.makePrivateDirectory(directory);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}
