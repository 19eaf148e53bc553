import { expect, test } from "bun:test";

import { openBrowser, openPage } from "../support/browser.ts";
import { World } from "../support/e2e.ts";
import { exampleServer } from "../support/example-server.ts";

const browser = await openBrowser();

test("the button on the page restarts the Collector", async () => {
  const server = await exampleServer();
  const { page, complaints } = await openPage(browser);
  const world = new World({
    endpoint: server.endpoint,
    config: {
      server: { tls: { insecure_skip_verify: true } },
      capabilities: { accepts_remote_config: true, accepts_restart_command: true },
    },
  });
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  await supervisor.line("Collector is healthy");
  const [before = 0] = supervisor.descendants();
  await page.goto(`${server.pageUrl}agents/${String(id)}`);
  await page.getByText("Up: true").waitFor();
  await page.getByRole("button", { name: "Restart Agent" }).click();
  await page.getByText("The agent has restarted.").waitFor();
  await page.getByText("Up: true").waitFor();
  expect(supervisor.descendants().length).toBe(1);
  expect(supervisor.descendants()).not.toContain(before);
  expect(complaints).toEqual([]);
});
