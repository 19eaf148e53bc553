import * as z from "zod/mini";

import { parseLogLevel } from "../log-level.ts";
import { described, impossible, section, text, textList, transformed, withDefault } from "./fields.ts";

const levelWish = "must be debug, info, warn or error";

const parsedLevel = transformed(z.union([text(), z.number()], { error: levelWish }), (value) => {
  const parsed = parseLogLevel(value);
  return parsed === undefined ? { fault: levelWish } : { value: parsed };
});

const level = described(z.prefault(parsedLevel, "info"), {
  description:
    "Lowest level that is written: `debug`, `info`, `warn` or `error`, in either case. The other names of zap and its numbers, `-1` to `5`, are taken too; what is above `error` counts as `error`.",
  "x-type": "string",
});

const outputPath = text().check(
  z.refine((value) => value !== "", { error: "must be stdout, stderr or the path of a file" }),
  z.refine((value) => !/^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(value), {
    error: "must be stdout, stderr or a path, not a URL",
  }),
);

const logs = (parts: TelemetryParts) =>
  section(
    {
      level,
      encoding: described(withDefault(z.enum(["json", "console"], { error: "must be json or console" }), "json"), {
        description: "`json`: one object a line. `console`: for reading.",
        "x-type": "string",
      }),
      output_paths: textList({
        item: outputPath,
        default: ["stdout"],
        description: "Where the log goes: `stdout`, `stderr` or paths of files.",
      }),
      error_output_paths: textList({
        item: outputPath,
        default: ["stderr"],
        description: "Where failures to write the log are told: `stdout`, `stderr` or paths of files.",
      }),
      processors: parts.logProcessors(),
    },
    "The supervisor's own log.",
  );

function signalLevel(what: string) {
  const error = "must be one of none, basic, normal, detailed";
  return described(z.optional(z.enum(["none", "basic", "normal", "detailed"], { error })), {
    description: `\`none\`: no ${what}, those that the server asks for included. \`basic\`, \`normal\` and \`detailed\` are the same here, as in the Go supervisor: all of them.`,
    "x-type": "string",
  });
}

const metrics = (parts: TelemetryParts) =>
  section({ level: signalLevel("metrics"), readers: parts.metricReaders() }, "The supervisor's own metrics.");

const propagators = described(
  withDefault(
    z
      .array(z.unknown(), { error: "must be a list" })
      .check(z.refine((list) => list.length === 0, impossible("are not supported: OpAMP has no place for a context"))),
    [],
  ),
  {
    description: "Formats in which the context of a span is passed on. OpAMP has no place for one.",
    "x-type": "list",
    "x-supported": false,
  },
);

const traces = (parts: TelemetryParts) =>
  section(
    {
      level: signalLevel("spans"),
      propagators,
      processors: parts.spanProcessors(),
      sampler: parts.sampler(),
      limits: parts.limits(),
    },
    "The supervisor's own traces.",
  );

/** What is checked in full only where it is there: `schema/telemetry/`. */
export interface TelemetryParts {
  logProcessors(): AnyList;
  metricReaders(): AnyList;
  spanProcessors(): AnyList;
  sampler(): AnyMapping;
  limits(): AnyMapping;
  resource(): AnyMapping;
}

type AnyList = z.ZodMiniDefault<z.core.$ZodType>;
type AnyMapping = z.ZodMiniOptional<z.core.$ZodType>;

const anyList = () => withDefault(z.array(z.unknown(), { error: "must be a list" }), []);
const anyMapping = () => z.optional(z.record(z.string(), z.unknown(), { error: "must be a mapping" }));

/** Whatever they hold. */
const unchecked: TelemetryParts = {
  logProcessors: anyList,
  metricReaders: anyList,
  spanProcessors: anyList,
  sampler: anyMapping,
  limits: anyMapping,
  resource: anyMapping,
};

/** `telemetry`. @param parts what is known of its parts. Default: nothing, since few files have them. */
export const telemetrySection = (parts: TelemetryParts = unchecked) =>
  section(
    {
      logs: z.prefault(logs(parts), {}),
      metrics: z.prefault(metrics(parts), {}),
      traces: z.prefault(traces(parts), {}),
      resource: parts.resource(),
    },
    "What the supervisor tells of itself. What is exported is listed in [telemetry.md](telemetry.md); nothing of it is loaded unless one of the lists `processors` and `readers` has an entry, or the server asks for it.",
  );
