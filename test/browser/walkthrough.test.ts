import { expect, test } from "bun:test";

import { additionalConfiguration } from "../../scripts/demo/walkthrough.ts";
import { expectAccessible, openBrowser, openPage, pasteConfiguration, screenshot } from "../support/browser.ts";
import { exampleServer } from "../support/example-server.ts";
import { needPort } from "../support/free-port.ts";
import { exportedPoints, printedPoints, walkthroughWorld } from "../support/walkthrough.ts";

const browser = await openBrowser();

test("the walkthrough, as people do it", async () => {
  await needPort(8888);
  const server = await exampleServer();
  const { page, complaints } = await openPage(browser);
  await page.goto(server.pageUrl);
  await page.getByText("No agent has connected yet").waitFor();

  const world = walkthroughWorld(server.endpoint);
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

  expect(await exportedPoints()).toMatch(new RegExp(`target_info\\{[^}]*service_instance_id="${uid}"`));
  await printedPoints(world);

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
