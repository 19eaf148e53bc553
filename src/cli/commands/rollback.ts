import type { Command } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { order, orderJson } from "../reach.ts";

export const rollbackCommand: Command = {
  description: "Goes back to the last good configuration before.",
  flags: { ...whichFlags, ...jsonFlag },
  afterFlags: `
The remote configuration that worked before the one in force is checked, put in
its place and proved, as any other is; where it does not work, what is in force
stays. From the first one the way leads to the operator's own configuration.
The server is told that the operator has rolled it back, and it is not taken
again before \`retry\`, or under another hash. What the server offers meanwhile
waits. (Another version of the Collector: \`packages rollback\`.)

EXAMPLES

  opampsupervisor rollback --config supervisor.yaml
`,
  json: orderJson,
  run: (call) => order(call, "rollback-configuration"),
};
