import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { projectVersion } from "../../../scripts/build.ts";
import { root } from "../../../scripts/support/root.ts";
import { compare } from "../result/comparison.ts";
import { type Report, reportSchema } from "../result/report.ts";
import { tableHead, tableRow, textTable } from "../result/table.ts";
import { describeMachine } from "../run/machine.ts";
import { takeTurns } from "../run/take-turns.ts";
import { within } from "../run/within.ts";
import { protocolPage } from "./result/protocol-page.ts";
import type { Side } from "./run/side.ts";
import { protocolScenarios } from "./scenarios/all.ts";
import type { ProtocolScenario } from "./scenarios/protocol-scenario.ts";

const usage = `bun run bench:protocol [flags]: src/opamp and the Go library in turn; needs Go
  --only NAME    one scenario; may be given again. There are: ${protocolScenarios.map(({ name }) => name).join(", ")}
  --rounds N     rounds of each scenario, 5 where not given; long ones take fewer
  --json FILE    also writes every sample
  --docs         also writes docs/protocol-bench.md and its pictures
  --from FILE    measures nothing: shows, and with --docs writes, what --json wrote earlier`;

/** Longest time of one turn, milliseconds. */
const turnWithinMs = 5 * 60_000;

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
      help: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const wanted = protocolScenarios.filter(({ name }) => values.only?.includes(name) ?? true);
  const unknown = (values.only?.length ?? wanted.length) !== wanted.length;
  if (values.help || unknown || !(Number.isInteger(rounds) && rounds > 0)) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const report =
    values.from === undefined
      ? await measure(wanted, rounds)
      : reportSchema.parse(JSON.parse(await readFile(values.from, "utf8")));
  const comparisons = compare(report, protocolScenarios);
  console.log(`\n${textTable([tableHead, ...comparisons.map(tableRow)])}`);
  for (const failure of report.failures) console.error(` FAIL  ${failure}`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (values.docs) {
    for (const [name, text] of Object.entries(protocolPage(report, comparisons))) {
      await writeFile(join(root, "docs", name), text);
    }
  }
  return report.failures.length === 0 ? 0 : 1;
}

async function measure(wanted: readonly ProtocolScenario[], rounds: number): Promise<Report> {
  const sides: readonly Side[] = [
    { name: "ours", title: `opampsupervisor ${await projectVersion()}` },
    { name: "go", title: await goLibrary() },
  ];
  const report: Report = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: { ours: sides[0]?.title ?? "", go: sides[1]?.title ?? "", bun: `Bun ${Bun.version}` },
    rounds,
    results: [],
    failures: [],
  };
  for (const scenario of wanted) {
    console.error(`${scenario.name} …`);
    const results = await takeTurns({
      scenario,
      sides,
      rounds,
      failed: (reason) => report.failures.push(reason),
      turn: (side) => within(turnWithinMs, "the end of the turn", scenario.run(side)),
    });
    report.results.push(...results);
    console.error(textTable(compare({ ...report, results }, [scenario]).map(tableRow)));
  }
  return report;
}

/** The library with the version that `test/interop/go` names. */
async function goLibrary(): Promise<string> {
  const text = await readFile(join(root, "test/interop/go/go.mod"), "utf8");
  return `Go library opamp-go ${/opamp-go (v\S+)/.exec(text)?.[1] ?? "of an unknown version"}`;
}

process.exit(await bench(process.argv.slice(2)));
