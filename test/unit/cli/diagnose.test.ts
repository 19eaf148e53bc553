import { expect, onTestFinished, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { RemoteConfigStatuses } from "../../../src/opamp/wire/messages.ts";
import { readTar } from "../../../src/packages/read-tar.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { renderEntry } from "../../../src/storage/journal-entry.ts";
import { openStorage } from "../../../src/storage/open-storage.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { serveControl } from "../../support/control-world.ts";
import { sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { silentLog } from "../../support/silent-log.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

async function diagnose(directory: string, ...args: string[]) {
  const child = Bun.spawn([...sourceCommand, "diagnose", ...args], {
    cwd: directory,
    env: { ...process.env, SEED_ENV: "canaryEnvironment1" },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

/** The files of an archive by name, without the directory above them. */
async function unpack(archive: string): Promise<Record<string, string>> {
  const tar = gunzipSync(readFileSync(archive));
  const files: Record<string, string> = {};
  const source = (async function* () {
    yield new Uint8Array(tar);
  })();
  for await (const entry of readTar(source)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of entry.content()) pieces.push(Uint8Array.from(piece));
    files[entry.name.replace(/^[^/]*\//, "")] = Buffer.concat(pieces).toString();
  }
  return files;
}

/** A machine on which every place that can hold a secret holds one, each with `canary` in it. */
async function seeded() {
  const directory = scratchDirectory();
  const storageDirectory = join(directory, "storage");
  const { client, server, ca } = makeCertificates();
  writeFileSync(join(directory, "ca.pem"), ca);
  writeFileSync(join(directory, "health.pem"), server.cert);
  writeFileSync(join(directory, "health.key"), server.key);
  writeFileSync(join(directory, "secret.txt"), "canaryFileContent1");
  writeFileSync(
    join(directory, "local.yaml"),
    [
      "exporters:",
      "  otlp:",
      "    endpoint: https://canaryUser1:canaryPass1@collector.example:4317",
      "    headers: { authorization: Bearer canaryHeader1, x-other: canaryHeader2 }",
      "  kafka:",
      "    auth: { sasl: { username: canaryName1, password: canaryPassword1 } }",
      "    client_id: ${env:SEED_ENV}",
      "    brokers: ['${file:" + join(directory, "secret.txt") + "}']",
    ].join("\n"),
  );
  writeFileSync(
    join(directory, "supervisor.yaml"),
    [
      "server:",
      "  endpoint: wss://server.example/v1/opamp?token=canaryQuery1",
      "  headers: { Authorization: Bearer canaryHeader3, X-Tenant: canaryHeader4 }",
      "  tls: { ca_file: ca.pem }",
      "  auth: oauth2client",
      "  proxy_url: http://canaryUser3:canaryPass3@proxy.example:3128",
      "extensions:",
      "  oauth2client: { client_id: canaryClient1, client_secret: canaryClientSecret1, token_url: 'https://t.example' }",
      "capabilities: { accepts_remote_config: true, reports_own_metrics: true }",
      "agent:",
      "  executable: /usr/bin/false",
      "  args: ['--set=exporters.otlp.headers.a=canaryArgument1', canaryArgument2]",
      "  env: { SOME_PASSWORD: canaryVariable1, PLAIN: canaryVariable2 }",
      "  config_files: [local.yaml]",
      "healthcheck: { endpoint: 'localhost:13133', tls: { cert_file: health.pem, key_file: health.key } }",
      "storage: { directory: ./storage }",
    ].join("\n"),
  );
  const opened = await openStorage({
    files: createFiles({ libc: undefined }),
    clock: createClock(),
    random: createRandom(),
    log: silentLog,
    directory: storageDirectory,
    pid: process.pid,
  });
  if (!opened.opened) throw new Error(opened.reason);
  const { storage } = opened;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const headers = { headers: [{ key: "Authorization", value: "Bearer canaryOffered1" }] };
  await storage.saveConnection({
    destinationEndpoint: "wss://other.example",
    headers,
    certificate: { cert: bytes(client.cert), privateKey: bytes(client.key) },
  });
  const certificate = { cert: bytes(client.cert), privateKey: bytes(client.key) };
  await storage.saveOwnTelemetry({ ownMetrics: { destinationEndpoint: "https://m.example", headers, certificate } });
  await storage.saveOtherConnections({
    otherConnections: { b: { destinationEndpoint: "https://b.example", otherSettings: { api_key: "canaryOffered2" } } },
  });
  await storage.saveReceivedRemoteConfig({
    configHash: bytes("h"),
    config: {
      configMap: { "": { body: bytes("exporters: {debug: {}, otlphttp: {headers: {api-key: canaryRemote1}}}") } },
    },
  });
  const status = RemoteConfigStatuses.RemoteConfigStatuses_APPLIED;
  await storage.saveRemoteConfigStatus({ lastRemoteConfigHash: bytes("h"), status, errorMessage: "" });
  await storage.close();
  const said = [
    "canaryHeader1 canaryHeader2 canaryHeader3 canaryHeader4 canaryVariable1 canaryVariable2 canaryOffered1",
    "canaryOffered2 canaryClientSecret1 canaryEnvironment1 canaryFileContent1",
    `Basic ${Buffer.from("user:canaryHeader3").toString("base64")}`,
    "password=canaryLogged1 Authorization: Bearer canaryLogged2 https://x:canaryLogged3@h/?k=canaryLogged4",
    client.key,
  ].join("\n");
  writeFileSync(join(storageDirectory, "agent.log"), `${said}\nharmless words\n`);
  writeFileSync(
    join(storageDirectory, "events.jsonl"),
    renderEntry({ at: "2026-01-01T00:00:00.000Z", event: "configuration-failed", code: "UNHEALTHY", reason: said }),
  );
  mkdirSync(join(storageDirectory, "collector_credentials"));
  writeFileSync(join(storageDirectory, "collector_credentials", "aa.key"), client.key);
  writeFileSync(join(storageDirectory, "collector_credentials", "aa.crt"), client.cert);
  return { directory, storageDirectory, key: client.key };
}

/** Whether something of a secret is seen, as it is or in Base64 as a header would have it. */
function leaks(files: Record<string, string>, key: string): string[] {
  const keyLine = key.split("\n")[1] ?? "";
  return Object.entries(files).flatMap(([name, text]) =>
    [/canary[A-Z]\w*/, new RegExp(Buffer.from("user:canaryHeader3").toString("base64").slice(0, 20))]
      .flatMap((pattern) => pattern.exec(text)?.[0] ?? [])
      .concat(text.includes(keyLine) ? ["private key"] : [])
      .map((found) => `${name}: ${found}`),
  );
}

test("an archive has what a bug report needs, and none of the secrets that are everywhere", async () => {
  const { directory, key } = await seeded();
  const made = await diagnose(directory, "--config=supervisor.yaml", "report.tar.gz");
  expect(made).toMatchObject({ code: 0, err: "" });
  const archive = join(directory, "report.tar.gz");
  expect(statSync(archive).mode & 0o777).toBe(0o600);
  const files = await unpack(archive);
  expect(files["configuration-problems.txt"]).toBeUndefined();
  expect(leaks(files, key)).toEqual([]);
  const names =
    "README.txt agent.log certificates.json collector-configuration.txt events.jsonl process.txt storage.txt";
  expect(Object.keys(files)).toEqual(expect.arrayContaining([...names.split(" "), "supervisor.yaml", "system.json"]));
  expect(files["README.txt"]).toContain("status.json: no supervisor runs with");
  expect(files["agent.log"]).toContain("harmless words");
  expect(files["supervisor.yaml"]).toContain("endpoint: wss://server.example/v1/opamp?(hidden)");
  expect(files["supervisor.yaml"]).toContain("--set=(hidden)");
  expect(files["collector-configuration.txt"]).toContain("exporters::otlp::headers::authorization: (hidden)");
  expect(files["collector-configuration.txt"]).toContain("exporters::otlphttp::headers::api-key: (hidden)");
  expect(files["events.jsonl"]).toContain('"code":"UNHEALTHY"');
  expect(files["storage.txt"]).toMatch(/^0600 +\d+ \S+ opamp_connection_settings\.dat$/m);
  const certificates: { source: string; subject: string }[] = JSON.parse(files["certificates.json"] ?? "");
  expect(certificates.map(({ source, subject }) => [source, subject])).toEqual([
    ["server::tls::ca", "CN=test authority"],
    ["healthcheck::tls", "CN=localhost"],
    ["own_metrics", "CN=agent"],
    [expect.stringMatching(/aa\.crt$/), "CN=agent"],
    ["accepted connection settings", "CN=agent"],
  ]);
}, 60_000);

test("it tells what a running supervisor says", async () => {
  const { directory, storageDirectory, key } = await seeded();
  const { handlers } = serveControl(storageDirectory);
  handlers.status = snapshotOf({ ok: false });
  handlers.journal.push({ at: "2026-01-01T00:00:00.000Z", event: "hold", reason: "password: canaryHold1" });
  expect(await diagnose(directory, "--config", "supervisor.yaml")).toMatchObject({ code: 0, err: "" });
  const [name = ""] = readdirSync(directory).filter((each) => each.startsWith("opampsupervisor-diagnose-"));
  const files = await unpack(join(directory, name));
  expect(JSON.parse(files["status.json"] ?? "")).toEqual(snapshotOf({ ok: false }));
  expect(files["status.txt"]).toContain("NOT OK");
  expect(files["events.jsonl"]).toContain('"event":"hold"');
  expect(leaks(files, key)).toEqual([]);
}, 60_000);

test("what is refused holds its secrets too", async () => {
  const { directory, key } = await seeded();
  const path = join(directory, "supervisor.yaml");
  const text = readFileSync(path, "utf8").replace("wss://", "wss://canaryUser2:canaryPass2@");
  writeFileSync(path, `${text}\nunknown: { password: canaryUnknown1 }\n`);
  expect(await diagnose(directory, "--config=supervisor.yaml", "a.tar.gz")).toMatchObject({ code: 0 });
  const files = await unpack(join(directory, "a.tar.gz"));
  expect(files["configuration-problems.txt"]).toContain("supervisor.yaml:");
  expect(files["storage.txt"]).toContain("agent.log");
  expect(leaks(files, key)).toEqual([]);
}, 60_000);

test("a configuration that is wrong, or none, keeps it from nothing", async () => {
  const { directory, storageDirectory } = await seeded();
  writeFileSync(join(directory, "wrong.yaml"), "agent: {exectuable: /x}\nstorage: [canaryWrong1\n");
  expect(await diagnose(directory, "--config=wrong.yaml", "a.tar.gz")).toMatchObject({ code: 0 });
  const wrong = await unpack(join(directory, "a.tar.gz"));
  expect(wrong["configuration-problems.txt"]).toContain("wrong.yaml:");
  expect(JSON.stringify(wrong)).not.toContain("canaryWrong1");
  expect(await diagnose(directory, "--storage-dir", storageDirectory, "b.tar.gz")).toMatchObject({ code: 0 });
  const files = await unpack(join(directory, "b.tar.gz"));
  expect(files["README.txt"]).toContain("--config was not given");
  expect(files["storage.txt"]).toContain("agent.log");
}, 60_000);

test.skipIf(process.platform === "win32")(
  "the configuration is read once, so that one from a pipe is taken",
  async () => {
    const { directory } = await seeded();
    const pipe = join(directory, "pipe.yaml");
    Bun.spawnSync(["mkfifo", pipe]);
    const writer = Bun.spawn(["sh", "-c", "cat supervisor.yaml >pipe.yaml"], { cwd: directory });
    onTestFinished(() => writer.kill());
    expect(await diagnose(directory, "--config=file:pipe.yaml", "a.tar.gz")).toMatchObject({ code: 0, err: "" });
    const files = await unpack(join(directory, "a.tar.gz"));
    expect(files["supervisor.yaml"]).toContain("endpoint: wss://server.example/v1/opamp?(hidden)");
    expect(files["storage.txt"]).toContain("agent.log");
  },
  60_000,
);

test("what is there already is not overwritten, and what cannot be written is told", async () => {
  const directory = scratchDirectory();
  writeFileSync(join(directory, "mine.tar.gz"), "mine");
  const there = await diagnose(directory, "--storage-dir", directory, "mine.tar.gz");
  expect(there).toMatchObject({ code: 1, err: expect.stringContaining("is there already") });
  expect(readFileSync(join(directory, "mine.tar.gz"), "utf8")).toBe("mine");
  const nowhere = await diagnose(directory, "--storage-dir", directory, "no/such/x.tar.gz");
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("ENOENT") });
  expect(await diagnose(directory, "a", "b")).toMatchObject({ code: 2 });
}, 60_000);
