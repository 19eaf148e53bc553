import { Buffer } from "node:buffer";
import { join } from "node:path";

import { validateArguments } from "../../collector/command-line.ts";
import { checkExecutable } from "../../collector/executable.ts";
import { explainExecutionFailure } from "../../collector/execution-failure.ts";
import { allowsNoPipelines, askExtensions, askFeatureGates, askTelemetryForm } from "../../collector/probe.ts";
import { checkReach, prepareRunAs } from "../../collector/run-as.ts";
import { composeBootstrap } from "../../compose/compose-bootstrap.ts";
import type { Refused } from "../../compose/compose.ts";
import { credentialFile } from "../../compose/credentials.ts";
import { noNeeds } from "../../compose/needs.ts";
import { pathText } from "../../compose/refusal.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import type { Network } from "../../runtime/network-ports.ts";
import type { Runtime } from "../../runtime/ports.ts";
import { storagePaths } from "../../storage/paths.ts";
import { removeTree } from "../../storage/remove-tree.ts";
import { checkComposition } from "../apply/check.ts";
import type { Phase } from "../apply/failure.ts";
import { namedPlaces } from "../apply/named-places.ts";
import { secretsOf } from "../collector/collector-output.ts";
import { versionOf } from "../collector/describe-agent.ts";
import { addonsOf } from "../packages/addon-set.ts";
import { credentialTextsOf, linkOf } from "./compose-input.ts";
import { type CollectorWays, composeOffline, type OfflineOptions } from "./offline.ts";
import { readSecrets } from "./read-secrets.ts";

export interface OfflineCheckOptions extends Pick<OfflineOptions, "config" | "log" | "remote" | "withoutStored"> {
  runtime: Runtime;
  /** Texts that must not be told, beside those of the configurations. */
  hidden: readonly string[];
}

/** What became of the check of a Collector configuration beside a supervisor that may be running. */
export type OfflineVerdict = {
  /** What would be run. */
  executable: string;
  /** What is taken but worth a word. */
  warnings: readonly string[];
} & (
  | { passed: true }
  | {
      passed: false;
      /** Of `FailureCode`, or of what is wrong with the executable. */
      code: string;
      phase: Phase;
      text: string;
      /** Parts of the configuration that are to blame, as far as that is known, each with its layer and its line. */
      places: readonly string[];
    }
);

/**
 * Composes the Collector's configuration and has the real binary's own check look at it, as a start would: arguments,
 * environment, `agent.run_as`. It is written into a directory of its own, which is removed at the end: the storage directory is read
 * and not locked, and no port is opened.
 */
export async function checkOffline(options: OfflineCheckOptions): Promise<OfflineVerdict> {
  const { config, runtime, log } = options;
  const { executable } = config.agent;
  const runAs = await prepareRunAs(config.agent, runtime);
  if (!runAs.possible) return refused(executable, { code: "RUN_AS", text: runAs.reason });
  const { account } = runAs;
  const scratch = scratchDirectory(runtime);
  try {
    await runtime.files.ensureDirectory(scratch, { passage: account?.gid });
    if (account !== undefined) {
      const reach = await checkReach({ account, executable, directory: scratch, runtime });
      if (!reach.possible) return refused(executable, { code: "RUN_AS", text: reach.reason });
      if (reach.warning !== undefined) log.warn(reach.warning);
    }
    return await checkIn(scratch, account?.gid, { ...options, runtime: runAs.runtime });
  } finally {
    await removeTree(runtime.files, scratch, 2).catch(() => undefined);
  }
}

