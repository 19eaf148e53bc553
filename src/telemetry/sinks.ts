import type { LogOutput, LogOutputs } from "../runtime/log-output.ts";
import type { Clock } from "../runtime/ports.ts";
import { errorText } from "./error-text.ts";

export interface SinkOptions {
  outputs: LogOutputs;
  clock: Clock;
  /** `telemetry.logs.output_paths`: where the lines go. */
  outputPaths: readonly string[];
  /** `telemetry.logs.error_output_paths`: where it is said that lines could not be written (zap's meaning of the key). */
  errorOutputPaths: readonly string[];
}

export interface LogSinks {
  /** Gives the line to every output. Never throws. */
  write(line: string): void;
  /** Gives `count` whole lines, with their line ends, to every output, without waiting for one. Never throws. */
  pass(lines: Uint8Array, count: number): void;
  /** Whether an output still holds what its reader was too slow for. Never throws. */
  behind(): boolean;
}

export type SinksOpened =
  | { opened: true; sinks: LogSinks }
  | {
      opened: false;
      /** The path that could not be opened, as it was given. */
      path: string;
      reason: string;
    };

/** Opens every output once, also one that is named twice or in both lists. */
export function openSinks(options: SinkOptions): SinksOpened {
  const opened = new Map<string, LogOutput>();
  for (const path of [...options.outputPaths, ...options.errorOutputPaths]) {
    if (opened.has(path)) continue;
    try {
      opened.set(path, options.outputs.open(path));
    } catch (error) {
      return { opened: false, path, reason: `cannot open the log output ${path}: ${errorText(error)}` };
    }
  }
  const select = (paths: readonly string[]) => [...opened].filter(([path]) => paths.includes(path));
  const errorOutputs = select(options.errorOutputPaths).map(([, output]) => output);
  const report = (text: string) => {
    const line = `${new Date(options.clock.now()).toISOString()} ${text}`;
    for (const output of errorOutputs) attempt(() => output.write(line));
  };
  const sinks = select(options.outputPaths).map(([path, output]) => watched(path, output, report));
  return {
    opened: true,
    sinks: {
      write: (line) => sinks.forEach((sink) => sink.write(line)),
      pass: (lines, count) => sinks.forEach((sink) => sink.pass(lines, count)),
      behind: () => sinks.filter((sink) => sink.behind()).length > 0,
    },
  };
}

/** An output that reports the first line of a series of lost ones, and their number when it works again. */
function watched(path: string, output: LogOutput, report: (text: string) => void): LogSinks {
  let lost = 0;
  const tried = (failure: string | undefined, count: number) => {
    if (failure !== undefined) {
      if (lost === 0) report(`write error: log lines for ${path} are lost: ${failure}`);
      lost += count;
    } else if (lost > 0) {
      report(`log lines for ${path} are written again, ${lost} were lost`);
      lost = 0;
    }
  };
  return {
    write: (line) =>
      tried(
        attempt(() => output.write(line)),
        1,
      ),
    pass: (lines, count) =>
      tried(
        attempt(() => output.pass(lines)),
        count,
      ),
    behind: () => output.behind(),
  };
}

function attempt(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}
