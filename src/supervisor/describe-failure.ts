/** How a Collector process ended. */
export interface Ending {
  /** `exit code 1` or `signal SIGKILL`. */
  how: string;
  /** The Collector's own last `Error:` statement; empty where it made none. */
  statement: string;
  /** The last lines of its log; empty where none are wanted. */
  tail: string;
}

/** One text for the server, the log and health: what happened, why, and the last lines of the Collector's log. */
export function describeEnding(event: string, { how, statement, tail }: Ending): string {
  const cause = statement === "" ? "" : `: ${statement}`;
  const lines = tail === "" ? "" : `\nCollector log tail:\n${tail}`;
  return `${event}, ${how}${cause}${lines}`;
}
