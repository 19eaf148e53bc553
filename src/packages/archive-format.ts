import { readProgramHeader } from "../runtime/program-header.ts";

export type ArchiveFormat = "program" | "tar.gz" | "tar.zst" | "zip" | "unknown";

/** What a file is, by its first bytes and never by its name. */
export function archiveFormat(head: Uint8Array): ArchiveFormat {
  const magic = Buffer.from(head.subarray(0, 4)).toString("hex");
  if (magic.startsWith("1f8b")) return "tar.gz";
  if (magic === "28b52ffd") return "tar.zst";
  // The second is the end of an archive without entries.
  if (magic === "504b0304" || magic === "504b0506") return "zip";
  return readProgramHeader(head).is === "unknown" ? "unknown" : "program";
}
