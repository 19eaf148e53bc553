import type { Command } from "../command.ts";
import { whichFlags } from "../flags.ts";
import { order } from "../reach.ts";

export const retryCommand: Command = {
  description: "Has the supervisor try again what failed before.",
  flags: whichFlags,
  afterFlags: `
EXAMPLES

  opampsupervisor retry --config supervisor.yaml
`,
  run: (call) => order(call, "retry"),
};
