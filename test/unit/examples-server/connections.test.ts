import { expect, test } from "bun:test";

import { AgentCapabilities as Can, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { formatUid, parseUid } from "../../../src/opamp/wire/uid.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { agentOf, exampleServer } from "../../support/example-server.ts";
import { connectable, runningCollector } from "../../support/page-agent.ts";
import { PageClient } from "../../support/page-client.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { aboutSettings } from "../../support/signing-request.ts";

const uidText = "01965352-7b1e-7c3a-9d55-0242ac120002";
const uid = parseUid(uidText) ?? new Uint8Array();
const collector = { ...runningCollector("checkout"), capabilities: connectable };
const ofAgent = `/agents/${uidText}/connections`;
const elsewhere = "wss://other.example:4320/v1/opamp";
const secret = "Bearer s3cr3t-t0k3n";

async function scene(dataDirectory = scratchDirectory()) {
  const server = await exampleServer({ insecureWs: true, dataDirectory });
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  return { server, pages: new PageClient(server.pageUrl), agent };
}

/** The offer as JSON, bytes as text and 64-bit numbers as numbers; without what is not set. */
function settingsIn({ connectionSettings }: ServerToAgent): Record<string, unknown> {
  const { hash: _, otherConnections = {}, ...others } = connectionSettings ?? {};
  const offers = { ...others, ...(Object.keys(otherConnections ?? {}).length > 0 && { otherConnections }) };
  const plain = (_key: string, value: unknown): unknown => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return undefined;
    if (typeof value !== "object") return value;
    if ("type" in value && value.type === "Buffer" && "data" in value && Array.isArray(value.data)) {
      return Buffer.from(value.data).toString();
    }
    return value;
  };
  return JSON.parse(JSON.stringify(offers, plain)) as Record<string, unknown>;
}

test("an offer is made at once, and its outcome is shown with its reason and how long it took", async () => {
  const { pages, agent } = await scene();
  expect(await pages.connections(uidText)).toMatchObject({ outcome: "none", reports: true });
  const saved = await pages.form(`${ofAgent}/opamp`, { endpoint: elsewhere, headers: `Authorization: ${secret}` });
  expect([saved.status, saved.headers.get("location")]).toEqual([303, `${ofAgent}#opamp`]);
  const offer = await agent.received.next();
  expect(settingsIn(offer)).toMatchObject({
    opamp: {
      destinationEndpoint: elsewhere,
      headers: { headers: [{ key: "Authorization", value: secret }] },
    },
  });
  const hash = offer.connectionSettings?.hash;
  expect(hash?.length).toBe(32);
  expect((await pages.connections(uidText)).outcome).toBe("waiting");
  await agent.say(aboutSettings(hash, "APPLYING"));
  expect((await pages.connections(uidText)).outcome).toBe("applying");
  await agent.say(aboutSettings(hash, "FAILED", "no such host <other>"));
  expect(await pages.connections(uidText)).toMatchObject({ outcome: "failed", error: "no such host <other>" });
  expect((await pages.connections(uidText)).tookMs).toBeNumber();
  const page = await pages.page(ofAgent);
  for (const text of ["FAILED", "no such host &lt;other&gt;", "It took"]) expect(page).toContain(text);
  const { timeline } = await pages.agent(uidText);
  expect(timeline.map(({ kind }) => kind).filter((kind) => kind.startsWith("settings"))).toEqual([
    "settings-status",
    "settings-status",
    "settings-offered",
    "settings-saved",
  ]);
});

test("what failed is offered again only when somebody asks for it, and as another offer", async () => {
  const { pages, agent } = await scene();
  await pages.change(`${ofAgent}/opamp`, { endpoint: elsewhere });
  const { connectionSettings: first } = await agent.received.next();
  await agent.say(aboutSettings(first?.hash, "FAILED", "refused"));
  expect((await agent.say({ health: { healthy: true } })).connectionSettings).toBeFalsy();
  await pages.change(`${ofAgent}/again`);
  const { connectionSettings: second } = await agent.received.next();
  expect(second?.hash?.toHex()).not.toBe(first?.hash?.toHex() ?? "");
  expect(second?.opamp?.destinationEndpoint).toBe(elsewhere);
  await agent.say(aboutSettings(second?.hash, "APPLIED"));
  expect(await pages.connections(uidText)).toMatchObject({ outcome: "applied", error: "" });
});

