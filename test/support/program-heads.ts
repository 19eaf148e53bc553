/** The first bytes of programs, as `program-header.ts` looks at them. */

/** Types of processors of Mach-O. */
export const machoAmd64 = 0x01000007;
export const machoArm64 = 0x0100000c;

const narrow = 0xcafebabe;
const wide = 0xcafebabf;

export interface ElfOptions {
  /** Default: no. */
  bigEndian?: boolean;
  /** Default 64. */
  bits?: 32 | 64;
  /** EI_OSABI. Default 0. */
  system?: number;
}

export function elf(machine: number, { bigEndian = false, bits = 64, system = 0 }: ElfOptions = {}): Uint8Array {
  const head = Buffer.alloc(64);
  head.write("\x7fELF", "latin1");
  head[4] = bits === 64 ? 2 : 1;
  head[5] = bigEndian ? 2 : 1;
  head[7] = system;
  if (bigEndian) head.writeUInt16BE(machine, 18);
  else head.writeUInt16LE(machine, 18);
  return head;
}

export function pe(machine: number): Uint8Array {
  const head = Buffer.alloc(256);
  head.write("MZ", "latin1");
  head.writeUInt32LE(128, 0x3c);
  head.writeUInt16LE(machine, 132);
  return head;
}

export function macho(cpu: number): Uint8Array {
  const head = Buffer.alloc(64);
  head.writeUInt32LE(0xfeedfacf, 0);
  head.writeUInt32LE(cpu, 4);
  return head;
}

/** One for several processors; `bits`: of the offsets in it. Default 32. */
export function universal(cpus: readonly number[], { bits = 32 }: { bits?: 32 | 64 } = {}): Uint8Array {
  const head = Buffer.alloc(128);
  head.writeUInt32BE(bits === 64 ? wide : narrow, 0);
  head.writeUInt32BE(cpus.length, 4);
  cpus.forEach((cpu, index) => head.writeUInt32BE(cpu, 8 + index * (bits === 64 ? 32 : 20)));
  return head;
}
