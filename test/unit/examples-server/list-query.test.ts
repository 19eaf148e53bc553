import { expect, test } from "bun:test";

import type { AgentSummary } from "../../../examples/server/agents/agent-view.ts";
import {
  type Column,
  listAddress,
  type ListQuery,
  pageOf,
  readListQuery,
  selectAgents,
} from "../../../examples/server/pages/list-query.ts";

const everything: ListQuery = { text: "", filter: "all", column: "name", descending: false, page: 1 };

function agent(name: string, facts: Partial<AgentSummary> = {}): AgentSummary {
  const remoteConfig = {
    accepted: true,
    saved: null,
    reported: null,
    outcome: "none",
    sentAt: null,
    tookMs: null,
  } as const;
  const lastSeen = "2026-01-01T00:00:00.000Z";
  return {
    uid: `uid-${name}`,
    name,
    version: "",
    host: "",
    connected: true,
    up: true,
    remoteConfig,
    lastSeen,
    ...facts,
  };
}

const failed = { ...agent("x").remoteConfig, outcome: "failed" } as const;
const agents = [
  agent("a", { host: "web-10", version: "0.9.0", lastSeen: "2026-01-02T00:00:00.000Z" }),
  agent("b", { host: "web-9", version: "0.149.0", up: false }),
  agent("c", { connected: false, up: false }),
  agent("d", { up: null, remoteConfig: failed }),
];

const names = (query: Partial<ListQuery>) =>
  selectAgents(agents, { ...everything, ...query })
    .map(({ name }) => name)
    .join("");

test.each([
  ["all", "abcd"],
  ["up", "a"],
  ["down", "b"],
  ["away", "c"],
  ["failed", "d"],
] as const)("the filter %s leaves %s", (filter, expected) => {
  expect(names({ filter })).toBe(expected);
});

test("every word must occur, in any of the columns and in any case", () => {
  expect(names({ text: "WEB" })).toBe("ab");
  expect(names({ text: "web 0.149" })).toBe("b");
  expect(names({ text: "uid-c" })).toBe("c");
  expect(names({ text: "web nowhere" })).toBe("");
});

test.each<[Column, string]>([
  ["name", "abcd"],
  ["host", "cdba"],
  ["version", "cdab"],
  ["state", "bcda"],
  ["config", "dabc"],
  ["seen", "abcd"],
])("sorted by %s they are in the order %s", (column, expected) => {
  expect(names({ column })).toBe(expected);
});

test("descending is the other way round", () => {
  expect(names({ descending: true })).toBe("dcba");
});

test.each(["/", "/?q=web+10", "/?show=failed", "/?q=a&show=up&sort=-seen", "/?sort=-name", "/?sort=host", "/?page=3"])(
  "the address %s is read and written alike",
  (address) => {
    expect(listAddress(readListQuery(new URL(address, "http://localhost").searchParams))).toBe(address);
  },
);

test("an address that nobody made is read as none", () => {
  expect(readListQuery(new URLSearchParams("show=nothing&sort=-__proto__&q=%20"))).toEqual({
    ...everything,
    descending: true,
  });
  for (const page of ["0", "-1", "x", "NaN", ""]) expect(readListQuery(new URLSearchParams({ page })).page).toBe(1);
});

test("a page has 100 agents, and beyond the last page there is the last page", () => {
  const all = Array.from({ length: 250 }, (_, index) => index);
  expect(pageOf(all, 1)).toMatchObject({ page: 1, pages: 3, items: { length: 100, 0: 0 } });
  expect(pageOf(all, 3)).toMatchObject({ page: 3, items: { length: 50, 0: 200 } });
  expect(pageOf(all, 9)).toMatchObject({ page: 3, items: { length: 50 } });
  expect(pageOf([], 1)).toEqual({ page: 1, pages: 1, items: [] });
});
