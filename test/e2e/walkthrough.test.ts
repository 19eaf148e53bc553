import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";

import { additionalConfiguration } from "../../scripts/demo/walkthrough.ts";
import { freePort, otelcol, World } from "../support/e2e.ts";
import { exampleServer } from "../support/example-server.ts";
import { PageClient } from "../support/page-client.ts";

/** Looks again until \`look\` finds something: the page is asked as a script would ask it. */
async function until<Value>(look: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await Bun.sleep(20);
  }
}

test("the walkthrough: a server with a page, a supervisor, a real Collector", async () => {
  await freePort(8888);
  const server = await exampleServer();
  const world = new World({ endpoint: server.endpoint });
  writeFileSync(
    world.configFile,
    `server:
  endpoint: ${server.endpoint}
  tls:
    insecure_skip_verify: true
capabilities:
  accepts_remote_config: true
  reports_effective_config: true
  reports_own_metrics: false
  reports_own_logs: true
  reports_own_traces: false
  reports_health: true
  reports_remote_config: true
agent:
  executable: ${otelcol}
storage:
  directory: ./storage
`,
  );
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  const uid = String(id);
  const page = new PageClient(server.pageUrl);
  await until(async () => (await page.agents()).length === 1);
  await until(async () => (await page.agent(uid)).up === true);
  const html = await page.page(`/agents/${uid}`);
  expect(html).toContain("Additional Configuration");
  expect(html).toContain("Save and Send to Agent");

  const sent = await page.submit(uid, additionalConfiguration);
  expect(sent.status).toBe(303);
  await until(async () => (await page.agent(uid)).remoteConfig.outcome === "applied");
  expect((await page.page(`/agents/${uid}`)).replaceAll(/<[^>]*>/g, "")).toMatch(/Up:\s*true/);

  const metrics = await until(async () => {
    const text = await (await fetch("http://localhost:8888/metrics")).text();
    return text.includes("otelcol_exporter_sent_metric_points") && text;
  });
  expect(metrics).toMatch(new RegExp(`target_info\\{[^}]*service_instance_id="${uid}"`));
  const log = await until(async () => {
    const text = readFileSync(world.stored("agent.log"), "utf8");
    return /Metrics.*data points/.test(text) && text;
  });
  const lines = log.trim().split("\n");
  expect(lines.some((line) => line.startsWith("{") && JSON.parse(line).msg === "Metrics")).toBe(true);
  expect(await supervisor.stop()).toBe(0);
  await until(async () => (await page.agents())[0]?.connected === false);
}, 60_000);
