import { describe, expect, onTestFinished, test } from "bun:test";
import { join } from "node:path";

import { blocksOf } from "../support/doc-blocks.ts";
import { exampleServer } from "../support/example-server.ts";
import { projectRoot } from "../support/project.ts";
import { scratchDirectory } from "../support/scratch.ts";

/** What docs/conformance.md says below "Your own implementation", command by command. */
const commands = blocksOf("docs/conformance.md")
  .filter(({ under }) => under === "Your own implementation")
  .flatMap(({ text }) => text.trim().split("\n"));

function spawned(command: string): Bun.Subprocess<"ignore", "pipe", "inherit"> {
  const child = Bun.spawn(["bash", "-c", `exec ${command.replace(/^bun /, `${process.execPath} `)}`], {
    cwd: projectRoot,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  onTestFinished(async () => {
    child.kill();
    await child.exited;
  });
  return child;
}

test("the page has commands for both sides, and both transports", () => {
  expect(commands.map((command) => command.split(" --")[1])).toEqual([
    expect.stringMatching(/^server ws:/),
    expect.stringMatching(/^server https:/),
    "agent",
    "agent",
  ]);
});

describe("as the page has it", () => {
  test.each(commands.filter((command) => command.includes("--server")))(
    "%s",
    async (command) => {
      const insecureWs = command.includes("ws://");
      const server = await exampleServer({ insecureWs });
      const { host } = new URL(server.endpoint);
      const here = command
        .replace(/127\.0\.0\.1:4320|opamp\.example\.org/, host)
        .replace("ca.pem", server.caFile ?? "there is none")
        .replace("…", "token");
      const child = spawned(here);
      const printed = await child.stdout.text();
      expect(printed).toContain("0 failed of what MUST or MUST NOT be");
      expect(Number(/(\d+) pass/.exec(printed)?.[1])).toBeGreaterThan(15);
      expect(await child.exited).toBe(0);
    },
    60_000,
  );

  /** A rule that the first message settles: others wait for polls, which the example sends at its own pace. */
  const one = "--only C-001";

  test.each(commands.filter((command) => command.includes("--agent")))(
    `%s ${one}`,
    async (command) => {
      const child = spawned(`${command} ${one}`);
      const decoder = new TextDecoder();
      let printed = "";
      let agent: Bun.Subprocess | undefined;
      for await (const chunk of child.stdout) {
        printed += decoder.decode(chunk, { stream: true });
        const url = /waiting for an agent at (\S+)/.exec(printed)?.[1];
        if (url === undefined || agent !== undefined) continue;
        agent = spawned(`bun examples/agent/agent.ts ${url} ${join(scratchDirectory(), "agent.yaml")}`);
      }
      expect(printed).toContain("0 failed of what MUST or MUST NOT be");
      expect(printed).toMatch(/^C-001 /m);
      expect(await child.exited).toBe(0);
    },
    60_000,
  );
});
