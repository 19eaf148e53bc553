import type { OutputStream } from "../runtime/process-ports.ts";
import { CollectorTime } from "./collector-time.ts";
import { consoleLine, jsonLine, type LogEntry } from "./log-line.ts";

export interface PassedLineOptions {
  encoding: "json" | "console";
  /** Milliseconds since the Unix epoch, for lines that have no time of their own. */
  now(): number;
}

/** The logger's name; that of a named logger of the Collector is appended. */
const logger = "collector";
const levels = ["debug", "info", "warn", "error", "dpanic", "panic", "fatal"] as const;
/** A line is cut before it comes here. */
const maxMessageBytes = Infinity;
/** How a JSON line of the Collector begins, whose log is one of zap. */
const start = '{"level":"';
const beforeTime = ',"ts":"';
const beforeName = '"logger":"';

/** Makes lines of the supervisor's log of the Collector's. */
export class PassedLine {
  readonly #format: typeof jsonLine;
  readonly #passesJson: boolean;
  readonly #now: () => number;
  readonly #time = new CollectorTime();
  /** How the last line began, and what became of that, up to the name of the logger. Nothing begins with a line end. */
  #head = { found: "\n", made: "" };

  constructor({ encoding, now }: PassedLineOptions) {
    this.#format = encoding === "json" ? jsonLine : consoleLine;
    this.#passesJson = encoding === "json";
    this.#now = now;
  }

  /** `isClean`: the text has no character that a log line must escape beyond the needs of JSON. */
  of(line: string, stream: OutputStream, isClean: boolean): string {
    if (this.#passesJson && isClean) {
      const passed = this.#asItIs(line);
      if (passed !== undefined) return passed;
    }
    const { entry, time } = this.#entry(line, stream);
    return this.#format(entry, time);
  }

  /** Only the head is made anew: what follows the time in `line` is taken over. `undefined` where that will not do. */
  #asItIs(line: string): string | undefined {
    if (!(line.startsWith(this.#head.found) || this.#readHead(line)) || !isJson(line)) return undefined;
    const { found, made } = this.#head;
    if (line.startsWith(beforeName, found.length)) return `${made}.${line.slice(found.length + beforeName.length)}`;
    return `${made}",${line.slice(found.length)}`;
  }

  /** Lines that are written at the same time begin alike. */
  #readHead(line: string): boolean {
    if (!line.startsWith(start)) return false;
    const levelEnd = line.indexOf('"', start.length);
    const timeStart = levelEnd + 1 + beforeTime.length;
    const timeEnd = line.indexOf('"', timeStart);
    const level = line.slice(start.length, levelEnd);
    if (!isLevel(level) || !line.startsWith(beforeTime, levelEnd + 1) || line[timeEnd + 1] !== ",") return false;
    const seconds = this.#time.seconds(line.slice(timeStart, timeEnd));
    if (seconds === undefined) return false;
    const made = `${start}${level}","ts":${seconds},"logger":"${logger}`;
    this.#head = { found: line.slice(0, timeEnd + 2), made };
    return true;
  }

  #entry(line: string, stream: OutputStream): { entry: LogEntry; time: number } {
    const said = parseObject(line);
    if (said === undefined || typeof said["msg"] !== "string") {
      const level = stream === "stdout" ? "info" : "error";
      const entry = { level, logger, caller: undefined, message: line, maxMessageBytes, fields: {} } as const;
      return { entry, time: this.#now() };
    }
    const { level, ts, logger: name, caller, msg, ...fields } = said;
    const time = this.#milliseconds(ts);
    const entry: LogEntry = {
      level: isLevel(level) ? level : "info",
      logger: typeof name === "string" ? `${logger}.${name}` : logger,
      caller: typeof caller === "string" ? caller : undefined,
      message: msg,
      maxMessageBytes,
      // What has no place in the head is kept below it.
      fields: {
        ...(isLevel(level) ? {} : { level }),
        ...(time === undefined && { ts }),
        ...fields,
      },
    };
    return { entry, time: time ?? this.#now() };
  }

  #milliseconds(ts: unknown): number | undefined {
    if (typeof ts === "number") return ts * 1000;
    const seconds = typeof ts === "string" ? this.#time.seconds(ts) : undefined;
    return seconds === undefined ? undefined : Number(seconds) * 1000;
  }
}

function isLevel(value: unknown): value is (typeof levels)[number] {
  return levels.some((level) => level === value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
