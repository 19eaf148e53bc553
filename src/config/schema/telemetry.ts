import * as z from "zod/mini";

import { parseLogLevel } from "../log-level.ts";
import {
  described,
  dormant,
  laterList,
  laterMap,
  section,
  text,
  textList,
  transformed,
  withDefault,
} from "./fields.ts";

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

const logs = () =>
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
      processors: laterList("Processors that export the log."),
    },
    "The supervisor's own log.",
  );

const metrics = () =>
  section(
    { level: dormant("How much is measured."), readers: laterList("Readers that export the metrics.") },
    "The supervisor's own metrics.",
  );

const traces = () =>
  section(
    {
      level: dormant("How much is traced."),
      propagators: laterList("Formats in which the context is passed on."),
      processors: laterList("Processors that export the spans."),
    },
    "The supervisor's own traces.",
  );

export const telemetrySection = () =>
  section(
    {
      logs: z.prefault(logs(), {}),
      metrics: z.prefault(metrics(), {}),
      traces: z.prefault(traces(), {}),
      resource: laterMap("Attributes of the supervisor's own telemetry."),
    },
    "What the supervisor tells of itself.",
  );
