import { ArchiveRefusal } from "./archive-refusal.ts";

/** One entry of an archive, whose content is read where it is wanted. */
export interface ArchiveEntry {
  /** As it stands there. */
  name: string;
  kind: "file" | "directory" | "link" | "device" | "unknown";
  /** Permission bits; 0 where the archive has none. */
  mode: number;
  /** Bytes, as the archive says. */
  size: number;
  /** Throws `ArchiveRefusal` where the content is not what the archive says of it. */
  content(): AsyncIterable<Uint8Array>;
}

/** Most entries of an archive. */
const mostEntries = 10_000;

const setIdBits = 0o6000;

/** What is said of kinds that no package needs. */
const unwanted: Readonly<Partial<Record<ArchiveEntry["kind"], string>>> = {
  link: "is a link",
  device: "is a device, a pipe or a socket",
  unknown: "is neither a file nor a directory",
};

/**
 * Looks at every entry of an archive, in order, also at those that nobody wants: who puts a link, a device, a way out of the directory
 * or foreign rights into a package is not to be trusted with the rest. Refuses by name.
 */
export class EntryRules {
  readonly #seen = new Set<string>();
  #count = 0;

  /** The name without what means nothing. */
  take({ name, kind, mode }: Omit<ArchiveEntry, "content" | "size">): string {
    const refuse = (code: "UNSAFE_ENTRY" | "ENTRY_TWICE", what: string): never => {
      throw new ArchiveRefusal(code, `the entry ${shown(name)} ${what}`);
    };
    const parts = name.split("/").filter((part) => part !== "" && part !== ".");
    const canonical = parts.join("/");
    if (/[\0-\x1f\x7f]/.test(name)) refuse("UNSAFE_ENTRY", "has a control character in its name");
    if (name.includes("\\")) refuse("UNSAFE_ENTRY", "has a backslash in its name");
    if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) refuse("UNSAFE_ENTRY", "has an absolute path");
    if (parts.includes("..")) refuse("UNSAFE_ENTRY", "leads out of the archive by ..");
    if (canonical === "" && kind !== "directory") refuse("UNSAFE_ENTRY", "has no name");
    const fault = unwanted[kind];
    if (fault !== undefined) refuse("UNSAFE_ENTRY", fault);
    if (kind === "file" && (mode & setIdBits) !== 0) refuse("UNSAFE_ENTRY", "has a setuid or setgid bit");
    if (kind === "file" && this.#seen.has(canonical)) refuse("ENTRY_TWICE", "is there twice");
    this.#count += 1;
    if (this.#count > mostEntries) {
      throw new ArchiveRefusal("TOO_MANY_ENTRIES", `the archive has more than ${mostEntries} entries`);
    }
    if (kind === "file") this.#seen.add(canonical);
    return canonical;
  }
}

/** A name for people, without what a terminal could obey. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name).replaceAll("\x7f", "\\u007f");
}
