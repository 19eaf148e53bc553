import { newToken } from "../../collector/generation.ts";
import type { Knowledge } from "../../collector/learn.ts";
import { composeBootstrap } from "../../compose/compose-bootstrap.ts";
import { credentialFile } from "../../compose/credentials.ts";
import type { CollectorConnections, ComposeInput, TelemetryForm } from "../../compose/layers.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Files, Host, Random } from "../../runtime/ports.ts";
import type { Processes } from "../../runtime/process-ports.ts";
import type { CredentialFiles } from "../../storage/credential-files.ts";
import { errorText } from "../../telemetry/error-text.ts";
import type { Log } from "../../telemetry/log.ts";
import { codeOfError, type FailureCode } from "../apply/failure.ts";
import { textsOf } from "../apply/remote-config.ts";
import { versionOf } from "../collector/describe-agent.ts";
import type { ComposeOutcome } from "../mind/events.ts";
import type { Candidate, Composition } from "../mind/state.ts";
import { type ComposedData, isComposedData, largestHere, tasks } from "../mind/tasks.ts";
import { addonPaths, addonsOf } from "../packages/addon-set.ts";
import { findForbiddenFile } from "./access.ts";
import { composeInput, credentialTextsOf, type LinkFacts, linkOf } from "./compose-input.ts";
import { fallbackOrder, layerOrder, type LayersRead, readLayerFiles } from "./layer-files.ts";
import { readSecrets } from "./read-secrets.ts";

export interface ComposerOptions {
  config: SupervisorConfig;
  files: Files;
  host: Pick<Host, "pid" | "os">;
  credentials: Pick<CredentialFiles, "directory" | "put" | "keep">;
  random: Random;
  processes: Pick<Processes, "compute">;
  log: Log;
  /** Of the Collector, without add-ons. */
  env: Readonly<Record<string, string>>;
  /** Where add-ons lie, absolute. */
  addonsDirectory: string;
  /** Port of the link. */
  port: number;
}

export interface ComposeFacts {
  uid: Uint8Array;
  knowledge: Knowledge;
  /** Local files that make no sense are told and left out, instead of refusing the whole. */
  lenient: boolean;
}

/**
 * Makes Collector configurations from all that goes into them. The token of a generation is not known when a
 * configuration is composed and compared: a random text stands in its place until the file is written.
 */
export class Composer {
  readonly #options: ComposerOptions;
  readonly #placeholder: string;
  /** The operator's files as they were read last for each part of his. */
  readonly #read = new WeakMap<object, Partial<Record<"own" | "fallback", LayersRead>>>();
  #newest = 0;

  constructor(options: ComposerOptions) {
    this.#options = options;
    this.#placeholder = newToken(options.random);
  }

