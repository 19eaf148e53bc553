/**
 * The port to the file that this process runs, and to running another one in its place.
 * Implementers: `runtime/shared` and the tests.
 */

/** How this process came to run its file. `since`: when the Collector was told to end for that, milliseconds since the Unix epoch. */
export type OwnRole =
  /** Somebody started it, or what stands at its path; with `since` it has tried another one. */
  | { is: "installed"; since?: number }
  /** Another file of this program has become it. */
  | { is: "newer"; since?: number }
  /** It is to show that it works, watched by another one, which waits for its end. `by`: who wants it. */
  | { is: "trial"; by: "server" | "operator"; since: number };

/** Why this program cannot be exchanged here. */
export interface Obstacle {
  /** Stable, for machines. */
  code: string;
  reason: string;
}

export interface OwnProgram {
  /** The file that runs, absolute. */
  readonly path: string;
  /** The operator's own, absolute: the one that somebody starts. */
  readonly installed: string;
  readonly role: OwnRole;
  /** What follows the program in the arguments. */
  readonly args: readonly string[];
  /** Why this program cannot be exchanged here; `undefined` where nothing is known to be in the way. */
  obstacle(): Promise<Obstacle | undefined>;
  /** The whole environment for another file of this program that is to have this role. */
  environment(role: OwnRole): Record<string, string>;
  /**
   * This process runs another file from now on, with its pid, its arguments and nothing else of what it has open, once all its
   * children have ended. Returns where that cannot be had: the errno name.
   */
  become(path: string, role: OwnRole): Promise<string>;
}
