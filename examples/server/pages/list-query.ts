import type { AgentSummary } from "../agents/agent-view.ts";

export const filters = ["all", "up", "down", "away", "failed"] as const;
export type Filter = (typeof filters)[number];

export const columns = ["name", "host", "version", "state", "config", "seen"] as const;
export type Column = (typeof columns)[number];

/** What the list is asked to show; the form of the page's address. */
export interface ListQuery {
  /** Each word must occur in name, uid, host or version. */
  text: string;
  filter: Filter;
  column: Column;
  descending: boolean;
  /** From 1. */
  page: number;
}

/** Agents on one page of the list. */
export const pageSize = 100;

/** Reads an address; what is not understood counts as not there. */
export function readListQuery(parameters: URLSearchParams): ListQuery {
  const sort = parameters.get("sort") ?? "";
  return {
    text: (parameters.get("q") ?? "").trim(),
    filter: filters.find((filter) => filter === parameters.get("show")) ?? "all",
    column: columns.find((column) => column === sort.replace(/^-/, "")) ?? "name",
    descending: sort.startsWith("-"),
    page: Math.max(1, Math.trunc(Number(parameters.get("page"))) || 1),
  };
}

/** The address of the list with this query. */
export function listAddress({ text, filter, column, descending, page }: ListQuery): string {
  const parameters = new URLSearchParams();
  if (text !== "") parameters.set("q", text);
  if (filter !== "all") parameters.set("show", filter);
  if (column !== "name" || descending) parameters.set("sort", `${descending ? "-" : ""}${column}`);
  if (page > 1) parameters.set("page", String(page));
  return parameters.size === 0 ? "/" : `/?${parameters.toString()}`;
}

/** Whether an agent belongs to a filter. */
export function isIn(filter: Filter, { up, connected, remoteConfig }: AgentSummary): boolean {
  if (filter === "up") return up === true;
  if (filter === "down") return connected && up === false;
  if (filter === "away") return !connected;
  return filter === "all" || remoteConfig.outcome === "failed";
}

/** The agents that were asked for, in order. Equal ones stay as they were. */
export function selectAgents(agents: readonly AgentSummary[], query: ListQuery): AgentSummary[] {
  const words = query.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const wanted = agents.filter((agent) => isIn(query.filter, agent) && hasWords(agent, words));
  const sign = query.descending ? -1 : 1;
  return wanted.sort((left, right) => sign * compare(left, right, query.column));
}

/** One page of the agents that were asked for; the last one where there are not so many. */
export function pageOf<Item>(selected: readonly Item[], page: number): { page: number; pages: number; items: Item[] } {
  const pages = Math.max(1, Math.ceil(selected.length / pageSize));
  const shown = Math.min(page, pages);
  return { page: shown, pages, items: selected.slice((shown - 1) * pageSize, shown * pageSize) };
}

function hasWords(agent: AgentSummary, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${agent.name}\n${agent.uid}\n${agent.host}\n${agent.version}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

const outcomeRanks = { failed: 0, waiting: 1, applying: 2, applied: 3, none: 4 } as const;

const numeric = new Intl.Collator("en", { numeric: true });

function compare(left: AgentSummary, right: AgentSummary, column: Column): number {
  if (column === "state") return stateRank(left) - stateRank(right);
  if (column === "config") return outcomeRanks[left.remoteConfig.outcome] - outcomeRanks[right.remoteConfig.outcome];
  // Moments in ISO 8601 are in the order of their text.
  if (column === "seen") return left.lastSeen < right.lastSeen ? 1 : Number(left.lastSeen > right.lastSeen) * -1;
  return numeric.compare(left[column], right[column]);
}

/** What needs a look comes first. */
function stateRank({ up, connected }: AgentSummary): number {
  if (!connected) return 1;
  return up === false ? 0 : up === null ? 2 : 3;
}
