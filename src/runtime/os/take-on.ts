import { accessSync, constants } from "node:fs";

import { errorCode } from "../error-code.ts";
import type { AccessWish, Account } from "../process-ports.ts";
import { statusField } from "./linux-processes.ts";

/**
 * Becomes another user for good, with all threads, and with no right of the old one; one who is it already stays as it is.
 * A working directory that the new one may not enter is exchanged for `/`. Throws with the `code` of the system.
 *
 * Root loses its capabilities with the change. A service that is another user and was given some, as `AmbientCapabilities`
 * of systemd does, would hand them on: the caller drops the ambient ones before; where it could not, nothing is started.
 */
export function takeOn({ uid, gid, groups }: Account): void {
  const { setgroups, setgid, setuid } = process;
  if (setgroups === undefined || setgid === undefined || setuid === undefined) throw refusal("ENOTSUP");
  if (process.getuid?.() !== uid || process.getgid?.() !== gid) {
    setgroups([...groups]);
    setgid(gid);
    setuid(uid);
    if (uid !== 0 && /[^0]/.test(statusField("self", "CapAmb") ?? "")) throw refusal("EPERM");
  }
  if (answerTo({ path: ".", to: "execute" }) !== "") process.chdir("/");
}

/** What the system says to this process's user: errno names, empty where a wish is granted. */
export function answersTo(wishes: readonly AccessWish[]): string[] {
  return wishes.map(answerTo);
}

function answerTo({ path, to }: AccessWish): string {
  try {
    accessSync(path, to === "read" ? constants.R_OK : constants.X_OK);
    return "";
  } catch (error) {
    return errorCode(error) ?? "EUNKNOWN";
  }
}

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}
