import { expect, test } from "bun:test";

import { openBrowser } from "../support/browser.ts";
import { newVersion, otherExecutable } from "../support/other-supervisor.ts";
import { statusOf } from "../support/run-command.ts";
import { signedPackagesPage } from "../support/signed-packages-page.ts";

const browser = await openBrowser();
const newer = { kind: "supervisor", version: newVersion, file: otherExecutable } as const;

test("a supervisor is uploaded, offered, and exchanges itself; one that says another version is not taken, and both are shown", async () => {
  const { address, page, complaints, world, supervisor, uid, upload } = await signedPackagesPage(browser, {
    accepts_supervisor_package: true,
  });
  const { pid } = (await statusOf(world)).supervisor;
  await upload(newer);
  await page.getByText("Agents refuse it where accepts_supervisor_package is off.").waitFor();
  await page.getByRole("button", { name: `Offer to All Supervisor ${newVersion}` }).click();
  await supervisor.line("The supervisor is another version now", { version: newVersion });
  await page.locator(`#outcome-${uid}`).getByText("INSTALLED", { exact: true }).waitFor();
  expect((await statusOf(world)).supervisor).toMatchObject({ version: newVersion, pid });
  await page.goto(address(`agents/${uid}`));
  const packages = page.locator("#packages");
  await packages.getByText("The agent has what it was offered.").waitFor();
  await packages.locator("#package-supervisor").getByText(`has ${newVersion}`).waitFor();
  await page.getByText("Up: true").waitFor();

  await upload({ ...newer, version: "100.0.0" });
  await page.getByRole("button", { name: "Offer to All Supervisor 100.0.0" }).click();
  await page.locator(`#outcome-${uid}`).getByText("Supervisor: VERSION_MISMATCH").waitFor();
  await page.goto(address(`agents/${uid}`));
  await packages.locator("#package-supervisor").getByText("VERSION_MISMATCH").waitFor();
  await packages.locator("#package-supervisor").getByText(`has ${newVersion}`).waitFor();
  await page.getByText("Up: true").waitFor();
  expect(complaints).toEqual([]);
}, 90_000);

test("an agent that takes Collectors alone refuses a supervisor by name, which the page shows", async () => {
  const { page, complaints, uid, upload } = await signedPackagesPage(browser, { accepts_packages: true });
  await upload(newer);
  await page.getByRole("button", { name: `Offer to All Supervisor ${newVersion}` }).click();
  await page.locator(`#outcome-${uid}`).getByText("Supervisor: NOT_ALLOWED").waitFor();
  expect(complaints).toEqual([]);
}, 60_000);
