import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { duration } from "../support/duration.ts";
import { ensureGo } from "../support/go.ts";
import { keepCollector } from "./cached.ts";
import type { Manifest } from "./manifest.ts";
import type { Outcome } from "./outcome.ts";

/** The builder of v0.149.0 states `go 1.25.0`. */
const neededMinor = 25;

/** What the builder logs when a phase begins, and the name that is shown for it. */
const phases: ReadonlyArray<readonly [logged: string, name: string]> = [
  ["Sources created", "resolving modules"],
  ["Getting go modules", "downloading modules"],
  ["Compiling", "compiling"],
  ["Compiled", "checking"],
];

const progressEveryMs = 15_000;

export interface CompileOptions {
  manifest: Manifest;
  /** This project's folder in the user's cache. */
  cache: string;
  say: (line: string) => void;
}

/** Builds the manifest's Collector with the builder of OpenTelemetry into the cache: some minutes, the first time. */
export async function compiledCollector(options: CompileOptions): Promise<Outcome> {
  const outcome = await ensureGo({ minor: neededMinor, say: options.say });
  if (!outcome.found) return outcome;
  const { go } = outcome;
  const { dist, coreVersion } = options.manifest;
  await mkdir(options.cache, { recursive: true });
  const scratch = await mkdtemp(join(options.cache, ".build-"));
  try {
    await writeFile(join(scratch, "manifest.yaml"), await Bun.file(options.manifest.path).text());
    const builder = `go.opentelemetry.io/collector/cmd/builder@v${coreVersion}`;
    options.say(`building the Collector ${dist.version} with Go ${go.version} (some minutes the first time)`);
    const child = Bun.spawn([go.path, "run", builder, "--config=manifest.yaml"], {
      cwd: scratch,
      env: { ...process.env, ...go.env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const log = await followed([child.stdout, child.stderr], options.say);
    if ((await child.exited) !== 0) return { found: false, reason: `the builder failed:\n${tail(log)}` };
    const name = process.platform === "win32" ? `${dist.name}.exe` : dist.name;
    return await keepCollector(join(scratch, dist.output_path, name), options.cache, options.manifest);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Reads the builder's output to its end, telling the phase and the time gone by now and then. */
async function followed(
  streams: ReadonlyArray<ReadableStream<Uint8Array>>,
  say: (line: string) => void,
): Promise<string> {
  const start = performance.now();
  let phase = "fetching the builder";
  let log = "";
  const tell = () => say(`  ${phase}, ${duration(performance.now() - start)}`);
  const timer = setInterval(tell, progressEveryMs);
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      log += decoder.decode(chunk, { stream: true });
      const reached = phases.findLast(([logged]) => log.includes(logged))?.[1];
      if (reached === undefined || reached === phase) continue;
      phase = reached;
      tell();
    }
  };
  try {
    await Promise.all(streams.map(read));
    return log;
  } finally {
    clearInterval(timer);
  }
}

function tail(log: string): string {
  return log.trimEnd().split("\n").slice(-15).join("\n");
}
