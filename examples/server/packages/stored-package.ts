/** The name of the one top-level package, the Collector itself: OpAMP lets it be empty, and agents expect that. */
export const topLevelName = "";

/** A file that this server can offer to agents, as it is kept. */
export interface StoredPackage {
  id: number;
  /** `topLevelName`, or that of an add-on. */
  name: string;
  version: string;
  /** As it was uploaded; the last part of the address for agents. */
  fileName: string;
  /** Of the file, hexadecimal. */
  sha256: string;
  /** Bytes. */
  size: number;
  /** What goes into the field `signature` of an offer. */
  signature: string;
  /** ISO 8601. */
  savedAt: string;
}

/** How people call a package. */
export function packageTitle(name: string): string {
  return name === topLevelName ? "Collector" : name;
}
