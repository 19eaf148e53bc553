import { expect, test } from "bun:test";

import { additionalConfiguration } from "../../scripts/demo/walkthrough.ts";
import { exampleServer } from "../support/example-server.ts";
import { needPort } from "../support/free-port.ts";
import { PageClient } from "../support/page-client.ts";
import { until } from "../support/until.ts";
import { exportedPoints, printedPoints, tellsOfMetrics, walkthroughWorld } from "../support/walkthrough.ts";

test("the walkthrough: a server with a page, a supervisor, a real Collector", async () => {
  await needPort(8888);
  const server = await exampleServer();
  const world = walkthroughWorld(server.endpoint);
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

  expect(await exportedPoints()).toMatch(new RegExp(`target_info\\{[^}]*service_instance_id="${uid}"`));
  expect((await printedPoints(world)).some(tellsOfMetrics)).toBe(true);
  expect(await supervisor.stop()).toBe(0);
  await until(async () => (await page.agents())[0]?.connected === false);
}, 60_000);
