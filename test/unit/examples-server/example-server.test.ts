import { expect, test } from "bun:test";
import { createHash } from "node:crypto";

import { receivedBits } from "../../../src/opamp/wire/capabilities.ts";
import {
  AgentCapabilities as Can,
  type AgentToServer,
  codec,
  RemoteConfigStatuses,
  ServerCapabilities,
  type ServerToAgent,
  ServerToAgentFlags,
} from "../../../src/opamp/wire/messages.ts";
import { formatUid, parseUid } from "../../../src/opamp/wire/uid.ts";
import { agentOf, exampleServer } from "../../support/example-server.ts";
import { PageClient } from "../../support/page-client.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { ScriptedAgent, textAttributes } from "../../support/scripted-agent.ts";
import { TestLog } from "../../support/test-log.ts";

const uidText = "01965352-7b1e-7c3a-9d55-0242ac120002";
const uid = parseUid(uidText) ?? new Uint8Array();
const config = "receivers:\n  hostmetrics:\n    scrapers:\n      cpu:\n";

const collector: AgentToServer = {
  capabilities:
    Can.AgentCapabilities_ReportsStatus |
    Can.AgentCapabilities_AcceptsRemoteConfig |
    Can.AgentCapabilities_ReportsEffectiveConfig |
    Can.AgentCapabilities_ReportsHealth |
    Can.AgentCapabilities_ReportsRemoteConfig,
  agentDescription: {
    identifyingAttributes: textAttributes({ "service.name": "otelcol", "service.version": "0.149.0" }),
    nonIdentifyingAttributes: textAttributes({ "host.name": "web-01" }),
  },
  health: { healthy: true, status: "StatusOK" },
  effectiveConfig: { configMap: { configMap: { "": { body: Buffer.from("exporters: {debug: }\n") } } } },
  availableComponents: {
    hash: Buffer.from("components"),
    components: { receivers: { subComponentMap: { hostmetrics: {} } } },
  },
  remoteConfigStatus: {},
};

function offered(message: ServerToAgent): { text: string; hash: string } | undefined {
  if (!message.remoteConfig) return undefined;
  const files = Object.entries(message.remoteConfig.config?.configMap ?? {});
  expect(files.map(([name, file]) => [name, file.contentType])).toEqual([["", "text/yaml"]]);
  return {
    text: Buffer.from(files[0]?.[1].body ?? []).toString(),
    hash: (message.remoteConfig.configHash ?? new Uint8Array()).toHex(),
  };
}

function about(hash: string, status: RemoteConfigStatuses, errorMessage = ""): AgentToServer {
  return { remoteConfigStatus: { lastRemoteConfigHash: Uint8Array.fromHex(hash), status, errorMessage } };
}

const { RemoteConfigStatuses_APPLIED: applied, RemoteConfigStatuses_APPLYING: applying } = RemoteConfigStatuses;
const { RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;

test("the walkthrough: an agent appears, is configured through the page, and its outcome is shown", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  expect(await pages.page("/")).toContain("No agent has connected yet");

  const agent = await agentOf(server, uid);
  const welcome = await agent.say(collector);
  expect(welcome.instanceUid?.toHex()).toBe(uid.toHex());
  expect(receivedBits(welcome.capabilities)).toBe(
    ServerCapabilities.ServerCapabilities_AcceptsStatus |
      ServerCapabilities.ServerCapabilities_OffersRemoteConfig |
      ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig |
      ServerCapabilities.ServerCapabilities_OffersConnectionSettings |
      ServerCapabilities.ServerCapabilities_AcceptsConnectionSettingsRequest |
      ServerCapabilities.ServerCapabilities_OffersPackages |
      ServerCapabilities.ServerCapabilities_AcceptsPackagesStatus,
  );
  expect(welcome.remoteConfig).toBeFalsy();
  expect(await pages.page("/")).toContain(`<a href="/agents/${uidText}"><bdi>otelcol</bdi></a>`);
  const page = await pages.page(`/agents/${uidText}`);
  for (const text of ["Up: true", "0.149.0", "web-01", "StatusOK", "exporters: {debug: }", "hostmetrics"]) {
    expect(page.replaceAll(/<[^>]*>/g, "")).toContain(text);
  }
  expect(page).toContain("AcceptsRemoteConfig");
  expect(page).toMatch(/<label for="config">Additional Configuration<\/label>/);
  expect(page).toMatch(/<button type="submit">Save and Send to Agent<\/button>/);

  const saved = await pages.submit(uidText, config);
  expect(saved.status).toBe(303);
  expect(saved.headers.get("location")).toBe(`/agents/${uidText}#configuration`);
  const offer = offered(await agent.received.next());
  expect(offer).toEqual({ text: config, hash: createHash("sha256").update(`\0text/yaml\0${config}`).digest("hex") });
  const hash = offer?.hash ?? "";
  expect(await pages.page(`/agents/${uidText}`)).toContain(`>\n${config}</textarea>`);
  expect((await pages.agent(uidText)).remoteConfig.outcome).toBe("waiting");

  await agent.say(about(hash, applying));
  expect(await pages.page(`/agents/${uidText}`)).toContain("APPLYING");
  await agent.say(about(hash, applied));
  expect(await pages.page(`/agents/${uidText}`)).toContain("APPLIED");
  expect((await pages.agent(uidText)).remoteConfig).toMatchObject({
    outcome: "applied",
    saved: { text: config, hash },
  });
});

