import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";

import { additionalConfiguration } from "../../scripts/demo/walkthrough.ts";
import { expectAccessible, openBrowser, openPage, pasteConfiguration, screenshot } from "../support/browser.ts";
import { freePort, otelcol, World } from "../support/e2e.ts";
import { exampleServer } from "../support/example-server.ts";

const browser = await openBrowser();

/** Looks again until `look` finds something: files and metrics tell nobody when they change. */
async function until(look: () => string | undefined | Promise<string | undefined>): Promise<string> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await Bun.sleep(20);
  }
}

test("the walkthrough, as people do it", async () => {
  await freePort(8888);
  const server = await exampleServer();
  const { page, complaints } = await openPage(browser);
  await page.goto(server.pageUrl);
  await page.getByText("No agent has connected yet").waitFor();

  const world = new World({ endpoint: server.endpoint });
  writeFileSync(world.configFile, supervisorYaml(server.endpoint));
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  const uid = String(id);

  await page.getByRole("row").filter({ hasText: uid }).getByText("Up: true").waitFor();
  await page.getByRole("rowheader").getByRole("link").click();
  await page.getByText("Up: true").waitFor();
  await page.getByLabel("Additional Configuration").waitFor();

  await pasteConfiguration(page, additionalConfiguration);
  await page.getByRole("button", { name: "Save and Send to Agent" }).click();
  const outcome = page.locator("#outcome");
  await outcome.getByText("APPLIED", { exact: true }).waitFor();
  await outcome.getByText(/It took \d+ ms\.|It took \d+(\.\d)? s\./).waitFor();
  await page
    .locator("#timeline")
    .getByText(/: APPLYING$/)
    .waitFor();
  await page.getByText("Up: true").waitFor();
  await page.getByLabel("Effective configuration").getByText("hostmetrics").first().waitFor();

  const metrics = await until(async () => {
    const text = await fetch("http://localhost:8888/metrics").then((answer) => answer.text());
    return text.includes("otelcol_exporter_sent_metric_points") ? text : undefined;
  });
  expect(metrics).toMatch(new RegExp(`target_info\\{[^}]*service_instance_id="${uid}"`));
  await until(() => {
    const text = readFileSync(world.stored("agent.log"), "utf8");
    return /Metrics.*data points/.test(text) ? text : undefined;
  });

  await page.locator("#health").getByText("pipeline:metrics").waitFor();
  await screenshot(page, { name: "page", height: 1100 });
  await screenshot(page, { name: "page-dark", colorScheme: "dark", height: 1100 });
  await expectAccessible(page);

  await pasteConfiguration(page, additionalConfiguration.replaceAll("hostmetrics", "nosuch"));
  await page.getByText("This agent has no receiver of type nosuch").waitFor();
  await page.getByRole("button", { name: "Save and Send to Agent" }).click();
  await outcome.getByText("FAILED", { exact: true }).waitFor();
  await outcome.getByText("nosuch").first().waitFor();
  await page.getByText("Up: true").waitFor();
  await screenshot(page, { name: "page-failed", height: 1100 });
  await expectAccessible(page);

  expect(await supervisor.stop()).toBe(0);
  await page.getByText("The agent is away.").waitFor();
  expect(complaints).toEqual([]);
}, 90_000);

function supervisorYaml(endpoint: string): string {
  return `server:
  endpoint: ${endpoint}
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
`;
}
