import { onTestFinished } from "bun:test";
import { readFileSync } from "node:fs";

import {
  type ExampleServer,
  type ExampleServerOptions,
  startExampleServer,
} from "../../examples/server/start-example-server.ts";
import { scratchDirectory } from "./scratch.ts";
import { ScriptedAgent } from "./scripted-agent.ts";
import { silentLog } from "./silent-log.ts";

/** The example server on free ports and, by default, a new data directory; stopped after the test. */
export async function exampleServer(options: Partial<ExampleServerOptions> = {}): Promise<ExampleServer> {
  const dataDirectory = options.dataDirectory ?? scratchDirectory();
  const server = await startExampleServer({
    opampPort: 0,
    filePort: 0,
    pagePort: 0,
    log: silentLog,
    ...options,
    dataDirectory,
  });
  onTestFinished(() => server.stop());
  return server;
}

/** A scripted agent that trusts the server's own authority; it shows the client certificate if it is given one. */
export function agentOf(
  server: ExampleServer,
  uid?: Uint8Array,
  pair?: { cert: string; key: string },
): Promise<ScriptedAgent> {
  return ScriptedAgent.connect({
    url: server.endpoint,
    ...(uid && { uid }),
    ...pair,
    ...(server.caFile !== undefined && { ca: readFileSync(server.caFile, "utf8") }),
  });
}
