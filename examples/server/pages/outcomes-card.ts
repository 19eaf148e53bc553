import { type Html, html } from "./html.ts";
import { card, missing } from "./parts.ts";

/** Most agents that are listed. */
const mostListed = 100;

export interface OutcomesCardOptions<Outcome extends string, Agent extends { view: { outcome: string } }> {
  id: string;
  agents: readonly Agent[];
  /** In which agents are listed, those in trouble first; agents with another outcome are not. */
  order: readonly Outcome[];
  badge(view: { outcome: Outcome }): Html;
  /** What is said of one agent. */
  item(agent: Agent): Html;
}

/** What became of something that many agents are offered: how many are how far, and each of them. */
export function outcomesCard<Outcome extends string, Agent extends { view: { outcome: string } }>({
  id,
  agents,
  order,
  badge,
  item,
}: OutcomesCardOptions<Outcome, Agent>): Html {
  const groups = order.map((outcome) => ({ outcome, those: agents.filter(({ view }) => view.outcome === outcome) }));
  const concerned = groups.flatMap(({ those }) => those);
  const body =
    concerned.length === 0
      ? missing("No agent is offered anything.")
      : html`<ul class="chips">
            ${groups.map(({ outcome, those }) => those.length > 0 && html`<li>${badge({ outcome })} ${those.length}</li>`)}
          </ul>
          <ul class="items">
            ${concerned.slice(0, mostListed).map(item)}
          </ul>
          ${concerned.length > mostListed && missing(`The first ${mostListed} of ${concerned.length} agents.`)}`;
  return card({ id, title: "What became of it", body });
}
