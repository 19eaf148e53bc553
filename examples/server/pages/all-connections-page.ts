import type { ConnectionsView, SettingsView } from "../connections/connection-view.ts";
import { connectionKinds } from "../connections/settings.ts";
import { connectionsBadge } from "./connections-part.ts";
import { durationText } from "./duration.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { card, missing } from "./parts.ts";
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

/** Most agents that are listed. */
const mostListed = 100;

/** The settings of all agents that accept them, and what became of them. */
export function allConnectionsPage({ settings, agents }: AllConnectionsPageOptions): Response {
  const body = html`<div class="heading"><h1>Connections of all agents</h1></div>
    <p class="faint">
      What is set here is offered to each agent that accepts it and has no settings of its own for the same connection.
    </p>
    <div class="columns">
      <div>${settingsCards({ base: "", settings, scope: "all", accepted: connectionKinds })}</div>
      <div>${outcomes(agents)}</div>
    </div>`;
  return layout({ title: "Connections", body });
}

/** Those in trouble come first. */
const order = ["failed", "applying", "waiting", "applied"] as const;

function outcomes(agents: readonly AgentConnections[]): Html {
  const concerned = order.flatMap((outcome) => agents.filter(({ view }) => view.outcome === outcome));
  const counts = order.map((outcome) => {
    const count = agents.filter(({ view }) => view.outcome === outcome).length;
    return count > 0 && html`<li>${connectionsBadge({ outcome })} ${count}</li>`;
  });
  const body =
    concerned.length === 0
      ? missing("No agent is offered anything.")
      : html`<ul class="chips">
            ${counts}
          </ul>
          <ul class="items">
            ${concerned.slice(0, mostListed).map(item)}
          </ul>
          ${concerned.length > mostListed && missing(`The first ${mostListed} of ${concerned.length} agents.`)}`;
  return card({ id: "all-outcomes", title: "What became of it", body });
}

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
