import type { RunAsConfig } from "../config/types.ts";
import type { Files } from "../runtime/ports.ts";
import type { Account, Processes } from "../runtime/process-ports.ts";

/** An account with what its environment says of it. */
export interface NamedAccount extends Account {
  user: string;
  home: string;
}

export type AccountFound = { found: true; account: NamedAccount } | { found: false; reason: string };

export interface FindAccountOptions {
  runAs: RunAsConfig;
  files: Pick<Files, "readIfPresent">;
  processes: Pick<Processes, "run">;
}

/**
 * The account that `agent.run_as` names. A user alone brings its groups along; a group that is named is the only one, as in
 * `USER` of a Dockerfile. Looked for in `/etc/passwd` and `/etc/group`, then asked of `getent`, which knows directories of
 * the network too.
 */
export async function findAccount(options: FindAccountOptions): Promise<AccountFound> {
  const { user, group } = options.runAs;
  const [entry, chosen] = await Promise.all([
    lookUp("passwd", user, options),
    group === undefined ? undefined : groupId(group, options),
  ]);
  const uid = entry === undefined ? numeric(user) : numeric(entry[2]);
  if (uid === undefined) return { found: false, reason: `there is no user ${user} on this machine` };
  if (group !== undefined && chosen === undefined) {
    return { found: false, reason: `there is no group ${group} on this machine` };
  }
  const gid = chosen ?? numeric(entry?.[3]);
  if (gid === undefined) {
    return { found: false, reason: `no entry says which group user ${user} has: write ${user}:GROUP` };
  }
  const name = entry?.[0] ?? user;
  const groups = chosen === undefined ? [gid, ...(await memberships(name, options))] : [gid];
  const home = entry?.[5] || "/";
  return { found: true, account: { uid, gid, groups: [...new Set(groups)], user: name, home } };
}

/** What a login would say; the rest of the environment stays, `PATH` too. */
export function accountVariables({ user, home }: NamedAccount): Record<string, string> {
  return { HOME: home, USER: user, LOGNAME: user };
}

type Table = "passwd" | "group";

async function groupId(group: string, options: FindAccountOptions): Promise<number | undefined> {
  return numeric((await lookUp("group", group, options))?.[2]) ?? numeric(group);
}

/** The fields of the entry with this name, else of that with this number. */
async function lookUp(table: Table, key: string, options: FindAccountOptions): Promise<string[] | undefined> {
  const entries = await readTable(table, options);
  return entries.find(([name]) => name === key) ?? entries.find(([, , id]) => id === key) ?? ask(table, key, options);
}

async function ask(table: Table, key: string, { processes }: FindAccountOptions): Promise<string[] | undefined> {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
  const outcome = await processes.run({ executable: "/usr/bin/getent", args: [table, key], env, timeoutMs: 10_000 });
  if (!outcome.started || outcome.exit.kind !== "exited" || outcome.exit.code !== 0) return undefined;
  return outcome.stdout.split("\n")[0]?.split(":");
}

/** Ids of the groups that list the user as a member. */
async function memberships(user: string, options: FindAccountOptions): Promise<number[]> {
  const entries = await readTable("group", options);
  return entries.flatMap(([, , id, members]) => (members?.split(",").includes(user) ? (numeric(id) ?? []) : []));
}

async function readTable(table: Table, { files }: FindAccountOptions): Promise<string[][]> {
  const text = new TextDecoder().decode(await files.readIfPresent(`/etc/${table}`));
  return text.split("\n").flatMap((line) => (line === "" ? [] : [line.split(":")]));
}

/** 2^32-1 stands for "no change" in the calls of the system. */
function numeric(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const id = Number(text);
  return id < 2 ** 32 - 1 ? id : undefined;
}
