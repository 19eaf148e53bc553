import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { openBrowser } from "../support/browser.ts";
import { supervisedPage } from "../support/supervised-page.ts";

const browser = await openBrowser();

test("a supervisor asks for a certificate, a person approves and later revokes it, and it asks anew", async () => {
  const { address, page, complaints, world, uid } = await supervisedPage(browser, {
    server: { certificate_request: { enabled: true } },
    capabilities: { accepts_opamp_connection_settings: true, reports_connection_settings_status: true },
  });
  await page.goto(address("certificates"));
  await page.locator(`#approve-${uid}`).click();
  await page.locator("#issued").getByText("valid", { exact: true }).waitFor();
  await page.goto(address(`agents/${uid}/connections`));
  await page.locator("#connections-outcome").getByText("APPLIED").waitFor();
  expect(readFileSync(world.stored("opamp_connection_settings.dat"), "latin1")).toContain("BEGIN CERTIFICATE");

  await page.goto(address("certificates"));
  await page.getByText("Renew", { exact: false }).first().click();
  await page.locator("#issued").getByText("replaced", { exact: true }).waitFor();

  await page.locator("#issued").getByText("Revoke…").first().click();
  await page.getByRole("button", { name: "Revoke the certificate of" }).first().click();
  await page.locator("#requests").getByText("Its last one was revoked").waitFor();
  await page.locator(`#approve-${uid}`).click();
  await page.locator("#issued").getByText("valid", { exact: true }).waitFor();
  await page.goto(address(`agents/${uid}`));
  await page.getByText("Up: true").waitFor();
  expect(complaints).toEqual([]);
});
