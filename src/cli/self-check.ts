import { resolve } from "node:path";

import { loadConfig } from "../config/load.ts";
import { formatProblem } from "../config/problem.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import { createLogOutputs } from "../runtime/shared/log-output.ts";
import { createRuntime } from "../runtime/shared/runtime.ts";
import { openSecretBoxes } from "../storage/open-secret-boxes.ts";
import { storagePaths } from "../storage/paths.ts";
import { readStored } from "../storage/read-stored.ts";
import type { StoredState } from "../storage/stored-state.ts";
import { selfCheckCodes } from "../supervisor/packages/self-check-command.ts";
import { openUpstream } from "../supervisor/server/open-upstream.ts";
import { errorText } from "../telemetry/error-text.ts";
import { silentLog } from "../telemetry/silent-log.ts";
import { readArguments } from "./arguments.ts";
import { defaultCommand } from "./commands.ts";
import { run } from "./commands/run.ts";

/**
 * Whether this version can take the place of the supervisor that runs beside it, with the same arguments: nothing is written and
 * no lock is taken. Returns the exit code; what is wrong is told on standard error.
 */
export async function runSelfCheck(given: readonly string[]): Promise<number> {
  const stderr = createLogOutputs().open("stderr");
  const refuse = (...problems: string[]) => {
    problems.forEach((problem) => stderr.write(problem));
    return selfCheckCodes.refused;
  };
  const args = given[0] === defaultCommand ? given.slice(1) : given;
  const read = readArguments(args, run.flags);
  if (!read.understood) return refuse(read.problem);
  const runtime = createRuntime();
  const { files, host } = runtime;
  const loaded = await loadConfig({ path: read.values.get("config") ?? "", files, env: host.env, os: host.os });
  if (!loaded.ok) return refuse(...loaded.problems.map(formatProblem));
  const { config } = loaded;
  const opening = await openSecretBoxes(config.storage, runtime);
  if (!opening.opened) return refuse(`${opening.reason} [STORAGE_KEY]`);
  const faults: string[] = [];
  const paths = storagePaths(resolve(host.directory, config.storage.directory));
  const stored = await readStored({
    ...runtime,
    paths,
    boxes: opening.boxes,
    log: { ...silentLog, warn: (message, fields) => faults.push(`${message}: ${String(fields?.["path"])}`) },
    unreadable: (path, reason) => faults.push(`${path}: ${reason}`),
  });
  if (faults.length > 0) return refuse(...faults);
  const upstream = await openUpstream({ config, runtime, log: silentLog });
  if (!upstream.opened) return refuse(...upstream.problems.map((each) => formatProblem(loaded.problem(each))));
  try {
    const missed = await lookForServer(upstream.connect, config, runtime, stored);
    if (missed === undefined) return selfCheckCodes.fits;
    stderr.write(missed);
    return selfCheckCodes.unreachable;
  } catch (error) {
    stderr.write(errorText(error));
    return selfCheckCodes.unreachable;
  } finally {
    upstream.close();
  }
}

/** By the settings that are in force, and without a word to it, since an agent must not speak twice. */
async function lookForServer(
  connect: Extract<Awaited<ReturnType<typeof openUpstream>>, { opened: true }>["connect"],
  config: SupervisorConfig,
  runtime: Runtime,
  { connection, persistent }: StoredState,
): Promise<string | undefined> {
  if (config.server === undefined) return undefined;
  const taken = config.capabilities.acceptsOpampConnectionSettings ? connection : undefined;
  const probe = connect({
    config,
    runtime,
    log: silentLog,
    instanceUid: persistent.instanceUid ?? new Uint8Array(16),
    reported: {},
    settings: taken,
    relay: { serverDeclares: () => {}, serverSays: () => {}, serverLost: () => {} },
    inForce: () => taken,
    post: () => {},
  });
  const outcome = await probe.probe(taken ?? {}, new AbortController().signal);
  return outcome.reached ? undefined : outcome.reason;
}