test("a failure is shown with its reason, and the same text can be sent again", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  const response = await pages.send(uidText, config);
  const { hash } = (await response.json()) as { hash: string };
  expect(offered(await agent.received.next())?.hash).toBe(hash);
  await agent.say(about(hash, failed, "exporter <debgu> is not configured"));
  const page = await pages.page(`/agents/${uidText}`);
  expect(page).toContain("FAILED");
  expect(page).toContain("exporter &lt;debgu&gt; is not configured");
  expect((await pages.agent(uidText)).remoteConfig).toMatchObject({
    outcome: "failed",
    reported: { hash, status: "FAILED", error: "exporter <debgu> is not configured" },
  });
  await pages.send(uidText, config);
  expect(offered(await agent.received.next())?.hash).toBe(hash);
});

test("an unhealthy agent is down, with the reasons of the whole tree", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  const componentHealthMap = { "pipeline:metrics": { healthy: false, lastError: "connection refused" } };
  await agent.say({ ...collector, health: { healthy: false, lastError: "bind failed", componentHealthMap } });
  const page = await pages.page(`/agents/${uidText}`);
  for (const text of ["Up: false", "bind failed", "pipeline:metrics", "connection refused"]) {
    expect(page).toContain(text);
  }
  expect((await pages.agents())[0]).toMatchObject({ up: false, connected: true });
});

test("an agent that does not speak of its health is neither up nor down", async () => {
  const server = await exampleServer();
  const agent = await agentOf(server, uid);
  const { health: _, ...silent } = collector;
  await agent.say(silent);
  expect((await new PageClient(server.pageUrl).agents())[0]?.up).toBeNull();
});

test("an agent that is gone stays in the list, and gets what was saved meanwhile when it is back", async () => {
  const log = new TestLog();
  const server = await exampleServer({ log });
  const pages = new PageClient(server.pageUrl);
  const first = await agentOf(server, uid);
  await first.say(collector);
  await first.close();
  await log.line(({ message }) => message === "Agent disconnected");
  expect(await pages.agents()).toMatchObject([{ uid: uidText, connected: false, up: false, name: "otelcol" }]);
  expect(await pages.page("/")).toContain("Disconnected");
  expect((await pages.send(uidText, config)).status).toBe(200);
  expect(await pages.page(`/agents/${uidText}`)).toContain("as soon as the agent connects again");

  const second = await agentOf(server, uid);
  expect(offered(await second.say(collector))?.text).toBe(config);
  expect(await pages.agents()).toMatchObject([{ connected: true, up: true }]);
});

test("a goodbye counts as gone before the connection is closed", async () => {
  const log = new TestLog();
  const server = await exampleServer({ log });
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  await agent.say({ agentDisconnect: {} });
  await log.line(({ message }) => message === "Agent disconnected");
  expect((await new PageClient(server.pageUrl).agents())[0]?.connected).toBe(false);
});

