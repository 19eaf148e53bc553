import { socketName } from "../../control/protocol.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import { type ResetOutcome, resetStorage } from "../../storage/reset-storage.ts";
import { storageAdvice } from "../../storage/storage-error.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { findStorage } from "../reach.ts";

export const resetIdentityCommand: Command = {
  description: "Removes the identity before a disk is copied.",
  flags: { ...whichFlags, ...jsonFlag },
  afterFlags: `
All that a supervisor has stored is removed: the instance uid, what the server
has sent, what was learned of the Collector, its log. The next start is a first
start. Nothing is removed while a supervisor runs there (exit code 5). What is
not the supervisor's is left alone and named.

EXAMPLES

  opampsupervisor reset-identity --config supervisor.yaml
  opampsupervisor reset-identity --storage-dir ./storage --json
`,
  json: [
    ["storageDirectory", "that was looked at"],
    ["instanceUid", "that was stored, where one was"],
    ["removed", "names of files"],
    ["failed", "`name` and `code` of what could not be removed"],
    ["left", "names of what is not the supervisor's"],
  ],
  run: runReset,
};

async function runReset(call: Call): Promise<number> {
  const { files, ...runtime } = createRuntime();
  const directory = await findStorage(call, { files, ...runtime });
  if (typeof directory === "number") return directory;
  const outcome = await resetStorage({ files, directory, others: [socketName] });
  if (outcome.is === "taken") {
    const which = outcome.holder === "" ? "a supervisor" : `a supervisor (pid ${outcome.holder})`;
    return call.fail(`${which} runs with ${directory}: stop it first`, exitCodes.running);
  }
  if (outcome.is === "unusable") return refuse(call, directory, outcome.code);
  const [fault] = outcome.is === "reset" ? outcome.failed : [];
  const code = fault === undefined ? exitCodes.ok : refuse(call, `${directory}: ${fault.name}`, fault.code);
  return call.print(call.set.has("json") ? asJson(directory, outcome) : asText(directory, outcome), code);
}

function refuse(call: Call, what: string, code: string): number {
  const denied = code === "EACCES" || code === "EPERM";
  return call.fail(
    `cannot remove ${what}: ${code}; ${storageAdvice(code)}`,
    denied ? exitCodes.denied : exitCodes.failure,
  );
}

type Shown = Extract<ResetOutcome, { is: "absent" | "reset" }>;

function asJson(storageDirectory: string, outcome: Shown): string {
  if (outcome.is === "absent") return JSON.stringify({ storageDirectory, removed: [], failed: [], left: [] }, null, 2);
  const { instanceUid, removed, failed, left } = outcome;
  const uid = instanceUid && { instanceUid: formatUid(instanceUid) };
  return JSON.stringify({ storageDirectory, ...uid, removed, failed, left }, null, 2);
}

function asText(directory: string, outcome: Shown): string {
  if (outcome.is === "absent") return `There is no ${directory}: nothing to remove`;
  const { instanceUid, removed, left } = outcome;
  const whose = instanceUid === undefined ? "" : ` of ${formatUid(instanceUid)}`;
  const head =
    removed.length === 0 ? `Nothing to remove in ${directory}` : `Removed what was stored${whose} in ${directory}:`;
  const rest = left.length === 0 ? [] : ["Left alone:", ...left.map((name) => `  ${name}`)];
  return [head, ...removed.map((name) => `  ${name}`), ...rest].join("\n");
}
