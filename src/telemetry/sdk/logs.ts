import { type Attributes, SeverityNumber } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import { LoggerProvider, type LogRecordProcessor } from "@opentelemetry/sdk-logs";

import type { ProcessorTarget } from "../export-target.ts";
import { boundedText } from "../field-text.ts";
import type { TappedEntry } from "../log-tap.ts";
import type { Level } from "../log.ts";
import { Changeable } from "./changeable.ts";
import { type ExportPorts, logProcessorOf } from "./processors.ts";

const severities: Readonly<Record<Level, SeverityNumber>> = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
};

export interface LogsOptions {
  resource: Resource;
  ports: ExportPorts;
  version: string;
}

/** The supervisor's log as records. */
export class Logs {
  readonly #processors = new Changeable<LogRecordProcessor>();
  readonly #provider: LoggerProvider;
  readonly #options: LogsOptions;

  constructor(options: LogsOptions) {
    this.#options = options;
    const { resource } = options;
    this.#provider = new LoggerProvider({ resource, processors: [throughAll(this.#processors)] });
  }

  /** Where records go that `owner` wants somewhere. */
  export(owner: string, targets: readonly ProcessorTarget[]): void {
    this.#processors.replace(
      owner,
      targets.map((target) => logProcessorOf(target, this.#options.ports)),
    );
  }

  /** The logger's name is the name of the scope, the fields are attributes; texts are as long as in a line of the log. */
  record({ level, logger, caller, message, fields, at }: TappedEntry): void {
    const [file, line] = /^(.*):(\d+)$/.exec(caller ?? "")?.slice(1) ?? [];
    this.#provider.getLogger(logger, this.#options.version).emit({
      timestamp: new Date(at),
      severityNumber: severities[level],
      severityText: level,
      body: boundedText(message),
      attributes: {
        ...attributesOf(fields),
        ...(file !== undefined && { "code.file.path": file, "code.line.number": Number(line) }),
      },
    });
  }

  async close(): Promise<void> {
    await this.#provider.shutdown();
  }
}

function attributesOf(fields: TappedEntry["fields"]): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    if (typeof value === "string") attributes[name] = boundedText(value);
    else if (typeof value === "number" || typeof value === "boolean") attributes[name] = value;
    else attributes[name] = value.map((item) => boundedText(item));
  }
  return attributes;
}

function throughAll(processors: Changeable<LogRecordProcessor>): LogRecordProcessor {
  return {
    onEmit: (record, context) => processors.all.forEach((each) => each.onEmit(record, context)),
    forceFlush: () => processors.forceFlush(),
    shutdown: () => processors.shutdown(),
  };
}
