import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { answers, serving, World } from "../support/e2e.ts";
import { writeFakeCollector } from "../support/fake-collector.ts";
import { freePort } from "../support/free-port.ts";
import { createMemoryGroup } from "../support/memory-group.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { TestServer } from "../support/test-server.ts";

/** What is remembered of the ends. */
function deaths(world: World): { how: string; outOfMemory: boolean }[] {
  return JSON.parse(readFileSync(world.stored("deaths.json"), "utf8"));
}

test.each([
  ["SIGKILL", "signal SIGKILL"],
  ["SIGTERM", "exit code 0"],
  ["SIGQUIT", "exit code 2 after signal SIGQUIT"],
] as const)(
  "a Collector that is ended by somebody's %s is back at once and its configuration not to blame",
  async (signal, how) => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    const supervisor = world.start();
    await server.healthy();
    const port = await freePort();
    server.offer({ "": serving(port) }, "good");
    await server.verdict("good");
    const [before = 0] = supervisor.running();
    const seen = supervisor.lines.length;
    process.kill(before, signal);
    const { reason } = await supervisor.line("Collector ended unexpectedly", { deaths: 1, restartInMs: 0 });
    expect(reason).toStartWith("COLLECTOR_KILLED: ");
    expect(reason).toContain(how);
    await supervisor.line("Collector is healthy", {}, seen);
    await server.healthy();
    expect(supervisor.running()).not.toContain(before);
    expect(await answers(port)).toBe(true);
    const reasons = server.messages.flatMap(({ health }) => (health?.healthy === false ? [health.lastError] : []));
    expect(reasons).toContainEqual(expect.stringMatching(/^COLLECTOR_KILLED: /));
    expect(server.statuses("good")).toEqual(["APPLYING", "APPLIED"]);
    await supervisor.stop();
    expect(deaths(world)).toMatchObject([{ how, outOfMemory: false }]);
  },
);

test("a Collector that the kernel ends for want of memory is reported as that and is back", async () => {
  const group = createMemoryGroup(512 * 1024 * 1024);
  const server = await TestServer.start();
  const collector = writeFakeCollector(join(scratchDirectory(), "otelcol"), { run: "obeys" });
  const world = new World({ endpoint: server.endpoint, collector });
  const supervisor = world.startBehind(group.prefix);
  await server.healthy();
  const [before = 0] = supervisor.running();
  process.kill(before, "SIGUSR2");
  await server.until(({ health }) => health?.lastError?.startsWith("OUT_OF_MEMORY: "));
  await server.healthy();
  await supervisor.stop();
  expect(deaths(world)).toMatchObject([{ how: "signal SIGKILL", outOfMemory: true }]);
});

test("a Collector that is ended is told to a server that wants to know, with the tally", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  server.send({ customCapabilities: { capabilities: ["io.opentelemetry.opampsupervisor"] } });
  const [collector] = supervisor.running();
  process.kill(collector ?? 0, "SIGKILL");
  const told = await server.until(() =>
    server.messages.flatMap(({ customMessage }) => customMessage ?? []).find(({ type }) => type === "collector-ended"),
  );
  const tally: unknown = JSON.parse(new TextDecoder().decode(told.data ?? undefined));
  expect(tally).toMatchObject({ inARow: 1, deaths: [{ how: "signal SIGKILL", outOfMemory: false }] });
});
