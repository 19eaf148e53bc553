import type { AgentView } from "../agents/agent-view.ts";
import { attributesCard, capabilitiesCard, componentsCard } from "./agent-cards.ts";
import { agentSummaryPart } from "./agent-summary-part.ts";
import { comparisonCard } from "./comparison-card.ts";
import { configurationCard } from "./configuration-card.ts";
import { healthCard } from "./health-card.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { timelineCard } from "./timeline-card.ts";

export interface AgentPageOptions {
  agent: AgentView;
  /** A text that could not be saved, and why; it stays in the box. */
  refused?: { text: string; reason: string };
  /** Default 200. */
  status?: number;
}

/** Everything about one agent, and the box with which it is configured. */
export function agentPage({ agent, refused, status = 200 }: AgentPageOptions): Response {
  const body = html`<nav aria-label="Breadcrumb" class="breadcrumb"><a href="/">Agents</a></nav>
    ${agentSummaryPart(agent)}
    <div class="columns">
      <div>${configurationCard({ agent, ...(refused && { refused }) })}</div>
      <div>${healthCard(agent)} ${timelineCard(agent)}</div>
    </div>
    ${comparisonCard(agent)}
    <div class="columns even">
      <div>${componentsCard(agent)}</div>
      <div>${attributesCard(agent)} ${capabilitiesCard(agent)}</div>
    </div>`;
  return layout({ title: agent.name, body, agent: agent.uid, status });
}
