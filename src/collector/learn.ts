import type { TelemetryForm } from "../compose/layers.ts";
import type { AgentDescription } from "../opamp/wire/messages.ts";
import type { Clock, Files, Host, Random } from "../runtime/ports.ts";
import type { Processes } from "../runtime/process-ports.ts";
import type { Log } from "../telemetry/log.ts";
import { bootstrap, type Introduction } from "./bootstrap.ts";
import { runArguments, validateArguments } from "./command-line.ts";
import { checkExecutable } from "./executable.ts";
import { explainExecutionFailure } from "./execution-failure.ts";
import { newToken } from "./generation.ts";
import { collectorIdentity } from "./identity.ts";
import type { Link } from "./link.ts";
import type { CollectorOutput } from "./output.ts";
import { allowsNoPipelines, askExtensions, askFeatureGates, askTelemetryForm, describeNoAnswer } from "./probe.ts";
import { telemetryFormOf } from "./telemetry-form.ts";

/** What is known of a Collector binary, and what it says of itself without a configuration. */
export interface Knowledge extends Introduction {
  /** See `collectorIdentity`. */
  identity: string;
  allowNoPipelines: boolean;
  telemetryForm: TelemetryForm;
  /** What it said of itself last while running with a configuration; `undefined` where it has not run yet. */
  reportedDescription: AgentDescription | undefined;
}

/** The part of it that the Collector has said. */
export type SelfDescription = Pick<Knowledge, keyof Introduction | "reportedDescription">;

/** Parts of the composed configuration that only the caller can make. */
export interface BootstrapComposer {
  /** YAML of the configuration that opens no port, for this token; with `form`, resource attributes are stated in it. */
  (facts: { allowNoPipelines: boolean; token: string; form?: TelemetryForm }): string;
}

export interface LearnOptions {
  clock: Clock;
  files: Files;
  host: Host;
  processes: Processes;
  random: Random;
  log: Log;
  link: Link;
  executable: string;
  args: readonly string[];
  configuredEnv: Readonly<Record<string, string>>;
  /** The whole environment of Collector processes. */
  env: Readonly<Record<string, string>>;
  composeBootstrap: BootstrapComposer;
  /** Writes a configuration where the binary can read it. */
  writeConfig(path: string, text: string): Promise<void>;
  /** Paths for configurations that are written, used and removed. */
  scratch: { bootstrap: string; probe: string };
  output: CollectorOutput;
  timeoutMs: number;
  tailBytes: number;
  /** What an earlier start left under this identity. */
  recall(identity: string): Knowledge | undefined;
  /** Something that was learned of the binary has turned out wrong: what can be tried out is not taken from its version. */
  doubted: boolean;
  /** Resolves when a Collector may be started: what tells a successor of it is on disk. */
  marked: Promise<void>;
  /** Told what an unknown Collector says of itself, as soon as it has said it: the rest takes as long again. */
  introduced?(introduction: Introduction): void;
  /** Nobody waits for it, since another Collector runs: a silence is looked into. Default: it is told at once. */
  isPatient?: boolean;
  signal: AbortSignal;
}

export type LearnOutcome =
  | { learned: true; knowledge: Knowledge; fresh: boolean }
  /** `blameless`: the program cannot have caused it, as far as can be told. Default: it can. */
  | { learned: false; code: string; message: string; blameless?: boolean };

/** Generation number of the bootstrap, below all those of the mind. */
const bootstrapGeneration = 0;

/**
 * Learns what must be known of a Collector before it is given a configuration. What is remembered under the same
 * identity is taken; otherwise the binary is run once with a configuration that does nothing.
 */
export async function learnCollector(options: LearnOptions): Promise<LearnOutcome> {
  const { executable, files, host, recall } = options;
  const check = await checkExecutable({ executable, files, host });
  if (!check.usable) return { learned: false, code: check.code, message: check.message, blameless: true };
  const identity = collectorIdentity({ ...options, stat: check.stat });
  const remembered = recall(identity);
  if (remembered !== undefined) return { learned: true, knowledge: remembered, fresh: false };
  return await becomeAcquainted(options, identity);
}

/**
 * The binary is taken for one of today and run at once: if it introduces itself, it knows the gate and has the
 * extension. One that somebody else ends is run again, once; one that ends by itself is asked what it can do, and run once
 * more where that explains its end. So is one that is silent, where there is time for it.
 */
async function becomeAcquainted(options: LearnOptions, identity: string): Promise<LearnOutcome> {
  const outcome = await introduceOrAsk(options, identity);
  return isSilence(outcome) && options.isPatient === true ? await lookIntoSilence(options, identity, outcome) : outcome;
}

async function introduceOrAsk(options: LearnOptions, identity: string): Promise<LearnOutcome> {
  const first = await introduce(options, identity, true);
  const wasKilled = !first.learned && first.code === "KILLED";
  if (wasKilled)
    options.log.warn("Running the Collector again, as something else has ended it", { reason: first.message });
  const outcome = wasKilled ? await introduce(options, identity, true) : first;
  if (outcome.learned || outcome.code !== "EXITED") return outcome;
  const asked = await askBinary(options);
  if (!asked.usable) return asked.refusal;
  return asked.allowNoPipelines ? outcome : await introduce(options, identity, false);
}

