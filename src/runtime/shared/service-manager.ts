import { readFileSync } from "node:fs";
import { promisify } from "node:util";

import type { ServiceManager } from "../local-ports.ts";
import { openDatagram, type SendDatagram } from "../os/datagram.ts";

/**
 * The service manager that started this process; `undefined` where none wants to hear of it. Where FFI is not to be had,
 * systemd's own `systemd-notify` speaks for us; without root it is heard only with `NotifyAccess=all` (or `exec`).
 *
 * @param open how datagrams are sent. Default: over FFI
 */
export function openServiceManager(
  env: Readonly<Record<string, string | undefined>>,
  open: typeof openDatagram = openDatagram,
): ServiceManager | undefined {
  const socket = env["NOTIFY_SOCKET"];
  if (socket === undefined || socket === "" || process.platform === "win32") return undefined;
  let send: SendDatagram | "none" | undefined;
  return {
    watchdogMs: watchdogMs(env),
    notify: async (given) => {
      const assignments = given.includes("RELOADING=1") ? [...given, `MONOTONIC_USEC=${sinceBoot()}`] : given;
      send ??= open(socket) ?? "none";
      return send === "none" ? await tell(socket, assignments) : send(assignments.join("\n"));
    },
  };
}

/** As sd_watchdog_enabled(3): another process's watchdog is not ours. */
function watchdogMs(env: Readonly<Record<string, string | undefined>>): number | undefined {
  const { WATCHDOG_USEC: microseconds, WATCHDOG_PID: pid } = env;
  if (pid !== undefined && pid !== "" && pid !== String(process.pid)) return undefined;
  const milliseconds = Number(microseconds) / 1000;
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
}

/**
 * Microseconds on the clock by which the manager tells the answer to its own signal from one that came before
 * (`Type=notify-reload`): this one counts from the same moment, and goes on while the machine sleeps, so it is never behind.
 * What the system tells is rounded down to hundredths of a second.
 */
function sinceBoot(): number {
  return Math.round((Number.parseFloat(readFileSync("/proc/uptime", "utf8")) + 0.01) * 1e6);
}

/** Longest time for that program, milliseconds. */
const tellWithinMs = 5_000;

async function tell(socket: string, assignments: readonly string[]): Promise<boolean> {
  const { PATH = "" } = process.env;
  try {
    const { execFile } = process.getBuiltinModule("node:child_process");
    const env = { PATH, NOTIFY_SOCKET: socket };
    await promisify(execFile)("systemd-notify", assignments, { env, timeout: tellWithinMs });
    return true;
  } catch {
    return false;
  }
}
