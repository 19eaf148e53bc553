import { expect, test } from "bun:test";

import { getOtherCollector } from "../../scripts/get-collector.ts";
import { openBrowser } from "../support/browser.ts";
import { signedPackagesPage } from "../support/signed-packages-page.ts";

const browser = await openBrowser();
const other = await getOtherCollector();

/** The page of an agent that takes Collectors and add-ons. */
async function upgradable() {
  const scene = await signedPackagesPage(browser, { accepts_packages: true });
  const upload = (version: string, file: string) => scene.upload({ kind: "collector", version, file });
  const uploadAddon = (name: string, version: string) => {
    const file = { name: "rules.yaml", mimeType: "text/yaml", buffer: Buffer.from(`${name} ${version}`) };
    return scene.upload({ kind: "addon", name, version, file });
  };
  return { ...scene, upload, uploadAddon };
}

test("an add-on is uploaded, offered and installed, one that the operator does not let in is refused, and both are shown", async () => {
  const { address, page, complaints, uid, uploadAddon } = await upgradable();
  await uploadAddon("rules", "1");
  await page.getByRole("button", { name: "Offer to All rules 1" }).click();
  await page.goto(address(`agents/${uid}`));
  const packages = page.locator("#packages");
  await packages.getByText("The agent has what it was offered.").waitFor();
  await packages.locator("#package-rules").getByText("has 1").waitFor();

  await uploadAddon("virus", "2");
  await page.goto(address(`agents/${uid}`));
  await page.getByLabel("Package", { exact: true }).selectOption("virus 2");
  await page.getByRole("button", { name: "Offer to This Agent" }).click();
  await packages.locator("#package-virus").getByText("NOT_ALLOWED").waitFor();
  await packages.locator("#package-rules").getByText("has 1").waitFor();
  expect(complaints).toEqual([]);
});

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
