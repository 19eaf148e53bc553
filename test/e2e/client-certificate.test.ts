import { describe, expect, test } from "bun:test";
import { readdirSync, statSync, writeFileSync } from "node:fs";

import { ConnectionSettingsStatuses } from "../../src/opamp/wire/messages.ts";
import { day, type Life, TestAuthority } from "../support/certificates.ts";
import { World } from "../support/e2e.ts";
import { statusOf } from "../support/run-command.ts";
import { settingsStatusName } from "../support/settings-offers.ts";
import { SigningAuthority } from "../support/signing-authority.ts";
import { storedFiles } from "../support/stored-files.ts";
import { schemes, TestServer } from "../support/test-server.ts";

const utf8 = new TextEncoder();
const authority = new TestAuthority();
const root = await SigningAuthority.open("root");
const issuing = await SigningAuthority.open("issuing", root);

interface SceneOptions {
  scheme?: (typeof schemes)[number];
  /** Of `server.certificate_request`. */
  request?: Record<string, unknown>;
  storage?: Record<string, unknown>;
  /** The name that the server for agents with a certificate proves to have. */
  name?: string;
}

/** Two servers of one operator: one for agents without a certificate, and one that lets in nobody without. */
async function scene({ scheme = "ws", request = {}, storage = {}, name = "localhost" }: SceneOptions = {}) {
  const bootstrap = await TestServer.start({ scheme, tls: authority.server() });
  const fleet = await TestServer.start({ scheme, tls: { ...authority.server([name]), clientCa: root.root } });
  const world = new World({
    endpoint: bootstrap.endpoint,
    config: {
      server: { tls: { ca_file: "ca.pem" }, certificate_request: { enabled: true, ...request } },
      capabilities: { accepts_opamp_connection_settings: true, reports_connection_settings_status: true },
      ...(Object.keys(storage).length > 0 && { storage }),
    },
  });
  writeFileSync(world.path("ca.pem"), authority.cert);
  return { bootstrap, fleet, world };
}

let offers = 0;

/** The server issues a certificate for the request, for connections to `fleet`. */
function issues(
  fleet: TestServer,
  by: SigningAuthority = issuing,
  life?: Life,
): NonNullable<TestServer["certificate"]> {
  return async (csr) => {
    const certificate = { cert: utf8.encode(await by.sign(csr, life)), caCert: utf8.encode(by.root) };
    offers += 1;
    const opamp = { destinationEndpoint: fleet.endpoint, certificate };
    return { issued: true, settings: { hash: utf8.encode(`offer ${offers}`), opamp } };
  };
}

/** The status of the last offer that the agent has told this server. */
function told(server: TestServer): Promise<string> {
  return server.until(({ connectionSettingsStatus: { status, errorMessage } = {} }) => {
    const name = settingsStatusName(status ?? ConnectionSettingsStatuses.ConnectionSettingsStatuses_UNSET);
    return name !== "UNSET" && name !== "APPLYING" && `${name}${errorMessage ? `: ${errorMessage}` : ""}`;
  });
}

/** The names of the stored files that hold a private key that anybody could read. */
function filesWithKeys(world: World): string[] {
  return [...storedFiles(world)].flatMap(([name, content]) => (content.includes("PRIVATE KEY") ? [name] : []));
}

describe.each(schemes)("over %s", (scheme) => {
  test.each(["p256", "ed25519"])(
    "an agent without a certificate asks for one, with a key of %s, and goes on with it",
    async (keyType) => {
      const { bootstrap, fleet, world } = await scene({ scheme, request: { key_type: keyType } });
      bootstrap.certificate = issues(fleet);
      const supervisor = world.start();
      await fleet.healthy();
      expect(await told(fleet)).toBe("APPLIED");
      expect(bootstrap.requests).toHaveLength(1);
      expect(JSON.stringify(bootstrap.messages)).not.toContain("PRIVATE KEY");
      expect(filesWithKeys(world)).toEqual(["opamp_connection_settings.dat"]);
      expect(statSync(world.stored("opamp_connection_settings.dat")).mode & 0o777).toBe(0o600);
      const { server, identity } = await statusOf(world);
      expect(server.certificate?.subject).toBe(`CN=${identity.instanceUid}`);
      expect(server.certificateRequest).toBeUndefined();
      await supervisor.stop();
      const before = bootstrap.upgrades.length;
      world.start();
      await fleet.healthy();
      expect(bootstrap.upgrades).toHaveLength(before);
      expect(fleet.requests).toEqual([]);
    },
  );
});

test("a request that is denied is told, and the agent stays where it is", async () => {
  const { bootstrap, world } = await scene();
  bootstrap.certificate = async () => ({ issued: false, reason: "this host is not known" });
  const supervisor = world.start();
  const { reason } = await supervisor.line("No client certificate yet");
  expect(reason).toBe("the server refused it: this host is not known");
  await bootstrap.healthy();
  const { server, ok } = await statusOf(world);
  expect(ok).toBe(true);
  expect(server.certificateRequest).toMatchObject({ state: "waiting", reason });
  expect(server.certificateRequest?.nextTryAt).toBeString();
});

test("an agent that is killed between its key and its certificate goes on with that key", async () => {
  const { bootstrap, fleet, world } = await scene();
  bootstrap.certificate = () => Promise.withResolvers<never>().promise;
  const first = world.start();
  await bootstrap.until(() => bootstrap.requests.length === 1);
  const { server } = await statusOf(world);
  expect(server.certificateRequest?.state).toBe("pending");
  first.signal("SIGKILL");
  await first.exitCode;
  bootstrap.certificate = issues(fleet);
  world.start();
  await fleet.healthy();
  expect(new Set(bootstrap.requests).size).toBe(1);
});

