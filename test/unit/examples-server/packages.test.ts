import { expect, test } from "bun:test";
import { createHash, createPublicKey, createVerify } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { supervisorSettings } from "../../../examples/server/pages/packages-page.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { PackageType } from "../../../src/opamp/wire/messages.ts";
import { formatUid, parseUid } from "../../../src/opamp/wire/uid.ts";
import { supervisorName } from "../../../src/packages/plan.ts";
import { agentOf, exampleServer } from "../../support/example-server.ts";
import { aboutPackages } from "../../support/package-statuses.ts";
import { packaged, runningCollector } from "../../support/page-agent.ts";
import { PageClient } from "../../support/page-client.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const uidText = "01965352-7b1e-7c3a-9d55-0242ac120002";
const uid = parseUid(uidText) ?? new Uint8Array();
const collector = { ...runningCollector("checkout"), capabilities: packaged };
const content = "#!/bin/sh\necho a Collector\n";
const sha256 = createHash("sha256").update(content).digest("hex");

async function scene(dataDirectory = scratchDirectory()) {
  const server = await exampleServer({ insecureWs: true, dataDirectory });
  const agent = await agentOf(server, uid);
  await agent.say(collector);
  return { server, pages: new PageClient(server.pageUrl), agent, dataDirectory };
}

test("what is uploaded is kept once, signed, and offered to nobody", async () => {
  const { pages, agent, dataDirectory } = await scene();
  const uploaded = await pages.upload({ kind: "collector", version: "v0.150.0" }, content, "otelcol");
  expect([uploaded.status, uploaded.headers.get("location")]).toEqual([303, "/packages"]);
  await pages.upload({ kind: "addon", name: "rules", version: "3" }, content, "rules.yaml");
  const { packages, publicKey } = await pages.packages();
  expect(packages).toMatchObject([
    { name: "rules", version: "3", fileName: "rules.yaml", sha256, size: content.length },
    { name: "", version: "v0.150.0", fileName: "otelcol", sha256, size: content.length },
  ]);
  const check = createVerify("sha256").update(content);
  expect(check.verify(createPublicKey(publicKey), packages[1]?.signature ?? "", "base64")).toBe(true);
  expect(readdirSync(join(dataDirectory, "packages/files"))).toEqual([sha256]);
  for (const file of ["signing.key", `files/${sha256}`]) {
    expect(statSync(join(dataDirectory, "packages", file)).mode & 0o777).toBe(0o600);
  }
  expect((await agent.say({ health: { healthy: true } })).packagesAvailable).toBeFalsy();
});

test("a package is offered to one agent, fetched with what the offer says, and its way is shown", async () => {
  const { pages, agent } = await scene();
  await pages.upload({ kind: "collector", version: "v0.150.0" }, content, "otel col");
  const [entry] = (await pages.packages()).packages;
  expect(await pages.packagesOf(uidText)).toMatchObject({ accepted: true, reports: true, outcome: "none" });
  const chosen = await pages.form(`/agents/${uidText}/packages`, { package: String(entry?.id) });
  expect([chosen.status, chosen.headers.get("location")]).toEqual([303, `/agents/${uidText}#packages`]);
  const { packagesAvailable: offer } = await agent.received.next({ packagesAvailable: {} });
  const collectorOffer = offer?.packages?.[""];
  expect(collectorOffer).toMatchObject({ type: PackageType.PackageType_TopLevel, version: "v0.150.0" });
  expect(collectorOffer?.file?.contentHash?.toHex()).toBe(sha256);
  const [header] = collectorOffer?.file?.headers?.headers ?? [];
  const address = collectorOffer?.file?.downloadUrl ?? "";
  const headers = { [header?.key ?? ""]: header?.value ?? "" };
  expect(address).toEndWith(`/packages/${sha256}/otel%20col`);
  expect(await (await fetch(address, { headers })).text()).toBe(content);
  expect((await fetch(address)).status).toBe(401);

  expect((await pages.packagesOf(uidText)).outcome).toBe("waiting");
  const progress = { downloadPercent: 41.6, downloadBytesPerSecond: 1_234_567 };
  await agent.say(aboutPackages({ offer, phase: "DOWNLOADING", hasVersion: "v0.149.0", progress }));
  expect(await pages.packagesOf(uidText)).toMatchObject({ outcome: "working", tookMs: null });
  const page = await pages.page(`/agents/${uidText}`);
  for (const text of ["DOWNLOADING", "has <bdi>v0.149.0</bdi>", "42 %, 1.2 MB/s", 'value="42"']) {
    expect(page).toContain(text);
  }
  await agent.say(aboutPackages({ offer, phase: "FAILED", hasVersion: "v0.149.0", error: "VERIFY: <no> signature" }));
  const view = await pages.packagesOf(uidText);
  expect(view).toMatchObject({ outcome: "failed", report: { packages: [{ error: "VERIFY: <no> signature" }] } });
  expect(view.tookMs).toBeNumber();
  for (const path of [`/agents/${uidText}`, "/packages"]) {
    expect(await pages.page(path)).toContain("VERIFY: &lt;no&gt; signature");
  }

  await pages.change(`/agents/${uidText}/packages/again`);
  const { packagesAvailable: again } = await agent.received.next({ packagesAvailable: {} });
  expect(again?.packages?.[""]?.hash?.toHex()).not.toBe(collectorOffer?.hash?.toHex() ?? "");
  await agent.say(aboutPackages({ offer: again, phase: "INSTALLED", hasVersion: "v0.150.0" }));
  expect((await pages.packagesOf(uidText)).outcome).toBe("installed");
  const kinds = (await pages.agent(uidText)).timeline.map(({ kind }) => kind).filter((kind) => /package/.test(kind));
  expect(kinds).toEqual([
    "package-status",
    "packages-offered",
    "package-status",
    "package-status",
    "packages-offered",
    "package-chosen",
  ]);
});

