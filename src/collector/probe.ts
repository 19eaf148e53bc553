import { parse } from "yaml";

import type { TelemetryForm } from "../compose/layers.ts";
import type { Exit, Processes, RunOutcome } from "../runtime/ports.ts";
import { componentsArguments, featureGateArguments, noPipelinesGate } from "./command-line.ts";

export interface ProbeOptions {
  processes: Processes;
  executable: string;
  env: Readonly<Record<string, string>>;
  /** Milliseconds for each question. Default 30 s: a cold disk and a loaded machine are no fault of the binary. */
  timeoutMs?: number;
}

/** What a question to the binary brought: its answer, or why there is none. */
export type Answer<Value> = { answered: true; value: Value } | { answered: false; outcome: RunOutcome };

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
  return { answered: true, value: new Set(extensionNames(answer.value)) };
}

/** Whether the binary takes the declarative form of resource attributes; `configFile` states them in that form. */
export async function askTelemetryForm(options: ProbeOptions, validate: readonly string[]): Promise<TelemetryForm> {
  const answer = await ask(options, validate);
  return answer.answered ? "declarative" : "inline";
}

/** How a process ended, in words. */
export function describeExit(exit: Exit): string {
  return exit.kind === "exited" ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}

async function ask(options: ProbeOptions, args: readonly string[]): Promise<Answer<string>> {
  const { processes, executable, env, timeoutMs = defaultTimeoutMs } = options;
  const outcome = await processes.run({ executable, args, env, timeoutMs });
  const answered = outcome.started && !outcome.timedOut && outcome.exit.kind === "exited" && outcome.exit.code === 0;
  return answered ? { answered, value: outcome.stdout } : { answered: false, outcome };
}

function extensionNames(listing: string): string[] {
  const parsed: unknown = parse(listing);
  const extensions = typeof parsed === "object" && parsed !== null && "extensions" in parsed ? parsed.extensions : [];
  if (!Array.isArray(extensions)) return [];
  return extensions.flatMap((item: unknown) => {
    const name = typeof item === "object" && item !== null && "name" in item ? item.name : item;
    return typeof name === "string" ? [name] : [];
  });
}
