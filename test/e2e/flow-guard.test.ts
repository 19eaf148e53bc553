import { describe, expect, test } from "bun:test";

import { World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { forwarding, metricsPort, sending } from "../support/steady-data.ts";
import { TestServer } from "../support/test-server.ts";

async function flowing(flow_guard: string, { quiet = false } = {}) {
  const [server, sink, port] = [await TestServer.start(), new OtlpSink(), await freePort()];
  const config = { agent: { flow_guard, flow_guard_interval: "1s" } };
  const world = new World({ endpoint: server.endpoint, config, local: forwarding(port, sink.endpoint, "good") });
  const supervisor = world.start();
  await server.healthy();
  if (!quiet) sending(port);
  const dead = forwarding(port, `http://127.0.0.1:${await freePort()}`, "dead");
  const offersDead = () => server.offer({ "": JSON.stringify(dead) }, "dead");
  return { server, world, supervisor, port, offersDead };
}

/** Until the Collector has told of so many spans in a second for long enough to be missed. */
async function isSteady(world: World): Promise<void> {
  for (let seen = 0; seen < 4;) {
    const { collector } = await statusOf(world);
    seen = (collector.flow?.pipelines["traces"]?.sent ?? 0) > 0 ? seen + 1 : 0;
    await Bun.sleep(1_000);
  }
}

describe("a configuration that works and lets no data through any more", () => {
  test("is told: in the log, by status, in the health that the server hears", async () => {
    const { server, world, supervisor, offersDead } = await flowing("warn");
    await isSteady(world);
    offersDead();
    const { reason, blame } = await supervisor.line("No data flows since the last change");
    expect(String(reason)).toMatch(/^pipeline traces has got \d+ items since and sent none/);
    expect(blame).toBe("change");
    const told = await server.until(({ health }) => (health?.status?.startsWith("no data flows") ? health : undefined));
    expect(told).toMatchObject({ healthy: true, status: "no data flows: traces takes data and sends none" });
    expect(server.statuses("dead")).toEqual(["APPLYING", "APPLIED"]);
    expect((await statusOf(world)).collector.flow?.findings).toMatchObject([{ pipeline: "traces", is: "stuck" }]);
    expect((await runCommand(world, "status")).out).toMatch(/^ {4}no data +pipeline traces has got \d+ items/m);
  }, 60_000);

  test("is withdrawn where the operator wants that, and data flows again", async () => {
    const { server, world, offersDead } = await flowing("rollback");
    await isSteady(world);
    offersDead();
    await server.until(() => server.statuses("dead").includes("FAILED"));
    expect(server.statuses("dead")).toEqual(["APPLYING", "APPLIED", "FAILED"]);
    expect(server.errorOf("dead")).toMatch(/^withdrawn: NO_FLOW: probation: pipeline traces/);
    await isSteady(world);
    expect((await statusOf(world)).configuration.running).toBeUndefined();
  }, 60_000);
});

test("a quiet host is not judged", async () => {
  const { server, world, supervisor, offersDead } = await flowing("rollback", { quiet: true });
  offersDead();
  expect(await server.verdict("dead")).toBe("APPLIED");
  for (let seen = 0; seen < 6; await Bun.sleep(1_000)) {
    const { collector } = await statusOf(world);
    if (collector.flow?.pipelines["traces"] !== undefined) seen += 1;
    expect(collector.flow?.findings).toBeUndefined();
  }
  expect(server.statuses("dead")).toEqual(["APPLYING", "APPLIED"]);
  expect(supervisor.lines.some(({ msg }) => msg.startsWith("No data flows"))).toBe(false);
}, 60_000);

test("the token by which the Collector brings its metrics is shown to nobody, and its own page of metrics stays", async () => {
  const { server, world, port } = await flowing("warn");
  await isSteady(world);
  const effective = server.effective() ?? "";
  expect(effective).toContain(`127.0.0.1:${port}`);
  expect(effective).toMatch(/value: \(hidden\)/);
  const page = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  expect(page).toContain("otelcol_receiver_accepted_spans");
  const { collector } = await statusOf(world);
  expect(collector.flow?.memoryBytes).toBeGreaterThan(1 << 20);
}, 60_000);
