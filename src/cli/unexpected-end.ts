import { errorCode } from "../runtime/error-code.ts";
import { storageAdvice, StorageError } from "../storage/storage-error.ts";
import type { SupervisorEnd } from "../supervisor/supervisor-options.ts";
import { errorText } from "../telemetry/error-text.ts";

/** What nobody has caught ends the supervisor: for instance a full disk, where a file is needed to start at all. */
export function unexpectedEnd(error: unknown): SupervisorEnd {
  const code = errorCode(error) ?? "UNEXPECTED";
  const message = error instanceof StorageError ? `${error.message}; ${storageAdvice(code)}` : errorText(error);
  return { ended: "failed", code, message };
}