test("an offer is made for a hash that differs, once, and for no other", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const first = await agentOf(server, uid);
  await first.say(collector);
  const { hash } = (await (await pages.send(uidText, config)).json()) as { hash: string };
  await first.received.next();
  expect((await first.say({ health: { healthy: true } })).remoteConfig).toBeFalsy();
  expect((await first.say(about(hash, applied))).remoteConfig).toBeFalsy();
  await first.close();

  const has = await agentOf(server, uid);
  expect((await has.say({ ...collector, ...about(hash, applied) })).remoteConfig).toBeFalsy();
  await has.close();

  const stale = await agentOf(server, uid);
  expect(offered(await stale.say({ ...collector, ...about("00ff", applied) }))?.hash).toBe(hash);
});

test("nothing is offered before the agent has said everything", async () => {
  const directory = scratchDirectory();
  const before = await exampleServer({ dataDirectory: directory });
  await (await agentOf(before, uid)).say(collector);
  await new PageClient(before.pageUrl).send(uidText, config);
  await before.stop();

  const after = await exampleServer({ dataDirectory: directory });
  const agent = await agentOf(after, uid);
  const answer = await agent.say({ ...(collector.capabilities && { capabilities: collector.capabilities }) });
  expect(receivedBits(answer.flags)).toBe(ServerToAgentFlags.ServerToAgentFlags_ReportFullState);
  expect(answer.remoteConfig).toBeFalsy();
  expect(offered(await agent.say(collector))?.text).toBe(config);
});

test("a restart of the server keeps configuration and authority, and pushes nothing to agents without one", async () => {
  const directory = scratchDirectory();
  const before = await exampleServer({ dataDirectory: directory });
  await (await agentOf(before, uid)).say(collector);
  await new PageClient(before.pageUrl).send(uidText, config);
  const authority = await Bun.file(before.caFile ?? "").text();
  await before.stop();

  const after = await exampleServer({ dataDirectory: directory });
  expect(await Bun.file(after.caFile ?? "").text()).toBe(authority);
  const other = await agentOf(after);
  expect((await other.say({ ...collector, ...about("00ff", applied) })).remoteConfig).toBeFalsy();
  const agent = await agentOf(after, uid);
  expect(offered(await agent.say(collector))?.text).toBe(config);
});

test("an agent without AcceptsRemoteConfig gets none, and the page says why", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  await agent.say({ ...collector, capabilities: Can.AgentCapabilities_ReportsStatus });
  const refused = await pages.send(uidText, config);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toEqual({ error: "The agent does not accept remote configuration." });
  const page = await pages.submit(uidText, config);
  expect(page.status).toBe(409);
  expect(await page.text()).toContain("Not saved: The agent does not accept remote configuration.");
  expect((await pages.agent(uidText)).remoteConfig).toMatchObject({ accepted: false, saved: null });
  expect((await agent.say({ capabilities: collector.capabilities ?? 0 })).remoteConfig).toBeFalsy();
});

test("of two agents with one uid the newcomer takes another, and both are there", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const [one, clone] = [await agentOf(server, uid), await agentOf(server, uid)];
  await one.say(collector);
  const instanceUid = (await clone.say(collector)).agentIdentification?.newInstanceUid ?? new Uint8Array();
  await clone.received.next({ customCapabilities: {} });
  expect(await pages.agents()).toMatchObject([{ uid: uidText, connected: true }]);
  await clone.say({ instanceUid });
  expect((await pages.agents()).map(({ connected }) => connected)).toEqual([true, true]);
  await pages.send(uidText, config);
  expect(offered(await one.received.next())?.text).toBe(config);
  expect(clone.received.untaken).toEqual([]);
});

test("an agent that was given another uid keeps its page under the new one", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server, uid);
  const instanceUid =
    (await agent.say({ ...collector, flags: 1 })).agentIdentification?.newInstanceUid ?? new Uint8Array();
  await pages.send(uidText, config);
  await agent.received.next();
  await agent.say({ instanceUid });
  expect((await pages.fetch(`/agents/${uidText}`)).status).toBe(404);
  const page = await pages.page(`/agents/${formatUid(instanceUid)}`);
  for (const text of [`it was ${uidText}`, "scrapers", "Up: true"]) expect(page).toContain(text);
});

