import { expect, test } from "bun:test";

import { AgentCapabilities as Can, type AgentToServer, CommandType } from "../../../src/opamp/wire/messages.ts";
import { formatUid } from "../../../src/opamp/wire/uid.ts";
import { agentOf, exampleServer } from "../../support/example-server.ts";
import { PageClient } from "../../support/page-client.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { ScriptedAgent, textAttributes } from "../../support/scripted-agent.ts";
import { TestLog } from "../../support/test-log.ts";

const uid = new Uint8Array(16).fill(7);
const uidText = formatUid(uid);

const collector: AgentToServer = {
  capabilities:
    Can.AgentCapabilities_ReportsStatus |
    Can.AgentCapabilities_AcceptsRemoteConfig |
    Can.AgentCapabilities_AcceptsRestartCommand |
    Can.AgentCapabilities_ReportsRemoteConfig |
    Can.AgentCapabilities_ReportsHealth,
  agentDescription: { identifyingAttributes: textAttributes({ "service.name": "otelcol", "service.version": "1" }) },
  health: { healthy: true, status: "StatusOK", startTimeUnixNano: 1_700_000_000_000_000_000 },
  effectiveConfig: { configMap: { configMap: { "": { body: Buffer.from("receivers: {}\n") } } } },
  availableComponents: { hash: Buffer.from("c"), components: { receivers: { subComponentMap: { otlp: {} } } } },
  remoteConfigStatus: {},
};

async function kinds(pages: PageClient): Promise<string[]> {
  return (await pages.agent(uidText)).timeline.map(({ kind }) => kind).reverse();
}

test("after a restart of the server an agent that is away is shown as it was", async () => {
  const dataDirectory = scratchDirectory();
  const before = await exampleServer({ dataDirectory });
  const agent = await agentOf(before, uid);
  await agent.say(collector);
  const { connected: _, up: __, timeline, ...known } = await new PageClient(before.pageUrl).agent(uidText);
  expect(timeline.length).toBeGreaterThan(0);
  await before.stop();

  const pages = new PageClient((await exampleServer({ dataDirectory })).pageUrl);
  expect(await pages.agent(uidText)).toMatchObject({ ...known, connected: false, up: false });
  expect(await kinds(pages)).toEqual(["connected", "health", "server-restarted"]);
  expect(await pages.page("/")).toContain("Disconnected");
});

test("an agent that goes on where it was says nothing twice to a restarted server, and is asked for nothing", async () => {
  const dataDirectory = scratchDirectory();
  const before = await exampleServer({ dataDirectory, insecureWs: true });
  const agent = await agentOf(before, uid);
  await agent.say(collector);
  await agent.say({});
  await before.stop();

  const after = await exampleServer({ dataDirectory, insecureWs: true });
  const again = await ScriptedAgent.connect({ url: after.endpoint, uid });
  const answer = await again.say({ sequenceNum: 2 });
  expect(Number(answer.flags)).toBe(0);
  expect(answer.remoteConfig).toBeFalsy();
  expect(await new PageClient(after.pageUrl).agent(uidText)).toMatchObject({
    connected: true,
    up: true,
    name: "otelcol",
  });
});

test("the timeline tells of offers, statuses with reasons, health, restarts and versions", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  const { hash } = (await (await pages.send(uidText, "a: 1\n")).json()) as { hash: string };
  await agent.received.next();
  const lastRemoteConfigHash = Uint8Array.fromHex(hash);
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status: 2 } });
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status: 3, errorMessage: "no <such> exporter" } });
  await agent.say({});
  await agent.say({ health: { ...collector.health, healthy: false, status: "StatusError", lastError: "gone" } });
  await agent.say({ health: { healthy: true, status: "StatusOK", startTimeUnixNano: 1_700_000_001_000_000_000 } });
  await agent.say({
    agentDescription: { identifyingAttributes: textAttributes({ "service.name": "otelcol", "service.version": "2" }) },
  });
  await agent.say({ effectiveConfig: { configMap: { configMap: { "": { body: Buffer.from("a: 1\n") } } } } });
  expect(await kinds(pages)).toEqual([
    "connected",
    "health",
    "configuration-saved",
    "configuration-offered",
    "configuration-status",
    "configuration-status",
    "health",
    "restarted",
    "health",
    "version",
    "effective-configuration",
  ]);
  const page = await pages.page(`/agents/${uidText}`);
  for (const text of ["FAILED", "no &lt;such&gt; exporter", "StatusError", "Restarted", "Version 1 became 2"]) {
    expect(page).toContain(text);
  }
});

test("how long an agent took is counted from the sending to its verdict, and survives a restart", async () => {
  const dataDirectory = scratchDirectory();
  const server = await exampleServer({ dataDirectory });
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  const { hash } = (await (await pages.send(uidText, "a: 1\n")).json()) as { hash: string };
  await agent.received.next();
  expect((await pages.agent(uidText)).remoteConfig).toMatchObject({ outcome: "waiting", tookMs: null });
  const lastRemoteConfigHash = Uint8Array.fromHex(hash);
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status: 2 } });
  expect((await pages.agent(uidText)).remoteConfig.tookMs).toBeNull();
  await agent.say({ remoteConfigStatus: { lastRemoteConfigHash, status: 1 } });
  const { tookMs } = (await pages.agent(uidText)).remoteConfig;
  expect(tookMs).toBeNumber();
  expect(await pages.page(`/agents/${uidText}`)).toContain("It took ");
  await server.stop();
  const later = new PageClient((await exampleServer({ dataDirectory })).pageUrl);
  expect((await later.agent(uidText)).remoteConfig).toMatchObject({ outcome: "applied", tookMs });
});

test("an agent that accepts it can be restarted from the page, and the page sees it through", async () => {
  const log = new TestLog();
  const server = await exampleServer({ log });
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  expect(await pages.page(`/agents/${uidText}`)).toMatch(/<button[^>]*>Restart Agent<\/button>/);
  expect((await pages.restart(uidText)).status).toBe(200);
  const { command, remoteConfig } = await agent.received.next();
  expect(command?.type).toBe(CommandType.CommandType_Restart);
  expect(remoteConfig).toBeFalsy();
  expect((await pages.agent(uidText)).restart).toMatchObject({ tookMs: null });
  await agent.say({ health: { healthy: true, status: "StatusOK", startTimeUnixNano: 1_700_000_001_000_000_000 } });
  expect((await pages.agent(uidText)).restart?.tookMs).toBeNumber();

  const form = await pages.fetch(`/agents/${uidText}/restart`, { method: "POST" });
  expect([form.status, form.headers.get("location")]).toEqual([303, `/agents/${uidText}`]);
  await agent.received.next({ command: {} });
  await agent.close();
  await log.line(({ message }) => message === "Agent disconnected");
  expect((await pages.restart(uidText)).status).toBe(409);
  expect(await pages.page(`/agents/${uidText}`)).toMatch(/<button[^>]*disabled[^>]*>Restart Agent<\/button>/);
});

test("an agent without AcceptsRestartCommand is sent none and has no button for it", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  await agent.say({ ...collector, capabilities: Can.AgentCapabilities_ReportsStatus });
  expect(await pages.page(`/agents/${uidText}`)).not.toContain("Restart Agent");
  expect((await pages.restart(uidText)).status).toBe(409);
  expect((await pages.fetch(`/agents/${uidText}/restart`, { method: "POST" })).status).toBe(409);
  expect((await agent.say({})).command).toBeFalsy();
});
