import { expect, test } from "bun:test";
import { statSync } from "node:fs";

import type { JournalEntry } from "../../src/storage/journal-entry.ts";
import { answers, executable, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { outputOf, runCommand, statusOf } from "../support/run-command.ts";
import { TestServer } from "../support/test-server.ts";

/** A supervisor whose Collector runs `first`, which has stood its probation. */
async function scene() {
  const server = await TestServer.start();
  const agent = { config_probation: "0s" };
  const world = new World({ endpoint: server.endpoint, config: { agent } });
  const supervisor = world.start();
  await server.healthy();
  const first = await freePort();
  server.offer({ "": serving(first) }, "first");
  expect(await server.verdict("first")).toBe("APPLIED");
  return { server, world, supervisor, first };
}

async function eventsOf({ configFile, directory }: World): Promise<string[]> {
  const command = [executable, "events", "--json", `--config=${configFile}`];
  const child = Bun.spawn(command, { cwd: directory, stdout: "pipe" });
  const lines = (await new Response(child.stdout).text()).split("\n").filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as JournalEntry).event);
}

test("a hold keeps what the server wants from being begun, over a restart, and its end begins it", async () => {
  const { server, world, supervisor, first } = await scene();
  expect(await runCommand(world, "hold", "--reason", "load test")).toMatchObject({ code: 0, err: "" });
  const second = await freePort();
  server.offer({ "": serving(second) }, "second");
  await supervisor.line("Remote configuration received, and held");
  await supervisor.stop();
  await server.disconnected();
  const next = world.start();
  await server.healthy();
  expect([await answers(first), await answers(second)]).toEqual([true, false]);
  expect((await statusOf(world)).hold).toMatchObject({ reason: "load test", waiting: ["configuration"] });
  const attributes = server.agent?.health?.attributes ?? [];
  expect(attributes).toContainEqual({ key: "opampsupervisor.hold", value: { stringValue: "load test" } });
  expect(await runCommand(world, "release")).toMatchObject({ code: 0 });
  expect(await server.verdict("second")).toBe("APPLIED");
  expect([await answers(first), await answers(second)]).toEqual([false, true]);
  expect(await runCommand(world, "release")).toMatchObject({ code: 1, err: expect.stringContaining("NOT_HELD") });
  await next.stop();
}, 30_000);

test("a rollback goes back to the configuration before, and the server is told the truth", async () => {
  const { server, world, supervisor, first } = await scene();
  const second = await freePort();
  server.offer({ "": serving(second) }, "second");
  expect(await server.verdict("second")).toBe("APPLIED");
  expect(await runCommand(world, "rollback")).toMatchObject({ code: 0, err: "" });
  await server.until(({ remoteConfigStatus: told }) => told?.errorMessage?.includes("ROLLED_BACK: rolled back by"));
  expect(server.statuses("second").at(-1)).toBe("FAILED");
  expect([await answers(first), await answers(second)]).toEqual([true, false]);
  expect(await runCommand(world, "rollback")).toMatchObject({
    code: 1,
    err: expect.stringContaining("NOTHING_BEFORE"),
  });
  await supervisor.stop();

  const next = world.start();
  await server.healthy();
  expect([await answers(first), await answers(second)]).toEqual([true, false]);
  const left = Buffer.from("second").toString("hex");
  const { code, out } = await outputOf(world, ["retry", "--json"]);
  expect([code, JSON.parse(out)]).toEqual([
    0,
    { message: expect.stringContaining(left.slice(0, 8)), retried: [{ kind: "configuration", name: left }] },
  ]);
  await next.line("Remote configuration applied");
  const nothing = { code: 0, out: "nothing had failed, and nothing is tried again" };
  expect(await runCommand(world, "retry")).toMatchObject(nothing);
  expect([await answers(first), await answers(second)]).toEqual([false, true]);
}, 30_000);

test("the journal tells what was decided, over restarts, whether a supervisor runs or not", async () => {
  const { world, supervisor } = await scene();
  await runCommand(world, "hold");
  await runCommand(world, "release");
  await supervisor.stop();
  const story = await eventsOf(world);
  const wanted: JournalEntry["event"][] = [
    "supervisor-started",
    "server-connected",
    "configuration-offered",
    "configuration-composed",
    "check-passed",
    "configuration-applied",
    "hold",
    "release",
    "supervisor-stopping",
    "supervisor-stopped",
  ];
  expect(story.filter((event) => wanted.some((each) => each === event)).toSorted()).toEqual(
    [...wanted, "configuration-composed"].toSorted(),
  );
  expect(statSync(world.stored("events.jsonl")).mode & 0o777).toBe(0o600);
  await world.start().line("Collector is healthy");
  expect((await eventsOf(world)).slice(0, story.length)).toEqual(story);
}, 30_000);
