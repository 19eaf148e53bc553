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