type Refusal = Extract<LearnOutcome, { learned: false }>;

/**
 * Whether a silence is the program's or the machine's. One that lacks the extension can only be silent; one that answers questions,
 * and is silent once more, has had the machine and is to blame. One that does not even answer says nothing of itself.
 */
async function lookIntoSilence(options: LearnOptions, identity: string, silence: Refusal): Promise<LearnOutcome> {
  const asked = await askBinary(options);
  if (!asked.usable) return asked.refusal;
  if (!asked.answers) return silence;
  options.log.warn("Running the Collector again, as it was silent and answers questions", { reason: silence.message });
  const outcome = await introduce(options, identity, asked.allowNoPipelines);
  return isSilence(outcome) ? { ...outcome, blameless: false } : outcome;
}

function isSilence(outcome: LearnOutcome): outcome is Refusal {
  return !outcome.learned && (outcome.code === "NEVER_CONNECTED" || outcome.code === "NEVER_DESCRIBED");
}

/** What the binary answers without a configuration. Only what makes it useless for certain is a refusal. */
async function askBinary(
  options: LearnOptions,
): Promise<{ usable: true; allowNoPipelines: boolean; answers: boolean } | { usable: false; refusal: Refusal }> {
  const { executable, log, signal, processes, env } = options;
  const question = { executable, processes, env, signal };
  const [gates, extensions] = await Promise.all([askFeatureGates(question), askExtensions(question)]);
  if (signal.aborted) return refuse("STOPPED", "stopped while the Collector was asked what it is", true);
  if (!gates.answered) {
    if (!gates.outcome.started) {
      const { code, message, blameless } = await explainExecutionFailure({ ...options, code: gates.outcome.code });
      return refuse(code, message, blameless);
    }
    log.warn("The Collector does not list its feature gates", { executable, reason: describeNoAnswer(gates) });
  }
  if (!extensions.answered) {
    log.warn("The Collector does not list its components", { executable, reason: describeNoAnswer(extensions) });
  } else if (!extensions.value.has("opamp")) {
    const others = [...extensions.value].join(", ") || "none";
    const message = `${executable} is built without the opamp extension, which the supervisor needs (its extensions: ${others})`;
    return refuse("NO_OPAMP_EXTENSION", message);
  }
  const answers = gates.answered && extensions.answered;
  return { usable: true, answers, allowNoPipelines: gates.answered && allowsNoPipelines(gates.value) };
}

function refuse(code: string, message: string, blameless = false): { usable: false; refusal: Refusal } {
  return { usable: false, refusal: { learned: false, code, message, blameless } };
}

async function introduce(options: LearnOptions, identity: string, allowNoPipelines: boolean): Promise<LearnOutcome> {
  const { files, scratch, composeBootstrap, writeConfig, args, random, marked } = options;
  const generation = { number: bootstrapGeneration, token: newToken(random) };
  const text = composeBootstrap({ allowNoPipelines, token: generation.token });
  try {
    await Promise.all([writeConfig(scratch.bootstrap, text), marked]);
    const form = Promise.withResolvers<TelemetryForm>();
    // Looked at when the bootstrap is over; a failure before that is not unheard.
    form.promise.catch(() => undefined);
    const introduced = (introduction: Introduction) => {
      form.resolve(findTelemetryForm(options, allowNoPipelines, introduction));
      options.introduced?.(introduction);
    };
    const outcome = await bootstrap({
      ...options,
      generation,
      configFile: scratch.bootstrap,
      args: runArguments(scratch.bootstrap, { args, allowNoPipelines }),
      introduced,
    });
    if (!outcome.introduced) {
      const { code, message, blameless } = outcome;
      return { learned: false, code, message, blameless };
    }
    const known = { identity, allowNoPipelines, telemetryForm: await form.promise, reportedDescription: undefined };
    if (options.signal.aborted) {
      return refuse("STOPPED", "stopped while the Collector was asked what it is", true).refusal;
    }
    return { learned: true, knowledge: { ...known, ...outcome.introduction }, fresh: true };
  } finally {
    await files.remove(scratch.bootstrap);
  }
}

/** Asking takes another run of the binary, as long as the first one: only a binary whose version does not tell is asked. */
async function findTelemetryForm(
  options: LearnOptions,
  allowNoPipelines: boolean,
  { components }: Introduction,
): Promise<TelemetryForm> {
  const { executable, files, processes, env, signal, scratch, composeBootstrap, writeConfig, args, random, doubted } =
    options;
  const told = doubted ? undefined : telemetryFormOf(components);
  if (told !== undefined) return told;
  const text = composeBootstrap({ allowNoPipelines, token: newToken(random), form: "declarative" });
  try {
    await writeConfig(scratch.probe, text);
    const question = { executable, processes, env, signal };
    return await askTelemetryForm(question, validateArguments(scratch.probe, { args, allowNoPipelines }));
  } finally {
    await files.remove(scratch.probe);
  }
}
