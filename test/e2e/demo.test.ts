import { expect, onTestFinished, test } from "bun:test";

import { listProcesses, startedWith } from "../../src/runtime/os/linux-processes.ts";
import { otelcol } from "../support/e2e.ts";
import { needPort } from "../support/free-port.ts";
import { PageClient } from "../support/page-client.ts";
import { projectRoot } from "../support/project.ts";

test("the demo says where to look, has a Collector that is up and asks for a certificate, and Ctrl-C leaves no process", async () => {
  await needPort(8888);
  const mark = `DEMO_TEST_MARK=${crypto.randomUUID()}`;
  const [name = "", value = ""] = mark.split("=");
  const demo = Bun.spawn([process.execPath, "scripts/demo.ts", "--opamp-port=0", "--file-port=0", "--page-port=0"], {
    cwd: projectRoot,
    env: { ...process.env, OTELCOL: otelcol, [name]: value },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const left = () => listProcesses().filter(({ pid, zombie }) => !zombie && startedWith(pid, mark));
  onTestFinished(() => {
    for (const { pid } of left()) process.kill(pid, "SIGKILL");
  });
  const decoder = new TextDecoder();
  let text = "";
  let told = false;
  for await (const chunk of demo.stdout) {
    text += decoder.decode(chunk, { stream: true });
    const pageUrl = /The page\s+(http:\S+)/.exec(text)?.[1];
    if (told || pageUrl === undefined || !text.includes("Ctrl-C")) continue;
    told = true;
    const page = new PageClient(pageUrl);
    while (!(await page.agents()).some(({ up }) => up === true)) await Bun.sleep(20);
    while ((await page.certificates()).requests.length === 0) await Bun.sleep(20);
    expect(left().length).toBeGreaterThanOrEqual(3);
    demo.kill("SIGINT");
  }
  expect(text).toMatch(/For agents\s+wss:\/\/127\.0\.0\.1:\d+\/v1\/opamp/);
  expect(await demo.exited).toBe(0);
  expect(left()).toEqual([]);
}, 60_000);
