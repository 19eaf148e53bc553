export type EmulatedProcessor = "arm64" | "ppc64le";

export interface EnterOptions {
  /** Path of the root. */
  root: string;
  /** The program in it, and its arguments. */
  command: readonly string[];
  /** A directory of this machine that is `/work` there. */
  work?: string;
  /** A directory of this machine that is `/tmp` there. Default: an empty one that ends with the program. */
  tmp?: string;
  /** A file of this machine that takes the place of one that is there. */
  over?: { from: string; to: string };
  /** The processor that its programs are for. Default: this machine's. */
  emulates?: EmulatedProcessor;
  /** Whether the program can write outside of `/work` and `/tmp`. Default: yes. */
  readOnly?: boolean;
}

/** Where Debian's package for emulation has its programs. */
const emulators = { arm64: "/usr/bin/qemu-aarch64-static", ppc64le: "/usr/bin/qemu-ppc64le-static" } as const;

/** How the kernel recognises a program for such a processor: class, byte order and machine of its ELF header. */
const magic = {
  arm64: String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00`,
  ppc64le: String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x15\x00`,
} as const;
const mask = String.raw`\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`;

/**
 * The command that runs a program in a root: this process becomes it, so that signals and the exit code are its own. It needs no
 * rights but user namespaces. Mounts, and the emulator that the kernel is told of, are seen in there alone and end with it.
 */
export function enterRoot({ root, command, work, tmp, over, emulates, readOnly }: EnterOptions): string[] {
  const steps = [
    'mount --rbind "$root" "$root"',
    'mount --rbind /proc "$root/proc"',
    'mount --rbind /dev "$root/dev"',
    tmp === undefined ? 'mount -t tmpfs tmpfs "$root/tmp"' : 'mount --bind "$tmp" "$root/tmp"',
    ...(work === undefined ? [] : ['mount --bind "$work" "$root/work"']),
    ...(over === undefined ? [] : ['mount --bind "$from" "$root$to"']),
    ...(emulates === undefined ? [] : register(emulates)),
    ...(readOnly === true ? ['mount -o remount,ro,bind "$root"'] : []),
    'exec chroot "$root" "$@"',
  ];
  const places = { root, work: work ?? "", tmp: tmp ?? "", from: over?.from ?? "", to: over?.to ?? "" };
  const assignments = Object.entries(places).map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'`);
  const script = [...assignments, ...steps].join("\n");
  const spaces = ["--user", "--map-root-user", "--mount", "--propagation=private"];
  return ["unshare", ...spaces, "sh", "-euc", script, "sh", ...command];
}

/** `F`: the emulator is opened now, and found although the root has none. */
function register(processor: EmulatedProcessor): string[] {
  const registration = `:${processor}:M::${magic[processor]}:${mask}:${emulators[processor]}:F`;
  return [
    "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
    `printf '%s' '${registration}' >/proc/sys/fs/binfmt_misc/register`,
  ];
}
