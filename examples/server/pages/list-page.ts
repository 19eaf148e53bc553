import type { AgentSummary } from "../agents/agent-view.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { moment, remoteConfigBadge, upBadge } from "./parts.ts";

export interface ListPageOptions {
  agents: readonly AgentSummary[];
  /** Where agents connect to. */
  endpoint: string;
  /** Path of the certificate that agents may trust; unset without TLS. */
  caFile: string | undefined;
}

/** All agents that connected since the server started. */
export function listPage({ agents, endpoint, caFile }: ListPageOptions): Response {
  const up = agents.filter((agent) => agent.up === true).length;
  const body = html`<div data-live id="agents">
    <div class="heading">
      <h1>Agents</h1>
      ${agents.length > 0 && html`<span class="faint">${agents.length} in the list, ${up} up</span>`}
    </div>
    ${agents.length > 0 ? table(agents) : nobody(endpoint, caFile)}
  </div>`;
  return layout({ title: "Agents", body });
}

function table(agents: readonly AgentSummary[]): Html {
  return html`<div class="card wide">
    <table class="agents">
      <thead>
        <tr>
          <th scope="col">Agent</th>
          <th scope="col">Host</th>
          <th scope="col">Version</th>
          <th scope="col">State</th>
          <th scope="col">Remote configuration</th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        ${agents.map(row)}
      </tbody>
    </table>
  </div>`;
}

function row(agent: AgentSummary): Html {
  return html`<tr>
    <th scope="row">
      <a href="/agents/${agent.uid}"><bdi>${agent.name}</bdi></a>
      <code class="faint">${agent.uid}</code>
    </th>
    <td><bdi>${agent.host}</bdi></td>
    <td><bdi>${agent.version}</bdi></td>
    <td>${upBadge(agent)}</td>
    <td>${remoteConfigBadge(agent.remoteConfig)}</td>
    <td>${moment(agent.lastSeen, true)}</td>
  </tr>`;
}

function nobody(endpoint: string, caFile: string | undefined): Html {
  return html`<div class="card empty">
    <p>No agent has connected yet.</p>
    <p>Agents connect to <code>${endpoint}</code>.</p>
    ${caFile !== undefined && html`<p>The certificate of this server is signed by the authority in <code>${caFile}</code>.</p>`}
  </div>`;
}
