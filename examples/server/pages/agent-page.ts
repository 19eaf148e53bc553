import type { AgentView } from "../agents/agent-view.ts";
import type { ConnectionsView } from "../connections/connection-view.ts";
import type { PackagesView } from "../packages/package-view.ts";
import type { StoredPackage } from "../packages/stored-package.ts";
import { attributesCard, capabilitiesCard, componentsCard } from "./agent-cards.ts";
import { agentSummaryPart } from "./agent-summary-part.ts";
import { comparisonCard } from "./comparison-card.ts";
import { configurationCard } from "./configuration-card.ts";
import { connectionsBadge } from "./connections-part.ts";
import { healthCard } from "./health-card.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { packagesCard } from "./packages-card.ts";
import { badge, card } from "./parts.ts";
import { supervisorCard } from "./supervisor-card.ts";
import { timelineCard } from "./timeline-card.ts";

export interface AgentPageOptions {
  agent: AgentView;
  /** Default: there is no card of them. */
  connections?: ConnectionsView;
  /** With all packages that this server has. Default: there is no card of them. */
  packages?: { view: PackagesView; all: readonly StoredPackage[] };
  /** A text that could not be saved, and why; it stays in the box. */
  refused?: { text: string; reason: string };
  /** Default 200. */
  status?: number;
}

/** Everything about one agent, and the box with which it is configured. */
export function agentPage({ agent, connections, packages, refused, status = 200 }: AgentPageOptions): Response {
  const body = html`<nav aria-label="Breadcrumb" class="breadcrumb"><a href="/">Agents</a></nav>
    ${agentSummaryPart(agent)}
    <div class="columns">
      <div>
        ${configurationCard({ agent, ...(refused && { refused }) })} ${comparisonCard(agent)} ${timelineCard(agent)}
        ${componentsCard(agent)}
      </div>
      <div>
        ${healthCard(agent)} ${supervisorCard(agent)} ${connections && connectionsCard(agent, connections)}
        ${packages && concerns(packages.view) && packagesCard(agent, packages.view, packages.all)}
        ${attributesCard(agent)} ${capabilitiesCard(agent)}
      </div>
    </div>`;
  return layout({ title: agent.name, body, agent: agent.uid, status });
}

/** Most agents neither take packages nor speak of them. */
function concerns({ accepted, reports, report }: PackagesView): boolean {
  return accepted || reports || report !== null;
}

function connectionsCard({ uid }: AgentView, view: ConnectionsView): Html {
  return card({
    id: "connections",
    title: "Connections",
    aside: html`${view.asks && badge("busy", "asks for a certificate")} ${connectionsBadge(view)}`,
    body: html`<a href="/agents/${uid}/connections">Settings, certificates and what became of them</a>`,
  });
}
