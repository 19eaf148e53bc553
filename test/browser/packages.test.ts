import { expect, test } from "bun:test";

import { formatUid } from "../../src/opamp/wire/uid.ts";
import { expectAccessible, openBrowser, openPage, screenshot } from "../support/browser.ts";
import { agentOf, exampleServer } from "../support/example-server.ts";
import { aboutPackages } from "../support/package-statuses.ts";
import { packaged, runningCollector } from "../support/page-agent.ts";
import { scratchDirectory } from "../support/scratch.ts";

const browser = await openBrowser();

/** A server, an agent that takes packages, and the page of packages. */
async function packagesPage() {
  const server = await exampleServer({ dataDirectory: scratchDirectory() });
  const agent = await agentOf(server);
  await agent.say({ ...runningCollector("checkout"), capabilities: packaged });
  const opened = await openPage(browser);
  await opened.page.goto(`${server.pageUrl}packages`);
  await opened.page.getByRole("heading", { name: "Packages", exact: true }).waitFor();
  return { server, agent, uid: formatUid(agent.uid), ...opened };
}

const file = { name: "otelcol.tar.gz", mimeType: "application/gzip", buffer: Buffer.from("a Collector") };

test("a package is uploaded, offered to all, and its way is shown as it happens", async () => {
  const { page, agent, complaints } = await packagesPage();
  await page.getByText("Nothing was uploaded yet.").waitFor();
  await expectAccessible(page);
  const upload = page.locator("#upload");
  await upload.getByLabel("Version").fill("v0.150.0");
  await upload.getByLabel("File").setInputFiles(file);
  await upload.getByRole("button", { name: "Upload and Sign" }).click();
  await page.getByText("Collector v0.150.0").first().waitFor();
  await page.getByRole("button", { name: "Offer to All Collector v0.150.0" }).click();
  const { packagesAvailable: offer } = await agent.received.next({ packagesAvailable: {} });
  const outcomes = page.locator("#package-outcomes");
  await outcomes.getByText("WAITING").first().waitFor();

  await outcomes.getByRole("link", { name: "checkout" }).click();
  const packages = page.locator("#packages");
  const progress = { downloadPercent: 63, downloadBytesPerSecond: 18_400_000 };
  await agent.say(aboutPackages({ offer, phase: "DOWNLOADING", hasVersion: "v0.149.0", progress }));
  await packages.getByText("63 %, 18.4 MB/s").waitFor();
  await expectAccessible(page);
  await page.locator("#packages-title").scrollIntoViewIfNeeded();
  await screenshot(page, { name: "page-packages" });
  const error = "CONFIG_INVALID: unknown type: filelog for id: filelog (valid values: [nop otlp])";
  await agent.say(aboutPackages({ offer, phase: "FAILED", hasVersion: "v0.149.0", error }));
  await packages.getByText("unknown type: filelog").waitFor();
  await packages.getByText(/It took \d+ ms\.|It took \d+\.\d s\./).waitFor();
  await packages.getByRole("button", { name: "Offer Once More" }).click();
  const { packagesAvailable: again } = await agent.received.next({ packagesAvailable: {} });
  await agent.say(aboutPackages({ offer: again, phase: "INSTALLED", hasVersion: "v0.150.0" }));
  await packages.getByText("The agent has what it was offered.").waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("one agent is offered another version than all, and back", async () => {
  const { page, server, agent, uid, complaints } = await packagesPage();
  for (const version of ["1.0.0", "2.0.0"]) {
    await page.locator("#upload").getByLabel("Version").fill(version);
    await page.locator("#upload").getByLabel("File").setInputFiles(file);
    await page.getByRole("button", { name: "Upload and Sign" }).click();
    await page.getByText(`Collector ${version}`).first().waitFor();
  }
  await page.getByRole("button", { name: "Offer to All Collector 1.0.0" }).click();
  const version = async () => (await agent.received.next({ packagesAvailable: {} })).packagesAvailable?.packages;
  expect((await version())?.[""]?.version).toBe("1.0.0");
  await page.goto(`${server.pageUrl}agents/${uid}`);
  await page.getByLabel("Package", { exact: true }).selectOption("Collector 2.0.0");
  await page.getByRole("button", { name: "Offer to This Agent" }).click();
  expect((await version())?.[""]?.version).toBe("2.0.0");
  await page.getByRole("button", { name: "Withdraw Collector" }).click();
  expect((await version())?.[""]?.version).toBe("1.0.0");
  await page.getByText("Offered: 1.0.0, to all agents").waitFor();
  expect(complaints).toEqual([]);
});

test("without script a package is uploaded, offered and removed too", async () => {
  const { server, agent } = await packagesPage();
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server.pageUrl}packages`);
  const upload = page.locator("#upload");
  await upload.getByLabel("File").setInputFiles(file);
  await upload.getByLabel("What it is").selectOption("An add-on: something beside it");
  await upload.getByLabel("Version").fill("3");
  await upload.getByRole("button", { name: "Upload and Sign" }).click();
  await page.getByText("An add-on needs a name").waitFor();
  await page.goto(`${server.pageUrl}packages`);
  await upload.getByLabel("File").setInputFiles(file);
  await upload.getByLabel("What it is").selectOption("An add-on: something beside it");
  await upload.getByLabel("Name").fill("rules");
  await upload.getByLabel("Version").fill("3");
  await upload.getByRole("button", { name: "Upload and Sign" }).click();
  await page.getByRole("button", { name: "Offer to All rules 3" }).click();
  const { packagesAvailable: offer } = await agent.received.next({ packagesAvailable: {} });
  expect(Object.keys(offer?.packages ?? {})).toEqual(["rules"]);
  await page.locator("summary").filter({ hasText: "Remove" }).click();
  await page.getByRole("button", { name: "Remove rules 3" }).click();
  await page.getByText("Nothing was uploaded yet.").waitFor();
});
