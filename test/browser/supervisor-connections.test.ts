import { expect, test } from "bun:test";

import { openBrowser } from "../support/browser.ts";
import { supervisedPage } from "../support/supervised-page.ts";

const browser = await openBrowser();

test("where the Collector sends its own logs is set on the page, and its outcome comes from the supervisor", async () => {
  const { address, page, complaints, uid } = await supervisedPage(browser, {
    capabilities: { reports_own_logs: true, reports_connection_settings_status: true },
  });
  await page.goto(address(`agents/${uid}/connections`));
  await page.locator("summary").filter({ hasText: "Settings of Own logs" }).click();
  const form = page.locator("#own_logs-form");
  const outcome = page.locator("#connections-outcome");
  await form.getByLabel("Endpoint").fill("https://127.0.0.1:1/v1/logs");
  await form.getByLabel("Headers", { exact: true }).fill("X-Tenant: s3cr3t");
  await form.getByRole("button", { name: "Save and Offer" }).click();
  await outcome.getByText("APPLIED").waitFor();
  await page.goto(address(`agents/${uid}`));
  await page.getByText("https://127.0.0.1:1/v1/logs").first().waitFor();
  expect(await page.content()).not.toContain("s3cr3t");
  expect(complaints).toEqual([]);
});

test("the connection to the server itself is changed on the page, and goes on with what it was given", async () => {
  const { address, page, complaints, supervisor, uid } = await supervisedPage(browser, {
    capabilities: { accepts_opamp_connection_settings: true, reports_connection_settings_status: true },
  });
  await page.goto(address(`agents/${uid}/connections`));
  const form = page.locator("#opamp-form");
  await form.getByLabel("Headers", { exact: true }).fill("X-Tenant: s3cr3t");
  await form.getByRole("button", { name: "Save and Offer" }).click();
  await supervisor.line("The offered connection settings are in force");
  await page.locator("#connections-outcome").getByText("APPLIED").waitFor();
  await page.goto(address(`agents/${uid}`));
  await page.getByText("Up: true").waitFor();
  expect(complaints).toEqual([]);
});
