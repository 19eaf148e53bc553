import type { AgentView } from "../agents/agent-view.ts";
import { attributesCard, capabilitiesCard, componentsCard, effectiveConfigCard, healthCard } from "./agent-cards.ts";
import { configurationCard } from "./configuration-card.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { moment, remoteConfigBadge, upBadge } from "./parts.ts";

export interface AgentPageOptions {
  agent: AgentView;
  /** A text that could not be saved, and why; it stays in the box. */
  refused?: { text: string; reason: string };
}

/** Everything about one agent, and the box with which it is configured. */
export function agentPage({ agent, refused }: AgentPageOptions): Response {
  const body = html`<nav aria-label="Breadcrumb"><a href="/">Agents</a></nav>
    ${summary(agent)}
    <div class="columns">
      <div>${configurationCard({ agent, ...(refused && { refused }) })} ${effectiveConfigCard(agent)}</div>
      <div>${healthCard(agent)} ${attributesCard(agent)} ${componentsCard(agent)} ${capabilitiesCard(agent)}</div>
    </div>`;
  return layout({ title: agent.name, body, agent: agent.uid });
}

function summary(agent: AgentView): Html {
  return html`<div data-live id="summary">
    <div class="heading">
      <h1><bdi>${agent.name}</bdi></h1>
      ${agent.version !== "" && html`<span class="faint"><bdi>${agent.version}</bdi></span>`} ${upBadge(agent)}
    </div>
    <dl class="facts">
      <div>
        <dt>Instance uid</dt>
        <dd><code>${agent.uid}</code></dd>
      </div>
      <div>
        <dt>Remote configuration</dt>
        <dd>${remoteConfigBadge(agent.remoteConfig)}</dd>
      </div>
      ${
        agent.health?.startedAt &&
        html`<div>
          <dt>Started</dt>
          <dd>${moment(agent.health.startedAt, true)}</dd>
        </div>`
      }
      <div>
        <dt>Last seen</dt>
        <dd>${moment(agent.lastSeen, true)}</dd>
      </div>
    </dl>
  </div>`;
}
