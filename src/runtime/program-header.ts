/** What the first bytes of an executable file tell about it. */
export type ProgramHeader =
  | { is: "script"; interpreter: string }
  /** `system` is `os/arch` in Go's spelling; the loader is that of a dynamically linked ELF file. */
  | { is: "binary"; system: string; loader: string | undefined }
  /** One file with programs for several architectures (Mach-O); those that are not known are left out. */
  | { is: "universal"; systems: readonly string[] }
  | { is: "unknown" };

/** So many bytes hold all that is looked for, in the files that compilers and linkers make. */
export const programHeaderBytes = 4096;

const elfMachines: Readonly<Record<number, string>> = {
  0x03: "386",
  0x08: "mips",
  0x15: "ppc64",
  0x16: "s390x",
  0x28: "arm",
  0x3e: "amd64",
  0xb7: "arm64",
  0xf3: "riscv64",
  0x102: "loong64",
};
/** Of the field EI_OSABI: 0 and 3 are what compilers for Linux write. */
const elfSystems: Readonly<Record<number, string>> = {
  0: "linux",
  2: "netbsd",
  3: "linux",
  9: "freebsd",
  12: "openbsd",
};
const machoMachines: Readonly<Record<number, string>> = { 0x01000007: "amd64", 0x0100000c: "arm64" };
const peMachines: Readonly<Record<number, string>> = { 0x014c: "386", 0x01c4: "arm", 0x8664: "amd64", 0xaa64: "arm64" };

/** Reads the header of an ELF, Mach-O or PE file, or the first line of a script. Never throws. */
export function readProgramHeader(head: Uint8Array): ProgramHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length >= 2 && view.getUint16(0) === 0x2321) return { is: "script", interpreter: interpreterOf(head) };
  if (head.length < 64) return { is: "unknown" };
  if (view.getUint32(0) === 0x7f454c46) return readElf(head, view);
  if (view.getUint32(0, true) === 0xfeedfacf) return binary("darwin", machoMachines[view.getUint32(4, true)]);
  if (view.getUint32(0) === 0xcafebabe) return readUniversal(view, 20);
  if (view.getUint32(0) === 0xcafebabf) return readUniversal(view, 32);
  return view.getUint16(0) === 0x4d5a ? readPe(view) : { is: "unknown" };
}

function binary(os: string, machine: string | undefined, loader?: string): ProgramHeader {
  return machine === undefined ? { is: "unknown" } : { is: "binary", system: `${os}/${machine}`, loader };
}

/** The first word after `#!`, as the kernel takes it: a carriage return before the line end is part of it. */
function interpreterOf(head: Uint8Array): string {
  const [line = ""] = new TextDecoder().decode(head.subarray(2, 258)).split("\n", 1);
  return /[^ \t]+/.exec(line)?.[0] ?? "";
}

function readElf(head: Uint8Array, view: DataView): ProgramHeader {
  const littleEndian = view.getUint8(5) === 1;
  const machine = elfMachines[view.getUint16(18, littleEndian)];
  const name = machine === "ppc64" && littleEndian ? "ppc64le" : machine;
  const os = elfSystems[view.getUint8(7)];
  if (os === undefined) return { is: "unknown" };
  return binary(os, name, view.getUint8(4) === 2 ? loaderOf(head, view, littleEndian) : undefined);
}

const PT_INTERP = 3;

/** The path in the segment PT_INTERP of a 64-bit ELF file. */
function loaderOf(head: Uint8Array, view: DataView, littleEndian: boolean): string | undefined {
  const start = Number(view.getBigUint64(32, littleEndian));
  const size = view.getUint16(54, littleEndian);
  const count = view.getUint16(56, littleEndian);
  for (let at = start, left = count; left > 0 && at + 40 <= head.length; at += size, left -= 1) {
    if (view.getUint32(at, littleEndian) !== PT_INTERP) continue;
    const offset = Number(view.getBigUint64(at + 8, littleEndian));
    const length = Number(view.getBigUint64(at + 32, littleEndian));
    if (offset + length > head.length) return undefined;
    return new TextDecoder().decode(head.subarray(offset, offset + length)).replace(/\0.*$/s, "");
  }
  return undefined;
}

/** The offset of the PE header stands at 0x3c; its machine follows the signature. */
function readPe(view: DataView): ProgramHeader {
  const at = view.getUint32(0x3c, true) + 4;
  return at + 2 <= view.byteLength ? binary("windows", peMachines[view.getUint16(at, true)]) : { is: "unknown" };
}

/** Java's classes begin with the same four bytes; what follows is their version then, which is above 30. */
const mostArchitectures = 30;

/** After the magic number how many there are, and for each a record that begins with its machine; all big endian. */
function readUniversal(view: DataView, recordBytes: number): ProgramHeader {
  const count = view.getUint32(4);
  if (count === 0 || count > mostArchitectures) return { is: "unknown" };
  const systems: string[] = [];
  for (let index = 0; index < count && 8 + index * recordBytes + 4 <= view.byteLength; index += 1) {
    const machine = machoMachines[view.getUint32(8 + index * recordBytes)];
    if (machine !== undefined) systems.push(`darwin/${machine}`);
  }
  return { is: "universal", systems };
}
