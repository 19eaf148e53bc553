import { expect, test } from "bun:test";

import type { ExampleServer } from "../../examples/server/start-example-server.ts";
import { AgentCapabilities as Can, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { formatUid } from "../../src/opamp/wire/uid.ts";
import { expectAccessible, openBrowser, openPage, screenshot } from "../support/browser.ts";
import { agentOf, exampleServer } from "../support/example-server.ts";
import { ailingCollector, runningCollector } from "../support/page-agent.ts";
import { PageClient } from "../support/page-client.ts";
import type { ScriptedAgent } from "../support/scripted-agent.ts";

const browser = await openBrowser();

/** Sends the agent a configuration, of which it reports `status`. */
async function configure(server: ExampleServer, agent: ScriptedAgent, status: RemoteConfigStatuses): Promise<void> {
  await new PageClient(server.pageUrl).send(formatUid(agent.uid), "receivers: {}\n");
  const { remoteConfig } = await agent.received.next({ remoteConfig: {} });
  const lastRemoteConfigHash = remoteConfig?.configHash ?? new Uint8Array();
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status } });
}

test("an empty list says where agents connect to, and fills by itself", async () => {
  const server = await exampleServer({ insecureWs: true });
  const { page, complaints } = await openPage(browser);
  await page.goto(server.pageUrl);
  await page.getByText(server.endpoint).waitFor();
  await expectAccessible(page);
  await (await agentOf(server)).say(runningCollector("checkout"));
  await page.getByRole("link", { name: "checkout" }).waitFor();
  expect(complaints).toEqual([]);
});

test("agents are found, filtered and sorted without another page, and the address keeps it", async () => {
  const server = await exampleServer({ insecureWs: true });
  const gateway = await agentOf(server);
  await gateway.say(runningCollector("gateway", "edge-2"));
  await configure(server, gateway, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  const checkout = await agentOf(server);
  await checkout.say(runningCollector("checkout", "web-01"));
  await configure(server, checkout, RemoteConfigStatuses.RemoteConfigStatuses_FAILED);
  await (await agentOf(server)).say(ailingCollector("payments", "web-02"));
  await (
    await agentOf(server)
  ).say({ ...runningCollector("batch-jobs", "night-1"), capabilities: Can.AgentCapabilities_ReportsStatus });
  const gone = await agentOf(server);
  await gone.say(runningCollector("legacy", "edge-1"));
  const { page, complaints } = await openPage(browser);
  await page.goto(server.pageUrl);
  const rows = page.getByRole("rowheader").getByRole("link");
  const shown = async (expected: readonly string[]) => {
    await page.getByText(`${expected.length} of 5 agents are listed`).waitFor({ state: "attached" });
    for (const [index, name] of expected.entries()) await rows.nth(index).filter({ hasText: name }).waitFor();
  };
  await gone.close();
  await page.getByRole("row").filter({ hasText: "legacy" }).getByText("Disconnected").waitFor();
  await shown(["batch-jobs", "checkout", "gateway", "legacy", "payments"]);
  await screenshot(page, { name: "page-agents", height: 640 });
  await expectAccessible(page);

  await page.getByRole("link", { name: "Failed configuration 1" }).click();
  await shown(["checkout"]);
  await page.getByRole("link", { name: "All 5" }).click();
  await page.getByLabel("Find agents").fill("web");
  await shown(["checkout", "payments"]);
  await page.getByRole("link", { name: "Down 1" }).click();
  await shown(["payments"]);
  await page.goBack();
  await shown(["checkout", "payments"]);
  await page.getByLabel("Find agents").fill("edge");
  await page.getByRole("link", { name: "Host" }).click();
  await page.getByRole("columnheader", { name: "Host" }).and(page.locator("[aria-sort=ascending]")).waitFor();
  await shown(["legacy", "gateway"]);
  await page.reload();
  await shown(["legacy", "gateway"]);
  await page.getByLabel("Find agents").fill("nobody");
  await page.getByText("No agent here is like that.").waitFor();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Show all agents" }).click();
  await shown(["batch-jobs", "checkout", "gateway", "legacy", "payments"]);
  expect(complaints).toEqual([]);
});

test("without script the list is found, filtered and sorted too", async () => {
  const server = await exampleServer({ insecureWs: true });
  await (await agentOf(server)).say(runningCollector("checkout"));
  await (await agentOf(server)).say(ailingCollector("payments"));
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(server.pageUrl);
  await page.getByLabel("Find agents").fill("pay");
  await page.getByRole("button", { name: "Find" }).click();
  expect(await page.getByRole("rowheader").getByRole("link").allTextContents()).toEqual(["payments"]);
  await page.getByRole("link", { name: "Up 1" }).click();
  await page.getByText("No agent here is like that.").waitFor();
});

test("the address of an agent that is not known says just that, and shows the agent once it is there", async () => {
  const server = await exampleServer({ insecureWs: true });
  const { page } = await openPage(browser);
  const agent = await agentOf(server);
  await page.goto(new URL(`/agents/${formatUid(agent.uid)}`, server.pageUrl).href);
  await page.getByRole("heading", { name: "No such agent" }).waitFor();
  await expectAccessible(page);
  expect(await page.locator("#feed").textContent()).toBe("");
  await agent.say(runningCollector("checkout"));
  await page.getByRole("heading", { name: "checkout" }).waitFor();
});
