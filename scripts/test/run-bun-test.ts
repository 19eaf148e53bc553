import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, normalize, resolve } from "node:path";

import { root } from "../support/root.ts";
import type { Counts } from "./counts.ts";
import { readReport } from "./junit.ts";

export interface BunTestOptions {
  /** Relative to `directory`. */
  folder: string;
  /** The files of the folder that are run. Default: all that are there. */
  files?: readonly string[];
  /** Longest time of one case, milliseconds. */
  timeoutMs: number;
  /** Default: the project's root. */
  directory?: string;
  /** Whether cases that pass are listed too. Default: only failures. */
  listAll?: boolean;
  /** Added to this process's environment. */
  env?: Readonly<Record<string, string>>;
  /** Where Bun's output goes. Default: this process's own. */
  output?: "inherit" | "ignore";
  signal?: AbortSignal;
}

export interface BunTestResult {
  counts: Counts;
  /** Failures that no case stands for: a file that did not load, a crash, a folder without tests. */
  problems: readonly string[];
  /** Each case that failed, with its place and what Bun said of it. */
  failures: readonly string[];
}

/**
 * Runs `bun test` over a folder and counts by its JUnit report. What the report cannot show counts as failed: files of
 * which no case ran, an exit code without a failed case, a run that ended before its report was written.
 */
export async function runBunTest(options: BunTestOptions): Promise<BunTestResult> {
  const directory = options.directory ?? root;
  if (!existsSync(resolve(directory, options.folder))) return failedWith([`there is no folder ${options.folder}`]);
  const files =
    options.files?.map((name) => `${normalize(options.folder)}/${name}`) ?? testFiles(directory, options.folder);
  const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-junit-"));
  const reportFile = join(scratch, "junit.xml");
  try {
    const child = Bun.spawn(
      [
        process.execPath,
        "test",
        ...(options.files === undefined ? [`./${normalize(options.folder)}`] : files.map((file) => `./${file}`)),
        `--timeout=${options.timeoutMs}`,
        ...(options.listAll === true ? [] : ["--only-failures"]),
        "--reporter=junit",
        `--reporter-outfile=${reportFile}`,
      ],
      {
        cwd: directory,
        env: { ...process.env, ...options.env },
        stdin: "ignore",
        stdout: options.output ?? "inherit",
        stderr: options.output ?? "inherit",
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
    );
    const code = await child.exited;
    const ended = child.signalCode === null ? `exit code ${code}` : String(child.signalCode);
    return judge(ended, code, await reportOf(reportFile), files);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What a run that ended like this, with this report, over these test files comes to. */
export function judge(ended: string, code: number, xml: string, files: readonly string[]): BunTestResult {
  const report = readReport(xml);
  if (report === undefined) return failedWith([`bun test ended without a report (${ended})`]);
  const silent = files.filter((file) => !report.files.has(file)).map((file) => `${file}: no test ran`);
  if (files.length === 0) silent.push("the folder holds no test file");
  const unexplained = code !== 0 && report.counts.failed + silent.length === 0;
  const problems = unexplained ? [`bun test ended with ${ended} although no case failed`] : silent;
  const counts = { ...report.counts, failed: report.counts.failed + problems.length };
  return { counts, problems, failures: report.failures };
}

function failedWith(problems: readonly string[]): BunTestResult {
  return { counts: { passed: 0, failed: problems.length, skipped: 0 }, problems, failures: [] };
}

async function reportOf(path: string): Promise<string> {
  return existsSync(path) ? readFile(path, "utf8") : "";
}

function testFiles(directory: string, folder: string): string[] {
  const found = new Bun.Glob(`${normalize(folder)}/**/*.test.{ts,tsx}`).scanSync(directory);
  return [...found]
    .filter((file) => !file.includes("node_modules"))
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}
