import { expect, test } from "bun:test";

import { openBrowser } from "../support/browser.ts";
import { supervisedPage } from "../support/supervised-page.ts";

const browser = await openBrowser();

test("the button on the page restarts the Collector", async () => {
  const { address, page, complaints, supervisor, uid } = await supervisedPage(browser, {
    capabilities: { accepts_remote_config: true, accepts_restart_command: true },
  });
  const [before = 0] = supervisor.descendants();
  await page.goto(address(`agents/${uid}`));
  await page.getByText("Up: true").waitFor();
  await page.getByRole("button", { name: "Restart Agent" }).click();
  await page.getByText("The agent has restarted.").waitFor();
  await page.getByText("Up: true").waitFor();
  expect(supervisor.descendants().length).toBe(1);
  expect(supervisor.descendants()).not.toContain(before);
  expect(complaints).toEqual([]);
});
