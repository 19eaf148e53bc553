import { parse } from "yaml";

import type { TelemetryForm } from "../compose/layers.ts";
import { describeExit } from "../runtime/describe-exit.ts";
import type { Processes, RunOutcome } from "../runtime/process-ports.ts";
import { componentsArguments, featureGateArguments, noPipelinesGate } from "./command-line.ts";
import { errorStatement } from "./log-tail.ts";

export interface ProbeOptions {
  processes: Processes;
  executable: string;
  env: Readonly<Record<string, string>>;
  /** Milliseconds for each question. Default 30 s: a cold disk and a loaded machine are no fault of the binary. */
  timeoutMs?: number;
  /** Aborted: the question is dropped and the binary's processes are killed. */
  signal: AbortSignal;
}

/** What a question to the binary brought: its answer, or why there is none. */
export type Answer<Value> = { answered: true; value: Value } | NoAnswer;

/** The process brought none, or what it printed is none. */
export interface NoAnswer {
  answered: false;
  outcome: RunOutcome;
}

const defaultTimeoutMs = 30_000;

/** The feature gates that the binary lists; the first line is a heading. */
export async function askFeatureGates(options: ProbeOptions): Promise<Answer<ReadonlySet<string>>> {
  const answer = await ask(options, featureGateArguments);
  if (!answer.answered) return answer;
  const names = answer.value
    .split("\n")
    .slice(1)
    .map((line) => line.split(" ", 1)[0] ?? "");
  return { answered: true, value: new Set(names.filter((name) => name !== "")) };
}

/** Whether the gate that allows a configuration without pipelines is among `gates`. */
export function allowsNoPipelines(gates: ReadonlySet<string>): boolean {
  return gates.has(noPipelinesGate);
}

/**
 * Names of the extensions that the binary lists. Components with a deprecated alias are missing from the list, so it
 * answers whether `opamp` is there and nothing else.
 */
export async function askExtensions(options: ProbeOptions): Promise<Answer<ReadonlySet<string>>> {
  const answer = await ask(options, componentsArguments);
  if (!answer.answered) return answer;
  const names = extensionNames(answer.value);
  if (names === undefined) return { answered: false, outcome: answer.outcome };
  return { answered: true, value: new Set(names) };
}

/**
 * Which form of resource attributes the binary takes, by the arguments that check a configuration in the declarative
 * one. A start script may lose the exit code: what the Collector itself says of an error counts too.
 */
export async function askTelemetryForm(options: ProbeOptions, validate: readonly string[]): Promise<TelemetryForm> {
  const { answered, outcome } = await ask(options, validate);
  const complains = outcome.started && errorStatement(outcome.stderr) !== "";
  return answered && !complains ? "declarative" : "inline";
}

/** Why a question has no answer, in words. */
export function describeNoAnswer({ outcome }: NoAnswer): string {
  if (!outcome.started) return outcome.code;
  if (outcome.timedOut) return "no answer in time";
  const complaint = outcome.stderr.trim().split("\n").at(-1) ?? "";
  const how = describeExit(outcome.exit);
  return complaint === "" ? how : `${how}: ${complaint}`;
}

async function ask(
  options: ProbeOptions,
  args: readonly string[],
): Promise<{ answered: true; value: string; outcome: RunOutcome } | NoAnswer> {
  const { processes, executable, env, timeoutMs = defaultTimeoutMs, signal } = options;
  const outcome = await processes.run({ executable, args, env, timeoutMs, signal });
  const answered = outcome.started && !outcome.timedOut && outcome.exit.kind === "exited" && outcome.exit.code === 0;
  return answered ? { answered, value: outcome.stdout, outcome } : { answered: false, outcome };
}

/** `undefined` for what is no listing: a start script may print anything, or ignore its arguments. */
function extensionNames(listing: string): string[] | undefined {
  const parsed = parseYaml(listing);
  const extensions =
    typeof parsed === "object" && parsed !== null && "extensions" in parsed ? parsed.extensions : undefined;
  if (!Array.isArray(extensions)) return undefined;
  return extensions.flatMap((item: unknown) => {
    const name = typeof item === "object" && item !== null && "name" in item ? item.name : item;
    return typeof name === "string" ? [name] : [];
  });
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch {
    return undefined;
  }
}
