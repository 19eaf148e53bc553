import { newToken } from "../collector/generation.ts";
import type { Knowledge } from "../collector/learn.ts";
import { composeBootstrap } from "../compose/compose-bootstrap.ts";
import { compose, type ComposeResult } from "../compose/compose.ts";
import type { ComposeInput, TelemetryForm } from "../compose/layers.ts";
import type { Refusal } from "../compose/refusal.ts";
import type { SupervisorConfig } from "../config/types.ts";
import { formatUid } from "../opamp/wire/uid.ts";
import type { Files, Host, Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { findForbiddenFile } from "./access.ts";
import { composeInput, type LinkFacts, linkOf } from "./compose-input.ts";
import type { ComposeOutcome } from "./events.ts";
import { layerOrder, readLayerFiles } from "./layer-files.ts";
import type { Candidate, Composition } from "./state.ts";

export interface ComposerOptions {
  config: SupervisorConfig;
  files: Files;
  host: Pick<Host, "pid">;
  random: Random;
  log: Log;
  /** Of the Collector. */
  env: Readonly<Record<string, string>>;
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

  /** Reads the operator's files anew and puts all layers together. */
  async compose(candidate: Candidate, { uid, knowledge, lenient }: ComposeFacts): Promise<ComposeOutcome> {
    const { config, env, files, log } = this.#options;
    if (candidate.remote?.unreadable !== undefined) return { composed: false, reason: candidate.remote.unreadable };
    const read = await readLayerFiles(layerOrder(config.agent), { files, env, log });
    if (!read.read) return { composed: false, reason: read.reason };
    const input = composeInput({
      config,
      knowledge,
      uid,
      env,
      telemetry: candidate.telemetry,
      remoteFiles: candidate.remote?.files,
      layers: read.layers,
      link: this.#link(this.#placeholder),
    });
    const result = lenient ? composeLeniently(input, log) : compose(input);
    if (!result.composed) return refused(result);
    const forbidden = await findForbiddenFile(result.files, config.agent.policy?.accessDirs ?? [], files);
    if (forbidden !== undefined) return refused(forbidden);
    result.warnings.forEach((warning) => log.warn("Composing the Collector's configuration", { warning }));
    return { composed: true, composition: { candidate, text: result.text, fingerprint: result.fingerprint } };
  }

  /** The text that the Collector is started with. */
  withToken({ text }: Composition, token: string): string {
    return text.replaceAll(this.#placeholder, token);
  }

  #link(token: string): LinkFacts {
    const { host, port } = this.#options;
    return { port, token, supervisorPid: host.pid };
  }
}

function refused({ code, reason }: Refusal): ComposeOutcome {
  return { composed: false, reason: `${code}: ${reason}` };
}

function composeLeniently(input: ComposeInput, log: Log): ComposeResult {
  const result = compose(input);
  if (result.composed || result.localFile === undefined) return result;
  const { localFile, reason } = result;
  log.error("Left out a local configuration file that makes no sense", { file: localFile, reason });
  const layers = input.layers.filter((layer) => !(layer.kind === "local" && layer.name === localFile));
  return composeLeniently({ ...input, layers }, log);
}
