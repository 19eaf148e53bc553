import type { ServiceControl } from "../service-control-port.ts";

/** The services of Windows; `undefined` on other systems. Rejects where FFI is forbidden. */
export async function openWindowsServices(): Promise<ServiceControl | undefined> {
  if (process.platform !== "win32") return undefined;
  return (await import("../os/windows/service-control.ts")).openServiceControl();
}