async function checkIn(
  scratch: string,
  readers: number | undefined,
  { config, runtime, log, hidden, ...which }: OfflineCheckOptions,
): Promise<OfflineVerdict> {
  const { files, host } = runtime;
  const { signal } = new AbortController();
  const write = (path: string, text: string) =>
    files.write(path, text, { durable: false, ...(readers !== undefined && { readers }) });
  let unusable: { code: string; text: string } | undefined;
  const ask = async (executable: string, env: Readonly<Record<string, string>>): Promise<Partial<CollectorWays>> => {
    const asked = await askCollector({ executable, env, scratch, write, signal, config, runtime });
    if ("ways" in asked) return asked.ways;
    unusable = asked;
    return {};
  };
  const credentials = join(scratch, "credentials");
  const offline = await composeOffline({ config, ...runtime, log, ask, credentials, ...which });
  const { executable, result, knowledge, connections, addons } = offline;
  const env = { ...offline.env, ...Object.fromEntries(offline.addonFiles) };
  if (!result.composed) {
    const { code, reason: text } = result;
    return refused(executable, { code, text, places: placesOf(result) }, "composing");
  }
  const { warnings } = result;
  if (unusable !== undefined) return refused(executable, unusable, "validating", warnings);
  const texts = credentialTextsOf(connections);
  if (texts.size > 0) await files.ensureDirectory(credentials, { passage: readers });
  for (const text of texts) await write(credentialFile(credentials, text), text);
  const candidate = { remote: undefined, connections, program: undefined, addons };
  const composition = {
    ...result,
    candidate,
    binary: knowledge.identity,
    ownVersion: versionOf(knowledge.description),
    pipelines: result.pipelines.length,
    addons: addonsOf(addons, result.addons),
    secrets: await readSecrets(result.secrets, { files, env }),
  };
  const check = await checkComposition({
    composition,
    running: { ...composition, needs: noNeeds },
    validate: true,
    args: config.agent.args,
    allowNoPipelines: knowledge.allowNoPipelines,
    executable,
    env,
    runtime: { files, host, processes: runtime.processes, network: closedNetwork },
    storage: { paths: { ...storagePaths(scratch) }, writeForCollector: write },
    log,
    secrets: [...secretsOf(config, connections), ...hidden],
    signal,
  });
  if (check.passed) return { passed: true, executable, warnings };
  const { code, phase, text } = check.failure;
  return refused(executable, { code, text, places: namedPlaces(text, result.origins) }, phase, warnings);
}

/** In the form of `namedPlaces`. */
function placesOf({ layer, path = [], place }: Refused): string[] {
  if (layer === "") return [];
  const where = place === undefined ? layer : `${layer}, line ${place.line}`;
  return [path.length === 0 ? where : `${pathText(path)} (${where})`];
}

/** Whether ports are free is for the start to find out: what runs has them now. */
const closedNetwork: Pick<Network, "probeListen"> = { probeListen: () => Promise.resolve({ free: true }) };

interface Question {
  executable: string;
  env: Readonly<Record<string, string>>;
  scratch: string;
  write(path: string, text: string): Promise<void>;
  signal: AbortSignal;
  config: OfflineCheckOptions["config"];
  runtime: Runtime;
}

/** What the first start finds out by running the Collector: here it is only asked. */
async function askCollector(question: Question): Promise<{ ways: CollectorWays } | { code: string; text: string }> {
  const { executable, config, runtime, scratch, write } = question;
  const { files, host, processes } = runtime;
  const usable = await checkExecutable({ executable, files, host });
  if (!usable.usable) return { code: usable.code, text: usable.message };
  const asked = { ...question, processes };
  const [gates, extensions] = await Promise.all([askFeatureGates(asked), askExtensions(asked)]);
  if (!gates.answered && !gates.outcome.started) {
    const { code, message } = await explainExecutionFailure({ executable, code: gates.outcome.code, files, host });
    return { code, text: message };
  }
  if (extensions.answered && !extensions.value.has("opamp")) {
    const others = [...extensions.value].join(", ") || "none";
    const text = `${executable} is built without the opamp extension, which the supervisor needs (its extensions: ${others})`;
    return { code: "NO_OPAMP_EXTENSION", text };
  }
  const allowNoPipelines = gates.answered && allowsNoPipelines(gates.value);
  const probe = join(scratch, "probe.yaml");
  const link = linkOf(config, { port: 0, token: "", supervisorPid: host.pid });
  const instanceUid = formatUid(new Uint8Array(16));
  await write(probe, composeBootstrap({ allowNoPipelines, instanceUid, link, telemetryForm: "declarative" }));
  const args = validateArguments(probe, { args: config.agent.args, allowNoPipelines });
  return { ways: { allowNoPipelines, telemetryForm: await askTelemetryForm(asked, args) } };
}

function refused(
  executable: string,
  why: { code: string; text: string; places?: readonly string[] },
  phase: Phase = "validating",
  warnings: readonly string[] = [],
): OfflineVerdict {
  return { passed: false, executable, warnings, phase, places: [], ...why };
}

function scratchDirectory({ host, random }: Pick<Runtime, "host" | "random">): string {
  const { env, os } = host;
  const parent = os === "windows" ? (env["TEMP"] ?? "C:\\Windows\\Temp") : env["TMPDIR"] || "/tmp";
  return join(parent, `opampsupervisor-validate-${Buffer.from(random.bytes(8)).toString("hex")}`);
}
