import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { openBrowser, openPage } from "../support/browser.ts";
import { World } from "../support/e2e.ts";
import { exampleServer } from "../support/example-server.ts";

const browser = await openBrowser();

test("a supervisor asks for a certificate, a person approves and later revokes it, and it asks anew", async () => {
  const server = await exampleServer();
  const { page, complaints } = await openPage(browser);
  const world = new World({
    endpoint: server.endpoint,
    config: {
      server: { tls: { insecure_skip_verify: true }, certificate_request: { enabled: true } },
      capabilities: { accepts_opamp_connection_settings: true, reports_connection_settings_status: true },
    },
  });
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  const uid = String(id);
  await page.goto(`${server.pageUrl}certificates`);
  await page.locator(`#approve-${uid}`).click();
  await page.locator("#issued").getByText("valid", { exact: true }).waitFor();
  await page.goto(`${server.pageUrl}agents/${uid}/connections`);
  await page.locator("#connections-outcome").getByText("APPLIED").waitFor();
  expect(readFileSync(world.stored("opamp_connection_settings.dat"), "latin1")).toContain("BEGIN CERTIFICATE");

  await page.goto(`${server.pageUrl}certificates`);
  await page.getByText("Renew", { exact: false }).first().click();
  await page.locator("#issued").getByText("replaced", { exact: true }).waitFor();

  await page.locator("#issued").getByText("Revoke…").first().click();
  await page.getByRole("button", { name: "Revoke the certificate of" }).first().click();
  await page.locator("#requests").getByText("Its last one was revoked").waitFor();
  await page.locator(`#approve-${uid}`).click();
  await page.locator("#issued").getByText("valid", { exact: true }).waitFor();
  await page.goto(`${server.pageUrl}agents/${uid}`);
  await page.getByText("Up: true").waitFor();
  expect(complaints).toEqual([]);
});
