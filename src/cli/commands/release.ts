import type { Command } from "../command.ts";
import { whichFlags } from "../flags.ts";
import { order } from "../reach.ts";

export const releaseCommand: Command = {
  description: "Ends a hold: what the server wants is begun.",
  flags: whichFlags,
  afterFlags: `
Of all that came meanwhile the newest of each kind is begun.

EXAMPLES

  opampsupervisor release --config supervisor.yaml
`,
  run: (call) => order(call, "release"),
};
