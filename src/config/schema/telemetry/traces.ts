import * as z from "zod/mini";

import { described, impossible, ruled, section } from "../fields.ts";
import { sameAs } from "./exporter.ts";

const count = (description: string) =>
  described(z.optional(z.int({ error: "must be a whole number" }).check(z.gte(0, { error: "must not be negative" }))), {
    description,
    "x-type": "whole number",
  });

/** `telemetry.traces.limits`. */
export const spanLimits = () =>
  section(
    {
      attribute_count_limit: count("Attributes of a span. Default: 128."),
      attribute_value_length_limit: count("Characters of a text. Default: no limit of its own."),
      event_count_limit: count("Events of a span. Default: 128."),
      link_count_limit: count("Links of a span. Default: 128."),
      event_attribute_count_limit: count("Attributes of an event. Default: 128."),
      link_attribute_count_limit: count("Attributes of a link. Default: 128."),
    },
    "What a span may hold; more is left out.",
  );

const empty = (description: string) =>
  described(z.optional(section({}, description)), { description, "x-type": "section" });

const ratio = described(
  z.optional(
    z
      .number({ error: "must be a number from 0 to 1" })
      .check(z.gte(0, { error: "must be a number from 0 to 1" }), z.lte(1, { error: "must be a number from 0 to 1" })),
  ),
  { description: "Which part of the traces, 0 to 1. Default: 1.", "x-type": "number" },
);

const noJaeger = described(
  z.optional(
    z
      .unknown()
      .check(z.refine(() => false, impossible("is not supported, as in the Go supervisor; use trace_id_ratio_based"))),
  ),
  { description: "A sampler that asks Jaeger.", "x-type": "section", "x-supported": false },
);

const simpleKeys = () => ({
  always_on: empty("Every trace."),
  always_off: empty("None."),
  trace_id_ratio_based: z.optional(section({ ratio }, "A part of the traces, by their ids.")),
  jaeger_remote: noJaeger,
});

const kinds = ["always_on", "always_off", "trace_id_ratio_based", "parent_based"] as const;

function exactlyOne(value: Readonly<Record<string, unknown>>, fault: (key: string, message: string) => void): void {
  const there = kinds.filter((kind) => value[kind] !== undefined);
  const [first = "always_on", second] = there;
  if (there.length === 0) fault(first, `must be specified, or ${kinds.slice(1).join(", ")}`);
  if (second !== undefined) fault(second, `must not be there beside ${first}`);
}

const inner = (description: string) =>
  z.optional(ruled(sameAs("telemetry.traces.sampler", section(simpleKeys(), description)), exactlyOne));

/** `telemetry.traces.sampler`. */
export const sampler = () =>
  ruled(
    section(
      {
        ...simpleKeys(),
        parent_based: z.optional(
          section(
            {
              root: inner("For the first span of a trace. Default: `always_on`."),
              remote_parent_sampled: inner("Below a recorded span of somebody else. Default: `always_on`."),
              remote_parent_not_sampled: inner("Below one that is not recorded. Default: `always_off`."),
              local_parent_sampled: inner("Below a recorded span of the supervisor's. Default: `always_on`."),
              local_parent_not_sampled: inner("Below one that is not recorded. Default: `always_off`."),
            },
            "As the span above it.",
          ),
        ),
      },
      "Which traces are recorded: one of `always_on: {}`, `always_off: {}`, `trace_id_ratio_based` and `parent_based`. Default: all.",
    ),
    exactlyOne,
  );
