import type { FlowCount, FlowCounts, FlowUnit } from "../../collector/flow-counts.ts";
import type { Route } from "../../compose/routes.ts";

/** What flows through the pipelines of the Collector that runs, as it counts it itself. */
export interface Flow {
  /** Whose counts these are. */
  generation: number;
  /** Of the composition that it runs. */
  fingerprint: string;
  routes: readonly Route[];
  last: FlowCounts;
  /** On the clock that never jumps. */
  lastAt: number;
  /** Newest last, at most `mostIntervals`. */
  intervals: readonly FlowInterval[];
  /** How it was before the last change of the configuration, as far as there was enough to see. */
  before: FlowBefore | undefined;
  findings: readonly FlowFinding[];
}

/** From one report to the next. */
export interface FlowInterval {
  ms: number;
  /** By the ids of pipelines. */
  pipelines: Readonly<Record<string, PipelineFlow>>;
  /** Of the Collector, in processors: 1 = one of them all the time. */
  cpu: number | undefined;
}

/** Items in one interval. */
export interface PipelineFlow {
  /** Accepted by its receivers. */
  accepted: number;
  /** Refused by the pipeline when its receivers had them. */
  refused: number;
  sent: number;
  /** Given up by its exporters. */
  failed: number;
}

/** The pipelines through which data came, and went on, all the time. */
export interface FlowBefore {
  fingerprint: string;
  pipelines: Readonly<Record<string, { route: Route; sends: boolean }>>;
  /** Kinds of exporters that count what they send. */
  counting: readonly string[];
}

/**
 * A pipeline that lets no data through any more. `stuck`: what comes in does not go out; `dry`: nothing comes in. `blame`: whether the
 * change can have caused it.
 */
export interface FlowFinding {
  pipeline: string;
  is: "stuck" | "dry";
  blame: "change" | "elsewhere";
  text: string;
}

/** So many are kept: a minute. */
const mostIntervals = 6;
/** Data that came in each of so many in a row is expected to go on coming. */
const steadyIntervals = 3;
/** A pipeline is stuck when nothing went out in so many in a row. */
const stuckAfter = 3;
/** Senders take a while to come back: a pipeline is dry when nothing came in so many in a row. */
const dryAfter = 4;

export interface FlowReport {
  generation: number;
  fingerprint: string;
  routes: readonly Route[];
  counts: FlowCounts;
  /** On the clock that never jumps. */
  at: number;
}

/** What is known with one more report. Counters begin anew with each generation, reloads included. */
export function withReport(flow: Flow | undefined, report: FlowReport): Flow {
  const { generation, fingerprint, routes, counts, at } = report;
  if (flow === undefined || flow.generation !== generation) {
    const before = flow && beforeOf(flow, fingerprint);
    return { generation, fingerprint, routes, last: counts, lastAt: at, intervals: [], before, findings: [] };
  }
  const interval = intervalOf(flow, counts, at);
  const intervals = [...flow.intervals, interval].slice(-mostIntervals);
  const next = { ...flow, routes, last: counts, lastAt: at, intervals };
  return { ...next, findings: findingsOf(next) };
}

/** For people, in one line. It is the same for as long as the findings are: what was counted is not in it. */
export function flowText(findings: readonly FlowFinding[]): string {
  const words = { stuck: "takes data and sends none", dry: "gets none" } as const;
  return findings.map(({ pipeline, is }) => `${pipeline} ${words[is]}`).join(", ");
}

/** A configuration that comes back is compared with what was before it had gone. */
function beforeOf(flow: Flow, fingerprint: string): FlowBefore | undefined {
  const seen = flow.intervals.length >= steadyIntervals && flow.findings.length === 0;
  if (!seen || flow.fingerprint === fingerprint) return flow.before;
  const last = flow.intervals.slice(-steadyIntervals);
  const pipelines: Record<string, { route: Route; sends: boolean }> = {};
  for (const route of flow.routes) {
    const flows = last.map((interval) => interval.pipelines[route.id]);
    if (!flows.every((each) => (each?.accepted ?? 0) > 0)) continue;
    pipelines[route.id] = { route, sends: flows.every((each) => (each?.sent ?? 0) > 0) };
  }
  const counting = flow.last.counts.filter(({ role, passed }) => role === "exporter" && passed > 0);
  return { fingerprint: flow.fingerprint, pipelines, counting: [...new Set(counting.map(({ id }) => typeOf(id)))] };
}

