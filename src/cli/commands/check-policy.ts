import { basename } from "node:path";

import { refusalText } from "../../compose/refusal.ts";
import { errorCode } from "../../runtime/error-code.ts";
import { composeOffline } from "../../supervisor/compose/offline.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { configFlag, jsonFlag } from "../flags.ts";
import { readOfflineConfig } from "../offline-config.ts";

export const checkPolicyCommand: Command = {
  description: "Says whether a remote configuration is taken.",
  flags: { ...configFlag, ...jsonFlag },
  operands: { hint: "REMOTE", description: "Files of the remote configuration", least: 1, are: "files" },
  afterFlags: `
EXAMPLES

  opampsupervisor check-policy --config supervisor.yaml remote.yaml
`,
  json: [
    ["taken", "whether the remote configuration would be taken"],
    ["bounded", "whether there is an `agent.policy`"],
    ["code", "where it is refused"],
    ["reason", "where it is refused: which layer, which line, which bound"],
    ["warnings", "what a layer asked for and does not get"],
  ],
  run: runCheckPolicy,
};

async function runCheckPolicy(call: Call): Promise<number> {
  const offline = await readOfflineConfig(call);
  if (typeof offline === "number") return offline;
  const { config, runtime, log } = offline;
  const remote = new Map<string, Uint8Array>();
  for (const path of call.operands) {
    const read = await runtime.files.read(path).catch((error: unknown) => errorCode(error) ?? String(error));
    if (typeof read === "string") return call.refuse(`cannot read ${path}: ${read}`);
    remote.set(remoteName(path, call.operands), read);
  }
  const { result } = await composeOffline({ config, ...runtime, log, remote });
  const bounded = config.agent.policy !== undefined;
  const outcome = result.composed
    ? { taken: true, bounded, warnings: result.warnings }
    : { taken: false, bounded, code: result.code, reason: result.reason, warnings: [] };
  const lines = [
    ...outcome.warnings.map((warning) => `Warning: ${warning}`),
    ...(bounded ? [] : ["Warning: there is no agent.policy, so that nothing bounds remote content"]),
    result.composed ? "Taken" : `Refused: ${refusalText(result)}`,
  ];
  const text = call.set.has("json") ? JSON.stringify(outcome, null, 2) : lines.join("\n");
  return call.print(text, result.composed ? exitCodes.ok : exitCodes.failure);
}

/** What a file is called as a remote one: as it is named without its directories, unless that is the name of two. */
function remoteName(path: string, all: readonly string[]): string {
  const name = basename(path);
  return all.some((other) => other !== path && basename(other) === name) ? path : name;
}
