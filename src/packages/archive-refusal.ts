export type ArchiveFault =
  /** Neither a program nor an archive of a kind that is known. */
  | "UNKNOWN_FORMAT"
  /** Cut off, damaged, or with something behind its end. */
  | "BROKEN_ARCHIVE"
  | "TOO_LARGE"
  | "TOO_MANY_ENTRIES"
  /** It has something that no package needs: links, devices, ways out of a directory, rights of others. */
  | "UNSAFE_ENTRY"
  | "ENCRYPTED"
  /** A way of compressing that is not known. */
  | "UNSUPPORTED"
  | "ENTRY_MISSING"
  | "ENTRY_TWICE";

/** Ends the reading of an archive, from wherever in it; `unpack` makes an outcome of it. */
export class ArchiveRefusal extends Error {
  readonly code: ArchiveFault;

  constructor(code: ArchiveFault, message: string) {
    super(message);
    this.code = code;
  }
}