test("a supervisor is offered as a top-level package of its own beside the Collector, and an add-on as none", async () => {
  const { pages, agent } = await scene();
  const uploads = [
    { kind: "collector", version: "1" },
    { kind: "addon", name: "rules", version: "2" },
    { kind: "supervisor", version: "3" },
  ];
  for (const [index, fields] of uploads.entries()) await pages.upload(fields, `file ${index}`, "file");
  for (const { id } of (await pages.packages()).packages)
    await pages.change("/packages/offer", { package: String(id) });
  const offered = await agent.received.next({ packagesAvailable: { packages: { "": {}, rules: {}, supervisor: {} } } });
  const types = Object.entries(offered.packagesAvailable?.packages ?? {}).map(([name, { type }]) => [name, type ?? 0]);
  expect(Object.fromEntries(types)).toEqual({
    "": PackageType.PackageType_TopLevel,
    rules: PackageType.PackageType_Addon,
    [supervisorName]: PackageType.PackageType_TopLevel,
  });
  const { packagesAvailable: offer } = offered;
  await agent.say(
    aboutPackages({ offer, phase: "DOWNLOADING", progress: { downloadPercent: 7, downloadBytesPerSecond: 5 } }),
  );
  const page = await pages.page("/packages");
  for (const text of ["Supervisor 3", "accepts_supervisor_package", "<bdi>Supervisor</bdi>", "7 %, 5 B/s"]) {
    expect(page).toContain(text);
  }
});

test("an agent that knows an offer, and has no word yet on a package of it, has not installed it", async () => {
  const { pages, agent } = await scene();
  await pages.upload({ kind: "collector", version: "1" }, content, "otelcol");
  await pages.change(`/agents/${uidText}/packages`, { package: "1" });
  const { packagesAvailable: offer } = await agent.received.next({ packagesAvailable: {} });
  await agent.say(aboutPackages({ offer: { ...offer, packages: {} }, phase: "INSTALLED" }));
  expect(await pages.packagesOf(uidText)).toMatchObject({ outcome: "waiting", tookMs: null });
  const earlier = { "": { ...offer?.packages?.[""], hash: Buffer.from("earlier") } };
  await agent.say(aboutPackages({ offer: { ...offer, packages: earlier }, phase: "INSTALLED" }));
  expect(await pages.packagesOf(uidText)).toMatchObject({ outcome: "waiting", tookMs: null });
  await agent.say(aboutPackages({ offer, phase: "PENDING" }));
  expect((await pages.packagesOf(uidText)).outcome).toBe("working");
  await agent.say(aboutPackages({ offer, phase: "INSTALLED" }));
  expect((await pages.packagesOf(uidText)).outcome).toBe("installed");
});

test("a part of a file is given to whoever has the rest, and all of it where it has changed", async () => {
  const { pages, agent } = await scene();
  await pages.upload({ kind: "collector", version: "1" }, content, "otelcol");
  await pages.change("/packages/offer", { package: "1" });
  const { packagesAvailable: offer } = await agent.received.next({ packagesAvailable: {} });
  const { downloadUrl = "", headers } = offer?.packages?.[""]?.file ?? {};
  const authorization = headers?.headers?.[0]?.value ?? "";
  const get = (more: Record<string, string>) => fetch(downloadUrl ?? "", { headers: { authorization, ...more } });
  const etag = (await get({})).headers.get("etag") ?? "";
  const rest = await get({ range: "bytes=10-", "if-range": etag });
  expect([rest.status, rest.headers.get("content-range")]).toEqual([206, `bytes 10-26/${content.length}`]);
  expect(await rest.text()).toBe(content.slice(10));
  expect(await (await get({ range: "bytes=2-3" })).text()).toBe(content.slice(2, 4));
  const changed = await get({ range: "bytes=10-", "if-range": '"another"' });
  expect([changed.status, await changed.text()]).toEqual([200, content]);
  expect((await get({ range: `bytes=${content.length}-` })).status).toBe(416);
});

