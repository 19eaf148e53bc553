import type { Contestant } from "../run/contestant.ts";
import { type Running, Stage } from "../run/stage.ts";
import { TooLateError, within } from "../run/within.ts";
import type { Point } from "./flatness.ts";
import { allSeries, judge, type Look, lookAt, type SeriesVerdict } from "./series.ts";
import { type Strain, strains } from "./strain.ts";

export interface SoakOptions {
  contestant: Contestant;
  /** Path. */
  collector: string;
  minutes: number;
  say(line: string): void;
  /** Ends it early; what was seen until then is judged. */
  signal: AbortSignal;
}

export interface SoakResult {
  verdicts: SeriesVerdict[];
  /** How often each thing was done, and the longest time until all was well again, milliseconds. */
  done: Readonly<Record<string, { count: number; longestMs: number }>>;
  /** What did not go as it must. */
  problems: readonly string[];
}

/** Longest time until all is well again after one strain, milliseconds: above the longest wait before a reconnect. */
const wellWithinMs = 90_000;
const pauseMs = 200;
/** Looks in the whole time, and the shortest time between two, milliseconds. */
const looks = 600;
const shortestIntervalMs = 500;

/** Strains a real supervisor with a real Collector for `minutes`, looking at it all the time. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  await using stage = new Stage(options.contestant, options.collector);
  const running = await within(wellWithinMs, "the first configuration", stage.running());
  const { supervisor, site } = running;
  const start = performance.now();
  const points = new Map<string, Point[]>(allSeries.map(({ key }) => [key, []]));
  const look = () => {
    const at = (performance.now() - start) / 1000;
    if (!supervisor.running) return;
    const seen: Look = lookAt(supervisor.pid, site.storage);
    for (const { key } of allSeries) points.get(key)?.push({ at, value: seen[key] });
  };
  const timer = setInterval(look, Math.max(shortestIntervalMs, (options.minutes * 60_000) / looks));
  try {
    const { done, problems } = await strainAll(running, start + options.minutes * 60_000, options);
    return { verdicts: allSeries.map((series) => judge(series, points.get(series.key) ?? [])), done, problems };
  } finally {
    clearInterval(timer);
  }
}

async function strainAll(
  running: Running,
  end: number,
  { say, signal }: SoakOptions,
): Promise<Pick<SoakResult, "done" | "problems">> {
  const done: Record<string, { count: number; longestMs: number }> = {};
  const problems: string[] = [];
  let serial = 0;
  for (const strain of endlessStrains()) {
    if (performance.now() >= end || signal.aborted) break;
    serial += 1;
    const begun = performance.now();
    const problem = await strained(strain, running, serial);
    const { count, longestMs } = done[strain.name] ?? { count: 0, longestMs: 0 };
    done[strain.name] = { count: count + 1, longestMs: Math.max(longestMs, performance.now() - begun) };
    if (problem !== undefined) {
      problems.push(`${strain.name} (${serial}): ${problem}`);
      say(` FAIL  ${strain.name} (${serial}): ${problem}`);
    }
    if (!running.supervisor.running) {
      problems.push("the supervisor ended");
      break;
    }
    if (serial % 100 === 0) say(`${serial} strains, ${((end - performance.now()) / 60_000).toFixed(1)} min to go`);
    await Bun.sleep(pauseMs);
  }
  return { done, problems };
}

function* endlessStrains(): Generator<Strain, never> {
  for (let pass = 0; ; pass++) yield* strains.filter(({ inPass }) => inPass?.(pass) ?? true);
}

/** The reason where it did not go as it must. */
async function strained({ name, apply }: Strain, running: Running, serial: number): Promise<string | undefined> {
  running.server.arrivals = [];
  try {
    await within(wellWithinMs, name, apply(running, serial));
    return undefined;
  } catch (error) {
    return error instanceof TooLateError ? `not well within ${error.limitMs / 1000} s` : String(error);
  }
}