test("everything that a form can say reaches the agent", async () => {
  const { pages, agent } = await scene();
  const { ca, client } = makeCertificates();
  await pages.form(`${ofAgent}/opamp`, {
    endpoint: elsewhere,
    headers: "X-Team: one\nX-Team: two",
    heartbeat: "5",
    tls_ca: ca,
    tls_system: "on",
    tls_insecure: "on",
    tls_min: "1.2",
    tls_max: "1.3",
    tls_ciphers: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    cert: client.cert,
    key: client.key,
    ca_cert: ca,
    proxy_url: "http://proxy:3128",
    proxy_headers: "Proxy-Authorization: Basic cHJveHk=",
  });
  const offer = await agent.received.next();
  expect(Number(offer.connectionSettings?.opamp?.heartbeatIntervalSeconds)).toBe(5);
  expect(settingsIn(offer)).toMatchObject({
    opamp: {
      headers: {
        headers: [
          { key: "X-Team", value: "one" },
          { key: "X-Team", value: "two" },
        ],
      },
      tls: {
        caPemContents: ca,
        includeSystemCaCertsPool: true,
        insecureSkipVerify: true,
        minVersion: "1.2",
        maxVersion: "1.3",
        cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
      },
      certificate: { cert: client.cert, privateKey: client.key, caCert: ca },
      proxy: {
        url: "http://proxy:3128",
        connectHeaders: { headers: [{ key: "Proxy-Authorization", value: "Basic cHJveHk=" }] },
      },
    },
  });
});

test("secrets are shown as set and never again, and stay where the form leaves them out", async () => {
  const { pages, agent } = await scene();
  const { ca, client } = makeCertificates();
  const certificate = { cert: client.cert, ca_cert: ca };
  await pages.change(`${ofAgent}/opamp`, {
    endpoint: elsewhere,
    headers: `Authorization: ${secret}`,
    proxy_url: "proxy:3128",
    proxy_headers: `Proxy-Authorization: ${secret}`,
    key: client.key,
    ...certificate,
  });
  const first = settingsIn(await agent.received.next());
  const key = client.key.split("\n")[1] ?? "";
  for (const path of [ofAgent, `/api${ofAgent}`, `/agents/${uidText}`, `/api/agents/${uidText}`, "/connections"]) {
    const text = await pages.page(path);
    for (const hidden of ["s3cr3t", key]) expect(text).not.toContain(hidden);
  }
  expect(await pages.page(ofAgent)).toContain("A key is set, and not shown.");

  await pages.change(`${ofAgent}/opamp`, {
    endpoint: elsewhere,
    headers: "Authorization:\nX-New: 1",
    proxy_url: "proxy:3128",
    proxy_headers: "Proxy-Authorization:",
    ...certificate,
  });
  const second = settingsIn(await agent.received.next());
  expect(second).toEqual({
    opamp: {
      ...(first["opamp"] as object),
      headers: {
        headers: [
          { key: "Authorization", value: secret },
          { key: "X-New", value: "1" },
        ],
      },
    },
  });
});

test("own telemetry goes by signal, and an empty endpoint clears", async () => {
  const { pages, agent } = await scene();
  await pages.change(`${ofAgent}/own_metrics`, {
    endpoint: "https://otlp.example:4318/v1/metrics",
    headers: "X-Key: 1",
  });
  expect(settingsIn(await agent.received.next())).toEqual({
    ownMetrics: {
      destinationEndpoint: "https://otlp.example:4318/v1/metrics",
      headers: { headers: [{ key: "X-Key", value: "1" }] },
    },
  });
  await pages.change(`${ofAgent}/own_logs`, { endpoint: "" });
  const both = (await agent.received.next()).connectionSettings;
  expect(both?.ownMetrics?.destinationEndpoint).toBe("https://otlp.example:4318/v1/metrics");
  expect(both?.ownLogs?.destinationEndpoint).toBe("");
  expect(both?.ownTraces).toBeFalsy();
});

