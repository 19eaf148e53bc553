import { basename } from "node:path";

import { type ControlClient, reachSupervisor } from "../../control/control-client.ts";
import type { Reply } from "../../control/protocol.ts";
import { createBunRuntime } from "../../runtime/bun/runtime.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { JournalEntry } from "../../storage/journal-entry.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { archiveOf } from "../diagnose/archive.ts";
import { collect, type CollectOptions } from "../diagnose/collect.ts";
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
  const runtime = createBunRuntime();
  const { clock, files } = runtime;
  const stamp = new Date(clock.now())
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "");
  const path = given ?? `opampsupervisor-diagnose-${stamp}.tar.gz`;
  const configFile = call.values.get("config");
  const directory = await placeOf(call, runtime);
  if (typeof directory === "number") return directory;
  try {
    if ((await files.stat(path)) !== undefined) return call.fail(`${path} is there already`);
    const running = await askSupervisor(runtime, directory);
    const parts = await collect({ runtime, directory, configFile, running });
    const archive = await archiveOf(parts, basename(path).replace(/\.(?:tar\.gz|tgz)$/, ""), clock.now());
    await files.write(path, archive, { durable: false });
    return call.print(`${path}: ${archive.length} bytes; look through it before you give it to others`, exitCodes.ok);
  } catch (error) {
    return call.fail(`cannot write ${path}: ${errorCode(error) ?? String(error)}`);
  }
}

/** A configuration that is wrong is something to diagnose, and no reason not to. */
async function placeOf(call: Call, runtime: Runtime): Promise<string | number> {
  const quiet = await findStorage({ ...call, refuse: () => exitCodes.usage }, runtime);
  if (typeof quiet === "string") return quiet;
  if (call.values.has("config") && call.values.has("storage-dir")) return await findStorage(call, runtime);
  const { defaultStorageDirectory } = await import("../../config/settings.ts");
  return (await statedDirectory(call.values.get("config"), runtime)) ?? defaultStorageDirectory(runtime.host);
}

/** What a configuration that is refused says of its storage, where that can be read. */
async function statedDirectory(path: string | undefined, { files }: Runtime): Promise<string | undefined> {
  const data = path === undefined ? undefined : await files.readIfPresent(path).catch(() => undefined);
  if (data === undefined) return undefined;
  const { parse } = await import("yaml");
  try {
    const stated: unknown = (parse(new TextDecoder().decode(data)) as { storage?: { directory?: unknown } }).storage
      ?.directory;
    return typeof stated === "string" ? stated : undefined;
  } catch {
    return undefined;
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
