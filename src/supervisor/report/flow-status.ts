import type { FlowStatus, PipelineStatus } from "../../control/snapshot.ts";
import type { Flow, PipelineFlow } from "../apply/flow.ts";
import type { State } from "../mind/state.ts";

/** What the Collector that runs has counted last; nothing where it has not. */
export function flowStatus({ flow, process }: Pick<State, "flow" | "process">): { flow?: FlowStatus } {
  if (flow === undefined || !("run" in process) || process.run.generation !== flow.generation) return {};
  const { last, intervals, findings } = flow;
  const interval = intervals.at(-1);
  const rates = Object.entries(interval?.pipelines ?? {}).map(
    ([id, counts]) => [id, ratesOf(counts, interval)] as const,
  );
  return {
    flow: {
      ...(interval?.cpu !== undefined && { cpu: rounded(interval.cpu) }),
      ...(last.memoryBytes !== undefined && { memoryBytes: last.memoryBytes }),
      pipelines: Object.fromEntries(rates),
      ...(Object.keys(last.queues).length > 0 && { queues: last.queues }),
      ...(findings.length > 0 && { findings }),
    },
  };
}

function ratesOf(counts: PipelineFlow, interval: Flow["intervals"][number] | undefined): PipelineStatus {
  const seconds = (interval?.ms ?? 0) / 1000;
  const rate = (items: number) => (seconds > 0 ? rounded(items / seconds) : 0);
  const { accepted, refused, sent, failed } = counts;
  return { accepted: rate(accepted), refused: rate(refused), sent: rate(sent), failed: rate(failed) };
}

/** Three decimals. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