test("an agent over HTTP appears and is configured, restarted and missed like others", async () => {
  const server = await exampleServer({ insecureWs: true });
  const pages = new PageClient(server.pageUrl);
  const capabilities = Number(collector.capabilities) | Can.AgentCapabilities_AcceptsRestartCommand;
  let sequenceNum = 0;
  const poll = async (message: AgentToServer) => {
    const body = codec.AgentToServer.encode({ instanceUid: uid, sequenceNum, ...message }).finish();
    sequenceNum += 1;
    const headers = { "content-type": "application/x-protobuf" };
    const answer = await fetch(server.endpoint.replace("ws:", "http:"), {
      method: "POST",
      headers,
      body: body.slice(),
    });
    return codec.ServerToAgent.decode(await answer.bytes());
  };
  await poll({ ...collector, capabilities });
  expect(await pages.agents()).toMatchObject([{ uid: uidText, connected: true, up: true }]);
  const { hash } = (await (await pages.send(uidText, config)).json()) as { hash: string };
  expect((await pages.agent(uidText)).remoteConfig.sentAt).toBeNull();
  expect(offered(await poll({ capabilities }))).toEqual({ text: config, hash });
  expect((await pages.agent(uidText)).remoteConfig.sentAt).toBeString();
  expect((await poll({ capabilities, ...about(hash, applied) })).remoteConfig).toBeFalsy();
  expect((await pages.agent(uidText)).remoteConfig.outcome).toBe("applied");
  await pages.restart(uidText);
  expect((await poll({ capabilities })).command).toBeTruthy();
  await poll({ capabilities, agentDisconnect: {} });
  expect(await pages.agents()).toMatchObject([{ uid: uidText, connected: false }]);
});

test("what an agent says is text on every page, never markup", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const agent = await agentOf(server);
  const evil = `<script>alert("x")</script>'"><img src=x>`;
  await agent.say({
    capabilities: collector.capabilities ?? 0,
    agentDescription: {
      identifyingAttributes: textAttributes({ "service.name": evil, "service.version": evil, [evil]: evil }),
      nonIdentifyingAttributes: textAttributes({ "host.name": evil }),
    },
    health: { healthy: false, status: evil, lastError: evil, componentHealthMap: { [evil]: { lastError: evil } } },
    effectiveConfig: { configMap: { configMap: { [evil]: { body: Buffer.from(`</pre>${evil}`) } } } },
    availableComponents: { hash: Buffer.from("x"), components: { [evil]: { subComponentMap: { [evil]: {} } } } },
    customCapabilities: { capabilities: [evil] },
    remoteConfigStatus: { lastRemoteConfigHash: Buffer.from("x"), status: failed, errorMessage: evil },
  });
  await pages.send(formatUid(agent.uid), `</textarea>${evil}`);
  for (const path of ["/", `/agents/${formatUid(agent.uid)}`]) {
    const page = await pages.page(path);
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)");
    expect(page).not.toContain("<script>");
    expect(page).not.toContain("<img");
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/textarea>/g) ?? []).toHaveLength(path === "/" ? 0 : 1);
  }
});

test("without TLS agents connect over ws", async () => {
  const server = await exampleServer({ insecureWs: true });
  expect(server.endpoint).toBe(`ws://127.0.0.1:${server.opampPort}/v1/opamp`);
  expect(server.caFile).toBeUndefined();
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  expect(await new PageClient(server.pageUrl).agents()).toHaveLength(1);
});

test("a web page of another origin cannot pose as an agent", async () => {
  const server = await exampleServer({ insecureWs: true });
  const url = server.endpoint;
  const foreign = ScriptedAgent.connect({ url, headers: { origin: "http://evil.example" } });
  expect(String(await foreign.catch((error: unknown) => error))).toContain("403");
  const own = `http://127.0.0.1:${server.opampPort}`;
  expect(await ScriptedAgent.connect({ url, headers: { origin: own } })).toBeInstanceOf(ScriptedAgent);
});

test.each(["opampPort", "filePort", "pagePort"] as const)("a taken %s is an error with its code", async (name) => {
  const { [name]: port } = await exampleServer();
  const second = exampleServer({ [name]: port });
  expect(await second.catch((error: unknown) => error)).toMatchObject({ code: "EADDRINUSE" });
});
