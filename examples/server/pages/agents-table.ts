import type { AgentSummary } from "../agents/agent-view.ts";
import { type Html, html } from "./html.ts";
import { type Column, columns, listAddress, type ListQuery } from "./list-query.ts";
import { moment, remoteConfigBadge, upBadge } from "./parts.ts";

const titles: Record<Column, string> = {
  name: "Agent",
  host: "Host",
  version: "Version",
  state: "State",
  config: "Remote configuration",
  seen: "Last seen",
};

/** Roles are stated, since a narrow screen shows the rows as blocks, which browsers no longer take for a table. */
export function agentsTable(agents: readonly AgentSummary[], query: ListQuery): Html {
  return html`<div class="card wide">
    <table class="agents" role="table" aria-label="Agents">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => heading(column, query))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${agents.map(row)}
      </tbody>
    </table>
  </div>`;
}

function heading(column: Column, query: ListQuery): Html {
  const current = column === query.column;
  const descending = current && !query.descending;
  const order = query.descending ? "descending" : "ascending";
  return html`<th scope="col" role="columnheader" ${current && html`aria-sort="${order}"`}>
    <a id="sort-${column}" href="${listAddress({ ...query, column, descending, page: 1 })}" data-soft
      >${titles[column]}</a
    >
  </th>`;
}

function row(agent: AgentSummary): Html {
  return html`<tr role="row" id="agent-${agent.uid}">
    <th scope="row" role="rowheader">
      <a href="/agents/${agent.uid}"><bdi>${agent.name}</bdi></a>
      <code class="faint">${agent.uid}</code>
    </th>
    <td role="cell" data-label="${titles.host}"><bdi>${agent.host || "—"}</bdi></td>
    <td role="cell" data-label="${titles.version}"><bdi>${agent.version || "—"}</bdi></td>
    <td role="cell" data-label="${titles.state}"><span>${upBadge(agent)}</span></td>
    <td role="cell" data-label="${titles.config}"><span>${remoteConfigBadge(agent.remoteConfig)}</span></td>
    <td role="cell" data-label="${titles.seen}">${moment(agent.lastSeen, "ago")}</td>
  </tr>`;
}
