import type { Fields, Level, Log } from "../../src/telemetry/log.ts";

export interface TestLine {
  level: Level;
  logger: string;
  message: string;
  fields: Fields;
}

interface Waiter {
  matches: (line: TestLine) => boolean;
  resolve: (line: TestLine) => void;
}

/** A log that keeps every line of every level, under the logger name `supervisor` and those made with `named`. */
export class TestLog implements Log {
  readonly lines: TestLine[];
  readonly #logger: string;
  readonly #waiters: Waiter[];

  constructor(logger = "supervisor", shared: { lines: TestLine[]; waiters: Waiter[] } = { lines: [], waiters: [] }) {
    this.#logger = logger;
    this.lines = shared.lines;
    this.#waiters = shared.waiters;
  }

  debug = (message: string, fields?: Fields): void => this.#add("debug", message, fields);
  info = (message: string, fields?: Fields): void => this.#add("info", message, fields);
  warn = (message: string, fields?: Fields): void => this.#add("warn", message, fields);
  error = (message: string, fields?: Fields): void => this.#add("error", message, fields);

  named(logger: string): TestLog {
    return new TestLog(logger, { lines: this.lines, waiters: this.#waiters });
  }

  at(level: Level): TestLine[] {
    return this.lines.filter((line) => line.level === level);
  }

  /** The first line that matches, of those that are there or the next that comes. */
  line(matches: (line: TestLine) => boolean): Promise<TestLine> {
    const found = this.lines.find(matches);
    if (found !== undefined) return Promise.resolve(found);
    const { promise, resolve } = Promise.withResolvers<TestLine>();
    this.#waiters.push({ matches, resolve });
    return promise;
  }

  #add(level: Level, message: string, fields: Fields = {}): void {
    const line = { level, logger: this.#logger, message, fields };
    this.lines.push(line);
    for (const waiter of this.#waiters.filter(({ matches }) => matches(line))) {
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      waiter.resolve(line);
    }
  }
}
