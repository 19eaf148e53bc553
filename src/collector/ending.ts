/** How a Collector process ended. */
export interface Ending {
  /** `exit code 1` or `signal SIGKILL`. */
  how: string;
  /** Who ended it: the kernel for want of memory, or anybody else by a signal; `undefined`: it ended by itself. */
  killed: "memory" | "outside" | undefined;
  /** The Collector's own last `Error:` statement, or the headline of its panic; empty where it made none. */
  statement: string;
  /** The last lines of its log; empty where none are wanted. */
  tail: string;
}
