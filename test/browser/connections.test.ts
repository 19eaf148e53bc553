import { expect, test } from "bun:test";

import { formatUid } from "../../src/opamp/wire/uid.ts";
import { expectAccessible, openBrowser, openPage, screenshot } from "../support/browser.ts";
import { agentOf, exampleServer } from "../support/example-server.ts";
import { connectable, runningCollector } from "../support/page-agent.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { aboutSettings, asksFor, signingRequest } from "../support/signing-request.ts";

const browser = await openBrowser();
const elsewhere = "wss://other.example:4320/v1/opamp";

/** A server with TLS, an agent that takes connection settings, and the page of its connections. */
async function connectionsPage(dataDirectory = scratchDirectory()) {
  const server = await exampleServer({ dataDirectory });
  const agent = await agentOf(server);
  await agent.say({ ...runningCollector("checkout"), capabilities: connectable });
  const uid = formatUid(agent.uid);
  const opened = await openPage(browser);
  const address = `${server.pageUrl}agents/${uid}/connections`;
  await opened.page.goto(address);
  await opened.page.getByRole("heading", { name: "Connections of checkout" }).waitFor();
  return { server, agent, uid, address, ...opened };
}

test("settings are offered from the page, and what became of them is shown as it happens", async () => {
  const { page, agent, complaints } = await connectionsPage();
  const opamp = page.locator("#opamp");
  await expectAccessible(page);
  await opamp.getByLabel("Endpoint").fill(elsewhere);
  await opamp.getByLabel("Headers", { exact: true }).fill("Authorization: Bearer s3cr3t");
  await opamp.locator("summary").filter({ hasText: "TLS" }).click();
  await opamp.getByLabel("Lowest version").selectOption("1.3");
  await opamp.getByRole("button", { name: "Save and Offer" }).click();
  const { connectionSettings } = await agent.received.next({ connectionSettings: {} });
  expect(connectionSettings?.opamp).toMatchObject({ destinationEndpoint: elsewhere, tls: { minVersion: "1.3" } });
  const outcome = page.locator("#connections-outcome");
  await outcome.getByText("The agent has not answered yet.").waitFor();
  await agent.say(aboutSettings(connectionSettings?.hash, "APPLYING"));
  await outcome.getByText("APPLYING").waitFor();
  await agent.say(aboutSettings(connectionSettings?.hash, "FAILED", "dial tcp: lookup other.example: no such host"));
  await outcome.getByText("FAILED").waitFor();
  await outcome.getByText("no such host").waitFor();
  await outcome.getByText(/It took \d+ ms\.|It took \d+\.\d s\./).waitFor();
  expect(await opamp.getByLabel("Headers", { exact: true }).inputValue()).toBe("Authorization:");
  expect(await page.content()).not.toContain("s3cr3t");
  await screenshot(page, { name: "page-connections" });
  await expectAccessible(page);
  await outcome.getByRole("button", { name: "Offer Once More" }).click();
  const again = await agent.received.next({ connectionSettings: {} });
  await agent.say(aboutSettings(again.connectionSettings?.hash, "APPLIED"));
  await outcome.getByText("APPLIED").waitFor();
  await opamp.getByRole("button", { name: "Withdraw OpAMP connection" }).click();
  await opamp.getByText("Nothing is set.").waitFor();
  await opamp.getByRole("button", { name: "Withdraw OpAMP connection" }).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("what is wrong stands in its form, and what was typed stays there", async () => {
  const { page, agent } = await connectionsPage();
  const telemetry = page.locator("#telemetry");
  await telemetry.locator("summary").filter({ hasText: "Settings of Own metrics" }).click();
  const form = page.locator("#own_metrics-form");
  await form.getByLabel("Endpoint").fill("http://otlp.example/v1/metrics");
  await form.getByRole("button", { name: "Save and Offer" }).click();
  await form.getByText("must be a whole https URL").waitFor();
  await agent.say({ health: { healthy: false, lastError: "later" } });
  await form.getByLabel("Headers", { exact: true }).fill("X: 1");
  expect(await form.getByLabel("Endpoint").inputValue()).toBe("http://otlp.example/v1/metrics");
  await expectAccessible(page);
  await form.getByLabel("Endpoint").fill("https://otlp.example/v1/metrics");
  await page.keyboard.press("Enter");
  const { connectionSettings } = await agent.received.next({ connectionSettings: {} });
  expect(connectionSettings?.ownMetrics?.destinationEndpoint).toBe("https://otlp.example/v1/metrics");
  await form.getByText("must be a whole https URL").waitFor({ state: "detached" });
  await page.locator("#own_metrics-state").getByText("set for this agent").waitFor();
});

test("what is set for all is told on each agent's page, and where it failed", async () => {
  const { server, page, agent, complaints } = await connectionsPage();
  const all = await openPage(browser);
  await all.page.goto(`${server.pageUrl}connections`);
  await all.page.getByText("No agent is offered anything.").waitFor();
  await all.page.locator("summary").filter({ hasText: "Settings of another connection" }).click();
  const form = all.page.locator("#other-new-form");
  await form.getByLabel("Name").fill("backend");
  await form.getByLabel("Endpoint").fill("backend.example:4317");
  await form.getByRole("button", { name: "Save and Offer" }).click();
  const { connectionSettings } = await agent.received.next({ connectionSettings: {} });
  expect(Object.keys(connectionSettings?.otherConnections ?? {})).toEqual(["backend"]);
  await all.page.locator("#others").getByRole("button", { name: "Withdraw backend" }).waitFor();
  await page.locator("#others").getByText("set for all agents").waitFor();
  await agent.say(aboutSettings(connectionSettings?.hash, "FAILED", "no component is mapped to backend"));
  await all.page.locator("#all-outcomes").getByText("no component is mapped to backend").waitFor();
  await expectAccessible(all.page);
  expect([...complaints, ...all.complaints]).toEqual([]);
});

test("a request for a certificate appears, is approved, and the certificate is revoked", async () => {
  const { server, page, agent, uid, complaints } = await connectionsPage();
  const list = await openPage(browser);
  await list.page.goto(`${server.pageUrl}certificates`);
  await list.page.getByText("No agent is waiting.").waitFor();
  await expectAccessible(list.page);
  await agent.say(asksFor((await signingRequest(`CN=${uid}`)).csr));
  await list.page.getByText("1 waiting").waitFor();
  await expectAccessible(list.page);
  const front = await openPage(browser);
  await front.page.goto(server.pageUrl);
  const asking = front.page.getByText("An agent asks for a certificate.");
  await asking.waitFor();
  await expectAccessible(front.page);
  await list.page.getByRole("button", { name: "Approve checkout" }).click();
  const { connectionSettings } = await agent.received.next({ connectionSettings: {} });
  expect(connectionSettings?.opamp?.certificate?.cert?.length).toBeGreaterThan(0);
  await agent.say(aboutSettings(connectionSettings?.hash, "APPLIED"));
  await list.page.locator("#issued").getByText("valid", { exact: true }).waitFor();
  await asking.waitFor({ state: "detached" });
  await page.locator("#certificates").getByText("valid", { exact: true }).waitFor();
  await list.page.getByText("Revoke…").click();
  await screenshot(list.page, { name: "page-certificates" });
  await expectAccessible(list.page);
  await list.page.getByRole("button", { name: "Revoke the certificate of checkout" }).click();
  expect(await agent.closed).toBe(1008);
  await list.page.locator("#issued").getByText("revoked", { exact: true }).waitFor();
  await page.getByText("Nothing is offered to the agent before a person has approved another one.").waitFor();
  await expectAccessible(page);
  expect([...complaints, ...list.complaints, ...front.complaints]).toEqual([]);
});

test("the automatic rule is off until it is chosen, and says who is approved", async () => {
  const { server, page } = await connectionsPage();
  await page.goto(`${server.pageUrl}certificates`);
  await page.getByText("Every request waits for a person.").waitFor();
  expect(await page.getByLabel("Attribute", { exact: true }).isVisible()).toBe(false);
  await page.getByLabel("Approved without a person").selectOption("attribute");
  await page.getByRole("button", { name: "Save the Rule" }).click();
  await page.getByText("Not done: An attribute needs a name.").waitFor();
  await page.getByLabel("Attribute", { exact: true }).fill("host.name");
  await page.getByLabel("Its value").fill("web-01");
  await page.getByRole("button", { name: "Save the Rule" }).click();
  await page.locator("#rule-now").getByText("agents with").waitFor();
  await expectAccessible(page);
});

test("everything can be done with the keyboard", async () => {
  const { page, agent } = await connectionsPage();
  const focused = () =>
    page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()");
  await page.getByLabel("Endpoint").first().focus();
  const order = [];
  for (let stop = 0; stop < 7; stop += 1) {
    await page.keyboard.press("Tab");
    order.push(String(await focused()).split(/\s/)[0]);
  }
  expect(order).toEqual(["Headers", "No", "Heartbeat", "TLS", "Client", "Proxy", "Save"]);
  await page.keyboard.press("Enter");
  expect((await agent.received.next({ connectionSettings: {} })).connectionSettings?.opamp).toBeTruthy();
});

test("a server that is away is said to be away, and what was typed stays", async () => {
  const { server, page } = await connectionsPage();
  await page.locator("#opamp").getByLabel("Endpoint").fill(elsewhere);
  await server.stop();
  await page.getByText("The server does not answer; trying again.").waitFor();
  await page.locator("#opamp").getByRole("button", { name: "Save and Offer" }).click();
  await page.getByText("Not done: The server does not answer.").waitFor();
  expect(await page.locator("#opamp").getByLabel("Endpoint").inputValue()).toBe(elsewhere);
  await expectAccessible(page);
});

test("without script the forms send, and a mistake is told on a page of its own", async () => {
  const { server, agent, uid } = await connectionsPage();
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server.pageUrl}agents/${uid}/connections`);
  await page.locator("#opamp").getByLabel("Endpoint").fill("ftp://other.example/");
  await page.locator("#opamp").getByRole("button", { name: "Save and Offer" }).click();
  await page.getByText("must be a ws, wss, http or https URL").waitFor();
  await page.getByRole("link", { name: "Back" }).click();
  await page.locator("#opamp").getByLabel("Endpoint").fill(elsewhere);
  await page.locator("#opamp").getByRole("button", { name: "Save and Offer" }).click();
  expect((await agent.received.next({ connectionSettings: {} })).connectionSettings?.opamp).toBeTruthy();
  await page.getByText("The agent has not answered yet.").waitFor();
});

test("an agent that accepts nothing has a page too", async () => {
  const server = await exampleServer({ insecureWs: true });
  const agent = await agentOf(server);
  await agent.say({ ...runningCollector("legacy"), capabilities: 1 });
  const { page, complaints } = await openPage(browser);
  await page.goto(`${server.pageUrl}agents/${formatUid(agent.uid)}/connections`);
  await page.getByText("This agent accepts no connection settings.").waitFor();
  expect(await page.getByRole("button").count()).toBe(0);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
