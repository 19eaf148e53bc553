import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

import { parse, stringify } from "yaml";

import { codec } from "../../src/opamp/wire/messages.ts";
import { answers, quietMetrics, receiving, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { TailedFile } from "../support/tailed-file.ts";
import { remoteConfig, TestServer } from "../support/test-server.ts";

const switching = "Switching to the fallback configuration";

/** A supervisor with local files on one port and fallback files, which tail a file, on another; its server is away. */
async function beside(reload: boolean) {
  const server = await TestServer.start();
  await server.stop();
  const [local, fallback] = [await freePort(), await freePort()];
  const agent = { use_hup_config_reload: reload, startup_fallback_configs: ["fallback.yaml"] };
  const world = new World({ endpoint: server.endpoint, config: { agent }, local: serving(local) });
  const tailed = new TailedFile(world.path("input.log"), new OtlpSink());
  const { service, ...components } = parse(tailed.configuration);
  const { extensions } = parse(serving(fallback));
  writeFileSync(
    world.path("fallback.yaml"),
    stringify({ ...components, extensions, service: { ...service, extensions: ["health_check"] } }),
  );
  return { server, world, local, fallback, tailed };
}

describe.each(reloadModes)("with %s", (_, reload) => {
  test("a Collector that never had a remote configuration runs the fallback while the server is away", async () => {
    const { world, local, fallback, tailed } = await beside(reload);
    const supervisor = world.start();
    await supervisor.line(switching);
    await tailed.flows();
    expect([await answers(fallback), await answers(local)]).toEqual([true, false]);
  }, 10_000);

  test("the fallback is left when the server comes, and not taken up again when it goes", async () => {
    const { server, world, local, fallback, tailed } = await beside(reload);
    const supervisor = world.start();
    await tailed.flows();
    await server.open();
    await server.until(() => server.effective()?.includes(`127.0.0.1:${local}`));
    expect([await answers(fallback), await answers(local)]).toEqual([false, true]);
    const seen = supervisor.lines.length;
    await server.stop();
    const away = await supervisor.line("No connection to the OpAMP server", {}, seen);
    await supervisor.line("No connection to the OpAMP server", {}, supervisor.lines.indexOf(away) + 1);
    expect(supervisor.lines.slice(seen).filter(({ msg }) => msg === switching)).toEqual([]);
    expect([await answers(fallback), await answers(local)]).toEqual([false, true]);
  }, 20_000);

  test("a stored remote configuration is run in its place", async () => {
    const { server, world, fallback } = await beside(reload);
    const remote = await freePort();
    mkdirSync(world.storage, { mode: 0o700 });
    const received = codec.AgentRemoteConfig.encode(remoteConfig({ "": serving(remote) }, "earlier")).finish();
    writeFileSync(world.stored("last_recv_remote_config.dat"), received);
    const supervisor = world.start();
    await supervisor.line("Collector is healthy");
    await supervisor.line("No connection to the OpAMP server");
    expect([await answers(fallback), await answers(remote)]).toEqual([false, true]);
    await server.open();
    await server.healthy();
    expect(supervisor.lines.filter(({ msg }) => msg === switching)).toEqual([]);
    expect(readFileSync(world.stored("effective.yaml"), "utf8")).toContain(`127.0.0.1:${remote}`);
  }, 8_000);
});

const profiles = (port: number) =>
  stringify({
    ...parse(receiving(port)),
    service: {
      ...quietMetrics.service,
      pipelines: { profiles: { receivers: ["otlp"], exporters: ["nop"] } },
    },
  });

test("a fallback is run with agent.args, which may be what it needs", async () => {
  const { world, tailed } = await beside(true);
  const port = await freePort();
  const agent = {
    startup_fallback_configs: ["fallback.yaml"],
    args: ["--feature-gates=+service.profilesSupport"],
  };
  world.configure({ endpoint: "ws://127.0.0.1:1/v1/opamp", config: { agent }, local: tailed.configuration });
  writeFileSync(world.path("fallback.yaml"), profiles(port));
  const supervisor = world.start();
  await supervisor.line("Collector is healthy");
  expect(await answers(port)).toBe(true);
}, 10_000);

test("a fallback that does not work is told with its reason, and the operator's own files run in its place", async () => {
  const { world, local } = await beside(true);
  const port = await freePort();
  writeFileSync(world.path("fallback.yaml"), profiles(port));
  const supervisor = world.start();
  const { reason } = await supervisor.line("The fallback configuration failed");
  expect(reason).toContain("service.profilesSupport");
  await supervisor.line("Collector is healthy");
  expect([await answers(port), await answers(local)]).toEqual([false, true]);
}, 10_000);

test("a fallback file that is not there is a mistake that is told at the start", async () => {
  const { world } = await beside(true);
  rmSync(world.path("fallback.yaml"));
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.lines.at(-1)).toMatchObject({
    code: "FALLBACK",
    msg: expect.stringMatching(/agent::startup_fallback_configs: .*fallback\.yaml: there is no such file/),
  });
}, 10_000);
