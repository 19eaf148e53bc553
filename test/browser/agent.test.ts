import { expect, test } from "bun:test";

import { AgentCapabilities as Can, CommandType, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { formatUid } from "../../src/opamp/wire/uid.ts";
import { expectAccessible, openBrowser, openPage, pasteConfiguration, screenshot } from "../support/browser.ts";
import { agentOf, exampleServer } from "../support/example-server.ts";
import { ailingCollector, runningCollector } from "../support/page-agent.ts";
import { scratchDirectory } from "../support/scratch.ts";

const browser = await openBrowser();
const { RemoteConfigStatuses_APPLYING: applying, RemoteConfigStatuses_APPLIED: applied } = RemoteConfigStatuses;
const { RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;

/** A server, an agent that has said `words`, and the agent's page. */
async function agentPage(words = runningCollector("checkout"), dataDirectory = scratchDirectory()) {
  const server = await exampleServer({ insecureWs: true, dataDirectory });
  const agent = await agentOf(server);
  await agent.say(words);
  const opened = await openPage(browser);
  const address = `${server.pageUrl}agents/${formatUid(agent.uid)}`;
  await opened.page.goto(address);
  await opened.page.getByLabel("Additional Configuration").waitFor();
  return { server, agent, address, dataDirectory, ...opened };
}

test("sending shows APPLYING, then the outcome and how long it took", async () => {
  const { page, agent, complaints } = await agentPage();
  const outcome = page.locator("#outcome");
  await pasteConfiguration(page, "receivers:\n  otlp:\n");
  await page.getByText("Not saved yet").waitFor();
  await page.getByRole("button", { name: "Save and Send to Agent" }).click();
  const { remoteConfig } = await agent.received.next({ remoteConfig: {} });
  const lastRemoteConfigHash = remoteConfig?.configHash ?? new Uint8Array();
  expect(Buffer.from(remoteConfig?.config?.configMap?.[""]?.body ?? []).toString()).toBe("receivers:\n  otlp:\n");
  await outcome.getByText("The agent has not answered yet.").waitFor();
  await page.getByText("Not saved yet").waitFor({ state: "hidden" });
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status: applying } });
  await outcome.getByText("APPLYING").waitFor();
  await outcome.locator(".ticker").filter({ hasText: / m?s$/ }).waitFor();
  await expectAccessible(page);
  const errorMessage = `no such receiver\n${"a line of the log\n".repeat(40)}`;
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status: failed, errorMessage } });
  await outcome.getByText("FAILED").waitFor();
  await outcome.getByText("no such receiver").waitFor();
  await expectAccessible(page);
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status: applied } });
  await outcome.getByText("APPLIED").waitFor();
  await outcome.getByText(/It took \d+ ms\.|It took \d+\.\d s\./).waitFor();
  expect(complaints).toEqual([]);
});

test("the editor knows the agent's components, marks mistakes, and leads to them", async () => {
  const { page, complaints } = await agentPage();
  const editor = page.getByLabel("Additional Configuration");
  await editor.click();
  await page.keyboard.type("receivers:\n  ho");
  await page.getByRole("option", { name: /hostmetrics/ }).waitFor();
  await screenshot(page, { name: "page-suggestions", height: 620 });
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  expect(await editor.textContent()).toContain("hostmetrics:");
  await pasteConfiguration(page, "receivers:\n  nosuch:\nexporters:\n  debug: [1,\nservice:\n");
  await page.getByRole("button", { name: /^Line 5, column 1: / }).waitFor();
  await page.locator(".cm-lintRange-error").first().waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Line 2, column 3: This agent has no receiver of type nosuch" }).click();
  await page.keyboard.type("x");
  await page.getByText("no receiver of type xnosuch").waitFor();
  expect(complaints).toEqual([]);
});

test("everything can be done with the keyboard", async () => {
  const { page, agent } = await agentPage();
  const focused = () => page.evaluate("document.activeElement.textContent.trim()");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  const order = [];
  for (let stop = 0; stop < 4; stop++) {
    await page.keyboard.press("Tab");
    order.push(await focused());
  }
  expect(order).toEqual(["Agents", "Restart Agent", "", "Save and Send to Agent"]);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("receivers:");
  await page.keyboard.press("Control+Enter");
  expect((await agent.received.next({ remoteConfig: {} })).remoteConfig).toBeTruthy();
});

