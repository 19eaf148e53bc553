import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";

import { answers, failingToStart, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { TestServer } from "../support/test-server.ts";
import { withGoodConfig } from "../support/with-good-config.ts";

/** As the Go supervisor is by default. */
const unguarded = { validate_config: false, automatic_config_rollback: false };

const broken =
  "receivers: {doesntexist: }\nservice: {pipelines: {traces: {receivers: [doesntexist], exporters: [nop]}}}";

describe.each(reloadModes)("with %s", (_, reload) => {
  test.each([
    [true, "is kept once a configuration has stood its probation"],
    [false, "never comes to be where automatic_config_rollback is off"],
  ])("last_working_remote_config.dat (rollback %p) %s", async (rollback) => {
    const server = await TestServer.start();
    const agent = { use_hup_config_reload: reload, automatic_config_rollback: rollback, config_probation: "0s" };
    const world = new World({ endpoint: server.endpoint, config: { agent } });
    const supervisor = world.start();
    await server.healthy();
    server.offer({ "": serving(await freePort()) }, "good");
    expect(await server.verdict("good")).toBe("APPLIED");
    await supervisor.stop();
    expect(existsSync(world.stored("last_recv_remote_config.dat"))).toBe(true);
    expect(existsSync(world.stored("last_working_remote_config.dat"))).toBe(rollback);
  });

  test("after a configuration that failed, the next supervisor runs the last good one and claims nothing new", async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint, config: { agent: { use_hup_config_reload: reload } } });
    const first = world.start();
    await server.healthy();
    const [good, bad, next] = [await freePort(), await freePort(), await freePort()];
    server.offer({ "": serving(good) }, "good");
    expect(await server.verdict("good")).toBe("APPLIED");
    server.offer({ "": failingToStart(bad, world.configFile) }, "bad");
    expect(await server.verdict("bad")).toBe("FAILED");
    await first.stop();
    await server.disconnected();

    server.messages.length = 0;
    world.start();
    await server.healthy();
    expect([await answers(good), await answers(bad)]).toEqual([true, false]);
    server.offer({ "": serving(next) }, "next");
    expect(await server.verdict("next")).toBe("APPLIED");
    expect(server.statuses("good")).toEqual([]);
    expect(server.statuses("bad")).toEqual(["FAILED"]);
  }, 30_000);

  test("a last good configuration that cannot run either is tried ever more slowly, and at once when it can", async () => {
    const config = { agent: { use_hup_config_reload: reload } };
    const { server, world, supervisor, port: good } = await withGoodConfig(config);
    const bad = await freePort();

    const stranger = new Grabber(good);
    for (let attempt = 1; !stranger.hasPort; attempt += 1) {
      server.offer({ "": failingToStart(bad, world.configFile) }, `bad-${attempt}`);
      expect(await server.verdict(`bad-${attempt}`)).toBe("FAILED");
    }
    const third = await supervisor.line("Collector ended unexpectedly", { deaths: 3 });
    const second = await supervisor.line("Collector ended unexpectedly", { deaths: 2 });
    expect(String(third["reason"])).toStartWith("PORT_IN_USE: ");
    expect(Number(second["restartInMs"])).toBeGreaterThanOrEqual(500);
    expect(Number(third["restartInMs"])).toBeGreaterThanOrEqual(1_000);
    const seen = supervisor.lines.length;
    await stranger.leave();
    await supervisor.line("Collector is healthy", {}, seen);
    await server.healthy();
    expect(server.statuses("good")).toEqual(["APPLYING", "APPLIED"]);
  }, 15_000);

  test("without checks and rollback a bad configuration stays until a good one comes", async () => {
    const server = await TestServer.start();
    const agent = { use_hup_config_reload: reload, ...unguarded };
    new World({ endpoint: server.endpoint, config: { agent } }).start();
    await server.healthy();
    server.offer({ "": broken }, "bad");
    const ill = await server.until(({ health }) => health?.healthy === false && health.lastError !== "" && health);
    expect(await server.verdict("bad")).toBe("FAILED");
    expect(ill.lastError).toContain("doesntexist");
    const port = await freePort();
    server.offer({ "": serving(port) }, "good");
    expect(await server.verdict("good")).toBe("APPLIED");
    expect(await server.healthy()).toMatchObject({ lastError: "" });
    expect(await answers(port)).toBe(true);
  }, 15_000);

  test("after a bad configuration an empty one is applied", async () => {
    const server = await TestServer.start();
    const supervisor = new World({
      endpoint: server.endpoint,
      config: { agent: { use_hup_config_reload: reload } },
    }).start();
    await server.healthy();
    server.offer({ "": broken }, "bad");
    expect(await server.verdict("bad")).toBe("FAILED");
    server.offer({}, "empty");
    expect(await server.verdict("empty")).toBe("APPLIED");
    await supervisor.runsJust([]);
  }, 10_000);

  test("what fails only together with the operator's own layers is FAILED, with the part that is missing", async () => {
    const server = await TestServer.start();
    const port = await freePort();
    const agent = { use_hup_config_reload: reload };
    const supervisor = new World({ endpoint: server.endpoint, config: { agent }, local: serving(port) }).start();
    await server.healthy();
    const before = supervisor.running();
    server.offer({ "": "service: {pipelines: {traces: {exporters: [missing_exporter]}}}" }, "bad");
    expect(await server.verdict("bad")).toBe("FAILED");
    expect(server.agent?.remoteConfigStatus?.errorMessage).toContain("missing_exporter");
    await supervisor.runsJust(before);
    expect(await answers(port)).toBe(true);
    expect(server.effective()).not.toContain("missing_exporter");
    expect(server.agent?.health?.healthy).toBe(true);
  }, 10_000);
});

test("health and the status hold the end of the Collector's log", async () => {
  const server = await TestServer.start();
  const agent = { ...unguarded, collector_crash_log_snippet_kib: 4 };
  new World({ endpoint: server.endpoint, config: { agent } }).start();
  await server.healthy();
  server.offer({ "": broken }, "bad");
  expect(await server.verdict("bad")).toBe("FAILED");
  const { lastError } = await server.until(
    ({ health }) => health?.healthy === false && health.lastError !== "" && health,
  );
  for (const text of [lastError, server.agent?.remoteConfigStatus?.errorMessage]) {
    expect(text).toContain("Collector log tail:");
    expect(text).toContain("failed to get config");
  }
}, 10_000);

/** Listens on a port as soon as it is free. */
class Grabber {
  #server: Bun.Server<undefined> | undefined;

  constructor(port: number) {
    this.#try(port);
  }

  get hasPort(): boolean {
    return this.#server !== undefined;
  }

  async leave(): Promise<void> {
    await this.#server?.stop(true);
  }

  #try(port: number): void {
    try {
      this.#server = Bun.serve({ hostname: "127.0.0.1", port, reusePort: false, fetch: () => new Response() });
    } catch {
      setImmediate(() => this.#try(port));
    }
  }
}
