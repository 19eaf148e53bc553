import * as z from "zod/mini";

import { described, flag, impossible, ruled, section, text, textList, wholeNumber, withDefault } from "../fields.ts";
import { exporterSection, metricExporterSection, milliseconds, oneOf } from "./exporter.ts";

/** Items that may wait for an exporter: what bounds the memory that an endpoint can cost that is gone. */
const mostQueued = 65_536;

const fullExporter = "telemetry.logs.processors[].batch.exporter";

function processor(what: string, delayMs: number, twin?: string) {
  const size = (key: "queue" | "batch", most: number) =>
    wholeNumber({
      default: most,
      min: 1,
      max: mostQueued,
      error: `must be 1 to ${mostQueued}`,
      description:
        key === "queue" ? `${what} that wait for their export; what comes beyond is dropped.` : "Largest export.",
    });
  const batch = section(
    {
      exporter: exporterSection(twin),
      schedule_delay: milliseconds({
        default: delayMs,
        description: `How long ${what.toLowerCase()} wait for others.`,
      }),
      export_timeout: milliseconds({ default: 30_000, description: "How long an export is waited for." }),
      max_queue_size: size("queue", 2048),
      max_export_batch_size: size("batch", 512),
    },
    "Several in one export.",
  );
  const simple = section({ exporter: exporterSection(fullExporter) }, "One by one, at once.");
  const either = z.strictObject(
    { batch: z.optional(batch), simple: z.optional(simple) },
    { error: "must be a mapping with batch or simple" },
  );
  return ruled(described(either, { description: "One of `batch` and `simple`." }), oneOf("batch", "simple"));
}

/** `telemetry.logs.processors`. */
export const logProcessors = () =>
  described(withDefault(z.array(processor("Records", 1000), { error: "must be a list" }), []), {
    description: "Where the log is exported to, beside its outputs: a list of `batch` or `simple`.",
    "x-type": "list",
  });

/** `telemetry.traces.processors`. */
export const spanProcessors = () =>
  described(withDefault(z.array(processor("Spans", 5000, fullExporter), { error: "must be a list" }), []), {
    description: "Where spans are exported to: a list of `batch` or `simple`.",
    "x-type": "list",
  });

const producers = described(
  withDefault(
    z
      .array(z.unknown(), { error: "must be a list" })
      .check(
        z.refine((list) => list.length === 0, impossible("are not supported: there is nothing of OpenCensus here")),
      ),
    [],
  ),
  { description: "Other sources of metrics.", "x-type": "list", "x-supported": false },
);

const prometheus = section(
  {
    host: described(text().check(z.refine((value) => value !== "", { error: "must be a name or an address" })), {
      description: "Name or address to listen on.",
      "x-type": "string",
    }),
    port: described(
      z
        .int({ error: "must be a whole number" })
        .check(
          z.gte(1, { error: "must be a port, 1 to 65535" }),
          z.lte(65_535, { error: "must be a port, 1 to 65535" }),
        ),
      { description: "Port to listen on.", "x-type": "whole number" },
    ),
    without_scope_info: flag({ default: false, description: "Leave out the labels of the scope." }),
    without_type_suffix: flag({ default: false, description: "No `_total` behind the names of counters." }),
    without_units: flag({ default: false, description: "No unit behind the names." }),
    with_resource_constant_labels: z.optional(patterns("Which attributes of the resource are labels of each series.")),
  },
  "`GET /metrics` in the text format of Prometheus.",
);

const pull = section(
  { exporter: section({ prometheus }, "Who reads it: `prometheus`."), producers },
  "A page that is read from outside.",
);

const periodic = section(
  {
    exporter: metricExporterSection(),
    interval: milliseconds({ default: 60_000, min: 100, description: "How often metrics are sent." }),
    timeout: milliseconds({ default: 30_000, description: "How long an export is waited for." }),
    producers,
  },
  "Sent again and again.",
);

/** `telemetry.metrics.readers`. */
export const metricReaders = () =>
  described(
    withDefault(
      z.array(
        ruled(
          described(
            z.strictObject(
              { periodic: z.optional(periodic), pull: z.optional(pull), producers },
              { error: "must be a mapping with periodic or pull" },
            ),
            { description: "One of `periodic` and `pull`." },
          ),
          oneOf("periodic", "pull"),
        ),
        { error: "must be a list" },
      ),
      [],
    ),
    {
      description: "How metrics come to those who want them: a list of `periodic` or `pull`.",
      "x-type": "list",
    },
  );

/** Names by patterns. */
export function patterns(description: string) {
  return section(
    {
      included: textList({ description: "Names, `*` for any text. Default: all." }),
      excluded: textList({ description: "The same; stronger than `included`." }),
    },
    description,
  );
}
