import type { TelemetryForm } from "../compose/layers.ts";
import type { AgentDescription } from "../opamp/wire/messages.ts";
import type { Clock, Files, Host, Processes, Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { bootstrap, type Introduction } from "./bootstrap.ts";
import { runArguments, validateArguments } from "./command-line.ts";
import { checkExecutable, executionFailure } from "./executable.ts";
import { newToken } from "./generation.ts";
import { collectorIdentity } from "./identity.ts";
import type { Link } from "./link.ts";
import {
  allowsNoPipelines,
  type Answer,
  askExtensions,
  askFeatureGates,
  askTelemetryForm,
  describeExit,
} from "./probe.ts";

/** What is known of a Collector binary, and what it says of itself without a configuration. */
export interface Knowledge extends Introduction {
  /** See `collectorIdentity`. */
  identity: string;
  allowNoPipelines: boolean;
  telemetryForm: TelemetryForm;
  /** What it said of itself last while running with a configuration; `undefined` where it has not run yet. */
  reportedDescription: AgentDescription | undefined;
}

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
  /** Paths for configurations that are written, used and removed. */
  scratch: { bootstrap: string; probe: string };
  logPath: string;
  timeoutMs: number;
  tailBytes: number;
  /** What an earlier start left under this identity. */
  recall(identity: string): Knowledge | undefined;
  signal: AbortSignal;
}

export type LearnOutcome =
  { learned: true; knowledge: Knowledge; fresh: boolean } | { learned: false; code: string; message: string };

/** Generation number of the bootstrap, below all those of the mind. */
const bootstrapGeneration = 0;

/**
 * Learns what must be known of a Collector before it is given a configuration. What is remembered under the same
 * identity is taken; otherwise the binary is asked, and run once with a configuration that does nothing.
 */
export async function learnCollector(options: LearnOptions): Promise<LearnOutcome> {
  const { executable, files, host, recall } = options;
  const check = await checkExecutable({ executable, files, host });
  if (!check.usable) return { learned: false, code: check.code, message: check.message };
  const identity = collectorIdentity({ ...options, stat: check.stat });
  const remembered = recall(identity);
  if (remembered !== undefined) return { learned: true, knowledge: remembered, fresh: false };

  const question = { processes: options.processes, executable, env: options.env };
  const [gates, extensions] = await Promise.all([askFeatureGates(question), askExtensions(question)]);
  const refused = refusedExecution(executable, gates) ?? missingExtension(executable, extensions);
  if (refused !== undefined) return refused;
  if (!gates.answered)
    options.log.warn("The Collector does not list its feature gates", { executable, reason: reasonOf(gates) });

  const allowNoPipelines = gates.answered && allowsNoPipelines(gates.value);
  return await introduce(options, identity, allowNoPipelines);
}

async function introduce(options: LearnOptions, identity: string, allowNoPipelines: boolean): Promise<LearnOutcome> {
  const { files, scratch, composeBootstrap, executable, env, processes, args, random } = options;
  const facts = { args, allowNoPipelines };
  const generation = { number: bootstrapGeneration, token: newToken(random) };
  const { token } = generation;
  await files.write(scratch.bootstrap, composeBootstrap({ allowNoPipelines, token }));
  await files.write(scratch.probe, composeBootstrap({ allowNoPipelines, token, form: "declarative" }));
  try {
    const [outcome, telemetryForm] = await Promise.all([
      bootstrap({ ...options, generation, args: runArguments(scratch.bootstrap, facts) }),
      askTelemetryForm({ processes, executable, env }, validateArguments(scratch.probe, facts)),
    ]);
    if (!outcome.introduced) return { learned: false, code: outcome.code, message: outcome.message };
    const known = { identity, allowNoPipelines, telemetryForm, reportedDescription: undefined };
    const knowledge = { ...known, ...outcome.introduction };
    return { learned: true, knowledge, fresh: true };
  } finally {
    await Promise.all([files.remove(scratch.bootstrap), files.remove(scratch.probe)]);
  }
}

type Refusal = Extract<LearnOutcome, { learned: false }>;

function refusedExecution(executable: string, gates: Answer<unknown>): Refusal | undefined {
  if (gates.answered || gates.outcome.started) return undefined;
  return { learned: false, code: "CANNOT_EXECUTE", message: executionFailure(executable, gates.outcome.code) };
}

function missingExtension(executable: string, extensions: Answer<ReadonlySet<string>>): Refusal | undefined {
  if (!extensions.answered || extensions.value.has("opamp")) return undefined;
  const message = `${executable} is built without the opamp extension, which the supervisor needs (its components list ${
    [...extensions.value].join(", ") || "no extensions"
  })`;
  return { learned: false, code: "NO_OPAMP_EXTENSION", message };
}

function reasonOf({ outcome }: Extract<Answer<unknown>, { answered: false }>): string {
  if (!outcome.started) return outcome.code;
  return outcome.timedOut ? "no answer in time" : describeExit(outcome.exit);
}
