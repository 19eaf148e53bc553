import type { AgentSummary } from "../agents/agent-view.ts";
import { agentsTable } from "./agents-table.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { type Filter, filters, isIn, listAddress, type ListQuery, pageOf, selectAgents } from "./list-query.ts";

export interface ListPageOptions {
  agents: readonly AgentSummary[];
  query: ListQuery;
  /** Where agents connect to. */
  endpoint: string;
  /** Path of the certificate that agents may trust; unset without TLS. */
  caFile: string | undefined;
  /** How many agents wait for somebody to decide on their request for a certificate. */
  asking: number;
}

const filterNames: Record<Filter, string> = {
  all: "All",
  up: "Up",
  down: "Down",
  away: "Disconnected",
  failed: "Failed configuration",
};

/** All agents that ever connected, those that are away included. */
export function listPage({ agents, query, endpoint, caFile, asking }: ListPageOptions): Response {
  const body = html`<div class="heading"><h1>Agents</h1></div>
    <div data-live id="asking">${asking > 0 && askingNotice(asking)}</div>
    <div class="controls">
      <form role="search" action="/" id="search">
        <label for="q">Find agents</label>
        <input
          id="q"
          name="q"
          type="search"
          value="${query.text}"
          autocomplete="off"
          placeholder="Name, host, version or uid"
        />
        ${query.filter !== "all" && html`<input type="hidden" name="show" value="${query.filter}" />`}
        <noscript><button type="submit">Find</button></noscript>
      </form>
      <nav aria-label="Which agents" data-live id="filters">
        ${filters.map((filter) => pill(filter, agents, query))}
      </nav>
    </div>
    <div data-live id="agents">${content(agents, query, endpoint, caFile)}</div>`;
  return layout({ title: "Agents", body });
}

function askingNotice(asking: number): Html {
  const who = asking === 1 ? "An agent asks" : `${asking} agents ask`;
  return html`<p class="notice busy">${who} for a certificate. <a href="/certificates">Approve or deny</a></p>`;
}

function pill(filter: Filter, agents: readonly AgentSummary[], query: ListQuery): Html {
  const count = agents.filter((agent) => isIn(filter, agent)).length;
  const current = filter === query.filter;
  return html`<a
    class="pill"
    id="filter-${filter}"
    href="${listAddress({ ...query, filter, page: 1 })}"
    data-soft
    ${current && html`aria-current="true"`}
    >${filterNames[filter]} <span class="count">${count}</span></a
  >`;
}

function content(
  agents: readonly AgentSummary[],
  query: ListQuery,
  endpoint: string,
  caFile: string | undefined,
): Html {
  if (agents.length === 0) return nobody(endpoint, caFile);
  const selected = selectAgents(agents, query);
  const told = html`<p class="visually-hidden" role="status">
    ${selected.length} of ${agents.length} agents are listed
  </p>`;
  const { page, pages, items } = pageOf(selected, query.page);
  if (items.length > 0)
    return html`${told}${agentsTable(items, query)}${pages > 1 && pager({ ...query, page }, pages)}`;
  return html`${told}
    <div class="card empty">
      <p>No agent here is like that.</p>
      <p><a href="/" data-soft data-clear>Show all agents</a></p>
    </div>`;
}

function pager(query: ListQuery, pages: number): Html {
  const { page } = query;
  const step = (to: number, name: string) =>
    to >= 1 &&
    to <= pages &&
    html`<a class="pill" id="page-${name}" href="${listAddress({ ...query, page: to })}" data-soft>${name}</a>`;
  return html`<nav class="pager" aria-label="Pages">
    ${step(page - 1, "Previous")}
    <span>Page ${page} of ${pages}</span>
    ${step(page + 1, "Next")}
  </nav>`;
}

function nobody(endpoint: string, caFile: string | undefined): Html {
  return html`<div class="card empty" data-nobody>
    <p class="lead">No agent has connected yet.</p>
    <p>It appears here as soon as it does. Agents connect to <code>${endpoint}</code>.</p>
    ${
      caFile !== undefined &&
      html`<p>
        The certificate of this server is signed by the authority in <code>${caFile}</code>, which agents may trust.
      </p>`
    }
  </div>`;
}
