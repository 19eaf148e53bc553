import { expect, test } from "bun:test";
import { join } from "node:path";

import { getOtherCollector } from "../../scripts/get-collector.ts";
import { openBrowser } from "../support/browser.ts";
import { supervisedPage } from "../support/supervised-page.ts";

const browser = await openBrowser();
const other = await getOtherCollector();

/** The page of an agent that takes what the example server signs, and nothing else. */
async function upgradable() {
  const scene = await supervisedPage(browser, (server) => ({
    server: { tls: { ca_file: server.caFile } },
    capabilities: { accepts_packages: true, reports_package_statuses: true },
    agent: {
      config_probation: "1s",
      package: {
        verifier: {
          type: "key",
          key: { public_keys: [{ file: join(server.dataDirectory, "packages/signing.pub") }] },
        },
      },
    },
  }));
  const { page, address } = scene;
  const upload = async (version: string, file: string) => {
    await page.goto(address("packages"));
    await page.locator("#upload").getByLabel("Version").fill(version);
    await page.locator("#upload").getByLabel("File").setInputFiles(file);
    await page.getByRole("button", { name: "Upload and Sign" }).click();
    await page.getByText(`Collector ${version}`).first().waitFor();
  };
  return { ...scene, upload };
}

test("a Collector is uploaded, offered and installed, and one that says another version is not", async () => {
  const { address, page, complaints, uid, upload } = await upgradable();
  await upload("v0.150.0", other);
  await page.getByRole("button", { name: "Offer to All Collector v0.150.0" }).click();
  await page.goto(address(`agents/${uid}`));
  const packages = page.locator("#packages");
  await packages.getByText("The agent has what it was offered.").waitFor();
  await packages.getByText("has v0.150.0").waitFor();
  await page.getByText("Version 0.149.0 became 0.150.0").waitFor();

  await upload("v0.160.0", other);
  await page.goto(address(`agents/${uid}`));
  await page.getByLabel("Package", { exact: true }).selectOption("Collector v0.160.0");
  await page.getByRole("button", { name: "Offer to This Agent" }).click();
  await packages.getByText("VERSION_MISMATCH").waitFor();
  await packages.getByText("has v0.150.0").waitFor();
  await page.getByText("Up: true").waitFor();
  expect(complaints).toEqual([]);
});
