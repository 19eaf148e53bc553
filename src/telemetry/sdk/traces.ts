import { type Link, ROOT_CONTEXT, type Span, type SpanContext, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

import type { SamplerConfig, SpanLimitsConfig } from "../../config/telemetry-types.ts";
import type { ProcessorTarget } from "../export-target.ts";
import type { Observation } from "../observation.ts";
import { Changeable } from "./changeable.ts";
import { type ExportPorts, spanProcessorOf } from "./processors.ts";

/** So many spans are known by their names, the newest; enough for links to what has ended. */
const mostKnown = 256;

export interface TracesOptions {
  resource: Resource;
  /** Default: every trace. */
  sampler?: SamplerConfig | undefined;
  limits: SpanLimitsConfig;
  ports: ExportPorts;
  /** Name and version of this program. */
  scope: { name: string; version: string };
}

type SpanObservation = Extract<Observation, { span: string } | { end: string }>;

/** The supervisor's spans. */
export class Traces {
  readonly #processors = new Changeable<SpanProcessor>();
  readonly #provider: TracerProvider;
  readonly #options: TracesOptions;
  readonly #open = new Map<string, Span>();
  readonly #known = new Map<string, SpanContext>();

  constructor(options: TracesOptions) {
    this.#options = options;
    const { resource, sampler, limits } = options;
    this.#provider = new TracerProvider({
      resource,
      sampler: sampler ? samplerOf(sampler) : new ParentBasedSampler({ root: new AlwaysOnSampler() }),
      spanLimits: spanLimitsOf(limits),
      spanProcessors: [throughAll(this.#processors)],
    });
  }

  /** Where spans go that `owner` wants somewhere. */
  export(owner: string, targets: readonly ProcessorTarget[]): void {
    this.#processors.replace(
      owner,
      targets.map((target) => spanProcessorOf(target, this.#options.ports)),
    );
  }

  record(observation: SpanObservation): void {
    if ("begin" in observation) return this.#begin(observation);
    if ("end" in observation) return this.#end(observation);
    const { event, span, at, attributes } = observation;
    this.#open.get(span)?.addEvent(event, attributes, new Date(at));
  }

  /** What is not over yet ends here, without a status. */
  async close(): Promise<void> {
    for (const span of this.#open.values()) span.end();
    await this.#provider.shutdown();
  }

  #begin({ begin, span, at, parent, links = [], attributes }: Extract<Observation, { begin: string }>): void {
    const { name, version } = this.#options.scope;
    const above = parent === undefined ? undefined : this.#known.get(parent);
    const made = this.#provider.getTracer(name, version).startSpan(
      begin,
      {
        startTime: new Date(at),
        ...(attributes && { attributes }),
        links: links.flatMap((link): Link[] => {
          const linked = this.#known.get(link);
          return linked ? [{ context: linked }] : [];
        }),
      },
      above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT,
    );
    this.#open.set(span, made);
    this.#known.set(span, made.spanContext());
    for (const map of [this.#open, this.#known]) {
      const [oldest] = map.keys();
      if (map.size > mostKnown && oldest !== undefined) map.delete(oldest);
    }
  }

  #end({ end, at, error, attributes }: Extract<Observation, { end: string }>): void {
    const span = this.#open.get(end);
    if (span === undefined) return;
    this.#open.delete(end);
    if (attributes) span.setAttributes(attributes);
    span.setStatus(error === undefined ? { code: SpanStatusCode.OK } : { code: SpanStatusCode.ERROR, message: error });
    span.end(new Date(at));
  }
}

function throughAll(processors: Changeable<SpanProcessor>): SpanProcessor {
  return {
    onStart: (span, parent) => processors.all.forEach((each) => each.onStart(span, parent)),
    onEnd: (span) => processors.all.forEach((each) => each.onEnd(span)),
    forceFlush: () => processors.forceFlush(),
    shutdown: () => processors.shutdown(),
  };
}

function samplerOf(config: SamplerConfig): Sampler {
  if (config.sampler === "always_on") return new AlwaysOnSampler();
  if (config.sampler === "always_off") return new AlwaysOffSampler();
  if (config.sampler === "trace_id_ratio_based") return new TraceIdRatioBasedSampler(config.ratio);
  const { root, of } = config;
  const inner = (kind: keyof typeof of) => of[kind] && samplerOf(of[kind]);
  const [remoteOn, remoteOff] = (["remote_parent_sampled", "remote_parent_not_sampled"] as const).map(inner);
  const [localOn, localOff] = (["local_parent_sampled", "local_parent_not_sampled"] as const).map(inner);
  return new ParentBasedSampler({
    root: root ? samplerOf(root) : new AlwaysOnSampler(),
    ...(remoteOn && { remoteParentSampled: remoteOn }),
    ...(remoteOff && { remoteParentNotSampled: remoteOff }),
    ...(localOn && { localParentSampled: localOn }),
    ...(localOff && { localParentNotSampled: localOff }),
  });
}

function spanLimitsOf(limits: SpanLimitsConfig) {
  return {
    attributeCountLimit: limits.attributeCount ?? 128,
    attributeValueLengthLimit: limits.attributeValueLength ?? Infinity,
    eventCountLimit: limits.eventCount ?? 128,
    linkCountLimit: limits.linkCount ?? 128,
    attributePerEventCountLimit: limits.eventAttributeCount ?? 128,
    attributePerLinkCountLimit: limits.linkAttributeCount ?? 128,
  };
}
