import { ptr } from "#runtime/ffi.ts";

import { commandLine, environmentBlock } from "./command-line.ts";
import type { Kernel } from "./kernel.ts";
import { wide } from "./wide.ts";

const createSuspended = 0x4;
const createNewProcessGroup = 0x200;
const createUnicodeEnvironment = 0x400;
const extendedStartupInfoPresent = 0x8_0000;

/** `STARTUPINFOEXW` on 64-bit systems. */
const startupInfoBytes = 112;
const flagsOffset = 60;
const inputOffset = 80;
const attributesOffset = 104;
const useShowWindow = 0x1;
const useStandardHandles = 0x100;

const handleListAttribute = 0x2_0002n;

export interface SuspendedOptions {
  /** Path of the program; nothing is searched. */
  executable: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Handles that may be inherited. The child gets these and no others. */
  stdio: { stdin: bigint; stdout: bigint; stderr: bigint };
}

export interface Suspended {
  pid: number;
  process: bigint;
  thread: bigint;
}

/**
 * Starts a process that does nothing yet, in a process group of its own on this process's console, whose window is not shown; or the
 * error of Windows.
 */
export function createSuspendedProcess(options: SuspendedOptions, kernel: Kernel): Suspended | { error: number } {
  const { executable, args, env, stdio } = options;
  const attributes = attributeList([stdio.stdin, stdio.stdout, stdio.stderr], kernel);
  const information = new Uint8Array(24);
  const created = kernel.CreateProcessW(
    wide(executable),
    wide(commandLine([executable, ...args])),
    null,
    null,
    1,
    createSuspended + createNewProcessGroup + createUnicodeEnvironment + extendedStartupInfoPresent,
    environmentBlock(env),
    null,
    startupInfo(stdio, attributes.list),
    information,
  );
  const error = created === 0 ? kernel.GetLastError() : 0;
  kernel.DeleteProcThreadAttributeList(attributes.list);
  // The list refers to them up to here.
  attributes.handles.fill(0n);
  if (created === 0) return { error };
  const view = new DataView(information.buffer);
  return {
    process: view.getBigUint64(0, true),
    thread: view.getBigUint64(8, true),
    pid: view.getUint32(16, true),
  };
}

function startupInfo({ stdin, stdout, stderr }: SuspendedOptions["stdio"], attributes: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(startupInfoBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, startupInfoBytes, true);
  view.setUint32(flagsOffset, useShowWindow + useStandardHandles, true);
  [stdin, stdout, stderr].forEach((handle, index) => view.setBigUint64(inputOffset + 8 * index, handle, true));
  view.setBigUint64(attributesOffset, BigInt(ptr(attributes)), true);
  return bytes;
}

/** Without it a child would inherit whatever handle of this process may be inherited. A handle must not be in it twice. */
function attributeList(handles: readonly bigint[], kernel: Kernel): { list: Uint8Array; handles: BigUint64Array } {
  const size = new BigUint64Array(1);
  kernel.InitializeProcThreadAttributeList(null, 1, 0, size);
  const list = new Uint8Array(Number(size[0]));
  const held = new BigUint64Array(new Set(handles));
  kernel.InitializeProcThreadAttributeList(list, 1, 0, size);
  kernel.UpdateProcThreadAttribute(list, 0, handleListAttribute, held, BigInt(held.byteLength), null, null);
  return { list, handles: held };
}
