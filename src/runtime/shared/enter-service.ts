import type { EnteredService } from "../service-port.ts";
import { createClock } from "./clock.ts";

/** What this process is as a service of Windows; `undefined` where it is none. */
export async function enterService(): Promise<EnteredService | undefined> {
  if (process.platform !== "win32") return undefined;
  const { enterWindowsService } = await import("../os/windows/service.ts");
  return await enterWindowsService({ clock: createClock() });
}
