import { isReadOnly } from "../runtime/is-read-only.ts";
import { lacksRoom } from "../runtime/lacks-room.ts";

/** What it is called that no package at all can be written at the moment; `undefined` for another error. */
export function diskCode(error: unknown): "NO_ROOM" | "STORAGE_READ_ONLY" | undefined {
  if (lacksRoom(error)) return "NO_ROOM";
  return isReadOnly(error) ? "STORAGE_READ_ONLY" : undefined;
}
