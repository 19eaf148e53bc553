/** The name of the top-level package that is the Collector itself: OpAMP lets it be empty, and agents expect that. */
export const collectorName = "";

/** The name of the one that is the agent itself, for those that are this project's supervisor. */
export const supervisorName = "supervisor";

/** A file that this server can offer to agents, as it is kept. */
export interface StoredPackage {
  id: number;
  /** `collectorName`, `supervisorName` or that of an add-on. */
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

/** Whether it is a program that agents run, and no add-on: that is told by its name. */
export function isTopLevel(name: string): boolean {
  return name === collectorName || name === supervisorName;
}

/** How people call a package. */
export function packageTitle(name: string): string {
  if (name === collectorName) return "Collector";
  return name === supervisorName ? "Supervisor" : name;
}
