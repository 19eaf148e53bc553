import { parse } from "yaml";

import { explain } from "../../compose/explain.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { StatusSnapshot } from "../../control/snapshot.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { JournalEntry } from "../../storage/journal-entry.ts";
import { openSecretBoxes } from "../../storage/open-secret-boxes.ts";
import { storagePaths } from "../../storage/paths.ts";
import { readJournal } from "../../storage/read-journal.ts";
import { readStored } from "../../storage/read-stored.ts";
import type { StoredState } from "../../storage/stored-state.ts";
import { composeOffline } from "../../supervisor/compose/offline.ts";
import { readSecrets } from "../../supervisor/compose/read-secrets.ts";
import { silentLog } from "../../telemetry/silent-log.ts";
import { explainedText } from "../commands/explain.ts";
import { statusText } from "../status-text.ts";
import type { DiagnoseFile } from "./archive.ts";
import { certificateFacts } from "./certificate-facts.ts";
import { knownSecrets, remoteTexts } from "./known-secrets.ts";
import { maskText } from "./mask-text.ts";
import type { ReadConfiguration } from "./read-configuration.ts";
import { redactSupervisorConfig } from "./redact-supervisor-config.ts";
import { storageListing } from "./storage-listing.ts";
import { processFacts, systemFacts } from "./system-facts.ts";

export interface CollectOptions {
  runtime: Runtime;
  directory: string;
  /** `undefined`: it was not named. */
  configuration: ReadConfiguration | undefined;
  /** What a running supervisor says; `undefined`: none was reached, for this reason. */
  running: { status: StatusSnapshot; events: readonly JournalEntry[] } | { unreachable: string };
}

/** Of each log, bytes. */
const logTailBytes = 256 * 1024;

/**
 * All that a bug report needs, without secrets: each part is made so that it has none, and then searched once more for
 * all that are known and all that looks like one. A part that cannot be had is named in `README.txt` with the reason.
 */
export async function collect(options: CollectOptions): Promise<DiagnoseFile[]> {
  const { runtime, directory, configuration, running } = options;
  const { files, host, clock } = runtime;
  const paths = storagePaths(directory);
  const parts: DiagnoseFile[] = [];
  const missing: string[] = [];
  const add = async (name: string, make: () => Promise<string> | string): Promise<void> => {
    try {
      const text = await make();
      if (text.trim() === "") missing.push(`${name}: there is nothing`);
      else parts.push({ name, text });
    } catch (error) {
      missing.push(`${name}: ${errorMessage(error)}`);
    }
  };
  const { config, text: stated = "", problems = [] } = configuration ?? {};
  const stored = await storedStateOf(config, options).catch(() => undefined);
  const composed =
    config && (await composeOffline({ config, ...runtime, log: silentLog, remote: "in-force" }).catch(() => undefined));
  const ofConfiguration = composed?.result.composed ? composed.result.secrets.values : [];

  await add("system.json", () => systemFacts(runtime));
  await add("process.txt", () => processFacts("status" in running ? running.status.supervisor.pid : host.pid));
  await add("supervisor.yaml", () => {
    if (configuration === undefined) throw new Error("--config was not given");
    return stated === "" ? "" : redactSupervisorConfig(stated);
  });
  await add("configuration-problems.txt", () => problems.join("\n"));
  await add("collector-configuration.txt", () => {
    if (composed === undefined) throw new Error("there is no configuration that could be read");
    const { result, known, env } = composed;
    const explained = {
      removed: result.composed ? result.removed : [],
      paths: [[]],
      policy: config?.agent.policy,
      env,
    };
    return explainedText(result, result.tree === undefined ? [] : explain(result.tree, explained), known);
  });
  await add("status.json", () => JSON.stringify(statusOf(running), null, 2));
  await add("status.txt", () => statusText(statusOf(running)));
  await add("events.jsonl", async () => {
    const entries = "events" in running ? running.events : await readJournal(files, paths);
    return entries.map((entry) => JSON.stringify(entry)).join("\n");
  });
  await add("storage.txt", () => storageListing(files, directory));
  await add("packages.json", async () => new TextDecoder().decode(await files.readIfPresent(paths.packagesRecord)));
  await add("certificates.json", () => certificateFacts({ files, config, stored, paths }));
  for (const [name, path] of [["agent.log", paths.agentLog] as const, ...ownLogs(config)]) {
    await add(name, async () => new TextDecoder().decode(await files.readTail(path, logTailBytes)));
  }

  const layers = [paths.effectiveConfig, ...layerPaths(stated)].map((path) => textOf(path, runtime));
  const texts = [stated, ...(await Promise.all(layers))];
  const references = [
    ...texts,
    ...remoteTexts(stored),
    ...(composed?.result.composed ? composed.result.secrets.references : []),
  ];
  const env = composed?.env ?? host.env;
  const behind = await readSecrets({ paths: [], values: [], references }, { files, env });
  const secrets = [...knownSecrets({ config, stored, texts }), ...ofConfiguration, ...behind.values];
  const shown = parts.map(({ name, text }) => ({ name, text: maskText(text, secrets) }));
  return [{ name: "README.txt", text: maskText(readme(clock.now(), missing), secrets) }, ...shown];

  function statusOf(source: CollectOptions["running"]): StatusSnapshot {
    if ("status" in source) return source.status;
    throw new Error(source.unreachable);
  }
}

async function storedStateOf(
  config: SupervisorConfig | undefined,
  { runtime, directory }: CollectOptions,
): Promise<StoredState> {
  const opening = config && (await openSecretBoxes(config.storage, runtime));
  const boxes = opening?.opened ? opening.boxes : { box: undefined };
  return await readStored({ ...runtime, paths: storagePaths(directory), boxes, log: silentLog });
}

/** Of the operator's own layers, as far as the configuration can be read, also where it is refused. */
function layerPaths(text: string): string[] {
  try {
    const { agent = {} } = parse(text) as { agent?: Record<string, unknown> };
    const lists = [agent["config_files"], agent["locked_files"], agent["startup_fallback_configs"]];
    return lists.flat().filter((path) => typeof path === "string");
  } catch {
    return [];
  }
}

async function textOf(path: string, { files }: Pick<Runtime, "files">): Promise<string> {
  const data = await files.readIfPresent(path).catch(() => undefined);
  return new TextDecoder().decode(data);
}

/** The supervisor's own, where it goes into files. */
function ownLogs(config: SupervisorConfig | undefined): (readonly [name: string, path: string])[] {
  const paths = config?.telemetry.logs.outputPaths ?? [];
  const files = paths.filter((path) => path !== "stdout" && path !== "stderr");
  return files.map((path, index) => [`supervisor-${index + 1}.log`, path] as const);
}

function readme(now: number, missing: readonly string[]): string {
  const parts =
    missing.length === 0 ? "Nothing is missing." : `Missing:\n${missing.map((line) => `- ${line}`).join("\n")}`;
  return `Made by \`opampsupervisor diagnose\` at ${new Date(now).toISOString()}.

Secrets were taken out: values of headers, variables, extensions, keys and certificates' keys, and whatever looks like
one. Names of files, hosts and components are in it: look through it before you give it to others.

${parts}
`;
}
