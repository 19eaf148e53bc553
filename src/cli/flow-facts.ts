import type { StatusSnapshot } from "../control/snapshot.ts";
import type { Fact } from "./status-text.ts";

/** By its own counters, where the system does not tell. */
export function ownUsageText({ cpu, memoryBytes }: NonNullable<StatusSnapshot["collector"]["flow"]>): string {
  const used = [
    memoryBytes === undefined ? "" : `${Math.round(memoryBytes / 2 ** 20)} MiB`,
    cpu === undefined ? "" : `${Math.round(cpu * 1000) / 10} % of a processor`,
  ];
  return used.filter(Boolean).join(", ");
}

/** What flows through the pipelines, and what does not. */
export function flowFacts(flow: StatusSnapshot["collector"]["flow"]): Fact[] {
  if (flow === undefined) return [];
  const { pipelines, queues = {}, findings = [] } = flow;
  return [
    ...Object.entries(pipelines).map(([id, { accepted, refused, sent, failed }]): Fact => [
      `  ${id}`,
      [`${accepted}/s accepted, ${sent}/s sent`, refused && `${refused}/s refused`, failed && `${failed}/s failed`]
        .filter(Boolean)
        .join(", "),
    ]),
    ...Object.entries(queues)
      .filter(([, fill]) => fill > 0)
      .map(([id, fill]): Fact => ["  queue", `${id} ${Math.round(fill * 100)} % full`]),
    ...findings.map(({ text }): Fact => ["  no data", text]),
  ];
}
