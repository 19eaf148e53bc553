import type { FlowCounts } from "../../collector/flow-counts.ts";
import { log, type Turn } from "../mind/turn.ts";
import type { Failure } from "./failure.ts";
import { type FlowFinding, withReport } from "./flow.ts";
import { onProbation, withdraw } from "./probation.ts";

/**
 * The Collector has brought its counters. A configuration that works and lets no data through any more is told, and taken back where the
 * operator wants that (`agent.flow_guard`), the change can have caused it, and it is on probation.
 */
export function hearFlow(turn: Turn, generation: number, counts: FlowCounts): void {
  const { state } = turn;
  const { process, settings } = state;
  if (process.is !== "up" || !process.proven || process.run.generation !== generation) return;
  const { composition } = process.run;
  const before = state.flow?.findings ?? [];
  const flow = withReport(state.flow, {
    generation,
    fingerprint: composition.fingerprint,
    routes: composition.routes,
    counts,
    at: turn.elapsed,
  });
  state.flow = flow;
  const found = flow.findings.filter((finding) => !before.some((known) => isSame(known, finding)));
  if (found.length === 0) {
    if (before.length > 0 && flow.findings.length === 0) log(turn, "info", "Data flows again");
    return;
  }
  const text = found.map((finding) => finding.text).join("; ");
  const isToBlame = found.some(({ blame }) => blame === "change");
  log(turn, "warn", "No data flows since the last change", { reason: text, blame: isToBlame ? "change" : "elsewhere" });
  if (settings.flowGuard !== "rollback" || !isToBlame || !onProbation(state) || composition !== state.good) return;
  const failure: Failure = { code: "NO_FLOW", phase: "probation", text };
  withdraw(turn, composition, failure);
}

function isSame(a: FlowFinding, b: FlowFinding): boolean {
  return a.pipeline === b.pipeline && a.is === b.is;
}
