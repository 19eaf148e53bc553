import { expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { ExampleServer } from "../../../examples/server/start-example-server.ts";
import {
  AgentCapabilities as Can,
  codec,
  ServerErrorResponseType,
  type ServerToAgent,
} from "../../../src/opamp/wire/messages.ts";
import { formatUid, parseUid } from "../../../src/opamp/wire/uid.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { agentOf, exampleServer } from "../../support/example-server.ts";
import { connectable, runningCollector } from "../../support/page-agent.ts";
import { PageClient } from "../../support/page-client.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { ScriptedAgent } from "../../support/scripted-agent.ts";
import { aboutSettings, asksFor, signingRequest } from "../../support/signing-request.ts";

const uidText = "01965352-7b1e-7c3a-9d55-0242ac120002";
const uid = parseUid(uidText) ?? new Uint8Array();
const collector = { ...runningCollector("checkout"), capabilities: connectable };
const approve = `/agents/${uidText}/certificate/approve`;
const deny = `/agents/${uidText}/certificate/deny`;
const aDayMs = "86400000";

interface Scene {
  server: ExampleServer;
  pages: PageClient;
  agent: ScriptedAgent;
}

/** A server, and an agent that has described itself. */
async function scene(dataDirectory = scratchDirectory()): Promise<Scene> {
  const server = await exampleServer({ dataDirectory });
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  return { server, pages: new PageClient(server.pageUrl), agent };
}

function offerIn({ connectionSettings }: ServerToAgent) {
  const { certificate, ...others } = connectionSettings?.opamp ?? {};
  const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();
  return {
    ...others,
    hash: connectionSettings?.hash,
    cert: text(certificate?.cert),
    key: text(certificate?.privateKey),
    caCert: text(certificate?.caCert),
  };
}

/** The agent asks, a person approves, and the agent takes what it is offered. */
async function certified({ agent, pages }: Scene) {
  const { csr, key } = await signingRequest(`CN=${uidText}`);
  await agent.say(asksFor(csr));
  expect((await pages.change(approve)).status).toBe(200);
  const offer = offerIn(await agent.received.next({ connectionSettings: {} }));
  await agent.say(aboutSettings(offer.hash, "APPLIED"));
  return { cert: offer.cert, key, serial: new X509Certificate(offer.cert).serialNumber.toLowerCase() };
}

/** Why the agent is not let in; `undefined`: it is. */
async function refusal(server: ExampleServer, pair: { cert: string; key: string }): Promise<string | undefined> {
  try {
    await agentOf(server, uid, pair);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

test("a request waits for a person, who approves it, and the certificate says whose it is", async () => {
  const { server, pages, agent } = await scene();
  const { csr, key } = await signingRequest(`CN=${uidText}`);
  const answer = await agent.say(asksFor(csr));
  expect(answer.connectionSettings ?? answer.errorResponse).toBeFalsy();
  expect((await pages.certificates()).requests).toMatchObject([
    { uid: uidText, name: "checkout", keyName: "EC P-256" },
  ]);
  expect(await pages.page("/certificates")).toContain("Approve");
  expect(await pages.page("/")).toContain("An agent asks for a certificate.");
  expect(await pages.page(`/agents/${uidText}`)).toContain("asks for a certificate");

  expect((await pages.form(approve)).status).toBe(303);
  const offer = offerIn(await agent.received.next({ connectionSettings: {} }));
  expect(offer).toMatchObject({ destinationEndpoint: server.endpoint, key: "" });
  expect(Number(offer.heartbeatIntervalSeconds)).toBe(30);
  const [certificate, authority] = [new X509Certificate(offer.cert), new X509Certificate(offer.caCert)];
  expect(certificate.subject).toBe(`CN=${uidText}`);
  expect(await pages.page("/")).not.toContain("asks for a certificate");
  expect(await pages.page(`/agents/${uidText}`)).not.toContain("asks for a certificate");
  expect(certificate.verify(authority.publicKey)).toBe(true);
  expect(await Bun.file(server.caFile ?? "").text()).toBe(offer.caCert);

  await agent.say(aboutSettings(offer.hash, "APPLYING"));
  expect((await pages.connections(uidText)).outcome).toBe("applying");
  await agent.close();
  const proved = await agentOf(server, uid, { cert: offer.cert, key });
  await proved.say({ ...collector, ...aboutSettings(offer.hash, "APPLIED") });
  expect(await pages.connections(uidText)).toMatchObject({ outcome: "applied", proved: true });
  expect((await pages.connections(uidText)).tookMs).toBeNumber();
  expect((await pages.certificates()).certificates).toMatchObject([
    { uid: uidText, state: "valid", origin: "request" },
  ]);
});

test("a certificate alone comes with the address that the agent uses, whatever that has behind its path", async () => {
  const server = await exampleServer();
  const pages = new PageClient(server.pageUrl);
  const address = `${server.endpoint.replace("127.0.0.1", "localhost")}?tenant=a%20b`;
  const agent = await ScriptedAgent.connect({ url: address, uid, ca: readFileSync(server.caFile ?? "", "utf8") });
  await agent.say(collector);
  await agent.say(asksFor((await signingRequest(`CN=${uidText}`)).csr));
  await pages.change(approve);
  const offer = offerIn(await agent.received.next({ connectionSettings: {} }));
  expect(offer.destinationEndpoint).toBe(address);
});

test("a request that is denied, or not well-formed, or of another agent, is a BadRequest", async () => {
  const { pages, agent } = await scene();
  const type = ServerErrorResponseType.ServerErrorResponseType_BadRequest;
  const foreign = await signingRequest("CN=01965352-7b1e-7c3a-9d55-0242ac120009");
  for (const csr of ["no request", foreign.csr]) {
    expect((await agent.say(asksFor(csr))).errorResponse?.type).toBe(type);
  }
  expect((await pages.certificates()).requests).toEqual([]);
  await agent.say(asksFor((await signingRequest(`CN=${uidText}`)).csr));
  await pages.change(deny, { reason: "who are you?" });
  expect((await agent.received.next({ errorResponse: {} })).errorResponse).toMatchObject({
    type,
    errorMessage: "who are you?",
  });
  expect((await pages.change(approve)).status).toBe(404);
  const { timeline } = await pages.agent(uidText);
  expect(timeline[0]).toMatchObject({ kind: "certificate-denied", error: "who are you?" });
});

test("a request that was approved while the agent was away is answered when it is back", async () => {
  const { server, pages, agent } = await scene();
  await agent.say(asksFor((await signingRequest(`CN=${uidText}`)).csr));
  await agent.close();
  await pages.change(approve);
  const back = await agentOf(server, uid);
  expect(offerIn(await back.say(collector)).cert).toContain("BEGIN CERTIFICATE");
});

test("a revoked agent is disconnected, refused with its certificate, and offered nothing without one", async () => {
  const all = await scene();
  const { server, pages, agent } = all;
  const pair = await certified(all);
  await agent.close();
  const proved = await agentOf(server, uid, pair);
  await proved.say(collector);
  await pages.change(`/agents/${uidText}/connections/own_logs`, { endpoint: "https://logs.example/v1/logs" });
  expect((await pages.change(`/certificates/${pair.serial}/revoke`)).status).toBe(200);
  expect(await proved.closed).toBe(1008);
  expect(await refusal(server, pair)).toContain("401");
  const [revoked] = (await pages.certificates()).certificates;
  expect(revoked?.decidedAt).toBeString();
  const text = (await pages.page("/certificates")).replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");
  expect(text).toMatch(/Serial \w+, key made by the agent, issued \S+ \S+ UTC, revoked \S+ \S+ UTC/);

  const bare = await agentOf(server, uid);
  expect((await bare.say(collector)).connectionSettings).toBeFalsy();
  expect((await pages.connections(uidText)).shutOut).toBe(true);
  await pages.change("/certificates/rule", { rule: "everybody", life: aDayMs });
  const again = await signingRequest(`CN=${uidText}`);
  await bare.say(asksFor(again.csr));
  expect((await pages.certificates()).requests).toMatchObject([{ uid: uidText, revoked: true }]);
  await pages.change(approve);
  const offer = await bare.received.next({ connectionSettings: {} });
  expect(offer.connectionSettings?.ownLogs).toMatchObject({ destinationEndpoint: "https://logs.example/v1/logs" });
  expect(await refusal(server, { cert: offerIn(offer).cert, key: again.key })).toBeUndefined();
});

test("a key whose certificate was revoked gets no other", async () => {
  const all = await scene();
  const { server, pages, agent } = all;
  const { csr } = await signingRequest(`CN=${uidText}`);
  await agent.say(asksFor(csr));
  await pages.change(approve);
  const { cert } = offerIn(await agent.received.next({ connectionSettings: {} }));
  const serial = new X509Certificate(cert).serialNumber.toLowerCase();
  await pages.change(`/certificates/${serial}/revoke`);
  await agent.closed;
  const bare = await agentOf(server, uid);
  await bare.say(collector);
  expect((await bare.say(asksFor(csr))).errorResponse?.errorMessage).toContain("another key is needed");
});

test("S-029 while a certificate is renewed the old one goes on to be good, until the new one is used", async () => {
  const all = await scene();
  const { server, pages, agent } = all;
  const first = await certified(all);
  await pages.change(`/certificates/${first.serial}/renew`);
  const offer = offerIn(await agent.received.next({ connectionSettings: {} }));
  expect(new X509Certificate(offer.cert).serialNumber.toLowerCase()).not.toBe(first.serial);
  const second = { cert: offer.cert, key: first.key };
  expect([await refusal(server, first), await refusal(server, second)]).toEqual([undefined, undefined]);
  const proved = await agentOf(server, uid, second);
  await agent.close();
  await proved.say({ ...collector, ...aboutSettings(offer.hash, "APPLIED") });
  expect(await refusal(server, first)).toContain("401");
  expect(await refusal(server, second)).toBeUndefined();
  const states = (await pages.certificates()).certificates.map(({ state }) => state);
  expect(states).toEqual(["valid", "replaced"]);
});

test("a pair that is made here is offered with its key, which is nowhere once the agent has it", async () => {
  const directory = scratchDirectory();
  const { server, pages, agent } = await scene(directory);
  await pages.change(`/agents/${uidText}/certificate/pair`);
  const offer = offerIn(await agent.received.next({ connectionSettings: {} }));
  expect(offer.key).toContain("BEGIN PRIVATE KEY");
  const secret = offer.key.split("\n")[1] ?? "";
  for (const name of readdirSync(directory).filter((entry) => entry.startsWith("server.sqlite"))) {
    expect(readFileSync(join(directory, name)).includes(secret)).toBe(false);
  }
  expect(await refusal(server, { cert: offer.cert, key: offer.key })).toBeUndefined();
  await agent.say(aboutSettings(offer.hash, "APPLIED"));
  expect((await pages.certificates()).certificates).toMatchObject([{ state: "valid", origin: "pair" }]);
  for (const path of [`/agents/${uidText}/connections`, "/certificates", `/api/agents/${uidText}/connections`]) {
    expect(await pages.page(path)).not.toContain(secret);
  }
  await agent.close();
  const forgetful = await agentOf(server, uid, { cert: offer.cert, key: offer.key });
  expect(offerIn(await forgetful.say({ ...collector, connectionSettingsStatus: {} })).key).toBe("");
});

test("the key of a pair is gone as soon as the agent shows the certificate, though it says nothing", async () => {
  const { server, pages, agent } = await scene();
  const mute = { ...collector, capabilities: connectable & ~Can.AgentCapabilities_ReportsConnectionSettingsStatus };
  await agent.say(mute);
  await pages.change(`/agents/${uidText}/certificate/pair`);
  const { cert, key } = offerIn(await agent.received.next({ connectionSettings: {} }));
  await agent.close();
  const proved = await agentOf(server, uid, { cert, key });
  const again = offerIn(await proved.say(mute));
  expect([again.cert, again.key]).toEqual([cert, ""]);
  expect((await pages.certificates()).certificates).toMatchObject([{ state: "valid" }]);
});

test("a pair that the server could not hand over before it ended is given up", async () => {
  const directory = scratchDirectory();
  const { server, pages } = await scene(directory);
  await pages.change(`/agents/${uidText}/certificate/pair`);
  await server.stop();
  const again = await exampleServer({ dataDirectory: directory });
  const after = new PageClient(again.pageUrl);
  expect((await after.certificates()).certificates).toMatchObject([{ state: "unused" }]);
  expect((await (await agentOf(again, uid)).say(collector)).connectionSettings).toBeFalsy();
});

test.each([
  ["nobody", { rule: "nobody" }, false],
  ["agents that show a certificate", { rule: "renewals" }, false],
  ["agents that are listed", { rule: "known" }, true],
  ["agents with the attribute", { rule: "attribute", key: "host.name", value: "web-01" }, true],
  ["agents with another value", { rule: "attribute", key: "host.name", value: "web-02" }, false],
  ["everybody", { rule: "everybody" }, true],
])("the rule that approves %s is kept to", async (_, rule, approved) => {
  const { pages, agent } = await scene();
  expect((await pages.change("/certificates/rule", { ...rule, life: aDayMs })).status).toBe(200);
  const { cert } = offerIn(await agent.say(asksFor((await signingRequest(`CN=${uidText}`)).csr)));
  expect(cert !== "").toBe(approved);
  expect((await pages.certificates()).requests).toHaveLength(approved ? 0 : 1);
  if (!approved) return;
  const { validFromDate, validToDate } = new X509Certificate(cert);
  expect(validToDate.getTime() - validFromDate.getTime()).toBe(Number(aDayMs) + 3_600_000);
});

test("an agent that shows its certificate renews it without a person, where the rule says so", async () => {
  const all = await scene();
  const { server, pages, agent } = all;
  const pair = await certified(all);
  await pages.change("/certificates/rule", { rule: "renewals", life: aDayMs });
  await agent.close();
  const proved = await agentOf(server, uid, pair);
  await proved.say(collector);
  const { cert } = offerIn(await proved.say(asksFor((await signingRequest(`CN=${uidText}`)).csr)));
  expect(cert).toContain("BEGIN CERTIFICATE");
});

test("no request is approved by itself until a person has said so", async () => {
  const { pages } = await scene();
  expect(await pages.page("/certificates")).toContain("Every request waits for a person.");
});

test("S-036 an agent that took another uid gets a certificate of it over the connection with the former one", async () => {
  const all = await scene();
  const { server, pages, agent } = all;
  const pair = await certified(all);
  await agent.close();
  const proved = await agentOf(server, uid, pair);
  const instanceUid = (await proved.say({ ...collector, flags: 1 })).agentIdentification?.newInstanceUid;
  const moved = instanceUid ?? new Uint8Array();
  const { csr } = await signingRequest(`CN=${formatUid(moved)}`);
  await proved.say({ instanceUid: moved });
  expect((await proved.say({ instanceUid: moved, ...asksFor(csr) })).errorResponse).toBeFalsy();
  await pages.change(`/agents/${formatUid(moved)}/certificate/approve`);
  const { cert } = offerIn(await proved.received.next({ connectionSettings: {} }));
  expect(new X509Certificate(cert).subject).toBe(`CN=${formatUid(moved)}`);
});

test("an agent that polls is known by its certificate, nobody speaks for it without one, and revoked it is refused", async () => {
  const all = await scene();
  const { server, pages, agent } = all;
  const pair = await certified(all);
  await agent.say({ agentDisconnect: {} });
  const ca = await Bun.file(server.caFile ?? "").text();
  let sequenceNum = 0;
  const poll = async (shown: { cert?: string; key?: string }) => {
    const body = codec.AgentToServer.encode({ ...collector, instanceUid: uid, sequenceNum })
      .finish()
      .slice();
    sequenceNum += 1;
    const headers = { "content-type": "application/x-protobuf" };
    const url = server.endpoint.replace("wss:", "https:");
    return (await fetch(url, { method: "POST", headers, body, tls: { ca, ...shown } })).status;
  };
  expect(await poll(pair)).toBe(200);
  expect((await pages.connections(uidText)).proved).toBe(true);
  expect(await poll({})).toBe(403);
  await pages.change(`/certificates/${pair.serial}/revoke`);
  expect(await poll(pair)).toBe(401);
});

test("certificates of other authorities prove nothing and keep nobody out", async () => {
  const { server, pages } = await scene();
  const stranger = await agentOf(server, undefined, new TestAuthority().client(uidText));
  await stranger.say(collector);
  expect((await pages.connections(formatUid(stranger.uid))).proved).toBe(false);
});

test("an agent that takes no connection settings gets no certificate", async () => {
  const { pages, agent } = await scene();
  await agent.say({ capabilities: Can.AgentCapabilities_ReportsStatus });
  const { errorResponse } = await agent.say(asksFor((await signingRequest(`CN=${uidText}`)).csr));
  expect(errorResponse?.errorMessage).toContain("does not accept the settings");
  expect((await pages.change(`/agents/${uidText}/certificate/pair`)).status).toBe(422);
});

test("what was asked, issued and revoked is there after a restart, and the rule", async () => {
  const directory = scratchDirectory();
  const all = await scene(directory);
  const { server, pages, agent } = all;
  const first = await certified(all);
  await pages.change(`/certificates/${first.serial}/revoke`);
  await agent.closed;
  const bare = await agentOf(server, uid);
  await bare.say(collector);
  await bare.say(asksFor((await signingRequest(`CN=${uidText}`)).csr));
  await pages.change("/certificates/rule", { rule: "renewals", life: aDayMs });
  await server.stop();
  expect(existsSync(join(directory, "server.sqlite"))).toBe(true);
  const again = await exampleServer({ dataDirectory: directory });
  const after = new PageClient(again.pageUrl);
  expect(await after.certificates()).toMatchObject({
    requests: [{ uid: uidText, revoked: true }],
    certificates: [{ serial: first.serial, state: "revoked" }],
  });
  expect(await refusal(again, first)).toContain("401");
  expect(await after.page("/certificates")).toContain("Renewals are approved.");
});
