const pids = new Set<number>();

/** Pids of the children whose end the runtime waits for. Children are a matter of the process, hence one set of them. */
export const ownChildren: ReadonlySet<number> = pids;

/** Notes a child that was just started until the runtime has told its end. Every one must go through here. */
export function awaited<Child extends { pid: number; exited: Promise<unknown> }>(child: Child): Child {
  pids.add(child.pid);
  void child.exited.then(() => pids.delete(child.pid));
  return child;
}
