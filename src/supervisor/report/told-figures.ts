import type { FlowStatus } from "../../control/snapshot.ts";
import type { AnyValue, KeyValue } from "../../opamp/wire/messages.ts";
import { mapValue } from "../compose/attribute-values.ts";
import type { State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { flowStatus } from "./flow-status.ts";

/** The figures that a server without the supervisor's own capability sees are no older, milliseconds, unless nothing goes out. */
const mostAgeMs = 5 * 60_000;

/**
 * A message goes out in any case: figures that are old, or not all that there are by now, are taken anew, and the server hears
 * how everything is.
 */
export function takeFiguresDue(turn: Turn): void {
  const { figures } = turn.state;
  turn.figuresDue = true;
  const now = figuresOf(turn);
  if (now.told.length > figures.told.length || now.at - figures.at >= mostAgeMs) turn.state.figures = now;
}

/** Those of now. */
export function takeFigures(turn: Turn): void {
  turn.state.figures = figuresOf(turn);
}

function figuresOf({ state, elapsed }: Turn): State["figures"] {
  return { at: elapsed, told: figureAttributes(flowStatus(state).flow) };
}

const names = {
  cpu: "collector.cpu",
  memoryBytes: "collector.memory_bytes",
  pipelines: "collector.pipelines",
  queues: "collector.queues",
} as const;

const keys: ReadonlySet<string> = new Set(Object.values(names));

/** Whether this attribute of health is one of the figures. */
export function isFigure({ key }: KeyValue): boolean {
  return keys.has(key ?? "");
}

function figureAttributes(flow: FlowStatus | undefined): KeyValue[] {
  if (flow === undefined) return [];
  const { cpu, memoryBytes, pipelines, queues } = flow;
  const rates = Object.entries(pipelines).map(([id, flows]) => [id, mapValue(numbers(flows))] as const);
  return [
    ...(cpu === undefined ? [] : [{ key: names.cpu, value: { doubleValue: cpu } }]),
    ...(memoryBytes === undefined ? [] : [{ key: names.memoryBytes, value: { intValue: memoryBytes } }]),
    ...(rates.length === 0 ? [] : [{ key: names.pipelines, value: mapValue(rates) }]),
    ...(queues === undefined ? [] : [{ key: names.queues, value: mapValue(numbers(queues)) }]),
  ];
}

function numbers(values: object): (readonly [string, AnyValue])[] {
  return Object.entries(values).map(([key, doubleValue]) => [key, { doubleValue: Number(doubleValue) }]);
}