test("other connections go by name", async () => {
  const { pages, agent } = await scene();
  await pages.change(`${ofAgent}/other`, { name: "backend", endpoint: "backend:4317", options: "team=a\nmode=fast" });
  expect(settingsIn(await agent.received.next())).toEqual({
    otherConnections: { backend: { destinationEndpoint: "backend:4317", otherSettings: { team: "a", mode: "fast" } } },
  });
  await pages.change(`${ofAgent}/other`, { name: "second", endpoint: "x" });
  expect(Object.keys((await agent.received.next()).connectionSettings?.otherConnections ?? {})).toEqual([
    "backend",
    "second",
  ]);
  await pages.change(`${ofAgent}/other/withdraw`, { name: "backend" });
  expect(Object.keys((await agent.received.next()).connectionSettings?.otherConnections ?? {})).toEqual(["second"]);
  expect((await pages.change(`${ofAgent}/other/withdraw`, { name: "backend" })).status).toBe(404);
});

test("S-027 what is set for all goes to those that accept it, in front of it what is set for one agent", async () => {
  const { server, pages, agent } = await scene();
  const logsOnly = await agentOf(server);
  await logsOnly.say({ ...collector, capabilities: Can.AgentCapabilities_ReportsOwnLogs });
  const mute = await agentOf(server);
  await mute.say({ ...collector, capabilities: Can.AgentCapabilities_ReportsStatus });
  await pages.change("/connections/own_logs", { endpoint: "https://all.example/v1/logs" });
  await pages.change("/connections/own_traces", { endpoint: "https://all.example/v1/traces" });
  const logs = { destinationEndpoint: "https://all.example/v1/logs" };
  expect(settingsIn(await logsOnly.received.next())).toEqual({ ownLogs: logs });
  await agent.received.next();
  expect(settingsIn(await agent.received.next())).toMatchObject({ ownLogs: logs, ownTraces: {} });
  await pages.change(`${ofAgent}/own_logs`, { endpoint: "https://own.example/v1/logs" });
  expect(settingsIn(await agent.received.next())).toMatchObject({
    ownLogs: { destinationEndpoint: "https://own.example/v1/logs" },
  });
  await pages.change(`${ofAgent}/own_logs/withdraw`);
  expect(settingsIn(await agent.received.next())).toMatchObject({ ownLogs: logs });
  for (const other of [logsOnly, mute]) {
    expect((await other.say({ health: { healthy: true } })).connectionSettings).toBeFalsy();
  }
  expect(await pages.connections(formatUid(mute.uid))).toMatchObject({ accepted: [], outcome: "none" });
  const refused = await pages.change(`/agents/${formatUid(mute.uid)}/connections/opamp`, { endpoint: elsewhere });
  expect([refused.status, await refused.json()]).toEqual([422, { error: "The agent does not accept such settings." }]);
});

test("S-025 an agent that reports another hash is offered the right settings, after a restart of the server too", async () => {
  const directory = scratchDirectory();
  const { server, pages, agent } = await scene(directory);
  await pages.change(`${ofAgent}/opamp`, { endpoint: elsewhere, headers: `Authorization: ${secret}` });
  const { connectionSettings } = await agent.received.next();
  await server.stop();
  const again = await exampleServer({ insecureWs: true, dataDirectory: directory });
  const has = await agentOf(again, uid);
  const told = { ...collector, ...aboutSettings(connectionSettings?.hash, "APPLIED") };
  expect((await has.say(told)).connectionSettings).toBeFalsy();
  expect((await new PageClient(again.pageUrl).connections(uidText)).outcome).toBe("applied");
  await has.close();
  const stale = await agentOf(again, uid);
  const offer = await stale.say({ ...collector, ...aboutSettings(Uint8Array.of(1), "APPLIED") });
  expect(offer.connectionSettings).toEqual(connectionSettings);
});

test("an offer that is withdrawn is made to nobody any more", async () => {
  const { server, pages, agent } = await scene();
  await pages.change(`${ofAgent}/opamp`, { endpoint: elsewhere });
  await agent.received.next();
  await pages.change(`${ofAgent}/opamp/withdraw`);
  await agent.close();
  expect((await (await agentOf(server, uid)).say(collector)).connectionSettings).toBeFalsy();
  expect((await pages.connections(uidText)).outcome).toBe("none");
});

