/** What a code stands for, for people. */
export interface Explanation {
  meaning: string;
  /** The usual ones, the likeliest first. */
  causes: string;
  action: string;
}

/** Codes that are seen in one place. */
export interface ErrorArea {
  title: string;
  /** Where people and servers see them. */
  where: string;
  codes: Readonly<Record<string, Explanation>>;
}

export function explained(meaning: string, causes: string, action: string): Explanation {
  return { meaning, causes, action };
}

/** Configurations and packages meet it alike. */
export const readOnlyStorage = explained(
  "The file system of the storage directory is read-only.",
  "It was mounted so, or the system has made it so after an error of the disk; what runs goes on.",
  "Mount it so that it can be written, then `opampsupervisor retry`.",
);
