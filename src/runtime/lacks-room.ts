import { errorCode } from "./error-code.ts";

/** Whether the system refused a write for want of room. */
export function lacksRoom(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOSPC" || code === "EDQUOT";
}
