import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";

import { makeCertificates } from "../support/certificates.ts";
import { ConnectProxy } from "../support/connect-proxy.ts";
import { answers, otelcol, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { TestServer } from "../support/test-server.ts";

const agent = { executable: otelcol, config_files: ["local.yaml"] };

test.each(reloadModes)(
  "with %s and without a server the local configuration runs, and the supervisor connects when the server comes",
  async (_, reload) => {
    const server = await TestServer.start();
    await server.stop();
    const port = await freePort();
    const config = { agent: { use_hup_config_reload: reload } };
    const supervisor = new World({ endpoint: server.endpoint, config, local: serving(port) }).start();
    await supervisor.line("Collector is healthy");
    expect(await answers(port)).toBe(true);
    await supervisor.line("No connection to the OpAMP server");
    await server.open();
    await server.healthy();
  },
  8_000,
);

test("a server that goes away and comes back finds the same Collector, and its offers work again", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const before = supervisor.running();
  await server.stop();
  await supervisor.line("No connection to the OpAMP server");
  expect(supervisor.running()).toEqual(before);
  await server.open();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "after");
  expect(await server.verdict("after")).toBe("APPLIED");
  expect(await answers(port)).toBe(true);
});

test("after a restart without any server the last good configuration runs, not the one that failed", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const first = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "good");
  await server.verdict("good");
  server.offer({ "": "receivers: {nosuch: }" }, "bad");
  expect(await server.verdict("bad")).toBe("FAILED");
  await server.healthy();
  await first.stop();
  await server.stop();

  const second = world.start();
  await second.line("Collector is healthy");
  expect(await answers(port)).toBe(true);
  server.messages.length = 0;
  await server.open();
  const status = await server.until(({ remoteConfigStatus }) => remoteConfigStatus);
  expect(new TextDecoder().decode(status.lastRemoteConfigHash)).toBe("bad");
  expect(server.statuses("bad")).toEqual(["FAILED"]);
  expect(server.statuses("good")).toEqual([]);
});

test("a supervisor that is killed in the middle of an apply gives the verdict after its next start", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const first = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "interrupted");
  await server.until(() => server.statuses("interrupted").includes("APPLYING"));
  first.signal("SIGKILL");
  await first.descendantsGone();
  world.start();
  expect(await server.verdict("interrupted")).toBe("APPLIED");
  expect(await answers(port)).toBe(true);
});

test("the configured headers go with the upgrade, and no log line shows them", async () => {
  const server = await TestServer.start();
  const headers = { Authorization: "Bearer very-secret-token", "X-Many": ["one", "two"] };
  const supervisor = new World({ endpoint: server.endpoint, config: { server: { headers } } }).start();
  await server.healthy();
  expect(server.upgrades[0]?.get("authorization")).toBe("Bearer very-secret-token");
  expect(server.upgrades[0]?.get("x-many")).toBe("one, two");
  expect(JSON.stringify(supervisor.lines)).not.toContain("very-secret-token");
});

test("TLS: the named authority is trusted, any other is refused until checks are switched off by the operator", async () => {
  const { ca, server: pair } = makeCertificates();
  const server = await TestServer.start({ tls: pair });
  const world = new World({ endpoint: server.endpoint, config: { server: { tls: { ca_file: "ca.pem" } } } });
  writeFileSync(world.path("ca.pem"), ca);
  const trusting = world.start();
  await server.healthy();
  await trusting.stop();
  await server.disconnected();

  writeFileSync(world.path("ca.pem"), makeCertificates().ca);
  const strict = world.start();
  const refused = await strict.line("No connection to the OpAMP server");
  expect(String(refused["code"])).toMatch(/UNABLE_TO_VERIFY|CERT|SELF_SIGNED/);
  expect(server.agent).toBeUndefined();
  await strict.stop();

  world.configure({ endpoint: server.endpoint, config: { server: { tls: { insecure_skip_verify: true } } } });
  world.start();
  await server.healthy();
});

