import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { root } from "../../scripts/support/root.ts";
import { compare } from "./result/comparison.ts";
import { benchPage } from "./result/page.ts";
import { type Report, reportSchema } from "./result/report.ts";
import { tableHead, tableRow, textTable } from "./result/table.ts";
import { describeMachine } from "./run/machine.ts";
import { findOpponents, type Opponents } from "./run/opponents.ts";
import { runScenario } from "./run/run-scenario.ts";
import type { Stage } from "./run/stage.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { scenarios } from "./scenarios/scenarios.ts";

const usage = `bun run bench [flags]: our executable and the Go supervisor in turn
  --only NAME        one scenario; may be given again. There are: ${scenarios.map(({ name }) => name).join(", ")}
  --rounds N         rounds of each scenario, 5 where not given; long ones take fewer
  --json FILE        also writes every sample
  --docs             also writes docs/bench.md and its pictures
  --from FILE        measures nothing: shows, and with --docs writes, what --json wrote earlier
  --executable FILE  our executable; where not given it is built`;

/** The exit code is 0 when every turn gave its figures, whatever they are. */
async function bench(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true },
      rounds: { type: "string", default: "5" },
      json: { type: "string" },
      docs: { type: "boolean", default: false },
      from: { type: "string" },
      executable: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const unknown = values.only?.filter((name) => !scenarios.some((scenario) => scenario.name === name)) ?? [];
  if (values.help || unknown.length > 0 || !(Number.isInteger(rounds) && rounds > 0)) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const wanted = scenarios.filter(({ name }) => values.only?.includes(name) ?? true);
  const report =
    values.from === undefined
      ? await measure(wanted, rounds, values.executable)
      : reportSchema.parse(JSON.parse(await readFile(values.from, "utf8")));
  const comparisons = compare(report, scenarios);
  console.log(`\n${textTable([tableHead, ...comparisons.map(tableRow)])}`);
  for (const failure of report.failures) console.error(` FAIL  ${failure}`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (values.docs) {
    await mkdir(join(root, "docs"), { recursive: true });
    for (const [name, text] of Object.entries(benchPage(report, comparisons))) {
      await writeFile(join(root, "docs", name), text);
    }
  }
  return report.failures.length === 0 ? 0 : 1;
}

async function measure(wanted: readonly Scenario[], rounds: number, executable: string | undefined): Promise<Report> {
  const say = (line: string) => console.error(line);
  const opponents = await findOpponents({ executable, say });
  const report = emptyReport(opponents, rounds);
  let stage: Stage | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stage?.[Symbol.asyncDispose]().finally(() => process.exit(130)));
  }
  for (const scenario of wanted) {
    say(`${scenario.name} …`);
    const results = await runScenario({
      scenario,
      opponents,
      rounds,
      failed: (reason) => report.failures.push(reason),
      opened: (opened) => (stage = opened),
    });
    report.results.push(...results);
    say(textTable(compare({ ...report, results }, [scenario]).map(tableRow)));
  }
  return report;
}

function emptyReport({ ours, go, collectorVersion }: Opponents, rounds: number): Report {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: { ours: ours.title, go: go?.title ?? "none", collector: collectorVersion, bun: `Bun ${Bun.version}` },
    rounds,
    results: [],
    failures: [],
  };
}

process.exit(await bench(process.argv.slice(2)));
