import { beforeEach, describe, expect, onTestFinished, spyOn, test } from "bun:test";
import { unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { bunTool } from "../../../scripts/check/bun-tool.ts";
import { fixedRoute } from "../../../src/opamp/client.ts";
import { withConfigHash, withPackageHashes } from "../../../src/opamp/server.ts";
import {
  CommandType,
  ConnectionSettingsStatuses as SettingsStatus,
  formatUid,
  PackageStatusEnum,
  RemoteConfigStatuses as ConfigStatus,
  type ServerToAgent,
} from "../../../src/opamp/wire.ts";
import { createRuntime } from "../../../src/runtime/shared/runtime.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { LibraryPage } from "../../support/library-page.ts";
import { agentAt, capability, listeningServer } from "../../support/library-peers.ts";

const { random } = createRuntime();
const page = new LibraryPage();
const bytes = (text: string) => Buffer.from(text);

/** What the programs print: lines of `log.ts` as objects, others as text. */
let printed: EventQueue<object>;
beforeEach(() => {
  const lines = new EventQueue<object>();
  printed = lines;
  const spy = spyOn(console, "log").mockImplementation((line: string) =>
    lines.push(line.startsWith("{") ? (JSON.parse(line) as object) : { is: "text", text: line }),
  );
  onTestFinished(() => spy.mockRestore());
});

test("the programs of the page are good TypeScript with the settings that it gives", async () => {
  expect(page.programs.length).toBeGreaterThan(10);
  expect(await bunTool(["check", "--no-script", "-p", page.directory])).toEqual({ passed: true });
}, 60_000);

test.each(["ws", "http"])("its agent and its server talk over %s", async (scheme) => {
  const { startServer } = await page.load("server.ts");
  const { startAgent } = await page.load("agent.ts");
  const server = await startServer(0, "a: 1\n");
  const client = startAgent(`${scheme}://127.0.0.1:${server.port}/v1/opamp`);
  await printed.next({ logger: "server", message: "heard", healthy: true });
  expect([...server.agents()]).toHaveLength(1);
  await client.stop();
  await printed.next({ logger: "server", message: "gone" });
  await server.stop();
});

test("its agent says why there is no server", async () => {
  const { startAgent } = await page.load("agent.ts");
  const { server, url } = await listeningServer();
  await server.stop();
  const client = startAgent(url);
  expect(await printed.next({ is: "text" })).toEqual({
    is: "text",
    text: expect.stringMatching(/^ECONNREFUSED: .*; the next attempt is in \d+ ms$/),
  });
  await client.stop();
});

test("its log has one line for each call", async () => {
  const { createLog } = await page.load("log.ts");
  createLog("a").named("b").warn("text", { field: 1 });
  await printed.next({ level: "warn", logger: "b", message: "text", field: 1 });
});

test("its report reaches a server, which asks for the components too", async () => {
  const { reportAll } = await page.load("report.ts");
  const { heard, url } = await listeningServer();
  const { client } = agentAt(url, () => {});
  await heard.next({ agentDescription: {} });
  reportAll(client, "a: 1\n");
  await heard.next({
    health: { lastError: "the exporter does not answer", componentHealthMap: { exporter: {} } },
    effectiveConfig: { configMap: { configMap: { "agent.yaml": { contentType: "text/yaml" } } } },
  });
  await heard.next({ availableComponents: { components: { exporter: {} } } });
});

test.each([
  ["is applied", undefined, { status: ConfigStatus.RemoteConfigStatuses_APPLIED }],
  ["fails", "no such key", { status: ConfigStatus.RemoteConfigStatuses_FAILED, errorMessage: "no such key" }],
])("a remote configuration %s", async (_, fault, remoteConfigStatus) => {
  const { takeRemoteConfig } = await page.load("remote-config.ts");
  const remoteConfig = withConfigHash({ config: { configMap: { "": { body: bytes("a: 1\n") } } } });
  const { heard, url } = await listeningServer({ desired: () => ({ remoteConfig }) });
  const applied: string[] = [];
  agentAt(url, (client, message) => takeRemoteConfig(client, message, (yaml) => (applied.push(yaml), fault)));
  await heard.next({ remoteConfigStatus });
  expect(applied).toEqual(["a: 1\n"]);
});

test("packages, a command and another identity are taken", async () => {
  const { takeOrders } = await page.load("orders.ts");
  const packagesAvailable = withPackageHashes({
    good: { version: "2", file: { downloadUrl: "https://good" } },
    bad: { version: "3", file: { downloadUrl: "https://bad" } },
  });
  const { heard, agents, url, server } = await listeningServer({ desired: () => ({ packagesAvailable }) });
  const orders = new EventQueue<object>();
  const owner = {
    restart: () => orders.push({ restart: true }),
    storeUid: (uid: Uint8Array) => orders.push({ uid: formatUid(uid) }),
    install: async (name: string) => {
      if (name === "bad") throw new Error("the hash is another one");
    },
  };
  agentAt(url, (client, message) => void takeOrders(client, message, owner));
  await heard.next({
    packageStatuses: {
      packages: {
        good: { status: PackageStatusEnum.PackageStatusEnum_Installed, agentHasVersion: "2" },
        bad: {
          status: PackageStatusEnum.PackageStatusEnum_InstallFailed,
          errorMessage: "Error: the hash is another one",
        },
      },
    },
  });
  const { send } = await agents.next().then((it) => ({ send: it.send.bind(it) }));
  expect(send({ command: { type: CommandType.CommandType_Restart } })).toBe("sent");
  await orders.next({ restart: true });
  const newInstanceUid = random.uuidv7();
  send({ agentIdentification: { newInstanceUid } });
  await orders.next({ uid: formatUid(newInstanceUid) });
  await heard.next({ agentDescription: {} });
  await heard.next({ agentDescription: {} });
  expect(server.find(newInstanceUid)).toBeDefined();
});

test("offered settings are tried; what leads nowhere or cannot be used is taken back with the reason", async () => {
  const { SettingsTrial } = await page.load("settings-trial.ts");
  const [before, after, gone] = [await listeningServer(), await listeningServer(), await listeningServer()];
  await gone.server.stop();
  const trial = new SettingsTrial({ endpoint: before.url, headers: [], heartbeatMs: 30_000 });
  const { client } = agentAt(before.url, () => {}, {
    route: trial.route,
    events: {
      connected: () => trial.connected(client),
      disconnected: (loss) => trial.disconnected(client, loss),
      message: ({ connectionSettings }) => connectionSettings && trial.offered(client, connectionSettings),
    },
  });
  const offer = async ({ agents }: typeof before, opamp: object) =>
    (await agents.next()).send({ connectionSettings: { hash: bytes("hash"), opamp } });
  const { ConnectionSettingsStatuses_APPLIED: applied, ConnectionSettingsStatuses_FAILED: failed } = SettingsStatus;
  await before.heard.next({ agentDescription: {} });
  await offer(before, { destinationEndpoint: after.url, heartbeatIntervalSeconds: 30 });
  await after.heard.next({ connectionSettingsStatus: { status: applied } });
  await offer(after, { destinationEndpoint: gone.url });
  const failure = async () => {
    const { connectionSettingsStatus } = await after.heard.next({ connectionSettingsStatus: { status: failed } });
    return connectionSettingsStatus?.errorMessage;
  };
  expect(await failure()).toContain("nothing accepts connections");
  await offer(after, { tls: { cipherSuites: ["TLS_NULL"] } });
  expect(await failure()).toContain('"TLS_NULL" must be one of');
});

test("a custom message is answered", async () => {
  const { answerGreeting } = await page.load("custom.ts");
  const { heard, agents, url } = await listeningServer({ customCapabilities: [capability] });
  agentAt(url, answerGreeting);
  await heard.next({ agentDescription: {} });
  (await agents.next()).send({ customMessage: { capability, type: "hello", data: bytes("you") } });
  await heard.next({ customMessage: { capability, type: "hello-back" } });
});

test("a route reads its files, and leads through the proxy for the address", async () => {
  const { routeFromFiles } = await page.load("route.ts");
  const authority = new TestAuthority();
  const tokens = new EventQueue<{ authorization: string | null }>();
  const { server, heard } = await listeningServer({
    tls: authority.server(),
    admit: ({ headers }) => {
      tokens.push({ authorization: headers.get("authorization") });
      return { accept: true, context: undefined };
    },
  });
  const [token, ca] = [join(page.directory, "token"), join(page.directory, "ca.pem")];
  const url = `wss://localhost:${server.port}/v1/opamp`;
  const proxyFor = (address: string) => (address.startsWith("https:") ? { url: "http://proxy:3128" } : undefined);
  const route = routeFromFiles({ url, token, ca, proxyFor });
  writeFileSync(token, "first\n");
  writeFileSync(ca, authority.cert);
  const { client } = agentAt(url, () => {}, { route });
  await tokens.next({ authorization: "Bearer first" });
  await heard.next({ agentDescription: {} });
  writeFileSync(token, "second\n");
  client.reconnect();
  await tokens.next({ authorization: "Bearer second" });
  const { signal } = new AbortController();
  expect(await route(signal, "https://localhost/")).toMatchObject({ route: { proxy: { url: "http://proxy:3128" } } });
  unlinkSync(token);
  expect(await route(signal)).toMatchObject({ usable: false, code: "ROUTE_FILE" });
});

describe("its fleet", () => {
  const blue = { name: "blue" };

  async function fleet() {
    const { Fleet } = await page.load("fleet.ts");
    const stored = new Map<string, Uint8Array>();
    let busy = false;
    const running = await Fleet.start({
      port: 0,
      teams: new Map([["Bearer blue", blue]]),
      stored,
      overloaded: () => busy,
      sign: (csr) => (csr.length > 3 ? { cert: bytes("signed") } : { refusal: "too short" }),
    });
    onTestFinished(() => running.server.stop());
    const messages = new EventQueue<ServerToAgent>();
    const url = `ws://127.0.0.1:${running.server.port}/v1/opamp`;
    const enrol = (token: string, instanceUid = random.uuidv7()) => {
      const route = fixedRoute({ url, headers: [["Authorization", token]] });
      return { instanceUid, ...agentAt(url, (_, message) => messages.push(message), { route, instanceUid }) };
    };
    return { running, stored, messages, enrol, setBusy: () => (busy = true) };
  }

  test("lets in who has a token, gives its team what it is to have, and restarts it", async () => {
    const { running, stored, messages, enrol } = await fleet();
    expect((await enrol("Bearer other").losses.next()).response?.status).toBe(401);
    const { client, instanceUid } = enrol("Bearer blue");
    await messages.next();
    running.want("blue", "a: 1\n", { version: "2", url: "https://plugin", sha256: new Uint8Array(32) });
    await messages.next({ remoteConfig: {}, packagesAvailable: { packages: { plugin: { version: "2" } } } });
    const uid = formatUid(instanceUid);
    expect(stored.has(uid)).toBe(true);
    expect(running.restart(uid)).toBe("sent");
    await messages.next({ command: {} });
    await client.stop();
    enrol("Bearer blue", instanceUid);
    await messages.next({ remoteConfig: {} });
    expect(running.restart("nobody")).toBe("gone");
  });

  test("signs certificates, or says why not", async () => {
    const { messages, enrol } = await fleet();
    const { client } = enrol("Bearer blue");
    await messages.next();
    client.requestConnectionSettings({ opamp: { certificateRequest: { csr: bytes("a request") } } });
    await messages.next({ connectionSettings: { opamp: { certificate: {} } } });
    client.requestConnectionSettings({ opamp: { certificateRequest: { csr: bytes("?") } } });
    await messages.next({ errorResponse: { errorMessage: "too short" } });
  });

  test("follows an agent to its new uid, and turns away who comes while there is too much to do", async () => {
    const { running, stored, messages, enrol, setBusy } = await fleet();
    const { client } = enrol("Bearer blue");
    await messages.next();
    const uid = random.uuidv7();
    client.setInstanceUid(uid);
    await messages.next();
    expect([...stored.keys()]).toEqual([formatUid(uid)]);
    expect(running.server.find(uid)?.context).toEqual(blue);
    setBusy();
    expect((await enrol("Bearer blue").losses.next()).response?.status).toBe(503);
  });
});

test("its frames hold a message of an agent", async () => {
  const { frameOf, readFrame } = await page.load("frames.ts");
  expect(readFrame(frameOf({ health: { status: "x" } }))?.health?.status).toBe("x");
  expect(readFrame(Uint8Array.of(1))).toBeUndefined();
});

test("no program of the page was left out", () => {
  expect([...page.loaded].toSorted()).toEqual(page.programs.toSorted());
});
