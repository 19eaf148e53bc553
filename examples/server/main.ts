import { defineCommand, renderUsage, runCommand } from "citty";

import { errorMessage } from "../../src/runtime/error-message.ts";
import { checkFlags, flags, portOf, UsageError } from "./command-line.ts";
import { createConsoleLog } from "./console-log.ts";
import { startExampleServer } from "./start-example-server.ts";

const command = defineCommand({
  meta: { name: "server", description: "An OpAMP server with a page, to try a supervisor with" },
  args: flags,
  run: async ({ args }) => {
    const server = await startExampleServer({
      opampPort: portOf("opamp-port", args["opamp-port"]),
      filePort: portOf("file-port", args["file-port"]),
      pagePort: portOf("page-port", args["page-port"]),
      hostname: args.hostname,
      dataDirectory: args["data-directory"],
      insecureWs: args["insecure-ws"],
      log: createConsoleLog((line) => console.error(line)),
    });
    console.log(`Agents connect to  ${server.endpoint}`);
    console.log(`The page is on     ${server.pageUrl}`);
    if (server.caFile !== undefined) console.log(`Agents may trust   ${server.caFile}`);
    const stop = () => void server.stop().then(() => process.exit(0));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  },
});

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  console.log(await renderUsage(command));
} else {
  try {
    checkFlags(args);
    await runCommand(command, { rawArgs: args });
  } catch (error) {
    console.error(`Error: ${errorMessage(error)}`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}
