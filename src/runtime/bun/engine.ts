/** Name and version of the runtime that this program is built with. */
export const runtimeVersion: string = `bun ${Bun.version}`;

/** Whether this is the program as it is shipped, one file, and not the runtime with the sources. */
export const isStandalone: boolean = Bun.isStandaloneExecutable;

/**
 * Gives back the memory that only past work needed. The first way, which may go with a later version of Bun, drops the code of
 * functions too; it comes back from the executable when they are called again.
 */
export function giveBackMemory(): void {
  const memory: { shrink?: () => void } = Bun;
  if (memory.shrink === undefined) Bun.gc(true);
  else memory.shrink();
}

/** Has the code of this process compiled soon: the executable puts that off, for the sake of the supervisor's memory. */
export function expectLongWork(): void {
  Bun.unsafe.setJITPolicy(1);
}
