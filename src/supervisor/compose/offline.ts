import { resolve } from "node:path";

import { collectorVariables } from "../../collector/environment.ts";
import { collectorIdentity } from "../../collector/identity.ts";
import type { Knowledge } from "../../collector/learn.ts";
import { compose, type ComposeResult, type Refused } from "../../compose/compose.ts";
import type { CollectorConnections } from "../../compose/layers.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { AgentRemoteConfig } from "../../opamp/wire/messages.ts";
import type { Clock, Files, Host, Random } from "../../runtime/ports.ts";
import type { Processes } from "../../runtime/process-ports.ts";
import { openSecretBoxes, withoutKeys } from "../../storage/open-secret-boxes.ts";
import { storagePaths } from "../../storage/paths.ts";
import { readStored } from "../../storage/read-stored.ts";
import { nothingStored, type StoredState } from "../../storage/stored-state.ts";
import type { Log } from "../../telemetry/log.ts";
import { readRemoteConfig, textsOf } from "../apply/remote-config.ts";
import { restoredKnowledge } from "../collector/stored-knowledge.ts";
import { initialState } from "../mind/initial-state.ts";
import { addonPaths, type AddonSet } from "../packages/addon-set.ts";
import { storedPrograms } from "../packages/packages-state.ts";
import { findForbiddenFile } from "./access.ts";
import { composeInput } from "./compose-input.ts";
import { layerOrder, readLayerFiles } from "./layer-files.ts";

export interface OfflineOptions {
  config: SupervisorConfig;
  files: Files;
  clock: Clock;
  host: Host;
  /** They run the program that gives the key of what is encrypted, where there is one. */
  processes: Processes;
  random: Random;
  /** Told what is left out. */
  log: Log;
  /**
   * Which remote configuration is put in: `in-force` (the one that the supervisor runs with or would start with),
   * `offered` (the last one that the server sent, also if it failed), or these bodies by name, as a server would send them.
   */
  remote: "in-force" | "offered" | ReadonlyMap<string, Uint8Array>;
  /** Leave aside what is stored, as a first start would: nothing but the operator's files is put in. Default: no. */
  withoutStored?: boolean;
  /** Asks a Collector that was never run what it takes. Default: the newest ways are assumed. */
  ask?(executable: string, env: Readonly<Record<string, string>>): Promise<Partial<CollectorWays>>;
  /** Absolute path of the directory of certificates and keys. Default: the one in the storage directory. */
  credentials?: string;
}

/** What a Collector takes, and can be asked without a configuration. */
export type CollectorWays = Pick<Knowledge, "allowNoPipelines" | "telemetryForm">;

export interface OfflineComposition {
  result: ComposeResult | Refused;
  /** Whether the Collector's binary was asked already what it can do; else the newest ways are assumed. */
  known: boolean;
  /** The Collector's environment. */
  env: Readonly<Record<string, string>>;
  /** What would be run: a package that is installed, or the operator's own. */
  executable: string;
  knowledge: Knowledge;
  connections: CollectorConnections;
  /** What it may refer to of add-ons, and where they lie. */
  addons: AddonSet;
  addonFiles: ReadonlyMap<string, string>;
}

/**
 * Composes the Collector's configuration from what is on disk, beside a supervisor that may be running, and changes
 * nothing. Port, token and pid of the link are not the real ones.
 */
export async function composeOffline(options: OfflineOptions): Promise<OfflineComposition> {
  const { config, files, clock, host, log, remote } = options;
  const paths = storagePaths(config.storage.directory);
  const opening = await openSecretBoxes(config.storage, options);
  if (!opening.opened) log.warn("Left out what is stored encrypted", { reason: opening.reason });
  const boxes = opening.opened ? opening.boxes : { box: undefined };
  const stored = options.withoutStored ? nothingStored : await readStored({ files, clock, paths, boxes, log });
  const env = collectorVariables({
    inherited: withoutKeys(host.env, config.storage),
    configured: config.agent.env,
  });
  const packages = resolve(host.directory, paths.packages);
  const executable = storedPrograms(stored.packages, packages).installed?.path ?? config.agent.executable;
  const remembered = await storedKnowledgeOf(executable, options, stored);
  const known = remembered !== undefined;
  const knowledge = remembered ?? { ...unknownCollector, ...(await options.ask?.(executable, env)) };
  const uid = stored.persistent.instanceUid ?? new Uint8Array(16);
  const { desired, accepted } = initialState({ config, knowledge, stored, uid });
  const { connections } = desired;
  const offer = typeof remote === "string" ? stored.receivedRemoteConfig : offerOf(remote);
  const chosen = remote === "in-force" ? accepted.remote : offer && readRemoteConfig(offer);
  const addons = addonPaths(accepted.addons, resolve(host.directory, paths.addons));
  const found = { addons: accepted.addons, addonFiles: addons };
  const about = { known, env, executable, knowledge, connections, ...found };
  if (chosen?.unreadable !== undefined) return { ...about, result: unreadable(chosen.unreadable) };

  const read = await readLayerFiles(layerOrder(config.agent), { files, env, log });
  if (!read.read) return { ...about, result: unreadable(read.reason) };
  const link = { port: 0, token: "", supervisorPid: 0 };
  const { layers } = read;
  const credentials = options.credentials ?? resolve(host.directory, paths.credentials);
  const facts = { config, knowledge, uid, connections, credentials, env, addons, link };
  const result = compose(composeInput({ ...facts, remoteFiles: chosen && textsOf(chosen), layers }));
  if (!result.composed) return { ...about, result };
  const forbidden = await findForbiddenFile({
    claims: result.files,
    directories: [...(config.agent.policy?.accessDirs ?? []), ...addons.values()],
    files,
    host,
  });
  return {
    ...about,
    result: forbidden === undefined ? result : { composed: false, ...forbidden, tree: result.tree },
  };
}

function offerOf(bodies: ReadonlyMap<string, Uint8Array>): AgentRemoteConfig {
  return { config: { configMap: Object.fromEntries([...bodies].map(([name, body]) => [name, { body }])) } };
}

/** As much as is known of a Collector that was never run. */
const unknownCollector: Knowledge = {
  identity: "",
  allowNoPipelines: true,
  telemetryForm: "inline",
  description: {},
  components: undefined,
  reportedDescription: undefined,
};

async function storedKnowledgeOf(
  executable: string,
  { config, files, host }: OfflineOptions,
  stored: StoredState,
): Promise<Knowledge | undefined> {
  const { args, env: configuredEnv } = config.agent;
  const stat = await files.stat(executable).catch(() => undefined);
  if (stat === undefined) return undefined;
  const identity = collectorIdentity({ executable, stat, args, configuredEnv, host });
  const found = stored.knowledge.find((entry) => entry.identity === identity);
  return found && restoredKnowledge(found);
}

function unreadable(reason: string): Refused {
  return { composed: false, code: "CONFIG_INVALID", reason, layer: "" };
}