test("with a key of the operator's no private key can be read in the storage directory, from its making on", async () => {
  const { bootstrap, fleet, world } = await scene({
    storage: { secrets: { key_source: "env", key_name: "STORAGE_KEY" } },
  });
  const decision = Promise.withResolvers<void>();
  bootstrap.certificate = async (csr) => {
    await decision.promise;
    return await issues(fleet)(csr);
  };
  const env = { STORAGE_KEY: Buffer.alloc(32, 7).toString("base64") };
  const supervisor = world.startIn(env);
  await bootstrap.until(() => bootstrap.requests.length === 1);
  expect(readdirSync(world.storage)).toContain("certificate_request.json");
  expect(filesWithKeys(world)).toEqual([]);
  decision.resolve();
  await fleet.healthy();
  expect(await told(fleet)).toBe("APPLIED");
  expect(filesWithKeys(world)).toEqual([]);
  await supervisor.stop();
  world.startIn(env);
  await fleet.healthy();
});

test("the next certificate is asked for and tried over the connection that the present one has", async () => {
  const before = offers;
  const { bootstrap, fleet, world } = await scene();
  bootstrap.certificate = issues(fleet, issuing, [-1_000, 14_000]);
  fleet.certificate = issues(fleet);
  world.start();
  await fleet.healthy();
  await fleet.until(() => fleet.requests.length === 1);
  expect(fleet.requests[0]).not.toBe(bootstrap.requests[0]);
  const renewal = utf8.encode(`offer ${before + 2}`);
  await fleet.until(({ connectionSettingsStatus: { lastConnectionSettingsHash: hash } = {} }) =>
    hash && Buffer.compare(hash, renewal) === 0 ? told(fleet) : undefined,
  );
  expect(bootstrap.requests).toHaveLength(1);
  expect(filesWithKeys(world)).toEqual(["opamp_connection_settings.dat"]);
}, 40_000);

test("an agent whose certificate is not accepted any more asks for another one where it began", async () => {
  const { bootstrap, fleet, world } = await scene();
  bootstrap.certificate = issues(fleet);
  const supervisor = world.start();
  await fleet.healthy();
  expect(await told(fleet)).toBe("APPLIED");
  const successor = await SigningAuthority.open("successor");
  bootstrap.certificate = issues(fleet, successor);
  await fleet.stop();
  await fleet.open({ tls: { ...authority.server(), clientCa: successor.root } });
  await supervisor.line("The offered connection leads nowhere: trying that of supervisor.yaml");
  await bootstrap.until(() => bootstrap.requests.length === 2);
  await fleet.healthy();
  expect(await told(fleet)).toBe("APPLIED");
  expect(new Set(bootstrap.requests).size).toBe(2);
}, 60_000);

describe("a certificate that leads nowhere leaves the agent where it is, and the server hears why", () => {
  test("one that is over", async () => {
    const { bootstrap, fleet, world } = await scene();
    bootstrap.certificate = issues(fleet, issuing, [-2 * day, -day]);
    world.start();
    await bootstrap.healthy();
    expect(await told(bootstrap)).toMatch(/^FAILED: /);
    expect(fleet.connections).toBe(0);
    expect(bootstrap.requests).toHaveLength(1);
  });

  test("one of an authority that the server does not know", async () => {
    const { bootstrap, fleet, world } = await scene();
    bootstrap.certificate = issues(fleet, await SigningAuthority.open("stranger"));
    world.start();
    await bootstrap.healthy();
    expect(await told(bootstrap)).toContain("client certificate is not accepted");
    expect(fleet.connections).toBe(0);
  });

  test("one for a server that has another name", async () => {
    const { bootstrap, fleet, world } = await scene({ name: "elsewhere.test" });
    bootstrap.certificate = issues(fleet);
    world.start();
    await bootstrap.healthy();
    expect(await told(bootstrap)).toContain("is for another name than localhost");
    expect(fleet.connections).toBe(0);
  });

  test("one for another key than that of the request", async () => {
    const { bootstrap, fleet, world } = await scene();
    const { cert } = authority.client("someone else");
    const opamp = { destinationEndpoint: fleet.endpoint, certificate: { cert: utf8.encode(cert) } };
    bootstrap.certificate = async () => ({ issued: true, settings: { hash: utf8.encode("foreign"), opamp } });
    world.start();
    await bootstrap.healthy();
    expect(await told(bootstrap)).toContain("certificate.cert: the key does not belong to the certificate");
  });
});

test("C-071 no server is asked that the agent cannot verify", async () => {
  const { bootstrap, world } = await scene();
  writeFileSync(world.path("ca.pem"), new TestAuthority("stranger").cert);
  const supervisor = world.start();
  await supervisor.line("No connection to the OpAMP server");
  expect(bootstrap.requests).toEqual([]);
});

test("a server can give a certificate with its key to an agent that asks for none", async () => {
  const { bootstrap, fleet, world } = await scene({ request: { enabled: false } });
  world.start();
  await bootstrap.healthy();
  const clients = new TestAuthority("clients");
  const { cert, key } = clients.client("agent-7");
  await fleet.stop();
  await fleet.open({ tls: { ...authority.server(), clientCa: clients.cert } });
  const certificate = { cert: utf8.encode(cert), privateKey: utf8.encode(key) };
  const opamp = { destinationEndpoint: fleet.endpoint, certificate };
  bootstrap.send({ connectionSettings: { hash: utf8.encode("pushed"), opamp } });
  await fleet.healthy();
  expect(await told(fleet)).toBe("APPLIED");
  expect((await statusOf(world)).server.certificate).toMatchObject({ subject: "CN=agent-7" });
});
