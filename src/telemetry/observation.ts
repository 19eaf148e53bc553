import type { Attributes, CounterName, HistogramName } from "./instruments.ts";
import type { SpanName } from "./spans.ts";

/** Something that happened, for metrics and traces. Times are milliseconds since the Unix epoch. */
export type Observation =
  | { count: CounterName; by?: number; attributes?: Attributes }
  /** `value` in the unit of the instrument. */
  | { measure: HistogramName; value: number; attributes?: Attributes }
  /** `span` names it for what follows; `parent` and `links` are names of others, which may have ended. */
  | {
      begin: SpanName;
      span: string;
      at: number;
      parent?: string;
      links?: readonly string[];
      attributes?: Attributes;
    }
  | { event: string; span: string; at: number; attributes?: Attributes }
  /** `error`: what went wrong; unset: nothing. */
  | { end: string; at: number; error?: string; attributes?: Attributes };
