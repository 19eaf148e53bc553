import type { Files, FileStat, Host } from "../runtime/ports.ts";

export type ExecutableCheck = { usable: true; stat: FileStat } | { usable: false; code: string; message: string };

export interface ExecutableOptions {
  executable: string;
  files: Files;
  host: Pick<Host, "os" | "arch">;
}

/** Says what is wrong with the Collector's executable before it is started, as exactly as the file itself tells. */
export async function checkExecutable({ executable, files, host }: ExecutableOptions): Promise<ExecutableCheck> {
  const stat = await files.stat(executable);
  if (stat === undefined) return refuse("NO_SUCH_FILE", `no such file: ${executable}`);
  if (stat.kind !== "file") return refuse("NOT_A_FILE", `not a file: ${executable}`);
  if (!stat.executable) {
    return refuse("NOT_EXECUTABLE", `not executable: ${executable} (chmod +x would make it so)`);
  }
  const made = machineOf(await files.readHead(executable, 64));
  const here = `${host.os}/${host.arch}`;
  if (made !== undefined && made !== here) {
    return refuse("WRONG_ARCHITECTURE", `${executable} is built for ${made}, this machine is ${here}`);
  }
  return { usable: true, stat };
}

/** What the operating system's refusal to execute a file means, in words. */
export function executionFailure(executable: string, code: string): string {
  const meanings: Readonly<Record<string, string>> = {
    ENOENT: `${executable} cannot be started: the interpreter or dynamic loader that it names is not on this machine`,
    EACCES: `${executable} cannot be started: permission denied (file mode, mount option noexec or a security module)`,
    ENOEXEC: `${executable} cannot be started: not a program for this machine`,
    ETXTBSY: `${executable} cannot be started: the file is being written`,
  };
  return meanings[code] ?? `${executable} cannot be started: ${code}`;
}

function refuse(code: string, message: string): ExecutableCheck {
  return { usable: false, code, message };
}

const elfMachines: Readonly<Record<number, string>> = {
  0x03: "386",
  0x15: "ppc64le",
  0x16: "s390x",
  0x28: "arm",
  0x3e: "amd64",
  0xb7: "arm64",
  0xf3: "riscv64",
};
const machoMachines: Readonly<Record<number, string>> = { 0x01000007: "amd64", 0x0100000c: "arm64" };

/** `os/arch` from the header of an ELF, Mach-O or PE file; `undefined` for scripts and what is not recognised. */
function machineOf(head: Uint8Array): string | undefined {
  if (head.length < 20) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0) === 0x7f454c46) {
    const littleEndian = view.getUint8(5) === 1;
    const machine = elfMachines[view.getUint16(18, littleEndian)];
    return machine === undefined ? undefined : `linux/${machine}`;
  }
  if (view.getUint32(0, true) === 0xfeedfacf) {
    const machine = machoMachines[view.getUint32(4, true)];
    return machine === undefined ? undefined : `darwin/${machine}`;
  }
  return view.getUint16(0) === 0x4d5a ? peName : undefined;
}

/** The machine field of a PE file lies beyond the head; that it is for Windows is enough to say. */
const peName = "windows/amd64";
