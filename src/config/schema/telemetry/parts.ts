import * as z from "zod/mini";

import { described } from "../fields.ts";
import type { TelemetryParts } from "../telemetry.ts";
import { resourceKeys } from "./resource.ts";
import { logProcessors, metricReaders, spanProcessors } from "./signals.ts";
import { sampler, spanLimits } from "./traces.ts";

const resource = () =>
  described(z.object(resourceKeys(), { error: "must be a mapping" }), {
    description:
      "Who exports. A key that is none of these is an attribute by its own name, with a text or, to take it away, `null`, as in the Go supervisor before.",
    "x-type": "section",
  });

/** All that is known of the parts of `telemetry`. */
export const telemetryParts = {
  logProcessors,
  metricReaders,
  spanProcessors,
  sampler: () => z.optional(sampler()),
  limits: () => z.optional(spanLimits()),
  resource: () => z.optional(resource()),
} satisfies TelemetryParts;
