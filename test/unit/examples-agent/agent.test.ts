import { expect, onTestFinished, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { AgentView } from "../../../examples/server/agents/agent-view.ts";
import type { ExampleServer } from "../../../examples/server/start-example-server.ts";
import { exampleServer } from "../../support/example-server.ts";
import { PageClient } from "../../support/page-client.ts";
import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

function startAgent(server: ExampleServer, file: string) {
  const ca = server.caFile === undefined ? [] : [server.caFile];
  const command = [process.execPath, join(projectRoot, "examples/agent/agent.ts"), server.endpoint, file, ...ca];
  const agent = Bun.spawn(command, { stdout: "ignore" });
  onTestFinished(async () => {
    agent.kill("SIGKILL");
    await agent.exited;
  });
  return agent;
}

/** The only agent of a server as soon as it looks like this. */
async function agentThat(server: ExampleServer, looksSo: (agent: AgentView) => boolean): Promise<AgentView> {
  const page = new PageClient(server.pageUrl);
  const changes = await page.fetch("/events");
  const reader = changes.body?.getReader();
  try {
    for (;;) {
      const [summary] = await page.agents();
      const agent = summary && (await page.agent(summary.uid));
      if (agent && looksSo(agent)) return agent;
      await reader?.read();
    }
  } finally {
    await reader?.cancel();
  }
}

const isHealthy = (agent: AgentView) => agent.connected && agent.health?.healthy === true;

test("the example agent takes its configuration from the example server, over TLS", async () => {
  const server = await exampleServer();
  const page = new PageClient(server.pageUrl);
  const file = join(scratchDirectory(), "agent.yaml");
  startAgent(server, file);
  const { uid } = await agentThat(server, isHealthy);
  await page.send(uid, "a: 1\n");
  await agentThat(server, ({ remoteConfig }) => remoteConfig.reported?.status === "APPLIED");
  expect(readFileSync(file, "utf8")).toBe("a: 1\n");
  expect(readFileSync(`${file}.uid`)).toHaveLength(16);
});

test("the example agent says why it cannot apply a configuration", async () => {
  const server = await exampleServer({ insecureWs: true });
  const file = join(scratchDirectory(), "agent.yaml");
  startAgent(server, file);
  const { uid } = await agentThat(server, isHealthy);
  // A directory where the new file would be written.
  await Bun.write(join(`${file}.new`, "in the way"), "");
  await new PageClient(server.pageUrl).send(uid, "a: 2\n");
  const { remoteConfig } = await agentThat(server, (agent) => agent.remoteConfig.reported?.status === "FAILED");
  expect(remoteConfig.reported?.error).toContain("EISDIR");
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "the example agent restarts at an order, keeps its identity and says goodbye at %s",
  async (signal) => {
    const server = await exampleServer({ insecureWs: true });
    const file = join(scratchDirectory(), "agent.yaml");
    const agent = startAgent(server, file);
    const { uid, health } = await agentThat(server, isHealthy);
    await new PageClient(server.pageUrl).restart(uid);
    await agentThat(server, (now) => now.health?.startedAt !== health?.startedAt);
    agent.kill(signal);
    expect(await agent.exited).toBe(0);
    await agentThat(server, ({ connected }) => !connected);
    startAgent(server, file);
    expect((await agentThat(server, isHealthy)).uid).toBe(uid);
  },
);
