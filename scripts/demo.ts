import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { createConsoleLog } from "../examples/server/console-log.ts";
import { startExampleServer } from "../examples/server/start-example-server.ts";
import { createRuntime } from "../src/runtime/shared/runtime.ts";
import { build } from "./build.ts";
import { supervisorConfiguration } from "./demo/supervisor-configuration.ts";
import { walkthrough } from "./demo/walkthrough.ts";
import { getCollector, NoCollectorError } from "./get-collector.ts";
import { root } from "./support/root.ts";

/** How long an ordered stop of the supervisor may take before it is killed, milliseconds. */
const stopWithinMs = 20_000;

/**
 * The main job on this machine: an OpAMP server with a page, the supervisor, a real Collector. Everything that is
 * written goes to `.demo` in the project. Runs until Ctrl-C, and leaves no process behind.
 */
async function demo(): Promise<number> {
  const { values } = parseArgs({
    options: { "opamp-port": { type: "string" }, "file-port": { type: "string" }, "page-port": { type: "string" } },
  });
  const directory = join(root, ".demo");
  await mkdir(directory, { recursive: true, mode: 0o700 });

  console.log("1/3 A Collector");
  const collector = await getCollector({ say: (line) => console.log(`    ${line}`) });
  console.log(`    ${collector}`);
  console.log("2/3 The supervisor");
  const { path: executable } = await build();
  console.log(`    ${executable}`);
  console.log("3/3 The server, the supervisor and the Collector together");
  const server = await startExampleServer({
    opampPort: Number(values["opamp-port"] ?? 4320),
    filePort: Number(values["file-port"] ?? 4322),
    pagePort: Number(values["page-port"] ?? 4321),
    dataDirectory: join(directory, "server"),
    log: createConsoleLog((line) => console.log(`    ${line}`)),
  });

  const configFile = join(directory, "supervisor.yaml");
  const storage = join(directory, "storage");
  const { endpoint, caFile, publicKeyFile } = server;
  await Bun.write(configFile, supervisorConfiguration({ endpoint, caFile, publicKeyFile, collector, storage }));
  const supervisorLog = join(directory, "supervisor.log");
  const runtime = createRuntime({ self: [executable] });
  const started = await runtime.processes.start({
    executable,
    args: [`--config=${configFile}`],
    env: runtime.host.env,
    outputFile: supervisorLog,
  });
  if (!started.started) throw new Error(`${executable} does not start: ${started.code}`);
  const { child } = started;
  console.log(walkthrough({ endpoint, pageUrl: server.pageUrl, storage, supervisorLog }));

  const asked = Promise.withResolvers<"asked">();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => asked.resolve("asked"));
  const end = await Promise.race([asked.promise, child.exited]);
  if (end === "asked") {
    console.log("\nStopping");
    const cancel = runtime.clock.schedule(stopWithinMs, () => child.signalGroup("SIGKILL"));
    child.signalGroup("SIGTERM");
    await child.exited;
    cancel();
  } else {
    console.error(`The supervisor ended by itself; its last words are in ${supervisorLog}`);
  }
  await server.stop();
  return end === "asked" ? 0 : 1;
}

try {
  process.exit(await demo());
} catch (error) {
  if (error instanceof NoCollectorError) console.error(error.message);
  else if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    console.error(`${error.message}: is another demo running? --opamp-port, --file-port and --page-port choose others`);
  } else throw error;
  process.exit(1);
}
