import { expect, test } from "bun:test";
import { renameSync, writeFileSync } from "node:fs";

import { day, type KeyPair, TestAuthority } from "../support/certificates.ts";
import { ConnectProxy } from "../support/connect-proxy.ts";
import { World } from "../support/e2e.ts";
import { TestServer } from "../support/test-server.ts";
import { TlsFront } from "../support/tls-front.ts";

const authority = new TestAuthority();

/** A server behind TLS that asks for client certificates, under a name that only the certificate knows. */
async function guarded() {
  const server = await TestServer.start();
  const pair = authority.server(["opamp.internal"]);
  const front = await TlsFront.start({
    ...pair,
    to: Number(new URL(server.endpoint).port),
    ca: authority.cert,
    requestCert: true,
  });
  const tls = {
    ca_file: "ca.pem",
    cert_file: "client.pem",
    key_file: "client.key",
    server_name_override: "opamp.internal",
    min_version: "1.3",
  };
  return { server, front, tls };
}

/** Exchanges both files, each at once, as a renewal does. */
function install(world: World, { cert, key }: KeyPair): void {
  for (const [name, text] of Object.entries({ "client.pem": cert, "client.key": key })) {
    writeFileSync(world.path(`${name}.new`), text);
    renameSync(world.path(`${name}.new`), world.path(name));
  }
}

test("own authority, client certificate, server name and proxy: the server is reached, and a renewed certificate is used when the connection is made anew", async () => {
  const { server, front, tls } = await guarded();
  const proxy = await ConnectProxy.start();
  const proxyUrl = `http://agent:proxy-hunter22@127.0.0.1:${proxy.port}`;
  const connection = { proxy_url: proxyUrl, proxy_connect_headers: { "X-Site": "north" }, compression: true, tls };
  const world = new World({ endpoint: `wss://nowhere.test:${front.port}/v1/opamp`, config: { server: connection } });
  writeFileSync(world.path("ca.pem"), authority.cert);
  install(world, authority.client("agent-1", [-day, 100 * day]));
  const supervisor = world.start();
  await server.healthy();

  const [asked] = proxy.requests;
  expect([asked?.method, asked?.target]).toEqual(["CONNECT", `nowhere.test:${front.port}`]);
  expect(asked?.headers.get("proxy-authorization")).toBe(`Basic ${btoa("agent:proxy-hunter22")}`);
  expect(asked?.headers.get("x-site")).toBe("north");
  expect(server.upgrades[0]?.get("sec-websocket-extensions")).toContain("permessage-deflate");

  install(world, authority.client("agent-2", [-100 * day, 5 * day]));
  const collector = supervisor.running();
  front.drop();
  await front.visits(2);
  await server.healthy();
  expect(front.clients).toEqual(["agent-1", "agent-2"]);
  expect(supervisor.running()).toEqual(collector);
  const warning = await supervisor.line("The client certificate expires soon");
  expect(warning).toMatchObject({ level: "warn", subject: "CN=agent-2", days_left: 4 });

  await supervisor.stop();
  expect(supervisor.lines.filter(({ level }) => level === "error")).toEqual([]);
  expect(JSON.stringify([supervisor.lines, supervisor.text])).not.toMatch(/hunter22|YWdlbnQ6/);
});

test("the proxy of the environment is used for a server elsewhere, and said to be", async () => {
  const server = await TestServer.start();
  const proxy = await ConnectProxy.start();
  const env = { HTTP_PROXY: `127.0.0.1:${proxy.port}`, NO_PROXY: "other.test" };
  const world = new World({ endpoint: server.endpoint.replace("127.0.0.1", "nowhere.test") });
  const supervisor = world.startIn(env);
  await server.healthy();
  expect(proxy.requests.map(({ method }) => method)).toEqual(["CONNECT"]);
  const line = await supervisor.line("The OpAMP server is reached through a proxy");
  expect(line).toMatchObject({ proxy: `127.0.0.1:${proxy.port}`, from: "HTTP_PROXY" });
});

test("without an authority of its own, those of the system are trusted", async () => {
  const { cert, key } = authority.server();
  const server = await TestServer.start({ tls: { cert, key } });
  const world = new World({ endpoint: server.endpoint });
  writeFileSync(world.path("roots.pem"), authority.cert);
  world.startIn({ SSL_CERT_FILE: world.path("roots.pem") });
  await server.healthy();
});

test("material that cannot be used is refused with place, key and file before anything starts", async () => {
  const tls = { ca_file: "ca.pem", cert_file: "client.pem", key_file: "client.key" };
  const world = new World({ endpoint: "wss://localhost:1/v1/opamp", config: { server: { tls } } });
  writeFileSync(world.path("client.pem"), authority.client().cert);
  writeFileSync(world.path("client.key"), authority.client().key);
  writeFileSync(world.path("ca.pem"), "nothing of use");
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(2);
  const lines = (await supervisor.complaint).trim().split("\n");
  expect(lines.map((line) => line.replace(/^opampsupervisor: \S*supervisor\.yaml:\d+:\d+: /, ""))).toEqual([
    "server::tls::ca_file: ca.pem: there is no PEM block CERTIFICATE [TLS_FILE]",
    "server::tls::key_file: client.key: the key does not belong to the certificate, which must be the first one of its text [TLS_FILE]",
  ]);
});
