import type { Command } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { order, orderJson } from "../reach.ts";

export const restartCommand: Command = {
  description: "Restarts the Collector of a running supervisor.",
  flags: { ...whichFlags, ...jsonFlag },
  afterFlags: `
EXAMPLES

  opampsupervisor restart --config supervisor.yaml
`,
  json: orderJson,
  run: (call) => order(call, "restart"),
};
