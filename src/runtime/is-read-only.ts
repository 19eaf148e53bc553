import { errorCode } from "./error-code.ts";

/** Whether the system refused a write as the whole file system is read-only. */
export function isReadOnly(error: unknown): boolean {
  return errorCode(error) === "EROFS";
}