  /** The configuration that only lets the Collector describe itself. */
  bootstrap(facts: { allowNoPipelines: boolean; token: string; uid: Uint8Array; form?: TelemetryForm }): string {
    return composeBootstrap({
      allowNoPipelines: facts.allowNoPipelines,
      instanceUid: formatUid(facts.uid),
      link: linkOf(this.#options.config, this.#link(facts.token)),
      ...(facts.form !== undefined && { telemetryForm: facts.form }),
    });
  }

  /** Reads the operator's files anew and puts all layers together; what he has changed since is left out of an earlier part of his. */
  async compose(candidate: Candidate, { uid, knowledge, lenient }: ComposeFacts): Promise<ComposeOutcome> {
    const { credentials, env, files, host, log, addonsDirectory } = this.#options;
    const config = candidate.operator?.config ?? this.#options.config;
    if (candidate.remote?.unreadable !== undefined) return invalid(candidate.remote.unreadable);
    const read = await this.#readLayers(candidate, config);
    if (!read.read) return invalid(read.reason);
    // A fallback is to work whatever the server has said.
    const connections = candidate.fallback ? { ...candidate.connections, others: new Map() } : candidate.connections;
    const addons = addonPaths(candidate.addons, addonsDirectory);
    const input = composeInput({
      config,
      knowledge,
      uid,
      env,
      addons,
      connections,
      credentials: credentials.directory,
      remoteFiles: candidate.remote && textsOf(candidate.remote),
      layers: read.layers,
      link: this.#link(this.#placeholder),
    });
    const result = lenient ? await this.#composeLeniently(input) : await this.#compose(input);
    if (!result.composed) return refused(result);
    const forbidden = await findForbiddenFile({
      claims: result.files,
      // Who lets an add-on in lets it be read.
      directories: [...(config.agent.policy?.accessDirs ?? []), ...addons.values()],
      files,
      host,
    });
    if (forbidden !== undefined) return refused(forbidden);
    try {
      await credentials.put(credentialFilesOf([connections], credentials.directory));
    } catch (error) {
      return refused({ code: codeOfError(error), reason: errorMessage(error) });
    }
    result.warnings.forEach((warning) => log.warn("Composing the Collector's configuration", { warning }));
    const secrets = await readSecrets(result.secrets, { files, env: { ...env, ...Object.fromEntries(addons) } });
    const { text, fingerprint, origins, needs, pipelines, routes, serviceVersion } = result;
    const composition = {
      candidate,
      text,
      fingerprint,
      binary: knowledge.identity,
      ownVersion: versionOf(knowledge.description),
      serviceVersion,
      pipelines: pipelines.length,
      routes,
      needs,
      addons: addonsOf(candidate.addons, result.addons),
      secrets,
      origins,
    };
    return { composed: true, composition };
  }

  /** Removes the certificates and keys of all other connections. */
  async keepCredentials(connections: readonly CollectorConnections[]): Promise<void> {
    const { credentials, log } = this.#options;
    const files = await credentials.keep(new Set(credentialFilesOf(connections, credentials.directory).keys()));
    if (files > 0) log.info("Removed certificates and keys that nothing uses any more", { files });
  }

  /** The text that the Collector is started with. */
  withToken({ text }: Composition, token: string): string {
    return text.replaceAll(this.#placeholder, token);
  }

  /** What a failed part of the operator's has brought must not come back with the part before it. */
  async #readLayers({ operator, fallback }: Candidate, { agent }: SupervisorConfig): Promise<LayersRead> {
    const { files, env, log } = this.#options;
    const [part, set] = [operator ?? this.#read, fallback ? "fallback" : "own"] as const;
    const known = this.#read.get(part);
    const revision = operator?.revision ?? 0;
    this.#newest = Math.max(this.#newest, revision);
    if (revision < this.#newest && known?.[set] !== undefined) return known[set];
    const read = await readLayerFiles(fallback ? fallbackOrder(agent) : layerOrder(agent), { files, env, log });
    this.#read.set(part, { ...known, [set]: read });
    return read;
  }

  /** A large configuration takes seconds and a multiple of its size in memory: another process takes both. */
  async #compose(input: ComposeInput): Promise<ComposedData> {
    const { log, processes } = this.#options;
    if (sizeOf(input) <= largestHere) return tasks.compose(input);
    try {
      const outcome = await processes.compute("compose", input);
      if (isComposedData(outcome)) return outcome;
      throw new TypeError("the result is none");
    } catch (error) {
      log.warn("Composing in this process, as no other one can do it", { error: errorText(error) });
      return tasks.compose(input);
    }
  }

  async #composeLeniently(input: ComposeInput): Promise<ComposedData> {
    const result = await this.#compose(input);
    if (result.composed || result.localFile === undefined) return result;
    const { localFile, reason } = result;
    this.#options.log.error("Left out a local configuration file that makes no sense", { file: localFile, reason });
    const layers = input.layers.filter((layer) => !(layer.kind === "local" && layer.name === localFile));
    return await this.#composeLeniently({ ...input, layers });
  }

  #link(token: string): LinkFacts {
    const { host, port } = this.#options;
    return { port, token, supervisorPid: host.pid };
  }
}

function invalid(reason: string): ComposeOutcome {
  return refused({ code: "CONFIG_INVALID", reason });
}

function refused({ code, reason, lacking }: RefusedComposition): ComposeOutcome {
  return { composed: false, failure: { code, phase: "composing", text: reason }, ...(lacking && { lacking }) };
}

interface RefusedComposition {
  code: FailureCode;
  reason: string;
  lacking?: readonly string[];
}

/** The texts by the paths where the Collector looks for them. */
function credentialFilesOf(connections: readonly CollectorConnections[], directory: string): Map<string, string> {
  const texts = connections.flatMap((each) => [...credentialTextsOf(each)]);
  return new Map(texts.map((text) => [credentialFile(directory, text), text]));
}

/** Characters of all layers. */
function sizeOf({ layers, remoteFiles }: ComposeInput): number {
  const texts = [
    ...layers.flatMap((layer) => (layer.kind === "local" ? [layer.text] : [])),
    ...(remoteFiles?.values() ?? []),
  ];
  return texts.reduce((sum, { length }) => sum + length, 0);
}
