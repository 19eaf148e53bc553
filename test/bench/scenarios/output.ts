import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fixture } from "../../support/project.ts";
import { activityBetween, figuresOf } from "../run/processes.ts";
import type { Stage } from "../run/stage.ts";
import type { Measure, Scenario } from "./scenario.ts";

/** How long the last lines may take on their way, milliseconds. */
const settleMs = 500;
/** The script writes the file so often. */
const fileBytes = 1024 ** 3 / 16;

const copied =
  "What is put away when the log grows too large is copied; the Go supervisor's log grows without bound. The system's part of that is nearly all of it.";

const runtimeAlone = "The runtime of JavaScript alone takes more than the whole Go supervisor.";

const cpu = { key: "cpu", title: "processor time of the supervisor", unit: "ms" } as const;
const peak = { key: "peak", title: "highest RSS of the supervisor", unit: "bytes" } as const;

export const outputToFile: Scenario = {
  name: "output-to-file",
  title: "1 GiB of Collector output to agent.log",
  story: "A gigabyte of log lines is written as fast as it goes to the output of the Collector; agent.log is rotated.",
  maxRounds: 2,
  measures: [
    { ...cpu, aim: undefined, behind: copied },
    { ...peak, aim: undefined, behind: runtimeAlone },
  ],
  run: (stage) => talking(stage, {}),
};

const passed: readonly Measure[] = [
  { ...cpu, aim: 1 },
  { ...peak, aim: undefined, behind: runtimeAlone },
];

export const outputPassedThrough: Scenario = {
  name: "output-passed-through",
  title: "1 GiB of Collector output passed through",
  story:
    "The same with agent.passthrough_logs, into a file. Ours passes level, time and fields of each line on, the Go supervisor the line as a text.",
  maxRounds: 2,
  measures: passed,
  run: (stage) => talking(stage, { passthrough_logs: true }),
};

async function talking(stage: Stage, agent: Readonly<Record<string, unknown>>) {
  const directory = await mkdtemp(join(tmpdir(), "opampsupervisor-bench-"));
  try {
    const speak = join(directory, "speak");
    const lines = join(directory, "lines");
    await writeFile(lines, someLines());
    const env = { REAL_COLLECTOR: stage.collector, SPEAK: speak, LINES: lines, PATH: process.env["PATH"] ?? "" };
    const { supervisor } = await stage.connected({
      agent: { ...agent, executable: fixture("talking-collector.sh"), env },
    });
    const before = figuresOf(supervisor.pid);
    await writeFile(speak, "");
    while (!existsSync(`${speak}.said`)) await Bun.sleep(20);
    await Bun.sleep(settleMs);
    const after = figuresOf(supervisor.pid);
    return { cpu: activityBetween(before, after).cpuMs, peak: after.peakBytes };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** As the Collector writes them, some thousands in a second. */
function someLines(): string {
  const lines: string[] = [];
  for (let bytes = 0, number = 0; bytes < fileBytes; number++) {
    const ts = new Date(1_767_323_045_000 + number / 4).toISOString();
    const line = `{"level":"info","ts":"${ts}","caller":"logsexporter@v0.149.0/exporter.go:33","msg":"Logs","resource":{"service.instance.id":"0194f3c8-5f0a-7c11-a4b7-2f6c0d1e9a55","service.name":"otelcol","service.version":"0.149.0"},"otelcol.component.id":"debug","otelcol.component.kind":"exporter","otelcol.signal":"logs","resource logs":1,"log records":${number}}\n`;
    lines.push(line);
    bytes += line.length;
  }
  return lines.join("");
}
