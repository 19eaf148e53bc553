import type { Command } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { order, orderJson } from "../reach.ts";

export const releaseCommand: Command = {
  description: "Ends a hold: what the server wants is begun.",
  flags: { ...whichFlags, ...jsonFlag },
  afterFlags: `
Of all that came meanwhile the newest of each kind is begun.

EXAMPLES

  opampsupervisor release --config supervisor.yaml
`,
  json: orderJson,
  run: (call) => order(call, "release"),
};
