import type { ComposeResult } from "../../compose/compose.ts";
import { explain, type Explained } from "../../compose/explain.ts";
import { pathText, refusalText } from "../../compose/refusal.ts";
import { composeOffline } from "../../supervisor/compose/offline.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { configFlag, jsonFlag } from "../flags.ts";
import { readOfflineConfig } from "../offline-config.ts";

export const explainCommand: Command = {
  description: "Shows where each part of the configuration comes from.",
  flags: {
    ...configFlag,
    offered: { type: "boolean", description: "The last one offered, even if it failed" },
    ...jsonFlag,
  },
  operands: { hint: "PATH", description: "Parts, such as receivers::otlp; default: all", least: 0 },
  afterFlags: `
EXAMPLES

  opampsupervisor explain --config supervisor.yaml
  opampsupervisor explain --config supervisor.yaml --offered exporters::otlp
`,
  json: [
    ["composed", "whether the layers make a configuration"],
    ["collectorKnown", "whether the Collector was started before, so that what it takes is known"],
    ["refusal", "where they do not: `code` and `reason`"],
    ["warnings", "what a layer asked for and does not get"],
    [
      "parts",
      "one for each part: `path`, `value`, `origin` (`kind`, `layer`, `line`), `overrode` (`value`, `origin` of each), `removed`, `bounds` (keys of `agent.policy`)",
    ],
  ],
  run: runExplain,
};

async function runExplain(call: Call): Promise<number> {
  const offline = await readOfflineConfig(call);
  if (typeof offline === "number") return offline;
  const { config, runtime, log } = offline;
  const remote = call.set.has("offered") ? "offered" : "in-force";
  const { result, known, env } = await composeOffline({ config, ...runtime, log, remote });
  const paths = call.operands.length === 0 ? [[]] : call.operands.map((path) => path.split("::"));
  const parts =
    result.tree === undefined
      ? []
      : explain(result.tree, {
          removed: result.composed ? result.removed : [],
          paths,
          policy: config.agent.policy,
          env,
        });
  const text = call.set.has("json") ? asJson(result, parts, known) : explainedText(result, parts, known);
  return call.print(text, result.composed ? exitCodes.ok : exitCodes.failure);
}

/** The parts for people, with what was refused or left out. */
export function explainedText(result: ComposeResult, parts: readonly Explained[], known: boolean): string {
  const lines = parts.flatMap(({ path, value, origin, overrode, removed, bounds }) => [
    `${pathText(path)}: ${value}${removed ? "  (removed)" : ""}`,
    `    ${originText(origin)}`,
    ...overrode.map((old) => `    over ${old.value} of ${originText(old.origin)}`),
    ...(bounds.length > 0 ? [`    bounded by ${bounds.join(", ")}`] : []),
  ]);
  const notes = [
    ...(result.composed ? result.warnings.map((warning) => `Warning: ${warning}`) : []),
    ...(result.composed ? [] : [`Refused: ${refusalText(result)}`]),
    ...(known ? [] : ["Note: the Collector was not started yet; what it takes is assumed."]),
  ];
  return [...lines, ...(lines.length > 0 && notes.length > 0 ? [""] : []), ...notes].join("\n");
}

function originText({ layer, line }: Explained["origin"]): string {
  return line === undefined ? layer : `${layer}, line ${line}`;
}

function asJson(result: ComposeResult, parts: readonly Explained[], known: boolean): string {
  const refusal = result.composed ? undefined : { code: result.code, reason: result.reason };
  const warnings = result.composed ? result.warnings : [];
  const shown = parts.map(({ path, ...rest }) => ({ path: pathText(path), ...rest }));
  return JSON.stringify({ composed: result.composed, collectorKnown: known, refusal, warnings, parts: shown }, null, 2);
}
