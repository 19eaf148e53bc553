import { expect, onTestFinished, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { flags } from "../../examples/server/command-line.ts";
import { listProcesses, startedWith } from "../../src/runtime/os/linux-processes.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { needPort } from "../support/free-port.ts";
import { PageClient } from "../support/page-client.ts";
import { projectRoot } from "../support/project.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { until } from "../support/until.ts";

/** All ports of the example server are. */
const free = () => Promise.all([4320, 4321, 4322].map(needPort));

/** Gives a block to a shell in the project's folder, with a home of its own; all that it starts ends with the test. */
function given(block: string, home: string) {
  const mark = `EXAMPLE_TEST_MARK=${crypto.randomUUID()}`;
  const [name = "", value = ""] = mark.split("=");
  const child = Bun.spawn(["sh", "-c", block], {
    cwd: projectRoot,
    env: { PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`, HOME: home, [name]: value },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const running = () => listProcesses().filter(({ pid, zombie }) => !zombie && startedWith(pid, mark));
  onTestFinished(async () => {
    for (const { pid } of running()) process.kill(pid, "SIGKILL");
    // What is ending is not found any more, and may still have its port.
    await until(() =>
      free().then(
        () => true,
        () => false,
      ),
    );
  });
  return child;
}

const here = new PageClient("http://127.0.0.1:4321");
const agents = async () => await here.agents().catch(() => undefined);

test("examples/server/README.md: it says its flags, then serves", async () => {
  await free();
  const child = given(blockOf("examples/server/README.md", "The example server", "sh"), scratchDirectory());
  const decoder = new TextDecoder();
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += decoder.decode(chunk, { stream: true });
    if (printed.includes("http://localhost:4321")) break;
  }
  for (const flag of Object.keys(flags)) expect(printed).toContain(`--${flag}`);
  expect(await here.agents()).toEqual([]);
}, 60_000);

test("examples/agent/README.md: a configuration that the page sends becomes the agent's file", async () => {
  await free();
  const home = scratchDirectory();
  const file = join(home, "agent.yaml");
  writeFileSync(file, "a: 1\n");
  given(blockOf("examples/agent/README.md", "The example agent", "sh").replace("/tmp/agent.yaml", file), home);
  const agent = await until(async () => (await agents())?.find(({ up }) => up === true));
  await here.submit(agent.uid, "b: 2\n");
  await until(async () => readFileSync(file, "utf8") === "b: 2\n");
  await until(async () => (await here.agent(agent.uid)).remoteConfig.outcome === "applied");
}, 60_000);
