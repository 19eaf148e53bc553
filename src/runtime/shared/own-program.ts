import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { setTimeout } from "node:timers/promises";

import { isStandalone } from "#runtime/engine.ts";

import { errorCode } from "../error-code.ts";
import { containerSign } from "../os/container.ts";
import { keepTimersInTime } from "../os/timer-slack.ts";
import type { Obstacle, OwnProgram, OwnRole } from "../own-program-port.ts";
import { ownChildren } from "./own-children.ts";

/** Tells a file of this program which one has made it run, and what for. */
export const roleVariable = "OPAMPSUPERVISOR_ROLE";

/** How long children of this process are waited for before it becomes another program, milliseconds. */
const childrenWithinMs = 2_000;

/** The program of this process. To be asked for once: the variable is taken out of the environment, for nobody else is to have it. */
export function openOwnProgram(): OwnProgram {
  const told = readRole(process.env[roleVariable]);
  delete process.env[roleVariable];
  const path = process.execPath;
  const installed = told?.installed ?? path;
  const args = process.argv.slice(2);
  const environment = (role: OwnRole) => {
    const inherited = Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return { ...Object.fromEntries(inherited), [roleVariable]: JSON.stringify({ installed, ...role }) } as Record<
      string,
      string
    >;
  };
  return {
    path,
    installed,
    role: told?.role ?? { is: "installed" },
    args,
    obstacle: () => Promise.resolve(findObstacle()),
    environment,
    become: async (other, role) => {
      if (process.execve === undefined) return "ENOSYS";
      keepTimersInTime();
      const until = performance.now() + childrenWithinMs;
      while (ownChildren.size > 0 && performance.now() < until) await setTimeout(1);
      try {
        return process.execve(other, [other, ...args], environment(role));
      } catch (error) {
        return errorCode(error) ?? "EUNKNOWN";
      }
    },
  };
}

function readRole(text: string | undefined): { installed: string; role: OwnRole } | undefined {
  if (text === undefined || !isStandalone) return undefined;
  try {
    const told: unknown = JSON.parse(text);
    const { installed, is, by, since } = told as Partial<Record<string, unknown>>;
    if (typeof installed !== "string" || !isAbsolute(installed)) return undefined;
    const isTime = typeof since === "number";
    if (is === "installed" || is === "newer") return { installed, role: { is, ...(isTime && { since }) } };
    if (is === "trial" && isTime && (by === "server" || by === "operator"))
      return { installed, role: { is, by, since } };
  } catch {
    // Nobody of ours has written it.
  }
  return undefined;
}

function findObstacle(): Obstacle | undefined {
  if (process.platform === "win32") {
    return { code: "WRONG_SYSTEM", reason: "on Windows a process cannot become another program" };
  }
  if (process.execve === undefined || !isStandalone) {
    return { code: "NO_EXECVE", reason: "this process cannot become another program" };
  }
  const { pid, ppid: parentPid, env } = process;
  const sign = containerSign({ pid, parentPid, env, isThere: existsSync });
  if (sign === undefined) return undefined;
  const reason = `the supervisor is the program of a container (${sign}), whose image is exchanged from outside`;
  return { code: "IN_CONTAINER", reason };
}
