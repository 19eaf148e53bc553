import { supervisorJsonSchema } from "../../config/json-schema.ts";
import type { Command } from "../command.ts";

export const schemaCommand: Command = {
  description: "Prints a JSON schema of supervisor.yaml for editors.",
  flags: {},
  afterFlags: `
It is of draft 2020-12. An editor with the YAML language server (VS Code with
its YAML extension) completes and checks a file whose first line names it:

  # yaml-language-server: $schema=./supervisor.schema.json

What depends on several keys at once, or on the machine, the editor cannot see:
ask \`opampsupervisor validate\`.

EXAMPLES

  opampsupervisor schema > supervisor.schema.json
`,
  run: (call) => Promise.resolve(call.print(JSON.stringify(supervisorJsonSchema(), null, 2))),
};