test("an agent that accepts it is restarted from the page, one that does not has no button", async () => {
  const { page, agent, complaints } = await agentPage();
  await page.getByRole("button", { name: "Restart Agent" }).click();
  const { command } = await agent.received.next({ command: {} });
  expect(command?.type).toBe(CommandType.CommandType_Restart);
  await page.getByText("Restart requested.").waitFor();
  await expectAccessible(page);
  await agent.say({ health: { healthy: true, status: "StatusOK", startTimeUnixNano: Date.now() * 1e6 } });
  await page.getByText("The agent has restarted.").waitFor();
  await agent.say({ capabilities: Can.AgentCapabilities_ReportsStatus | Can.AgentCapabilities_AcceptsRemoteConfig });
  await page.getByRole("button", { name: "Restart Agent" }).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("what the reader has opened and typed stays when the agent says something", async () => {
  const { page, agent, complaints } = await agentPage();
  await page.locator("#components summary").filter({ hasText: "receivers" }).click();
  await page.locator("#health summary").filter({ hasText: "pipeline:metrics" }).click();
  await pasteConfiguration(page, "# not done\n");
  await agent.say({ health: ailingCollector("checkout").health ?? {} });
  await page.locator("#summary").getByText("Up: false").waitFor();
  await page.getByText("filelog").waitFor();
  await page.getByText("receiver:otlp").waitFor();
  expect(await page.getByLabel("Additional Configuration").textContent()).toContain("# not done");
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("another text that was saved elsewhere replaces nothing that is being typed", async () => {
  const { page, server, agent, complaints } = await agentPage();
  const save = async (config: string) => {
    const address = `${server.pageUrl}api/agents/${formatUid(agent.uid)}/config`;
    const headers = { "content-type": "application/json" };
    expect((await fetch(address, { method: "POST", headers, body: JSON.stringify({ config }) })).status).toBe(200);
  };
  const editor = page.getByLabel("Additional Configuration");
  await save("# one\n");
  await editor.getByText("# one").waitFor();
  await pasteConfiguration(page, "# mine\n");
  await save("# two\n");
  await page.getByText("Another text was saved meanwhile").waitFor();
  expect(await editor.textContent()).toContain("# mine");
  expect(complaints).toEqual([]);
});

test("a server that is away is said to be away, keeps the text, and is found again with all it knew", async () => {
  const { page, server, agent, address, dataDirectory } = await agentPage();
  await pasteConfiguration(page, "# precious\n");
  await server.stop();
  await page.getByText("The server does not answer; trying again.").waitFor();
  await page.getByRole("button", { name: "Save and Send to Agent" }).click();
  await page.getByText("Not saved: The server does not answer. The text is still here.").waitFor();
  await screenshot(page, { name: "page-offline", height: 900 });
  await expectAccessible(page);

  const again = await exampleServer({ insecureWs: true, dataDirectory, pagePort: server.pagePort });
  await page.getByText("The server does not answer; trying again.").waitFor({ state: "hidden" });
  await page.getByText("The agent is away.").waitFor();
  await page.getByText("This server was restarted").waitFor();
  await page.getByRole("button", { name: "Save and Send to Agent" }).click();
  await page.getByText("It is sent as soon as the agent connects again.").waitFor();
  const back = await agentOf(again, agent.uid);
  const answer = await back.say(runningCollector("checkout"));
  expect(Buffer.from(answer.remoteConfig?.config?.configMap?.[""]?.body ?? []).toString()).toBe("# precious\n");
  await page.getByText("Up: true").waitFor();
  expect(page.url()).toBe(address);
});

test("agents that say little and agents that nobody knows have a page too", async () => {
  const { page, server, complaints } = await agentPage({ capabilities: Can.AgentCapabilities_ReportsStatus });
  await page.getByText("This agent does not accept remote configuration.").waitFor();
  await page.getByText("The agent has not said who it is yet.").waitFor();
  expect(await page.getByRole("button", { name: "Save and Send to Agent" }).isDisabled()).toBe(true);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
  await page.goto(`${server.pageUrl}agents/01965352-7b1e-7c3a-9d55-0242ac120002`);
  await page.getByRole("heading", { name: "No such agent" }).waitFor();
  await expectAccessible(page);
});

test("without script the form sends, and the button restarts", async () => {
  const server = await exampleServer({ insecureWs: true });
  const agent = await agentOf(server);
  await agent.say(runningCollector("checkout"));
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server.pageUrl}agents/${formatUid(agent.uid)}`);
  await page.getByLabel("Additional Configuration").fill("receivers:\n  otlp:\n");
  await page.getByRole("button", { name: "Save and Send to Agent" }).click();
  const { remoteConfig } = await agent.received.next({ remoteConfig: {} });
  expect(Buffer.from(remoteConfig?.config?.configMap?.[""]?.body ?? []).toString()).toBe("receivers:\n  otlp:\n");
  await page.getByText("The agent has not answered yet.").waitFor();
  expect(await page.getByLabel("Additional Configuration").inputValue()).toBe("receivers:\n  otlp:\n");
  await page.getByRole("button", { name: "Restart Agent" }).click();
  expect((await agent.received.next({ command: {} })).command).toBeTruthy();
  await page.getByText("Restart requested.").waitFor();
});

test("what an agent says never becomes markup, also when it comes later", async () => {
  const { page, agent, complaints } = await agentPage();
  const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  const said = runningCollector(evil, evil);
  await agent.say({
    ...said,
    health: { healthy: false, status: evil, lastError: evil, componentHealthMap: { [evil]: { lastError: evil } } },
    effectiveConfig: { configMap: { configMap: { [evil]: { body: Buffer.from(`a: ${evil}`) } } } },
    availableComponents: { hash: Buffer.from("e"), components: { receivers: { subComponentMap: { [evil]: {} } } } },
    customCapabilities: { capabilities: [evil] },
  });
  await page.getByRole("heading", { name: "<img", level: 1 }).waitFor();
  expect(await page.locator("main img, main script").count()).toBe(0);
  expect(await page.title()).not.toBe("owned");
  expect(complaints).toEqual([]);
});
