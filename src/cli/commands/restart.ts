import type { Command } from "../command.ts";
import { whichFlags } from "../flags.ts";
import { order } from "../reach.ts";

export const restartCommand: Command = {
  description: "Restarts the Collector of a running supervisor.",
  flags: whichFlags,
  afterFlags: `
EXAMPLES

  opampsupervisor restart --config supervisor.yaml
`,
  run: (call) => order(call, "restart"),
};
