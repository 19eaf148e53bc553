import type { ConnectionsView, SettingsView } from "../connections/connection-view.ts";
import { connectionKinds } from "../connections/settings.ts";
import { connectionsBadge } from "./connections-part.ts";
import { durationText } from "./duration.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { outcomesCard } from "./outcomes-card.ts";
import { settingsCards } from "./settings-cards.ts";

export interface AllConnectionsPageOptions {
  settings: readonly SettingsView[];
  agents: readonly AgentConnections[];
}

export interface AgentConnections {
  uid: string;
  name: string;
  view: ConnectionsView;
}

/** The settings of all agents that accept them, and what became of them. */
export function allConnectionsPage({ settings, agents }: AllConnectionsPageOptions): Response {
  const body = html`<div class="heading"><h1>Connections of all agents</h1></div>
    <p class="faint">
      What is set here is offered to each agent that accepts it and has no settings of its own for the same connection.
    </p>
    <div class="columns">
      <div>${settingsCards({ base: "", settings, scope: "all", accepted: connectionKinds })}</div>
      <div>${outcomesCard({ id: "all-outcomes", agents, order, badge: connectionsBadge, item })}</div>
    </div>`;
  return layout({ title: "Connections", body });
}

/** Those in trouble come first. */
const order = ["failed", "applying", "waiting", "applied"] as const;

function item({ uid, name, view }: AgentConnections): Html {
  const { tookMs, error } = view;
  return html`<li id="outcome-${uid}">
    <p>
      <a href="/agents/${uid}/connections"><bdi>${name}</bdi></a> ${connectionsBadge(view)}
      ${tookMs !== null && html`<span class="faint small">in ${durationText(tookMs)}</span>`}
    </p>
    ${error !== "" && html`<pre class="reason bad"><bdi>${error}</bdi></pre>`}
  </li>`;
}