function intervalOf({ last, lastAt, routes }: Flow, counts: FlowCounts, at: number): FlowInterval {
  const ms = at - lastAt;
  const items = new Map(counts.counts.map((count) => [keyOf(count), count]));
  const before = new Map(last.counts.map((count) => [keyOf(count), count]));
  const change = (role: FlowCount["role"], id: string, unit: FlowUnit, what: "passed" | "failed") => {
    const key = keyOf({ role, id, unit });
    return Math.max(0, (items.get(key)?.[what] ?? 0) - (before.get(key)?.[what] ?? 0));
  };
  const pipelines: Record<string, PipelineFlow> = {};
  for (const { id, receivers, exporters } of routes) {
    const unit = unitOf(id);
    if (unit === undefined) continue;
    const sum = (role: FlowCount["role"], ends: Route["receivers"], what: "passed" | "failed") =>
      ends.reduce((together, end) => together + change(role, end.id, unit, what), 0);
    pipelines[id] = {
      accepted: sum("receiver", receivers, "passed"),
      refused: sum("receiver", receivers, "failed"),
      sent: sum("exporter", exporters, "passed"),
      failed: sum("exporter", exporters, "failed"),
    };
  }
  const used =
    counts.cpuSeconds === undefined || last.cpuSeconds === undefined ? undefined : counts.cpuSeconds - last.cpuSeconds;
  return { ms, pipelines, cpu: used === undefined || ms <= 0 ? undefined : Math.max(0, (used * 1000) / ms) };
}

/** Only what flowed before the change is missed; a quiet host is not judged. */
function findingsOf({ before, fingerprint, routes, intervals, last }: Flow): FlowFinding[] {
  if (before === undefined || before.fingerprint === fingerprint) return [];
  return routes.flatMap((route) => {
    const known = before.pipelines[route.id];
    if (known === undefined) return [];
    const flows = intervals.map((interval) => interval.pipelines[route.id] ?? nothing);
    return [stuck(route, known, flows, { before, last }), dry(route, known, flows)].filter(
      (each) => each !== undefined,
    );
  });
}

const nothing: PipelineFlow = { accepted: 0, refused: 0, sent: 0, failed: 0 };

function stuck(
  route: Route,
  known: { route: Route; sends: boolean },
  flows: readonly PipelineFlow[],
  { before, last }: { before: FlowBefore; last: FlowCounts },
): FlowFinding | undefined {
  const recent = flows.slice(-stuckAfter);
  const isCounted = route.exporters.some(({ id }) => before.counting.includes(typeOf(id)));
  if (!known.sends || !isCounted || recent.length < stuckAfter) return undefined;
  if (recent.some(({ accepted, refused, sent }) => accepted + refused === 0 || sent > 0)) return undefined;
  const [taken, failed] = [total(recent, "accepted") + total(recent, "refused"), total(recent, "failed")];
  const isPeerAway = failed > 0 || route.exporters.some(({ id }) => (last.queues[id] ?? 0) > 0);
  const isSame = sameEnds(route.exporters, known.route.exporters);
  const why = failed > 0 ? `, ${failed} failed` : isPeerAway ? ", and what it should send waits in a queue" : "";
  return {
    pipeline: route.id,
    is: "stuck",
    blame: isPeerAway && isSame ? "elsewhere" : "change",
    text: `pipeline ${route.id} has got ${taken} items since and sent none${why}`,
  };
}

function dry(route: Route, known: { route: Route }, flows: readonly PipelineFlow[]): FlowFinding | undefined {
  const recent = flows.slice(-dryAfter);
  if (recent.length < dryAfter || recent.some(({ accepted, refused }) => accepted + refused > 0)) return undefined;
  return {
    pipeline: route.id,
    is: "dry",
    blame: sameEnds(route.receivers, known.route.receivers) ? "elsewhere" : "change",
    text: `pipeline ${route.id}, which had data all the time before, gets none`,
  };
}

function total(flows: readonly PipelineFlow[], what: keyof PipelineFlow): number {
  return flows.reduce((sum, flow) => sum + flow[what], 0);
}

function sameEnds(a: Route["receivers"], b: Route["receivers"]): boolean {
  const text = (ends: Route["receivers"]) =>
    ends
      .map(({ id, digest }) => `${id} ${digest}`)
      .toSorted()
      .join("\n");
  return text(a) === text(b);
}

function keyOf({ role, id, unit }: Pick<FlowCount, "role" | "id" | "unit">): string {
  return `${role} ${id} ${unit}`;
}

/** `otlp_http` of `otlp_http/a`. */
function typeOf(id: string): string {
  return id.split("/", 1)[0] ?? id;
}

/** What a pipeline counts; `undefined` for kinds that are not known. */
function unitOf(pipeline: string): FlowUnit | undefined {
  const units: Readonly<Record<string, FlowUnit>> = {
    traces: "spans",
    metrics: "metric_points",
    logs: "log_records",
    profiles: "samples",
  };
  return units[typeOf(pipeline)];
}
