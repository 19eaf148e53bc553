import { expect, test } from "bun:test";
import { renameSync, writeFileSync } from "node:fs";

import { makeCertificates } from "../support/certificates.ts";
import { World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { statusOf } from "../support/run-command.ts";
import { schemes, TestServer } from "../support/test-server.ts";
import { TestTokenEndpoint } from "../support/token-endpoint.ts";

const client = { id: "agents", secret: "client-secret-hunter22" };

/** At once, as a renewal does it. */
function put(world: World, name: string, text: string): void {
  writeFileSync(world.path(`${name}.new`), text);
  renameSync(world.path(`${name}.new`), world.path(name));
}

/** The server closes the connection, and is there again. */
async function reconnect(server: TestServer): Promise<void> {
  const before = server.connections;
  await server.stop();
  await server.open();
  await server.until(() => server.connections > before);
}

function bearerIn(endpoint: string, headers: Record<string, string> = {}): World {
  return new World({
    endpoint,
    config: {
      server: { headers, auth: "bearertokenauth/file" },
      extensions: { "bearertokenauth/file": { filename: "token" } },
    },
  });
}

test.each(schemes)(
  "over %s: the token of a file stands over the operator's headers, and one that was exchanged is used without a restart",
  async (scheme) => {
    const server = await TestServer.start({ scheme });
    const world = bearerIn(server.endpoint, { authorization: "static", "X-Site": "north" });
    put(world, "token", "test-token-1\n");
    const supervisor = world.start("--feature-gates=+opampsupervisor.Extensions");
    await server.healthy();
    expect(server.authorizations).toEqual(["Bearer test-token-1"]);
    expect(server.upgrades[0]?.get("x-site")).toBe("north");

    put(world, "token", "test-token-2\n");
    await reconnect(server);
    expect(server.authorizations).toEqual(["Bearer test-token-1", "Bearer test-token-2"]);
    await supervisor.stop();
    expect(JSON.stringify(supervisor.lines)).not.toMatch(/test-token|static/);
  },
);

test("the credentials go to the place that the server offers too, over the headers that it offers", async () => {
  const accepts = (value: string | null) => value === "Bearer test-token-1";
  const [old, next] = [await TestServer.start({ accepts }), await TestServer.start({ accepts })];
  const world = new World({
    endpoint: old.endpoint,
    config: {
      server: { auth: "bearertokenauth/file" },
      extensions: { "bearertokenauth/file": { filename: "token" } },
      capabilities: { accepts_opamp_connection_settings: true },
    },
  });
  put(world, "token", "test-token-1");
  world.start();
  await old.healthy();
  const headers = ["Authorization", "X-Site"].map((key) => ({ key, value: "offered" }));
  const opamp = { destinationEndpoint: next.endpoint, headers: { headers } };
  old.send({ connectionSettings: { hash: Buffer.from("1"), opamp } });
  await next.healthy();
  expect(next.authorizations).toEqual(["Bearer test-token-1"]);
  expect(next.upgrades.map((upgrade) => upgrade.get("x-site"))).toEqual(next.upgrades.map(() => "offered"));
});

test("user name and password are sent as they are", async () => {
  const server = await TestServer.start({ accepts: (value) => value === "Basic YWxpY2U6c2VjcmV0" });
  const world = new World({
    endpoint: server.endpoint,
    config: {
      server: { auth: "basicauth" },
      extensions: { basicauth: { client_auth: { username: "alice", password: "secret" } } },
    },
  });
  const supervisor = world.start();
  await server.healthy();
  expect(await supervisor.line("The OpAMP server gets the credentials of an extension")).toMatchObject({
    extension: "basicauth",
  });
});

/** A server that takes the tokens of an endpoint behind TLS, and a supervisor that gets them there. */
async function fleet(scheme: (typeof schemes)[number]) {
  const { ca, server: pair } = makeCertificates();
  const endpoint = new TestTokenEndpoint({ tls: pair, client });
  const server = await TestServer.start({ scheme, accepts: (value) => endpoint.accepts(value) });
  const world = new World({
    endpoint: server.endpoint,
    config: {
      server: { auth: "oauth2client/fleet" },
      extensions: {
        "oauth2client/fleet": {
          token_url: endpoint.url,
          client_id: client.id,
          client_secret_file: "secret",
          grant_type: "client_credentials",
          scopes: ["opamp"],
          endpoint_params: { audience: "fleet" },
          tls: { ca_file: "ca.pem" },
        },
      },
    },
  });
  writeFileSync(world.path("ca.pem"), ca);
  put(world, "secret", `${client.secret}\n`);
  return { endpoint, server, world };
}

test.each(schemes)(
  "over %s: a token of OAuth 2.0 is got over TLS, kept over connections, and exchanged when the server refuses it",
  async (scheme) => {
    const { endpoint, server, world } = await fleet(scheme);
    const supervisor = world.start();
    await server.healthy();
    expect(server.authorizations).toEqual(["Bearer issued-token-1"]);
    expect(endpoint.requests.map(String)).toEqual(["grant_type=client_credentials&scope=opamp&audience=fleet"]);

    await reconnect(server);
    expect(endpoint.issued).toBe(1);
    const collector = supervisor.running();
    endpoint.revokeAll();
    await server.stop();
    await server.open();
    await server.until(() => server.authorizations.at(-1) === "Bearer issued-token-2");
    expect(server.authorizations).toEqual(["Bearer issued-token-1", "Bearer issued-token-2"]);
    expect(endpoint.requests).toHaveLength(2);
    const refusal = await supervisor.line("No connection to the OpAMP server", { credentials: "oauth2client/fleet" });
    expect(refusal["reason"]).toContain("HTTP 401");
    expect(supervisor.running()).toEqual(collector);
    await supervisor.stop();
    expect(JSON.stringify(supervisor.lines)).not.toMatch(/issued-token|hunter22/);
    expect(JSON.stringify(supervisor.lines)).not.toContain(btoa(`${client.id}:${client.secret}`));
  },
);

test("a token endpoint that fails is a connection that is not made, with its cause, and the Collector runs on", async () => {
  const { ca, server: pair } = makeCertificates();
  const port = await freePort();
  const server = await TestServer.start({ accepts: (value) => value !== null });
  const oauth2client = {
    token_url: `https://localhost:${port}/oauth2/token`,
    client_id: client.id,
    client_secret: client.secret,
    tls: { ca_file: "ca.pem" },
  };
  const world = new World({
    endpoint: server.endpoint,
    config: { server: { auth: "oauth2client" }, extensions: { oauth2client } },
  });
  writeFileSync(world.path("ca.pem"), ca);
  const supervisor = world.start();
  const line = await supervisor.line("No connection to the OpAMP server", { code: "AUTH_TOKEN" });
  expect(line["reason"]).toBe(
    `no credentials of oauth2client: no token from https://localhost:${port}/oauth2/token: nothing accepts connections at localhost:${port} (ECONNREFUSED)`,
  );
  expect((await statusOf(world)).server).toMatchObject({ state: "waiting", lastError: { code: "AUTH_TOKEN" } });
  expect(server.upgrades).toEqual([]);

  const endpoint = new TestTokenEndpoint({ tls: pair, client, port });
  await server.healthy();
  expect(endpoint.requests).toHaveLength(1);
  expect(server.authorizations).toEqual(["Bearer issued-token-1"]);
});

test("what the Collector says is passed on without credentials that it quotes", async () => {
  const server = await TestServer.start();
  const world = bearerIn(server.endpoint);
  put(world, "token", "quoted-hunter22");
  const supervisor = world.start();
  await server.healthy();
  server.offer({ "": "quoted-hunter22: {}\n" }, "quoting");
  expect(await server.verdict("quoting")).toBe("FAILED");
  const told = await server.until(({ remoteConfigStatus: status }) => status?.errorMessage ?? undefined);
  expect(told).toContain("[REDACTED]");
  await supervisor.stop();
  expect(JSON.stringify([supervisor.lines, told])).not.toContain("hunter22");
});

test("what is wrong with extensions is refused with place and key before anything starts", async () => {
  const world = new World({
    endpoint: "ws://127.0.0.1:1/v1/opamp",
    config: {
      server: { auth: "oauth2client" },
      extensions: { bearertokenauth: { tokn: "x" }, oauth2clent: {} },
    },
  });
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(2);
  const lines = (await supervisor.complaint).trim().split("\n");
  expect(lines.map((line) => line.replace(/^opampsupervisor: \S*supervisor\.yaml:\d+:\d+: /, ""))).toEqual([
    'server.auth references "oauth2client" which is not configured under extensions [CONFIG_COMBINATION]',
    "extensions::bearertokenauth::tokn: unknown key; did you mean `token`? [CONFIG_UNKNOWN_KEY]",
    'extensions::oauth2clent: unknown extension type "oauth2clent"; did you mean `oauth2client`? [CONFIG_UNKNOWN_KEY]',
  ]);
});
