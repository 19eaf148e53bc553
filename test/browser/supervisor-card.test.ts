import { expect, test } from "bun:test";

import { formatUid } from "../../src/opamp/wire/uid.ts";
import { expectAccessible, openBrowser, openPage, screenshot } from "../support/browser.ts";
import { agentOf, exampleServer } from "../support/example-server.ts";
import { freePort } from "../support/free-port.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { runningCollector, telling } from "../support/page-agent.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { forwarding, sending } from "../support/steady-data.ts";
import { supervisedPage } from "../support/supervised-page.ts";

const browser = await openBrowser();

test("an agent without the capability, and one that has not told yet, are said to be so; what is told is shown", async () => {
  const server = await exampleServer({ insecureWs: true });
  const agent = await agentOf(server);
  await agent.say(runningCollector("checkout"));
  const { page, complaints } = await openPage(browser);
  await page.goto(`${server.pageUrl}agents/${formatUid(agent.uid)}`);
  const card = page.locator("#supervisor");
  await card.getByText("This agent does not tell.").waitFor();
  await expectAccessible(page);
  const { customCapabilities, ...told } = telling();
  await agent.say({ customCapabilities: customCapabilities ?? {} });
  await card.getByText("Its supervisor has not said how it is yet.").waitFor();

  await agent.say({ ...told });
  await card.getByText("2 ends in a row").waitFor();
  await card.getByText("Held", { exact: true }).waitFor();
  await card.getByText("1.23 % of a processor, 104.9 MB of memory").waitFor();
  await card.getByText("21 ms by reload").waitFor();
  await card.getByText("CN=checkout").waitFor();
  await card.getByText("configuration waits").waitFor();
  const row = card.getByRole("row", { name: /^logs\/of-the-whole-machine/ });
  expect(await row.getByRole("cell").allTextContents()).toEqual(["12.3", "8.75", "3.5", "0.25"]);
  expect(
    await card
      .getByRole("row", { name: /^traces/ })
      .getByRole("cell")
      .first()
      .textContent(),
  ).toBe("1,241");
  expect(await card.getByRole("meter", { name: "otlp/backup" }).getAttribute("value")).toBe("93");
  await card.getByText("93 % full").waitFor();
  await card.getByText("Ends before").click();
  await card.getByText("out of memory").waitFor();
  await expectAccessible(page);
  await screenshot(page, { name: "page-supervisor", height: 1180 });

  const nextTryAt = new Date(Date.now() + 60_000).toISOString();
  await agent.say({ ...telling({ collector: { state: "parked", nextTryAt, flow: undefined, usage: undefined } }) });
  await card.getByText("The Collector has not said yet what flows through it.").waitFor();
  await card.getByText("Next try").waitFor();
  expect(await card.locator("details").getAttribute("open")).not.toBeNull();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test("of a real supervisor what flows is shown, that the operator holds, and that the Collector has ended", async () => {
  const [port, sink] = [await freePort(), new OtlpSink()];
  const capabilities = { accepts_opamp_connection_settings: true, reports_connection_settings_status: true };
  const scene = await supervisedPage(browser, {
    capabilities,
    agent: { flow_guard_interval: "1s" },
    local: forwarding(port, sink.endpoint, "backend"),
  });
  const { page, address, complaints, world, uid } = scene;
  sending(port);
  await page.goto(address(`agents/${uid}/connections`));
  const form = page.locator("#opamp-form");
  await form.getByLabel("Heartbeat").fill("1");
  await form.getByRole("button", { name: "Save and Offer" }).click();
  await page.locator("#connections-outcome").getByText("APPLIED").waitFor();
  await page.goto(address(`agents/${uid}`));
  const card = page.locator("#supervisor");
  await card.getByText("The operator's configuration alone").waitFor();
  await card.getByText(/% of a processor, \d+\.\d MB of memory/).waitFor();
  const sent = card
    .getByRole("row", { name: /^traces/ })
    .getByRole("cell")
    .nth(1);
  await sent.filter({ hasText: /^[1-9]/ }).waitFor();
  await card.getByRole("meter", { name: "otlp_http/backend" }).waitFor();
  await runCommand(world, "hold", "--reason", "load test");
  await card.getByText("load test").waitFor();
  process.kill((await statusOf(world)).collector.pid ?? 0, "SIGKILL");
  await card.getByText("signal SIGKILL").waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
