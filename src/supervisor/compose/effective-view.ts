import type { RedactOptions, Secrets } from "../../compose/redact.ts";
import type { AgentState } from "../../opamp/server/agent-state.ts";
import type { AgentConfigFile, ComponentHealth, EffectiveConfig } from "../../opamp/wire/messages.ts";
import type { Processes } from "../../runtime/process-ports.ts";
import { errorText } from "../../telemetry/error-text.ts";
import type { Log } from "../../telemetry/log.ts";
import { largestHere, tasks } from "../mind/tasks.ts";
import { scrubbedHealth } from "../report/scrubbed-health.ts";

export interface EffectiveViewOptions {
  secrets: Secrets;
  /** Of this generation: it stands in the configuration where the Collector brings its metrics. */
  token: string;
  /** Other texts that must not leave the machine with what the Collector says of its health. */
  otherSecrets(): readonly string[];
  /** Of the hashes that stand for secrets; asked for where there is one. */
  key(): Uint8Array;
  processes: Pick<Processes, "compute">;
  log: Log;
  /** Takes each report of the Collector; its effective configuration and its health hold no secret. */
  report(state: AgentState): void;
}

/**
 * What one generation of the Collector reports, with its effective configuration and its health as the server may see them. Nothing
 * behind it ever holds the secrets. A large configuration is worked on by another process: until it is done, reports
 * carry the one before.
 */
export class EffectiveView {
  readonly #options: EffectiveViewOptions;
  #last: AgentState | undefined;
  #health: { reported: ComponentHealth; shown: ComponentHealth } | undefined;
  #reported: EffectiveConfig | undefined;
  /** The same without the token. */
  #source: EffectiveConfig | undefined;
  #shown: EffectiveConfig | undefined;

  constructor(options: EffectiveViewOptions) {
    this.#options = options;
  }

  take(state: AgentState): void {
    this.#last = state;
    const reported = state.effectiveConfig ?? undefined;
    if (reported === undefined || reported === this.#reported) return this.#report();
    this.#reported = reported;
    this.#take(withoutToken(reported, this.#options.token));
  }

  #take(reported: EffectiveConfig): void {
    this.#source = reported;
    const { paths, values } = this.#options.secrets;
    if (paths.length + values.length === 0) {
      this.#shown = reported;
      return this.#report();
    }
    if (sizeOf(reported) <= largestHere) {
      this.#shown = this.#redactHere(reported);
      return this.#report();
    }
    this.#report();
    void this.#redactElsewhere(reported);
  }

  #report(): void {
    if (this.#last === undefined) return;
    const { effectiveConfig: _hidden, health, ...others } = this.#last;
    this.#options.report({
      ...others,
      ...(health && { health: this.#healthOf(health) }),
      ...(this.#shown && { effectiveConfig: this.#shown }),
    });
  }

  /** The same object for the same report. */
  #healthOf(reported: ComponentHealth): ComponentHealth {
    if (this.#health?.reported !== reported) {
      const { secrets, otherSecrets } = this.#options;
      this.#health = { reported, shown: scrubbedHealth(reported, [...secrets.values, ...otherSecrets()]) };
    }
    return this.#health.shown;
  }

  #redactHere(config: EffectiveConfig): EffectiveConfig {
    return configOf(filesOf(config).map((file) => withText(file, tasks.redact(this.#taskFor(file.text)))));
  }

  async #redactElsewhere(config: EffectiveConfig): Promise<void> {
    const { processes, log } = this.#options;
    const shown: NamedFile[] = [];
    try {
      for (const file of filesOf(config)) {
        const redacted = await processes.compute("redact", this.#taskFor(file.text));
        if (typeof redacted !== "string") throw new TypeError("the result is none");
        shown.push(withText(file, redacted));
      }
      if (this.#source === config) this.#shown = configOf(shown);
    } catch (error) {
      log.warn("Hiding secrets in this process, as no other one can do it", { error: errorText(error) });
      if (this.#source === config) this.#shown = this.#redactHere(config);
    }
    if (this.#source === config) this.#report();
  }

  #taskFor(text: string): RedactOptions {
    const { secrets, key } = this.#options;
    return { text, key: key(), ...secrets };
  }
}

/** The same object where it is not in it. */
function withoutToken(config: EffectiveConfig, token: string): EffectiveConfig {
  const holds = ({ file }: NamedFile) =>
    file.body !== undefined && file.body !== null && Buffer.from(file.body).includes(token);
  const files = filesOf(config);
  if (!files.some(holds)) return config;
  return configOf(files.map((file) => withText(file, file.text.replaceAll(token, "(hidden)"))));
}

function sizeOf(config: EffectiveConfig): number {
  return Object.values(config.configMap?.configMap ?? {}).reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
}

interface NamedFile {
  name: string;
  file: AgentConfigFile;
  text: string;
}

function filesOf(config: EffectiveConfig): NamedFile[] {
  return Object.entries(config.configMap?.configMap ?? {}).map(([name, file]) => ({
    name,
    file,
    text: new TextDecoder().decode(file.body ?? undefined),
  }));
}

/** A file whose text stays is the same object. */
function withText({ name, file, text: before }: NamedFile, text: string): NamedFile {
  return { name, file: text === before ? file : { ...file, body: new TextEncoder().encode(text) }, text };
}

function configOf(files: readonly NamedFile[]): EffectiveConfig {
  return { configMap: { configMap: Object.fromEntries(files.map(({ name, file }) => [name, file])) } };
}
