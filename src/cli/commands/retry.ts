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
to offer it under a new hash. Packages that have failed, a request for a
certificate that was refused, and a Collector that waits for its next start
after an end are tried at once too. It says what is tried again; that nothing
had failed is no error (exit code 0).

EXAMPLES

  opampsupervisor retry --config supervisor.yaml
`,
  json: [
    ...orderJson,
    [
      "retried",
      "what had failed and is tried again, empty where nothing had: `kind` (`configuration`, `package`, `certificate request`, `Collector`) and, of the first two, `name` (the hash of the configuration)",
    ],
  ],
  run: (call) => order(call, "retry"),
};
