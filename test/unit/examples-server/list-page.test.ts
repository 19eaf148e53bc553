import { expect, test } from "bun:test";

import { AgentList } from "../../../examples/server/agents/agent-list.ts";
import { agentSummary } from "../../../examples/server/agents/agent-view.ts";
import { listPage } from "../../../examples/server/pages/list-page.ts";
import { readListQuery } from "../../../examples/server/pages/list-query.ts";
import { silentState } from "../../../src/opamp/server/agent-state.ts";

const summary = (uid: string, name = uid) => {
  const identifyingAttributes = [{ key: "service.name", value: { stringValue: name } }];
  return agentSummary({
    uid,
    state: { ...silentState, agentDescription: { identifyingAttributes } },
    connected: true,
    lastSeen: 0,
  });
};

const agents = Array.from({ length: 250 }, (_, index) => summary(`agent-${String(index).padStart(3, "0")}`));

async function page(address: string, of = agents): Promise<string> {
  const query = readListQuery(new URL(address, "http://localhost").searchParams);
  return await listPage({ agents: of, query, endpoint: "ws://x", caFile: undefined, asking: 0 }).text();
}

const rows = (markup: string) => [...markup.matchAll(/id="agent-(agent-\d+)"/g)].map(([, uid]) => uid);

const addressOf = (markup: string, id: string) => new RegExp(`id="${id}"\\s+href="([^"]*)"`).exec(markup)?.[1];

test("of many agents the list shows a page, and leads to the one before and the next", async () => {
  const second = await page("/?page=2");
  expect([rows(second).length, rows(second)[0]]).toEqual([100, "agent-100"]);
  expect([addressOf(second, "page-Previous"), addressOf(second, "page-Next")]).toEqual(["/", "/?page=3"]);
  expect(second.includes("Page 2 of 3")).toBe(true);
  const last = await page("/?page=3");
  expect([rows(last).length, addressOf(last, "page-Next")]).toEqual([50, undefined]);
});

test("other words, filters and columns begin on the first page", async () => {
  const second = await page("/?page=2&sort=host");
  expect([addressOf(second, "sort-name"), addressOf(second, "filter-up")]).toEqual(["/", "/?show=up&amp;sort=host"]);
});

test("a list that fits on one page has no pages", async () => {
  expect((await page("/", agents.slice(0, 100))).includes("Page 1")).toBe(false);
});

test("the list looks only at agents that have changed, and keeps their order", () => {
  const asked: string[] = [];
  const names = new Map([
    ["1", "b"],
    ["2", "a"],
  ]);
  const list = new AgentList((uid) => {
    asked.push(uid);
    const name = names.get(uid);
    return name === undefined ? undefined : summary(uid, name);
  });
  const shown = () =>
    list
      .all()
      .map(({ name }) => name)
      .join("");
  for (const uid of names.keys()) list.changed(uid);
  expect([shown(), shown()]).toEqual(["ab", "ab"]);
  expect(asked).toEqual(["1", "2"]);
  names.set("1", "A");
  list.changed("1");
  expect(shown()).toBe("aA");
  names.delete("2");
  list.changed("2");
  expect(shown()).toBe("A");
});
