import { describe, expect, test } from "bun:test";
import { cpSync } from "node:fs";

import { answers, failingToStart, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { statusOf } from "../support/run-command.ts";
import type { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";
import { Writes } from "../support/writes.ts";

describe.each(reloadModes)("with %s, a supervisor that is killed at any write of an apply", (_, reload) => {
  test("ends in the new configuration at its next start", async () => {
    await killAtEachWrite(reload, async ({ server, old, offered, again, world }) => {
      expect(await server.verdict("new")).toBe("APPLIED");
      await server.healthy();
      expect([await answers(old), await answers(offered)]).toEqual([false, true]);
      await runsItsCollector(again, world);
    });
  }, 180_000);

  test("ends in the old one where the new one does not work", async () => {
    const broken = (port: number, { configFile }: World) => failingToStart(port, configFile);
    await killAtEachWrite(
      reload,
      async ({ server, old, offered, again, world }) => {
        expect(await server.verdict("new")).toBe("FAILED");
        await server.healthy();
        expect([await answers(old), await answers(offered)]).toEqual([true, false]);
        await runsItsCollector(again, world);
      },
      broken,
    );
  }, 180_000);
});

test("a configuration that is known not to work is answered at once, after a restart too, and starts nothing", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const first = world.start();
  await server.healthy();
  const broken = { "": failingToStart(await freePort(), world.configFile) };
  server.offer(broken, "bad");
  expect(await server.verdict("bad")).toBe("FAILED");
  const reason = server.agent?.remoteConfigStatus?.errorMessage;
  expect(reason).toStartWith("COLLECTOR_EXITED: ");
  await first.line("The last good configuration runs again");
  await first.stop();
  await server.disconnected();

  const second = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "good");
  expect(await server.verdict("good")).toBe("APPLIED");
  const { pid = 0, starts } = (await statusOf(world)).collector;
  server.messages.length = 0;
  server.offer(broken, "bad");
  expect(await server.verdict("bad")).toBe("FAILED");
  expect(server.statuses("bad")).toEqual(["FAILED"]);
  expect(server.agent?.remoteConfigStatus?.errorMessage).toBe(reason ?? "");
  expect((await statusOf(world)).collector).toMatchObject({ pid, starts });
  await second.runsJust([pid]);
  expect(await answers(port)).toBe(true);
});

interface Ending {
  server: TestServer;
  /** The port of the configuration that was in force. */
  old: number;
  /** The port of the one that was being applied. */
  offered: number;
  again: SupervisorProcess;
  world: World;
}

/** One Collector, and nothing of the life before: a process that was started ahead goes in a moment. */
async function runsItsCollector(supervisor: SupervisorProcess, world: World): Promise<void> {
  const { pid = 0 } = (await statusOf(world)).collector;
  await supervisor.runsJust([pid]);
}

/** A supervisor's storage directory with a configuration in force that serves on `port`. */
async function inForce(port: number): Promise<string> {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config: { agent: { config_probation: "0s" } } });
  const supervisor = world.start();
  await server.healthy();
  server.offer({ "": serving(port) }, "old");
  expect(await server.verdict("old")).toBe("APPLIED");
  await supervisor.stop();
  return world.storage;
}

/** Applies, kills at the first write, at the second …, starts anew and looks; until an apply has no such write any more. */
async function killAtEachWrite(
  reload: boolean,
  look: (ending: Ending) => Promise<void>,
  configuration: (port: number, world: World) => string = serving,
): Promise<void> {
  const [old, offered] = [await freePort(), await freePort()];
  const storage = await inForce(old);
  for (let k = 1; ; k += 1) {
    const server = await TestServer.start();
    const config = { agent: { use_hup_config_reload: reload, config_probation: "0s" } };
    const world = new World({ endpoint: server.endpoint, config });
    cpSync(storage, world.storage, { recursive: true });
    const first = world.start();
    await server.healthy();
    await server.until(() => server.effective()?.includes(`127.0.0.1:${old}`));

    using writes = new Writes(world.storage, k);
    server.offer({ "": configuration(offered, world) }, "new");
    const ended = server.verdict("new").then(() => "ended" as const);
    const met = await Promise.race([writes.reached.then(() => "killed" as const), ended]);
    first.signal("SIGKILL");
    await first.descendantsGone();
    await server.disconnected();

    const again = world.start();
    await server.until((agent) => agent.agentDescription);
    if (server.statuses("new").length === 0) server.offer({ "": configuration(offered, world) }, "new");
    await look({ server, old, offered, again, world });
    const said = server.statuses("new");
    expect(said.filter((status) => status === "APPLIED" || status === "FAILED").length).toBe(1);
    await again.stop();
    if (met === "ended") return expect(k).toBeGreaterThan(10);
  }
}
