import type { InstalledService, ServiceState } from "../../service-control-port.ts";
import { fromWide } from "./wide.ts";

const states: Readonly<Record<number, ServiceState>> = {
  1: "stopped",
  2: "starting",
  3: "stopping",
  4: "running",
  5: "starting",
  6: "stopping",
  7: "paused",
};

const serviceSpecificError = 1066;
const neverStarted = 1077;

/** `SERVICE_STATUS_PROCESS`: nine numbers of 32 bits. */
export function readServiceProcess(status: Uint32Array): Omit<InstalledService, "commandLine"> {
  const [, state = 0, , error = 0, specific = 0, , , pid = 0] = status;
  const exitCode = error === serviceSpecificError ? specific : error === neverStarted ? 0 : error;
  return { state: states[state] ?? "paused", pid, exitCode };
}

const commandLineOffset = 16;

/** The command line in `QUERY_SERVICE_CONFIGW`, whose texts lie behind it and are told by their addresses. */
export function readServiceConfig(config: Uint8Array, address: bigint): string {
  const at = new DataView(config.buffer, config.byteOffset).getBigUint64(commandLineOffset, true) - address;
  return fromWide(config.subarray(Number(at)));
}
