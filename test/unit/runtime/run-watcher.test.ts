import { afterAll, expect, onTestFinished, test } from "bun:test";
import { join } from "node:path";

import { listProcesses, readProc, stateOf } from "../../../src/runtime/os/linux-processes.ts";
import { canWatchRun, RunWatcher } from "../../../src/runtime/shared/run-watcher.ts";
import { canBeElsewhere, elsewhere } from "../../support/elsewhere.ts";
import { fixture } from "../../support/project.ts";
import { markedWith, runWatchersOf, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const marks: string[] = [];
const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin" };
const sleeps = [process.execPath, "-e", "console.log('ready'); setInterval(() => {}, 60_000)", "--"];
const heedless = [fixture("ignores-term.sh")];

afterAll(() => {
  for (const pid of marks.flatMap(markedWith)) process.kill(pid, "SIGKILL");
});

function newMark(): string {
  const mark = `RUN_MARK=${crypto.randomUUID()}`;
  marks.push(mark);
  return mark;
}

/** A process in a session of its own, once it has said that it is ready. */
async function started(command: readonly string[], mark?: string) {
  const [name = "", value = ""] = mark?.split("=") ?? [];
  const child = Bun.spawn([...command], {
    env: mark === undefined ? env : { ...env, [name]: value },
    stdout: "pipe",
    detached: true,
  });
  onTestFinished(() => child.kill("SIGKILL"));
  await child.stdout.getReader().read();
  return child;
}

/** A parent that has a run watched over, and the pid of who does. */
async function watching(mark: string, file: string, then: "stay" | "end" = "stay") {
  const parent = Bun.spawn([process.execPath, fixture("watched-parent.ts"), mark, file, then], { stdout: "pipe" });
  onTestFinished(() => parent.kill("SIGKILL"));
  const { value } = await parent.stdout.getReader().read();
  return { parent, watcher: Number(new TextDecoder().decode(value)) };
}

test("this system has what a watcher of the run needs", () => {
  expect(canWatchRun("linux")).toBe(true);
  expect(canWatchRun("darwin")).toBe(false);
});

test("what carries the mark of a run in a session of its own ends when the supervisor is killed", async () => {
  const mark = newMark();
  const child = await started(sleeps, mark);
  const stranger = await started(sleeps, newMark());
  const { parent } = await watching(mark, "/nonexistent");
  parent.kill("SIGKILL");
  expect(await child.exited).toBe(143);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});

test("what does not heed SIGTERM is killed", async () => {
  const mark = newMark();
  const child = await started(heedless, mark);
  const { parent } = await watching(mark, "/nonexistent");
  parent.kill("SIGKILL");
  expect(await child.exited).toBe(137);
});

test.each([[["--config"]], [["--other", "--config="]]])(
  "what was given another environment is known by its arguments, %j before the file",
  async (flags) => {
    const file = join(directory, `${crypto.randomUUID()}.yaml`);
    const last = flags.at(-1) === "--config=" ? [`--config=${file}`] : [...flags, file];
    const child = await started([...sleeps, ...flags.slice(0, -1), ...last, "more"]);
    const reader = await started([...sleeps, "--follow", file]);
    const { parent } = await watching(newMark(), directory);
    parent.kill("SIGKILL");
    expect(await child.exited).toBe(143);
    expect(reader.exitCode ?? reader.signalCode).toBeNull();
  },
);

test("the Collector of the next supervisor, with the same file, is left alone while the last run is still ending", async () => {
  const mark = newMark();
  const file = join(directory, "next.yaml");
  const lingering = await started(heedless, mark);
  const prompt = await started(sleeps, mark);
  const { parent } = await watching(mark, directory);
  parent.kill("SIGKILL");
  await prompt.exited;
  const next = await started([...sleeps, "--config", file], newMark());
  expect(await lingering.exited).toBe(137);
  expect(next.exitCode ?? next.signalCode).toBeNull();
});

test("the Collector of the next supervisor is left alone by a watcher that is late, too", async () => {
  const mark = newMark();
  const child = await started(sleeps, mark);
  const next = await started([...sleeps, "--config", join(directory, "late.yaml")], newMark());
  const { parent, watcher } = await watching(mark, directory);
  parent.kill("SIGKILL");
  expect(await child.exited).toBe(143);
  await until(() => stateOf(watcher) === undefined || stateOf(watcher) === "Z");
  expect(next.exitCode ?? next.signalCode).toBeNull();
});

test.skipIf(!canBeElsewhere())("a Collector that sees another directory at the same path is left alone", async () => {
  const mark = newMark();
  const child = await started(sleeps, mark);
  const place = scratchDirectory();
  const stranger = await started([
    ...elsewhere(place, scratchDirectory()),
    ...sleeps,
    "--config",
    join(place, "a.yaml"),
  ]);
  const { parent, watcher } = await watching(mark, place);
  parent.kill("SIGKILL");
  expect(await child.exited).toBe(143);
  await until(() => stateOf(watcher) === undefined || stateOf(watcher) === "Z");
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});

test("a run that is over in order is watched over no more", async () => {
  const mark = newMark();
  const child = await started(sleeps, mark);
  const { parent, watcher } = await watching(mark, "/nonexistent", "end");
  expect(await parent.exited).toBe(0);
  await until(() => stateOf(watcher) === undefined || stateOf(watcher) === "Z");
  expect(child.exitCode ?? child.signalCode).toBeNull();
});

test("one watches, however often that is asked for; one that was killed is replaced", async () => {
  const signs = { assignment: newMark(), argument: { flag: "--config", directory: "/nonexistent" } };
  const own = () => runWatchersOf(process.pid);
  const watcher = new RunWatcher();
  watcher.watch(signs);
  watcher.watch(signs);
  await until(() => own().length > 0);
  const [first = 0, ...others] = own();
  expect(others).toEqual([]);
  expect(listProcesses().find(({ pid }) => pid === first)?.group).toBe(first);
  process.kill(first, "SIGKILL");
  await until(() => own().length === 0);
  await until(() => (watcher.watch(signs), own().length === 1));
  watcher.watch(signs)();
  await until(() => own().length === 0);
});

test("nothing in the list of processes says whose watcher it is", async () => {
  const mark = newMark();
  const { watcher } = await watching(mark, "/state/storage");
  const shown = readProc(watcher, "cmdline") ?? "";
  expect(shown).toContain("collector-watcher");
  for (const word of [mark, "/state/", "supervisor"]) expect(shown).not.toContain(word);
});
