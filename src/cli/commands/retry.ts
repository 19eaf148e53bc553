import type { Command } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { order, orderJson } from "../reach.ts";

export const retryCommand: Command = {
  description: "Has the supervisor try again what failed before.",
  flags: { ...whichFlags, ...jsonFlag },
  afterFlags: `
A remote configuration that is FAILED stays so, also where it was not to
blame and what was in its way (a taken port, a full disk) is gone: what
everybody has given up must not come into force at an hour that nobody has
chosen. This is how to have it tried again; the other way is for the server
to offer it under a new hash.

EXAMPLES

  opampsupervisor retry --config supervisor.yaml
`,
  json: orderJson,
  run: (call) => order(call, "retry"),
};
