import { dlopen, JSCallback, ptr } from "#runtime/ffi.ts";

import { Exits } from "./exits.ts";
import { openKernel } from "./kernel.ts";
import { type ServiceStatus, serviceStatus } from "./service-status.ts";
import { wide } from "./wide.ts";

export interface Dispatcher {
  /** What the service control manager asks for: `serviceControls`. Called once this process is known as a service. */
  onControl(take: (control: number) => void): void;
  tell(status: ServiceStatus): void;
}

/** What the threads of the system work with for as long as this process lives. */
const kept: unknown[] = [];

/** Windows takes any name from a process that is one service. */
const anyName = wide("");

/**
 * Asks the service control manager whether it has started this process; `undefined` where it has not. The call that listens to it
 * returns only when the service has stopped, so a thread of its own begins with it; what it and the service's own thread hear is
 * handed over to this program's thread. Both functions return nothing, so that nobody waits for an answer. Throws where FFI is forbidden.
 */
export async function openDispatcher(): Promise<Dispatcher | undefined> {
  const advapi = dlopen("advapi32.dll", {
    RegisterServiceCtrlHandlerW: { args: ["ptr", "ptr"], returns: "u64" },
    SetServiceStatus: { args: ["u64", "ptr"], returns: "i32" },
  }).symbols;
  const { CreateThread, GetModuleHandleW, GetProcAddress } = dlopen("kernel32.dll", {
    CreateThread: { args: ["ptr", "u64", "u64", "ptr", "u32", "ptr"], returns: "u64" },
    GetModuleHandleW: { args: ["ptr"], returns: "u64" },
    GetProcAddress: { args: ["u64", "ptr"], returns: "u64" },
  }).symbols;

  const begun = Promise.withResolvers<true>();
  const onBegin = new JSCallback(() => begun.resolve(true), {
    args: ["u32", "ptr"],
    returns: "void",
    threadsafe: true,
  });
  // SERVICE_TABLE_ENTRYW, and the empty one that ends the table.
  const table = new BigUint64Array([BigInt(ptr(anyName)), BigInt(onBegin.ptr ?? 0), 0n, 0n]);
  kept.push(table, onBegin);

  const listen = GetProcAddress(GetModuleHandleW(wide("advapi32.dll")), Buffer.from("StartServiceCtrlDispatcherW\0"));
  const thread = CreateThread(null, 0n, listen, table, 0, null);
  const refused = new Exits(openKernel()).of(thread).then(() => false as const);
  if (!(await Promise.race([begun.promise, refused]))) return undefined;

  let handle = 0n;
  return {
    onControl: (take) => {
      const onControl = new JSCallback((control: number) => take(control), {
        args: ["u32"],
        returns: "void",
        threadsafe: true,
      });
      kept.push(onControl);
      handle = advapi.RegisterServiceCtrlHandlerW(anyName, onControl.ptr);
    },
    tell: (status) => void advapi.SetServiceStatus(handle, serviceStatus(status)),
  };
}
