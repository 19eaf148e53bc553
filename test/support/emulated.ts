/** Where Debian's packages have the emulator and the libraries of that processor. */
const emulator = "/usr/libexec/qemu-binfmt/ppc64le-binfmt-P";
const libraries = "/usr/powerpc64le-linux-gnu";

/** How the kernel knows such a program (the head of an ELF file: 64 bits, little-endian, for POWER). */
const magic = String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x15\x00`;
const mask = String.raw`\xff\xff\xff\xff\xff\xff\xff\xfc\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\x00`;

/** Environment in which programs for ppc64le find their libraries. */
export const emulatedEnvironment = { QEMU_LD_PREFIX: libraries } as const;

/**
 * The command that runs a program for ppc64le, and all that it starts in turn, on this machine: this process becomes it. What the kernel
 * is told of is seen in there alone and ends with it. `F`: the emulator is opened now; `P`: programs see how they were called.
 */
export function emulated(command: readonly string[]): [program: string, ...args: string[]] {
  const script = [
    "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
    `printf '%s' ':ppc64le:M::${magic}:${mask}:${emulator}:FP' >/proc/sys/fs/binfmt_misc/register`,
    'exec "$@"',
  ].join("\n");
  return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-euc", script, "sh", ...command];
}
