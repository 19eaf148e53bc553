import { startExampleServer } from "../../../../examples/server/start-example-server.ts";
import { silentLog } from "../../../support/silent-log.ts";
import { emit, inputEnded } from "./line.ts";

/** The example server with its data in a directory. Event: listening {port}. */
const server = await startExampleServer({
  opampPort: 0,
  filePort: 0,
  pagePort: 0,
  insecureWs: true,
  hostname: "0.0.0.0",
  dataDirectory: process.argv[2] ?? "",
  log: silentLog,
});
emit("listening", { port: server.opampPort });
await inputEnded();
process.exit(0);
