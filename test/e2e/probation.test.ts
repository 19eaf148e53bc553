import { describe, expect, test } from "bun:test";
import { join } from "node:path";

import { World } from "../support/e2e.ts";
import { ordering, writeFakeCollector } from "../support/fake-collector.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { statusOf } from "../support/run-command.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { TestServer } from "../support/test-server.ts";

async function start(agent: Readonly<Record<string, unknown>>) {
  const server = await TestServer.start();
  const collector = writeFakeCollector(join(scratchDirectory(), "otelcol"), { run: "obeys" });
  const world = new World({ endpoint: server.endpoint, collector, config: { agent } });
  const supervisor = world.start();
  await server.healthy();
  return { server, supervisor, world };
}

describe.each(reloadModes)("with %s", (_, reload) => {
  test("a configuration whose Collector ends within probation is withdrawn, once, and the last good one runs again", async () => {
    const { server, supervisor } = await start({ use_hup_config_reload: reload, config_probation: "1m" });
    server.offer({ "": ordering({ healthyForMs: 1_000 }) }, "short");
    await server.until(() => server.statuses("short").includes("FAILED"));
    expect(server.statuses("short")).toEqual(["APPLYING", "APPLIED", "FAILED"]);
    const reason = server.agent?.remoteConfigStatus?.errorMessage;
    expect(reason).toStartWith("withdrawn: COLLECTOR_EXITED: ");
    expect(reason).toContain("the time that was ordered is over");
    await supervisor.line("The last good configuration runs again");
    await server.healthy();
  });

  test("what has stood its probation is not withdrawn: its Collector is kept running", async () => {
    const { server, supervisor } = await start({ use_hup_config_reload: reload, config_probation: "0s" });
    server.offer({ "": ordering({ healthyForMs: 1_000 }) }, "short");
    await server.verdict("short");
    await supervisor.line("Collector ended unexpectedly");
    await server.healthy();
    expect(server.statuses("short")).toEqual(["APPLYING", "APPLIED"]);
  });
});

test("a Collector that needs 30 s to start has as long as agent.config_apply_timeout says, and shows where it is", async () => {
  const { server, supervisor, world } = await start({ config_apply_timeout: "1m" });
  server.offer({ "": ordering({ startsForMs: 30_000 }) }, "slow");
  await supervisor.line("Collector reloading");
  await server.until(() => server.statuses("slow").includes("APPLYING"));
  const away = await server.until(
    ({ health }) => health?.healthy !== true && health?.lastError?.includes("(proving)") && health,
  );
  expect(away).toMatchObject({ status: "StatusStarting", lastError: expect.stringContaining("takes long") });
  expect((await statusOf(world)).configuration.phase).toBe("proving");
  const verdict = await server.verdict("slow");
  expect([verdict, server.agent?.remoteConfigStatus?.errorMessage ?? ""]).toEqual(["APPLIED", ""]);
  expect(server.statuses("slow")).toEqual(["APPLYING", "APPLIED"]);
  await server.healthy();
}, 60_000);

test("one that needs longer than the default of 5 s is FAILED, and the last good one runs again", async () => {
  const { server, supervisor } = await start({});
  server.offer({ "": ordering({ startsForMs: 6_000 }) }, "slow");
  expect(await server.verdict("slow")).toBe("FAILED");
  const reason = server.agent?.remoteConfigStatus?.errorMessage;
  expect(reason).toMatch(/^(UNHEALTHY|TIMEOUT): .*not healthy within 5 s.*StatusStarting/);
  await supervisor.line("The last good configuration runs again");
  await server.healthy();
});
