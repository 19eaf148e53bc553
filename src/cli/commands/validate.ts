import { loadConfig } from "../../config/load.ts";
import { formatProblem, inFileOrder, type Problem } from "../../config/problem.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import { checkOffline, type OfflineVerdict } from "../../supervisor/compose/check-offline.ts";
import { openUpstream } from "../../supervisor/server/open-upstream.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { configFlag, jsonFlag } from "../flags.ts";
import { lineLog } from "../offline-config.ts";
import { type Paint, terminalPaint } from "../paint.ts";

export const validateCommand: Command = {
  description: "Checks the configuration, the Collector's too.",
  flags: {
    ...configFlag,
    offered: { type: "boolean", description: "With the last remote one, even if it failed" },
    "without-stored": { type: "boolean", description: "As at a first start" },
    ...jsonFlag,
  },
  operands: { hint: "FILE", description: "The same as --config", least: 0, most: 1, are: "files" },
  afterFlags: `
First the file itself, with the certificates and extensions that it names; then
the configuration that the Collector would be started with, remote configuration
and offered connections included, by the real binary's own check, with the
arguments, the environment and the user of a start. Nothing is started, no port
is opened, and a supervisor that runs is left alone.

The exit code is 2 where supervisor.yaml is wrong, 1 where the Collector's
configuration is. \`doctor\` looks at the machine and at the server.

EXAMPLES

  opampsupervisor validate supervisor.yaml
  opampsupervisor validate --config supervisor.yaml --without-stored --json
`,
  json: [
    ["valid", "whether a start would take all of it"],
    ["file", "the configuration, as given"],
    [
      "problems",
      "of `supervisor.yaml`, in its order: `code`, `file`, `line` and `column` from 1 (0: the file as a whole), `key`, `message`, and where there is one the `value` that was there and the `nearest` key",
    ],
    [
      "collector",
      "of the Collector's configuration: `checked` (not where `supervisor.yaml` is wrong), `executable`, `valid`, and where it is not `code`, `phase`, `message` and `places`: the parts to blame, as far as that is known, each with its layer and its line",
    ],
    ["warnings", "what is taken but worth a word"],
  ],
  run: runValidate,
};

async function runValidate(call: Call): Promise<number> {
  const { values, operands, set, refuse } = call;
  const [operand] = operands;
  if (operand !== undefined && values.has("config")) return refuse("give FILE or --config, not both");
  if (set.has("offered") && set.has("without-stored")) return refuse("give --offered or --without-stored, not both");
  const file = operand ?? values.get("config");
  if (file === undefined) return refuse("FILE is needed (--help lists the flags)");
  const report = await validate(file, set);
  return call.print(set.has("json") ? asJson(report) : asText(report, terminalPaint()), codeOf(report));
}

interface Report {
  file: string;
  problems: readonly Problem[];
  /** Unset where the file is wrong. */
  collector?: OfflineVerdict;
  warnings: readonly string[];
}

async function validate(file: string, set: ReadonlySet<string>): Promise<Report> {
  const runtime = createRuntime();
  const { files, host } = runtime;
  const loaded = await loadConfig({ path: file, files, env: host.env, os: host.os });
  if (!loaded.ok) return { file, problems: loaded.problems, warnings: [] };
  const { config, problem } = loaded;
  const warnings = [...loaded.warnings];
  const log = lineLog((line) => warnings.push(line));
  const upstream = await openUpstream({ config, runtime, log });
  if (!upstream.opened) {
    const problems = upstream.problems.map(problem);
    return { file, problems: inFileOrder(problems), warnings };
  }
  upstream.close();
  const collector = await checkOffline({
    config,
    runtime,
    log,
    hidden: upstream.hidden(),
    remote: set.has("offered") ? "offered" : "in-force",
    withoutStored: set.has("without-stored"),
  });
  return { file, problems: [], collector, warnings: [...warnings, ...collector.warnings] };
}

function codeOf({ problems, collector }: Report): number {
  if (problems.length > 0) return exitCodes.usage;
  return collector?.passed === true ? exitCodes.ok : exitCodes.failure;
}

function asJson({ file, problems, collector, warnings }: Report): string {
  const shown = problems.map(({ meant, ...facts }) => ({ ...facts, ...(meant !== undefined && { nearest: meant }) }));
  return JSON.stringify(
    { valid: collector?.passed === true, file, problems: shown, collector: collectorFacts(collector), warnings },
    null,
    2,
  );
}

function collectorFacts(verdict: OfflineVerdict | undefined): Record<string, unknown> {
  if (verdict === undefined) return { checked: false };
  const { executable } = verdict;
  if (verdict.passed) return { checked: true, executable, valid: true };
  const { code, phase, text, places } = verdict;
  return { checked: true, executable, valid: false, code, phase, message: text, places };
}

function asText({ file, problems, collector, warnings }: Report, paint: Paint): string {
  const lines = [...problems.map(formatProblem), ...warnings.map((text) => `${paint("yellow", "Warning")}: ${text}`)];
  if (problems.length > 0) {
    const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
    return [...lines, `${paint("red", "Not valid")}: ${count} in ${file}`].join("\n");
  }
  if (collector?.passed === false) {
    lines.push(`${paint("red", "Not valid")}: ${file} is, but not the Collector's configuration`);
    lines.push(`${collector.code}: ${collector.text}`);
  } else if (collector !== undefined) {
    lines.push(`${paint("green", "Valid")}: ${file}, and ${collector.executable} takes its configuration`);
  }
  return lines.join("\n");
}
