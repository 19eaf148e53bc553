import { errorCode } from "../runtime/error-code.ts";
import { InflateError } from "../runtime/inflate.ts";
import { type ArchiveFault, ArchiveRefusal } from "./archive-refusal.ts";
import { diskCode } from "./disk-code.ts";

/** Why nothing came out of a file. */
export type UnpackRefusal =
  /** `NO_ROOM`, `STORAGE_READ_ONLY` and the codes of the file system, which are `passing`, beside the faults of archives. */
  | { kind: "refused"; code: ArchiveFault | "NO_ROOM" | (string & {}); message: string; passing: boolean }
  | { kind: "cancelled" };

/** What an error while unpacking means. Throws what nobody expects. */
export function unpackRefusal(error: unknown, signal: AbortSignal): UnpackRefusal {
  if (signal.aborted) return { kind: "cancelled" };
  if (error instanceof ArchiveRefusal) {
    return { kind: "refused", code: error.code, message: error.message, passing: false };
  }
  if (error instanceof InflateError) {
    return { kind: "refused", code: "BROKEN_ARCHIVE", message: "the archive is cut off or damaged", passing: false };
  }
  const code = errorCode(error);
  if (code === undefined) throw error;
  const told = diskCode(error) ?? code;
  if (told === "NO_ROOM") return noRoom;
  return { kind: "refused", code: told, message: `the package cannot be unpacked here: ${code}`, passing: true };
}

const noRoom: UnpackRefusal = {
  kind: "refused",
  code: "NO_ROOM",
  message: "there is no room on the disk for what is in the package",
  passing: true,
};
