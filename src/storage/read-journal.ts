import type { Files } from "../runtime/ports.ts";
import { type JournalEntry, parseEntries } from "./journal-entry.ts";
import type { StoragePaths } from "./paths.ts";

/** The file that has what was written before the one of `StoragePaths.events`. */
export function olderEvents({ events }: Pick<StoragePaths, "events">): string {
  return `${events}.1`;
}

/** What a journal holds on disk, oldest first; nothing where there is none. Throws where it cannot be read. */
export async function readJournal(
  files: Pick<Files, "readIfPresent">,
  paths: Pick<StoragePaths, "events">,
): Promise<JournalEntry[]> {
  const decoder = new TextDecoder();
  const older = await files.readIfPresent(olderEvents(paths));
  const newer = await files.readIfPresent(paths.events);
  return [older, newer].flatMap((data) => (data === undefined ? [] : parseEntries(decoder.decode(data))));
}