test.each([
  ["S-030 no scheme of OpAMP", "opamp", { endpoint: "ftp://host/" }, "must be a ws, wss, http or https URL"],
  ["S-030 no endpoint", "opamp", { endpoint: "" }, "must be a ws, wss, http or https URL"],
  ["a password in the endpoint", "opamp", { endpoint: "wss://u:p@host/" }, "must not have a user"],
  ["S-031 telemetry without TLS", "own_logs", { endpoint: "http://host/v1/logs" }, "must be a whole https URL"],
  ["S-031 telemetry by host and port", "own_logs", { endpoint: "host:4318" }, "must be a whole https URL"],
  ["S-032 headers for no proxy", "other", { name: "x", proxy_headers: "A: b" }, "and no proxy"],
  ["a proxy that is no URL", "other", { name: "x", proxy_url: "ftp://p" }, "The proxy must be"],
  ["no name", "other", { endpoint: "x" }, "needs a name"],
  ["a header without colon", "opamp", { endpoint: elsewhere, headers: "nonsense" }, "Line 1 of the headers must be"],
  ["a header without value", "opamp", { endpoint: elsewhere, headers: "A:" }, "The header A has no value"],
  ["headers and none", "opamp", { endpoint: elsewhere, headers: "A: b", no_headers: "on" }, "one of both"],
  ["authorities that are none", "opamp", { endpoint: elsewhere, tls_ca: "x" }, "The authorities are not usable"],
  ["an unknown version", "opamp", { endpoint: elsewhere, tls_min: "1.1" }, "must be 1.2 or 1.3"],
  ["versions upside down", "opamp", { endpoint: elsewhere, tls_min: "1.3", tls_max: "1.2" }, "must not be below"],
  ["an unknown cipher suite", "opamp", { endpoint: elsewhere, tls_ciphers: "NULL" }, "The cipher suite NULL"],
  ["a certificate that is none", "opamp", { endpoint: elsewhere, cert: "x" }, "The client certificate is not usable"],
  ["a key alone", "opamp", { endpoint: elsewhere, key: "x" }, "without the client certificate"],
  ["an interval below 0", "opamp", { endpoint: elsewhere, heartbeat: "-1" }, "must be 0 to 86400"],
  ["an option without value", "other", { name: "x", options: "team" }, "must be name=value"],
])("a form with %s is refused, and nothing is offered", async (_, kind, fields, reason) => {
  const { pages, agent } = await scene();
  const refused = await pages.change(`${ofAgent}/${kind}`, fields);
  expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
    422,
    expect.stringContaining(reason),
  ]);
  const page = await pages.form(`${ofAgent}/${kind}`, fields);
  expect([page.status, await page.text()]).toEqual([422, expect.stringContaining("Not done")]);
  expect((await pages.connections(uidText)).settings).toEqual([]);
  expect(agent.received.untaken).toEqual([]);
});

test("S-032 a certificate that an authority has signed needs that, and a key that fits", async () => {
  const { pages } = await scene();
  const { ca, client, server } = makeCertificates();
  const reason = async (fields: Record<string, string>) => {
    const refused = await pages.change(`${ofAgent}/opamp`, { endpoint: elsewhere, cert: client.cert, ...fields });
    return ((await refused.json()) as { error?: string }).error ?? "";
  };
  expect(await reason({ key: client.key })).toContain("signed by an authority");
  expect(await reason({ ca_cert: ca })).toContain("needs its private key");
  expect(await reason({ ca_cert: ca, key: server.key })).toContain("The private key is not usable");
  expect(await reason({ ca_cert: ca, key: client.key })).toBe("");
});

test("changes come from the page's own forms and programs only, and in their form", async () => {
  const { pages } = await scene();
  const post = (path: string, type: string, body: string, headers = {}) =>
    pages.fetch(path, { method: "POST", headers: { "content-type": type, ...headers }, body });
  expect((await post(`${ofAgent}/opamp`, "text/plain", "endpoint=x")).status).toBe(415);
  expect((await post(`/api${ofAgent}/opamp`, "text/plain", "{}")).status).toBe(415);
  expect((await post(`/api${ofAgent}/opamp`, "application/json", '{"endpoint":1}')).status).toBe(400);
  const foreign = { origin: "http://evil.example" };
  expect((await post("/api/certificates/rule", "application/json", '{"rule":"everybody"}', foreign)).status).toBe(403);
  expect((await pages.fetch("/agents/00000000-0000-0000-0000-000000000000/connections")).status).toBe(404);
  expect((await pages.change("/agents/00000000-0000-0000-0000-000000000000/connections/opamp")).status).toBe(404);
});
