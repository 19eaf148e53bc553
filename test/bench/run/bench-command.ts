import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { withFoot } from "../../../scripts/docs/foot.ts";
import { root } from "../../../scripts/support/root.ts";
import { compare, type Comparison } from "../result/comparison.ts";
import { type Report, reportSchema, type Result } from "../result/report.ts";
import { tableHead, tableRow, textTable } from "../result/table.ts";
import type { ScenarioText } from "../scenarios/scenario.ts";
import { describeMachine } from "./machine.ts";

export interface RoundsOptions<Kind> {
  scenario: Kind;
  /** At most; the scenario may take fewer. */
  rounds: number;
  /** Told of each turn that gave no sample. */
  failed(reason: string): void;
}

/** The two sides, ready for their turns. */
export interface Contest<Kind> {
  versions: Omit<Report["versions"], "bun">;
  /** All rounds of one scenario. */
  run(options: RoundsOptions<Kind>): Promise<Result[]>;
}

export interface BenchCommand<Kind> {
  /** What the command is called and does, such as `bun run bench [flags]: …`. */
  summary: string;
  /** Of the page, below `docs`. */
  pageName: string;
  scenarios: readonly Kind[];
  /** Flags that only this command has, each with a file, and what they mean. */
  flags?: Readonly<Record<string, string>>;
  /** `flags` are the values of its own flags that were given. */
  prepare(flags: Readonly<Record<string, unknown>>): Promise<Contest<Kind>>;
  /** The page and its pictures by name, for the folder `docs`. */
  page(report: Report, comparisons: readonly Comparison[]): Record<string, string>;
}

/** Resolves with the exit code: 0 when every turn gave its figures, whatever they are. */
export async function runBench<Kind extends ScenarioText>(
  command: BenchCommand<Kind>,
  args: readonly string[],
): Promise<number> {
  const { scenarios, flags = {} } = command;
  const own = Object.keys(flags).map((name) => [name, { type: "string" as const }] as const);
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(own),
      only: { type: "string", multiple: true },
      rounds: { type: "string", default: "5" },
      json: { type: "string" },
      docs: { type: "boolean", default: false },
      from: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const unknown = values.only?.filter((name) => !scenarios.some((scenario) => scenario.name === name)) ?? [];
  if (values.help || unknown.length > 0 || !(Number.isInteger(rounds) && rounds > 0)) {
    console.error(usageOf(command));
    return values.help ? 0 : 2;
  }
  const wanted = scenarios.filter(({ name }) => values.only?.includes(name) ?? true);
  const report =
    values.from === undefined
      ? await measure(await command.prepare(values), wanted, rounds)
      : reportSchema.parse(JSON.parse(await readFile(values.from, "utf8")));
  const comparisons = compare(report, scenarios);
  console.log(`\n${textTable([tableHead, ...comparisons.map(tableRow)])}`);
  for (const failure of report.failures) console.error(` FAIL  ${failure}`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (values.docs) {
    await mkdir(join(root, "docs"), { recursive: true });
    for (const [name, text] of Object.entries(command.page(report, comparisons))) {
      await writeFile(join(root, "docs", name), name.endsWith(".md") ? withFoot(name, text) : text);
    }
  }
  return report.failures.length === 0 ? 0 : 1;
}

async function measure<Kind extends ScenarioText>(
  { versions, run }: Contest<Kind>,
  wanted: readonly Kind[],
  rounds: number,
): Promise<Report> {
  const report: Report = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: { ...versions, bun: `Bun ${Bun.version}` },
    rounds,
    results: [],
    failures: [],
  };
  for (const scenario of wanted) {
    console.error(`${scenario.name} …`);
    const results = await run({ scenario, rounds, failed: (reason) => report.failures.push(reason) });
    report.results.push(...results);
    console.error(textTable(compare({ ...report, results }, [scenario]).map(tableRow)));
  }
  return report;
}

function usageOf({ summary, pageName, scenarios, flags = {} }: BenchCommand<ScenarioText>): string {
  const names = scenarios.map(({ name }) => name).join(", ");
  const rows = [
    ["only NAME", `one scenario; may be given again. There are: ${names}`],
    ["rounds N", "rounds of each scenario, 5 where not given; long ones take fewer"],
    ["json FILE", "also writes every sample"],
    ["docs", `also writes docs/${pageName} and its pictures`],
    ["from FILE", "measures nothing: shows, and with --docs writes, what --json wrote earlier"],
    ...Object.entries(flags).map(([name, meaning]) => [`${name} FILE`, meaning]),
  ];
  const width = Math.max(...rows.map(([flag = ""]) => flag.length));
  return [summary, ...rows.map(([flag = "", meaning]) => `  --${flag.padEnd(width)}  ${meaning}`)].join("\n");
}
