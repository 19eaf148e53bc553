import { basename } from "node:path";

import { type ControlClient, reachSupervisor } from "../../control/control-client.ts";
import type { Reply } from "../../control/protocol.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Runtime } from "../../runtime/ports.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import type { JournalEntry } from "../../storage/journal-entry.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { archiveOf } from "../diagnose/archive.ts";
import { collect, type CollectOptions } from "../diagnose/collect.ts";
import { readConfiguration } from "../diagnose/read-configuration.ts";
import { whichFlags } from "../flags.ts";
import { findStorage } from "../reach.ts";

export const diagnoseCommand: Command = {
  description: "Makes one archive for a bug report, without secrets.",
  flags: whichFlags,
  operands: {
    hint: "FILE",
    description: "The archive; default: one with the time in its name",
    least: 0,
    most: 1,
    are: "files",
  },
  afterFlags: `
A .tar.gz that only its owner may read: version, system, the configuration
without secrets, status, events, ends of logs, what the storage directory holds
by name, packages and certificates without keys. It works whether a supervisor
runs or not, and says in README.txt what it could not get.

EXAMPLES

  opampsupervisor diagnose --config supervisor.yaml
`,
  run: runDiagnose,
};

async function runDiagnose(call: Call): Promise<number> {
  const [given] = call.operands;
  const runtime = createRuntime();
  const { clock, files } = runtime;
  const stamp = new Date(clock.now())
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "");
  const path = given ?? `opampsupervisor-diagnose-${stamp}.tar.gz`;
  const configFile = call.values.get("config");
  // A configuration that is wrong is something to diagnose, and no reason not to.
  const configuration = configFile === undefined ? undefined : await readConfiguration(configFile, runtime);
  const directory =
    configuration === undefined || call.values.has("storage-dir")
      ? await findStorage(call, runtime)
      : configuration.storageDirectory;
  if (typeof directory === "number") return directory;
  try {
    if ((await files.stat(path)) !== undefined) return call.fail(`${path} is there already`);
    const running = await askSupervisor(runtime, directory);
    const parts = await collect({ runtime, directory, configuration, running });
    const archive = await archiveOf(parts, basename(path).replace(/\.(?:tar\.gz|tgz)$/, ""), clock.now());
    await files.write(path, archive, { durable: false });
    return call.print(`${path}: ${archive.length} bytes; look through it before you give it to others`, exitCodes.ok);
  } catch (error) {
    return call.fail(`cannot write ${path}: ${errorCode(error) ?? String(error)}`);
  }
}

async function askSupervisor(runtime: Runtime, directory: string): Promise<CollectOptions["running"]> {
  const reached = await reachSupervisor(runtime.local, directory);
  if (!reached.reached) return { unreachable: reached.message };
  const { control } = reached;
  const late = runtime.clock.schedule(answerWithinMs, () => control.close());
  try {
    control.request("status");
    const reply = await control.next();
    if (reply === undefined || !reply.ok || !("status" in reply)) return { unreachable: refusalOf(reply) };
    return { status: reply.status, events: await eventsOf(control) };
  } finally {
    late();
    control.close();
  }
}

/** How long a supervisor may take to answer, milliseconds. */
const answerWithinMs = 30_000;

async function eventsOf(control: ControlClient): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  control.request("events");
  for (let reply = await control.next(); reply?.ok && "events" in reply; reply = await control.next()) {
    entries.push(...reply.events);
    if (reply.last) break;
  }
  return entries;
}

function refusalOf(reply: Reply | undefined): string {
  return reply === undefined || reply.ok
    ? "the supervisor did not answer"
    : `${reply.error.message} (${reply.error.code})`;
}
