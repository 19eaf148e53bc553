import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";

import { codec } from "../../src/opamp/wire/messages.ts";
import { answers, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { remoteConfig, TestServer } from "../support/test-server.ts";

describe.each(reloadModes)("with %s", (_, reload) => {
  test("the last received configuration of a Go supervisor runs without any server, and is reported when one comes", async () => {
    const server = await TestServer.start();
    await server.stop();
    const port = await freePort();
    const world = new World({ endpoint: server.endpoint, config: { agent: { use_hup_config_reload: reload } } });
    mkdirSync(world.storage, { mode: 0o700 });
    const received = codec.AgentRemoteConfig.encode(remoteConfig({ "": serving(port) }, "earlier")).finish();
    writeFileSync(world.stored("last_recv_remote_config.dat"), received);
    const supervisor = world.start();
    await supervisor.line("Collector is healthy");
    expect(await answers(port)).toBe(true);
    await server.open();
    await server.until(() => server.effective()?.includes(`127.0.0.1:${port}`));
  }, 10_000);

  test("a server that knows nothing of the agent gets the configuration that it received from another one", async () => {
    const one = await TestServer.start();
    const config = { agent: { use_hup_config_reload: reload } };
    const world = new World({ endpoint: one.endpoint, config });
    const first = world.start();
    await one.healthy();
    const port = await freePort();
    one.offer({ "": serving(port) }, "kept");
    expect(await one.verdict("kept")).toBe("APPLIED");
    await first.stop();

    const other = await TestServer.start();
    world.configure({ endpoint: other.endpoint, config });
    world.start();
    await other.until(() => other.effective()?.includes(`127.0.0.1:${port}`));
    await other.healthy();
    expect(other.statuses("kept")).toEqual(["APPLIED"]);
  }, 15_000);
});
