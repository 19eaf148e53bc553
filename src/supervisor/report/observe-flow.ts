import type { FlowFinding } from "../apply/flow.ts";
import type { Observed, Remark } from "./observed.ts";

/** What of the data in the pipelines is worth a word: that none gets through any more, and that it does again. */
export function observeFlow({ before, after }: Observed): Remark[] {
  const [old, now] = [before.flow, after.flow];
  if (now === old || now === undefined) return [];
  const known = old?.findings ?? [];
  const remarks = now.findings
    .filter((finding) => !known.some((each) => isSame(each, finding)))
    .map(({ pipeline, text }): Remark => ({ event: "data-stopped", name: pipeline, reason: text }));
  if (known.length > 0 && now.findings.length === 0) remarks.push({ event: "data-flows" });
  return remarks;
}

function isSame(a: FlowFinding, b: FlowFinding): boolean {
  return a.pipeline === b.pipeline && a.is === b.is;
}