test("TLS: the client certificate is presented", async () => {
  const { ca, server: pair, client } = makeCertificates();
  const seen = Promise.withResolvers<void>();
  const strict = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    reusePort: false,
    tls: { ...pair, ca, requestCert: true, rejectUnauthorized: true },
    fetch: () => {
      seen.resolve();
      return new Response("only certificates are looked at here", { status: 403 });
    },
  });
  try {
    const tls = { ca_file: "ca.pem", cert_file: "client.pem", key_file: "client.key" };
    const endpoint = `wss://localhost:${strict.port}/v1/opamp`;
    const world = new World({ endpoint, config: { server: { tls } } });
    writeFileSync(world.path("ca.pem"), ca);
    writeFileSync(world.path("client.pem"), client.cert);
    writeFileSync(world.path("client.key"), client.key);
    const supervisor = world.start();
    await seen.promise;
    const line = await supervisor.line(/OpAMP server/);
    expect(JSON.stringify(line)).toContain("403");
  } finally {
    await strict.stop(true);
  }
});

test("a TLS file that cannot be read is refused with its place, key and path", async () => {
  const world = new World({
    endpoint: "wss://localhost:1/v1/opamp",
    config: { server: { tls: { ca_file: "/nonexistent/ca.pem" } } },
  });
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(2);
  expect(await supervisor.complaint).toMatch(
    /:4:14: server::tls::ca_file: \/nonexistent\/ca\.pem: no such file or directory \[TLS_FILE\]\n$/,
  );
});

test("the state of a Go supervisor is taken over: identity, status and last configuration", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const port = await freePort();
  const first = world.start();
  await server.healthy();
  server.offer({ "": serving(port) }, "before");
  await server.verdict("before");
  await first.stop();
  await server.disconnected();
  const id = "0195b1e2-7c5b-7d6e-9f00-0123456789ab";
  const hash = Buffer.from("before").toString("hex");
  writeFileSync(
    world.stored("persistent_state.yaml"),
    `instance_id: ${id}\nlast_remote_config_status:\n    status: 1\n    last_remote_config_hash: "${hash}"\n    error_message: ""\n`,
  );
  const second = world.start();
  expect((await second.line("Supervisor starting"))["id"]).toBe(id);
  await server.healthy();
  expect(await answers(port)).toBe(true);
  expect(readFileSync(world.stored("persistent_state.yaml"), "utf8")).toContain(`instance_id: ${id}`);
});

test("a corrupt state file is set aside and everything starts", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config: { agent } });
  const first = world.start();
  await server.healthy();
  await first.stop();
  await server.disconnected();
  for (const name of ["persistent_state.yaml", "last_recv_remote_config.dat", "collector_knowledge.json"]) {
    writeFileSync(world.stored(name), "\u0000\u0001garbage: [");
  }
  const second = world.start();
  await second.line("Set aside a stored file that cannot be used");
  await server.healthy();
});

test("all goes through the proxy that is named, with its credentials, which no log line shows", async () => {
  const { ca, server: pair } = makeCertificates();
  const server = await TestServer.start({ tls: pair });
  const proxy = await ConnectProxy.start();
  const settings = {
    proxy_url: `agent:canary-7f3a@127.0.0.1:${proxy.port}`,
    compression: true,
    tls: { ca_pem: ca, server_name_override: "localhost", min_version: "1.3" },
  };
  const world = new World({
    endpoint: server.endpoint,
    config: { server: { endpoint: server.endpoint, ...settings } },
  });
  const supervisor = world.start();
  await server.healthy();
  const [asked] = proxy.requests;
  expect(asked?.target).toStartWith("localhost:");
  expect(asked?.headers.get("proxy-authorization")).toBe(`Basic ${btoa("agent:canary-7f3a")}`);
  server.offer({ "": "receivers: {nop: }\nexporters: {nop: }\n" }, "one");
  expect(await server.verdict("one")).toBe("APPLIED");
  await supervisor.stop();
  expect(JSON.stringify([supervisor.lines, supervisor.text])).not.toContain("canary");
});

test("a certificate that was exchanged on disk is used by the next connection", async () => {
  const [before, after] = [makeCertificates(), makeCertificates()];
  const server = await TestServer.start({ tls: before.server });
  const world = new World({
    endpoint: server.endpoint,
    config: { server: { endpoint: server.endpoint, tls: { ca_file: "ca.pem" } } },
  });
  writeFileSync(world.path("ca.pem"), before.ca);
  world.start();
  await server.healthy();
  await server.stop();
  writeFileSync(world.path("ca.pem"), after.ca);
  await server.open({ tls: after.server });
  await server.healthy();
});
