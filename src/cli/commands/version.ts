import { runtimeVersion } from "../../runtime/runtime-version.ts";
import { createHost } from "../../runtime/shared/host.ts";
import type { Command } from "../command.ts";
import { jsonFlag } from "../flags.ts";
import { version } from "../version.ts";

export const versionCommand: Command = {
  description: "Prints the version, the system and the runtime.",
  flags: jsonFlag,
  afterFlags: `
\`opampsupervisor --version\` prints the version alone.

EXAMPLES

  opampsupervisor version
  opampsupervisor version --json
`,
  json: [
    ["version", "of the supervisor; `source` where it runs without a build"],
    ["system", "what it was built for, `linux/amd64`"],
    ["runtime", "what it runs on, `bun 1.4.5`"],
  ],
  run: ({ set, print }) => {
    const { os, arch } = createHost();
    const facts = { version, system: `${os}/${arch}`, runtime: runtimeVersion };
    const text = `opampsupervisor ${version} (${facts.system}, ${facts.runtime})`;
    return Promise.resolve(print(set.has("json") ? JSON.stringify(facts, null, 2) : text));
  },
};
