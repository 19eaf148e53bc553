import { describe, expect, test } from "bun:test";

import { CommandType } from "../../src/opamp/wire/messages.ts";
import { answers, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { serverFrame } from "../support/opamp-frames.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { TestServer } from "../support/test-server.ts";
import { WebSocketRelay } from "../support/websocket-relay.ts";

describe.each(reloadModes)("with %s", (_, reload) => {
  test("a restart command exchanges the process, and its outcome is seen in the health", async () => {
    const server = await TestServer.start();
    const config = {
      capabilities: { accepts_remote_config: true, accepts_restart_command: true },
      agent: { use_hup_config_reload: reload },
    };
    const supervisor = new World({ endpoint: server.endpoint, config }).start();
    await server.healthy();
    const port = await freePort();
    server.offer({ "": serving(port) }, "one");
    await server.verdict("one");
    await server.healthy();
    const [before = 0] = supervisor.running();
    server.send({ command: { type: CommandType.CommandType_Restart } });
    const away = await server.until(({ health }) => (health?.healthy === false ? health : undefined));
    expect(away.lastError).toBe("restarting, as the server asked");
    expect(await server.healthy()).toMatchObject({ status: "StatusOK", lastError: "" });
    expect(supervisor.running()).not.toContain(before);
    expect(supervisor.running().length).toBe(1);
    expect(await answers(port)).toBe(true);
    expect(server.statuses("one")).toEqual(["APPLYING", "APPLIED"]);
    expect(supervisor.lines.filter(({ msg }) => msg === "Collector ended unexpectedly")).toEqual([]);
  }, 10_000);
});

test("with the capability off a restart command is ignored, and the log says so", async () => {
  const server = await TestServer.start();
  await using relay = new WebSocketRelay(Number(new URL(server.endpoint).port));
  const supervisor = new World({ endpoint: `ws://127.0.0.1:${relay.port}/v1/opamp` }).start();
  await server.healthy();
  const before = supervisor.running();
  // A proper server sends no such command.
  relay.forge(serverFrame({ command: { type: CommandType.CommandType_Restart } }));
  await supervisor.line(/^Ignored/);
  const port = await freePort();
  server.offer({ "": serving(port) }, "after");
  expect(await server.verdict("after")).toBe("APPLIED");
  await supervisor.runsJust(before);
});
