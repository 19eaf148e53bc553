/** An executable of the Collector that a package has brought. Where there is none, the operator's own runs, `agent.executable`. */
export interface Program {
  /** Of the executable; two programs with one path are one program. */
  readonly path: string;
  /** The Server's hash of the package in lower-case hex. */
  readonly hash: string;
  /** As the package says it. */
  readonly version: string;
  /** As it prints it, which counts; empty where it does not. */
  readonly ownVersion: string;
}

/** Whether two are the same executable; `undefined` is the operator's own. */
export function sameProgram(a: Program | undefined, b: Program | undefined): boolean {
  return a?.path === b?.path;
}
