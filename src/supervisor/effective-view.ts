import type { RedactOptions, Secrets } from "../compose/redact.ts";
import type { AgentState } from "../opamp/server/agent-state.ts";
import type { EffectiveConfig } from "../opamp/wire/messages.ts";
import type { Processes } from "../runtime/ports.ts";
import { errorText } from "../telemetry/error-text.ts";
import type { Log } from "../telemetry/log.ts";
import { tasks } from "./tasks.ts";

export interface EffectiveViewOptions {
  secrets: Secrets;
  /** Of the hashes that stand for secrets; asked for where there is one. */
  key(): Uint8Array;
  processes: Pick<Processes, "compute">;
  log: Log;
  /** Takes each report of the Collector; its effective configuration holds no secret. */
  report(state: AgentState): void;
}

/** Characters up to which another process costs more than it saves. */
const largestHere = 256 * 1024;

/**
 * What one generation of the Collector reports, with its effective configuration as the server may see it. Nothing
 * behind it ever holds the secrets. A large configuration is worked on by another process: until it is done, reports
 * carry the one before.
 */
export class EffectiveView {
  readonly #options: EffectiveViewOptions;
  #last: AgentState | undefined;
  #source: EffectiveConfig | undefined;
  #shown: EffectiveConfig | undefined;

  constructor(options: EffectiveViewOptions) {
    this.#options = options;
  }

  take(state: AgentState): void {
    this.#last = state;
    const reported = state.effectiveConfig ?? undefined;
    if (reported === undefined || reported === this.#source) return this.#report();
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
    const { effectiveConfig: _hidden, ...others } = this.#last;
    this.#options.report({ ...others, ...(this.#shown && { effectiveConfig: this.#shown }) });
  }

  #redactHere(config: EffectiveConfig): EffectiveConfig {
    return withTexts(config, (text) => tasks.redact(this.#taskFor(text)));
  }

  async #redactElsewhere(config: EffectiveConfig): Promise<void> {
    const { processes, log } = this.#options;
    const texts = new Map<string, string>();
    try {
      for (const text of textsOf(config)) {
        const redacted = await processes.compute("redact", this.#taskFor(text));
        if (typeof redacted !== "string") throw new TypeError("the result is none");
        texts.set(text, redacted);
      }
      if (this.#source === config) this.#shown = withTexts(config, (text) => texts.get(text) ?? "");
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

function sizeOf(config: EffectiveConfig): number {
  return Object.values(config.configMap?.configMap ?? {}).reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
}

function textsOf(config: EffectiveConfig): string[] {
  return Object.values(config.configMap?.configMap ?? {}).map(({ body }) =>
    new TextDecoder().decode(body ?? undefined),
  );
}

/** The same files with other texts; a file whose text stays is the same object. */
function withTexts(config: EffectiveConfig, change: (text: string) => string): EffectiveConfig {
  const files = Object.entries(config.configMap?.configMap ?? {}).map(([name, file]) => {
    const text = new TextDecoder().decode(file.body ?? undefined);
    const changed = change(text);
    return [name, changed === text ? file : { ...file, body: new TextEncoder().encode(changed) }] as const;
  });
  return { configMap: { configMap: Object.fromEntries(files) } };
}