test("an agent's own choice stands before that of all, and what is withdrawn is offered as no package", async () => {
  const { pages, agent } = await scene();
  await pages.upload({ kind: "collector", version: "1" }, content, "otelcol");
  await pages.upload({ kind: "collector", version: "2" }, "another", "otelcol");
  await pages.change("/packages/offer", { package: "1" });
  const { packagesAvailable: first } = await agent.received.next({ packagesAvailable: {} });
  await pages.change(`/agents/${uidText}/packages`, { package: "2" });
  const { packagesAvailable: own } = await agent.received.next({ packagesAvailable: {} });
  await pages.change(`/agents/${uidText}/packages/withdraw`, { name: "" });
  const { packagesAvailable: back } = await agent.received.next({ packagesAvailable: {} });
  const version = (offer: typeof own) => offer?.packages?.[""]?.version;
  expect([first, own, back].map(version)).toEqual(["1", "2", "1"]);
  expect(back?.allPackagesHash?.toHex()).toBe(first?.allPackagesHash?.toHex() ?? "");
  expect((await pages.change("/packages/remove", { package: "1" })).status).toBe(200);
  const { packagesAvailable: none } = await agent.received.next({ packagesAvailable: {} });
  expect(none?.packages).toEqual({});
  expect((await pages.packages()).packages.map(({ id }) => id)).toEqual([2]);
});

test("a restart of the server keeps packages, choices and key, and offers nothing that the agent has", async () => {
  const first = await scene();
  await first.pages.upload({ kind: "collector", version: "1" }, content, "otelcol");
  await first.pages.change("/packages/offer", { package: "1" });
  const { packagesAvailable: offer } = await first.agent.received.next({ packagesAvailable: {} });
  const installed = aboutPackages({ offer, phase: "INSTALLED", hasVersion: "1" });
  await first.agent.say(installed);
  const { publicKey } = await first.pages.packages();
  await first.server.stop();
  const server = await exampleServer({ insecureWs: true, dataDirectory: first.dataDirectory });
  const pages = new PageClient(server.pageUrl);
  expect(await pages.packages()).toMatchObject({ publicKey, packages: [{ version: "1" }] });
  const agent = await agentOf(server, uid);
  expect((await agent.say({ ...collector, ...installed })).packagesAvailable).toBeFalsy();
  expect(await pages.packagesOf(uidText)).toMatchObject({ outcome: "installed" });
});

test("what cannot be meant is refused with the reason", async () => {
  const { server, pages, agent } = await scene();
  const refusals: Array<[Record<string, string>, string, string]> = [
    [{ kind: "collector", version: " " }, content, "A package needs a version."],
    [{ kind: "addon", name: "../up", version: "1" }, content, "An add-on needs a name of letters"],
    [{ kind: "addon", name: "supervisor", version: "1" }, content, "An add-on cannot be named supervisor"],
    [{ kind: "collector", version: "1" }, "", "The file is empty."],
  ];
  for (const [fields, text, reason] of refusals) {
    const refused = await pages.upload(fields, text, "file");
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(reason) as string]);
  }
  expect((await pages.change(`/agents/${uidText}/packages`, { package: "7" })).status).toBe(404);
  expect((await pages.change("/agents/00/packages/again")).status).toBe(404);
  const simple = await agentOf(server);
  await simple.say(runningCollector("simple"));
  await pages.upload({ kind: "collector", version: "1" }, content, "otelcol");
  const refused = await pages.change(`/agents/${formatUid(simple.uid)}/packages`, { package: "1" });
  expect([refused.status, await refused.json()]).toEqual([422, { error: "The agent does not accept packages." }]);
  expect((await agent.say({ health: { healthy: true } })).packagesAvailable).toBeFalsy();
});

test("a body that no page sends is refused before it is read", async () => {
  const { pages } = await scene();
  const body = "x".repeat(4 * 1024 * 1024 + 1);
  const refused = await pages.fetch("/packages/offer", { method: "POST", body });
  expect(refused.status).toBe(413);
});

test("a supervisor takes the settings that the page shows", async () => {
  const { server, pages } = await scene();
  const settings = supervisorSettings(server.publicKeyFile);
  expect(await pages.page("/packages")).toContain(Bun.escapeHTML(settings));
  const text = settings.replace("agent:\n", "storage: {directory: /s}\nagent:\n  executable: /o\n");
  const files = { read: async () => new TextEncoder().encode(text) };
  const loaded = await loadConfig({ path: "/supervisor.yaml", files, env: {}, os: "linux" });
  expect(loaded).toMatchObject({ ok: true, config: { capabilities: { acceptsPackages: true } } });
});

test("the signing key is made anew where it cannot be read, and its public half lies beside it", async () => {
  const directory = scratchDirectory();
  const first = await exampleServer({ insecureWs: true, dataDirectory: directory });
  const path = join(directory, "packages/signing.key");
  const { publicKey } = await new PageClient(first.pageUrl).packages();
  expect(readFileSync(join(directory, "packages/signing.pub"), "utf8")).toBe(publicKey);
  await first.stop();
  await Bun.write(path, "no key");
  const second = await exampleServer({ insecureWs: true, dataDirectory: directory });
  const { publicKey: fresh } = await new PageClient(second.pageUrl).packages();
  expect(fresh).not.toBe(publicKey);
  expect(readFileSync(path, "utf8")).toStartWith("-----BEGIN PRIVATE KEY-----");
});
