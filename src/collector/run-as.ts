import { isAbsolute, join } from "node:path";

import type { AgentConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { AccessWish } from "../runtime/process-ports.ts";
import { accountVariables, findAccount, type NamedAccount } from "./account.ts";

export type RunAs =
  | {
      possible: true;
      /** `undefined`: the Collector runs as the supervisor does. */
      account: NamedAccount | undefined;
      /** The ports for all that has to do with the Collector: what they start runs as that account. */
      runtime: Runtime;
    }
  | RunAsRefused;

/** `reason`: what keeps the Collector from running as that account. */
export interface RunAsRefused {
  possible: false;
  reason: string;
}

/** Finds the account of `agent.run_as` and whether this process may run anything as it. */
export async function prepareRunAs({ runAs }: Pick<AgentConfig, "runAs">, runtime: Runtime): Promise<RunAs> {
  if (runAs === undefined) return { possible: true, account: undefined, runtime };
  if (runtime.host.os !== "linux") return refused(`on ${runtime.host.os} it is not supported`);
  const found = await findAccount({ runAs, ...runtime });
  if (!found.found) return refused(found.reason);
  const { account } = found;
  const why = runtime.processes.whyNotAs(account);
  return why === undefined ? { possible: true, account, runtime: asAccount(runtime, account) } : refused(why);
}

export interface ReachOptions {
  account: NamedAccount;
  executable: string;
  /** Where the Collector's configuration will lie. */
  directory: string;
  runtime: Runtime;
}

/**
 * Has the system say whether that account may execute the Collector and reach its configuration. `warning`: it may not
 * enter the working directory.
 */
export async function checkReach(options: ReachOptions): Promise<{ possible: true; warning?: string } | RunAsRefused> {
  const { account, executable, directory, runtime } = options;
  const { host, processes } = runtime;
  const absolute = (path: string) => (isAbsolute(path) ? path : join(host.directory, path));
  const paths = [executable, directory, host.directory];
  const wishes = paths.map((path): AccessWish => ({ path: absolute(path), to: "execute" }));
  const answer = await processes.tryAccess(account, wishes);
  const who = `user ${account.user}`;
  if (!answer.asked) return refused(`the system does not let the supervisor become ${who} (${answer.code})`);
  const [run = "", reach = "", enter = ""] = answer.refusals;
  if (run === "EACCES")
    return refused(`${who} may not execute ${executable} (${run}: look at the directories above it too)`);
  if (reach !== "")
    return refused(
      `${who} cannot reach ${directory}, where its configuration is (${reach}: a directory above it is closed to others)`,
    );
  if (enter === "") return { possible: true };
  return {
    possible: true,
    warning: `${who} may not enter ${host.directory}: the Collector has / as its working directory`,
  };
}

function asAccount(runtime: Runtime, account: NamedAccount): Runtime {
  const { processes, host } = runtime;
  const { uid, gid, groups } = account;
  const identity = { account: { uid, gid, groups } };
  return {
    ...runtime,
    host: { ...host, env: { ...host.env, ...accountVariables(account) } },
    processes: {
      ...processes,
      start: (options) => processes.start({ ...options, ...identity }),
      run: (options) => processes.run({ ...options, ...identity }),
    },
  };
}

function refused(reason: string): RunAsRefused {
  return { possible: false, reason: `agent.run_as: ${reason}` };
}
