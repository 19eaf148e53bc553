import { describe, expect, test } from "bun:test";

import { answers, failingToStart, otelcol, receiving, serving } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { KeptConnection } from "../support/kept-connection.ts";
import { fixture } from "../support/project.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { withGoodConfig } from "../support/with-good-config.ts";

/** Another configuration that keeps the receiver. */
const changed = (port: number) => receiving(port, { processors: { batch: {} } });

const wrapped = { executable: fixture("wrapped-collector.sh"), env: { REAL_COLLECTOR: otelcol } };

describe.each(reloadModes)("with %s", (_, reload) => {
  const config = { agent: { use_hup_config_reload: reload } };

  test.each([
    ["a Collector", {}, 1],
    ["a Collector behind a wrapper script", wrapped, 2],
  ])("%s gets a change by the least that is asked for", async (_name, agent, processes) => {
    const { server, supervisor, port } = await withGoodConfig({ agent: { ...config.agent, ...agent } });
    expect(server.statuses("good").at(-1)).toBe("APPLIED");
    const before = supervisor.running();
    expect(before.length).toBe(processes);
    server.offer({ "": changed(port) }, "two");
    expect(await server.verdict("two")).toBe("APPLIED");
    expect(await (await KeptConnection.open(port)).exports()).toBe(true);
    if (reload) await supervisor.runsJust(before);
    else expect(supervisor.running().filter((pid) => before.includes(pid))).toEqual([]);
    const applied = await supervisor.line("Remote configuration applied", { by: reload ? "reload" : "restart" });
    expect(Number(applied["outageMs"])).toBeGreaterThanOrEqual(0);
  });

  test("a Collector that ends when it gets a configuration is FAILED, the last good one runs again, and no crash is counted", async () => {
    const { server, world, supervisor, port: good } = await withGoodConfig(config);
    const bad = await freePort();
    server.offer({ "": failingToStart(bad, world.configFile) }, "bad");
    expect(await server.verdict("bad")).toBe("FAILED");
    const reason = server.agent?.remoteConfigStatus?.errorMessage;
    expect(reason).toStartWith("COLLECTOR_EXITED: ");
    expect(reason).toContain("failed to load TLS config");
    await supervisor.line("The last good configuration runs again");
    await server.healthy();
    expect(await (await KeptConnection.open(good)).exports()).toBe(true);
    expect(await answers(bad)).toBe(false);
    expect(server.statuses("bad")).toEqual(["APPLYING", "FAILED"]);
    expect(supervisor.lines.filter(({ msg }) => msg === "Collector ended unexpectedly")).toEqual([]);
    const [pid = 0] = supervisor.running();
    process.kill(pid, "SIGKILL");
    expect(await supervisor.line("Collector ended unexpectedly")).toMatchObject({ deaths: 1, restartInMs: 0 });
  }, 15_000);

  test("what the Collector's own check refuses costs nobody a connection", async () => {
    const { server, supervisor, port } = await withGoodConfig(config);
    const before = supervisor.running();
    const connection = await KeptConnection.open(port);
    expect(await connection.exports()).toBe(true);
    const heard = server.messages.length;
    server.offer({ "": receiving(port, { exporters: { nop: null, nonexistent_exporter: null } }) }, "bad");
    expect(await server.verdict("bad")).toBe("FAILED");
    expect(server.agent?.remoteConfigStatus?.errorMessage).toStartWith("CONFIG_INVALID: ");
    await supervisor.runsJust(before);
    expect(await connection.exports()).toBe(true);
    expect(server.effective()).not.toContain("nonexistent_exporter");
    expect(server.messages.slice(heard).filter(({ health }) => health?.healthy === false)).toEqual([]);
  }, 10_000);

  test("a port that is taken is seen before anything is touched, with the name of its holder", async () => {
    const { server, supervisor, port } = await withGoodConfig(config);
    const before = supervisor.running();
    const connection = await KeptConnection.open(port);
    using stranger = Bun.serve({ hostname: "127.0.0.1", port: 0, reusePort: false, fetch: () => new Response() });
    server.offer({ "": serving(stranger.port ?? 0) }, "taken");
    expect(await server.verdict("taken")).toBe("FAILED");
    expect(server.agent?.remoteConfigStatus?.errorMessage).toMatch(
      new RegExp(
        `^PORT_IN_USE: preflight: .*health_check.*port ${stranger.port} is taken by bun \\(pid ${process.pid}\\)`,
      ),
    );
    await supervisor.runsJust(before);
    expect(await connection.exports()).toBe(true);
  });

  test("an address that is not of this machine, and one that two components want, are seen before anything is touched", async () => {
    const { server, supervisor, port } = await withGoodConfig(config);
    const before = supervisor.running();
    const connection = await KeptConnection.open(port);
    const failure = async (hash: string, endpoint: string) => {
      const more = `receivers:
  otlp/b: { protocols: { http: { endpoint: "${endpoint}" } } }
service: { pipelines: { logs: { receivers: [otlp/b], exporters: [nop] } } }
`;
      server.offer({ "": receiving(port), more }, hash);
      expect(await server.verdict(hash)).toBe("FAILED");
      return server.agent?.remoteConfigStatus?.errorMessage;
    };
    expect(await failure("elsewhere", "192.0.2.1:4318")).toMatch(
      /^ADDRESS_UNAVAILABLE: preflight: receivers::otlp\/b::protocols::http::endpoint \(remote file "more", line 2\): cannot listen on 192\.0\.2\.1:4318/,
    );
    expect(await failure("twice", `0.0.0.0:${port}`)).toMatch(
      /^ADDRESS_TWICE: preflight: receivers::otlp.*::protocols::http::endpoint \(remote file ".*", line \d\): .*127\.0\.0\.1:\d+/,
    );
    await supervisor.runsJust(before);
    expect(await connection.exports()).toBe(true);
  });
});

test("a reload that a client holds up becomes a restart, and health says meanwhile that nothing is served", async () => {
  const { server, supervisor, port } = await withGoodConfig({ agent: { use_hup_config_reload: true } });
  const before = supervisor.running();
  (await KeptConnection.open(port)).stalls();
  server.offer({ "": changed(port) }, "two");
  await supervisor.line("The Collector does not reload; restarting it");
  const away = await server.until(({ health }) => health?.healthy !== true && health?.lastError && health);
  expect(away).toMatchObject({
    status: "StatusStarting",
    lastError: expect.stringContaining("takes long (switching)"),
  });
  expect(await server.verdict("two")).toBe("APPLIED");
  expect(supervisor.running().filter((pid) => before.includes(pid))).toEqual([]);
  await supervisor.line("Remote configuration applied", { by: "restart" });
  expect(await server.healthy()).toMatchObject({ status: "StatusOK" });
  expect(await (await KeptConnection.open(port)).exports()).toBe(true);
}, 60_000);
