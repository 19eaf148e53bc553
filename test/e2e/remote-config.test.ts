import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";

import { answers, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { TestServer } from "../support/test-server.ts";

test("an offer is applied: APPLYING, APPLIED with the proof, and the Collector serves it", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "first");
  expect(await server.verdict("first")).toBe("APPLIED");
  expect(server.statuses("first")).toEqual(["APPLYING", "APPLIED"]);
  expect(await answers(port)).toBe(true);
  await server.until(() => server.effective()?.includes(String(port)));
  expect(statSync(world.stored("effective.yaml")).mode & 0o777).toBe(0o600);
});

test("equal content under a new hash is APPLIED without a restart", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const text = serving(await freePort());
  server.offer({ "": text }, "one");
  await server.verdict("one");
  const before = supervisor.running();
  server.offer({ "": text }, "two");
  expect(await server.verdict("two")).toBe("APPLIED");
  expect(server.statuses("two")).toEqual(["APPLIED"]);
  await supervisor.runsJust(before);
});

test("a broken configuration is FAILED with the reason, and the Collector that runs is never touched", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "good");
  await server.verdict("good");
  const [collector] = supervisor.running();
  server.offer(
    { "": "receivers: {nosuch: }\nservice: {pipelines: {traces: {receivers: [nosuch], exporters: [nop]}}}" },
    "bad",
  );
  expect(await server.verdict("bad")).toBe("FAILED");
  const reason = server.agent?.remoteConfigStatus?.errorMessage;
  expect(reason).toStartWith("CONFIG_INVALID: validating: the Collector's own check refuses it: ");
  expect(reason).toContain("'receivers' unknown type: \"nosuch\"");
  expect(reason).toContain('Set by: receivers::nosuch (remote file "", line 1)');
  expect(supervisor.running()).toEqual([collector ?? 0]);
  await server.until(({ health }) => health?.healthy === true);
  expect(await answers(port)).toBe(true);
  expect(server.effective()).toContain(String(port));
  expect(server.statuses("bad")).toEqual(["APPLYING", "FAILED"]);
  expect(server.statuses("good")).toEqual(["APPLYING", "APPLIED"]);
}, 10_000);

test("what is no YAML is FAILED with file, line and column, without touching the Collector", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const before = supervisor.running();
  server.offer({ "extra.yaml": "receivers:\n  nop: [\n" }, "bad");
  expect(await server.verdict("bad")).toBe("FAILED");
  expect(server.agent?.remoteConfigStatus?.errorMessage).toMatch(/extra\.yaml.*\d+/);
  await supervisor.runsJust(before);
});

test("a port that is taken fails the configuration that wants it, and names the port", async () => {
  const server = await TestServer.start();
  new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const stranger = Bun.serve({ hostname: "127.0.0.1", port: 0, reusePort: false, fetch: () => new Response("mine") });
  try {
    server.offer({ "": serving(stranger.port ?? 0) }, "taken");
    expect(await server.verdict("taken")).toBe("FAILED");
    expect(server.agent?.remoteConfigStatus?.errorMessage).toContain(`${stranger.port}`);
    await server.healthy();
  } finally {
    await stranger.stop(true);
  }
});

test("the newest of a burst wins", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const ports = await Promise.all(Array.from({ length: 30 }, freePort));
  ports.forEach((port, index) => server.offer({ "": serving(port) }, `burst-${index}`));
  expect(await server.verdict("burst-29")).toBe("APPLIED");
  expect(await answers(ports[29] ?? 0)).toBe(true);
  expect(supervisor.lines.filter(({ msg }) => msg === "Collector started").length).toBeLessThan(12);
});

test("an empty map stops the Collector on purpose, over a restart too, until there is something to run", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const first = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "something");
  await server.verdict("something");
  server.offer({}, "nothing");
  expect(await server.verdict("nothing")).toBe("APPLIED");
  expect(await answers(port)).toBe(false);
  await first.runsJust([]);
  await server.until(({ health, effectiveConfig }) => health?.healthy === true && effectiveConfig?.configMap);
  expect(server.agent?.health?.status).toBe("Stopped: the remote configuration is empty");
  expect(server.effective()).toBeUndefined();
  await first.stop();

  const second = world.start();
  await server.until(
    ({ health }) => health?.healthy === true && health.status === "Stopped: the remote configuration is empty",
  );
  await second.runsJust([]);
  server.offer({ "": serving(port) }, "again");
  expect(await server.verdict("again")).toBe("APPLIED");
  expect(await answers(port)).toBe(true);
}, 15_000);

test("remote files are merged by name, the unnamed one last, over local files; the opamp block stays ours", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  world.start();
  await server.healthy();
  const [last, earlier] = [await freePort(), await freePort()];
  server.offer(
    {
      "": serving(last),
      "z.yaml": serving(earlier),
      "opamp.yaml": "extensions: {opamp: {server: {ws: {endpoint: ws://127.0.0.1:1/none}}}}",
    },
    "merged",
  );
  expect(await server.verdict("merged")).toBe("APPLIED");
  expect(await answers(last)).toBe(true);
  expect(await answers(earlier)).toBe(false);
  expect(readFileSync(world.stored("effective.yaml"), "utf8")).not.toContain("127.0.0.1:1/none");
});
