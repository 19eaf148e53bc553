/**
 * What a command is put behind to have the content of `other` where everybody else sees that of `directory`, as in a container
 * that has the path of the host.
 */
export function elsewhere(directory: string, other: string): string[] {
  const script = 'mount --bind "$1" "$0"; shift; exec "$@"';
  return ["unshare", "--mount", "--propagation", "private", "sh", "-euc", script, directory, other];
}

/** Whether this user may do that here. */
export function canBeElsewhere(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || Bun.which("unshare") === null) return false;
  return Bun.spawnSync(["unshare", "--mount", "true"]).success;
}
