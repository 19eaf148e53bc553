import type { AgentSummary } from "./agent-view.ts";

/**
 * The summaries of all agents in the order of their names, equal names in that of their uids. Of thousands of agents only
 * those are looked at that have changed since the list was asked for last.
 */
export class AgentList {
  readonly #summaryOf: (uid: string) => AgentSummary | undefined;
  readonly #summaries = new Map<string, AgentSummary>();
  readonly #changed = new Set<string>();
  #order: readonly string[] = [];

  /** `summaryOf`: the present summary of an agent; `undefined` where there is no such agent any more. */
  constructor(summaryOf: (uid: string) => AgentSummary | undefined) {
    this.#summaryOf = summaryOf;
  }

  /** The summary of this agent is not what it was, or not there any more. */
  changed(uid: string): void {
    this.#changed.add(uid);
  }

  all(): readonly AgentSummary[] {
    let isInOrder = true;
    for (const uid of this.#changed) isInOrder = this.#renew(uid) && isInOrder;
    this.#changed.clear();
    if (!isInOrder) this.#order = [...this.#summaries.values()].sort(byName).map(({ uid }) => uid);
    return this.#order.flatMap((uid) => this.#summaries.get(uid) ?? []);
  }

  /** Whether the order is as it was. */
  #renew(uid: string): boolean {
    const before = this.#summaries.get(uid);
    const now = this.#summaryOf(uid);
    if (now) this.#summaries.set(uid, now);
    else this.#summaries.delete(uid);
    return before?.name === now?.name;
  }
}

const { compare } = new Intl.Collator("en");

function byName(left: AgentSummary, right: AgentSummary): number {
  return compare(left.name, right.name) || (left.uid < right.uid ? -1 : 1);
}
