import { scratchDirectory } from "./scratch.ts";

/**
 * What a command is put behind to run on a machine with this id that has the files of this one: a root of its own, on a disk,
 * with everything of this one but `/etc` and the signs of a container.
 */
export function onMachine(id: string): [program: string, ...args: string[]] {
  return ["unshare", "--mount", "--propagation", "private", "sh", "-euc", script, id, scratchDirectory()];
}

/** What is mounted in the new root is seen in its name space alone, and ends with it. */
const script = `
root=$1; shift; mount --bind "$root" "$root"
cp -a /etc "$root/etc"; rm -f "$root/etc/machine-id"; echo "$0" >"$root/etc/machine-id"
for entry in /*; do
  [ "$entry" = /etc ] || [ "$entry" = /run ] && continue
  if [ -L "$entry" ]; then cp -P "$entry" "$root"; elif [ -d "$entry" ]; then mkdir "$root$entry"; mount --rbind "$entry" "$root$entry"; fi
done
exec chroot "$root" sh -c 'cd "$0" && exec "$@"' "$PWD" "$@"
`;

/** Whether this user may make such machines here, and files that it makes are on a disk. */
export function canMakeMachines(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || Bun.which("unshare") === null) return false;
  const { success, stdout } = Bun.spawnSync(["unshare", "--mount", "stat", "-f", "-c", "%T", scratchDirectory()]);
  return success && !/overlay|tmpfs|ramfs/.test(stdout.toString());
}
