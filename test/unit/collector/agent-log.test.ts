import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { AgentLog, type AgentLogOptions } from "../../../src/collector/agent-log.ts";
import { statusField } from "../../../src/runtime/os/linux-processes.ts";
import { signalGroup } from "../../../src/runtime/os/signal-group.ts";
import { createRuntime } from "../../../src/runtime/shared/runtime.ts";
import { mendCut } from "../../../src/storage/old-logs.ts";
import { eagerClock } from "../../support/eager-clock.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { countNumbered, wholeLog } from "../../support/numbered-lines.ts";
import { fixture, sourceCommand } from "../../support/project.ts";
import { childEnv, markedWith, until } from "../../support/real-processes.ts";
import { TestLog } from "../../support/test-log.ts";

const paths = { agentLog: "/state/agent.log", agentLogCopy: "/state/agent.log.copy" };
const command = { executable: "/otelcol", args: [], env: {} };

/** An `AgentLog` of at most ten bytes, in memory, with a Collector that writes to it. */
async function writing(stated: Partial<AgentLogOptions> = {}) {
  const runtime = { clock: new FakeClock(), files: new MemoryFiles(), processes: new FakeProcesses() };
  const log = new TestLog();
  const output = new AgentLog({ runtime, paths, log, maxBytes: 10, maxFiles: 2, ...stated });
  runtime.files.put(paths.agentLog, "");
  await output.start(command);
  /** All looks that fall due within a time. */
  const looks = async (ms = 10_000) => runtime.clock.advanceAsync(ms);
  const text = (name: string) => runtime.files.text(`/state/${name}`);
  return { ...runtime, log, output, looks, text };
}

describe("a log that has grown too large", () => {
  test("is put away up to the last line end, the old ones become older, and the oldest goes", async () => {
    const { files, looks, text, log, processes } = await writing();
    for (const [round, said] of ["one\ntwo\nthree\nfo", "ur\nfive\nsix\n", "seven\neight\n"].entries()) {
      files.append(paths.agentLog, said);
      await looks();
      expect(log.at("info")).toHaveLength(round + 1);
    }
    expect(text("agent.log")).toBe("");
    expect(text("agent.log.1")).toBe("seven\neight\n");
    expect(text("agent.log.2")).toBe("four\nfive\nsix\n");
    expect(text("agent.log.3")).toBeUndefined();
    expect(text("agent.log.copy")).toBeUndefined();
    expect(processes.child.still).toBe(false);
    expect(log.at("info")[0]?.fields).toEqual({ bytes: 14, pause_ms: expect.any(Number) });
  });

  test("is put away while all who write to it stand still", async () => {
    const { files, looks, output, processes } = await writing();
    await output.start(command);
    const still: boolean[][] = [];
    files.intercept = ({ method }) => {
      if (method === "cutOff") still.push(processes.children.map((child) => child.still));
    };
    files.append(paths.agentLog, "much too long\n");
    await looks();
    expect(still).toEqual([[true, true]]);
    expect(processes.children.map((child) => child.still)).toEqual([false, false]);
  });

  test("leaves the last lines of a run to be found, in both files", async () => {
    const { files, looks, output } = await writing();
    files.append(paths.agentLog, "before\n");
    const from = await output.written();
    files.append(paths.agentLog, "first\nsecond\n");
    await looks();
    files.append(paths.agentLog, "third\n");
    const tail = (bytes: number) => output.tail({ bytes, from, secrets: [] });
    expect(await tail(100)).toBe("first\nsecond\nthird");
    expect(await tail(13)).toBe("second\nthird");
    expect(await tail(6)).toBe("third");
  });

  test("is left alone where the size is 0", async () => {
    const { files, looks, text, clock } = await writing({ maxBytes: 0 });
    files.append(paths.agentLog, "much too long\n");
    await looks(100_000);
    expect(text("agent.log")).toBe("much too long\n");
    expect(clock.waiting).toBe(0);
  });

  test("is renamed before a start, when nobody writes to it; no start counts what was before", async () => {
    const { files, text, output, processes } = await writing();
    files.append(paths.agentLog, "much too long\n");
    processes.child.exits();
    await settle();
    const from = await output.written();
    expect(text("agent.log")).toBeUndefined();
    expect(text("agent.log.1")).toBe("much too long\n");
    files.put(paths.agentLog, "new\n");
    expect(await output.tail({ bytes: 100, from, secrets: [] })).toBe("new");
  });
});

describe("the file of a Collector that says where it stands in it", () => {
  /** Where the Collector stands, whether it writes or not, and how often the file was looked at within a time. */
  async function standingAt(position: number | undefined) {
    const collector = await writing();
    collector.processes.child.position = position;
    await collector.looks(1_000);
    let looked = 0;
    collector.files.intercept = ({ method }) => {
      if (method === "stat") looked += 1;
    };
    const looksWithin = async (ms: number) => {
      looked = 0;
      await collector.looks(ms);
      return looked;
    };
    return { ...collector, looksWithin };
  }

  test("is looked at once a minute while nobody writes", async () => {
    const { looksWithin } = await standingAt(0);
    expect(await looksWithin(600_000)).toBeWithin(8, 12);
  });

  test("is looked at as ever where one does not say", async () => {
    const { looksWithin } = await standingAt(undefined);
    expect(await looksWithin(600_000)).toBe(60);
  });

  test("is put away as soon as ever when the Collector goes on writing", async () => {
    const { processes, files, looks, text } = await standingAt(0);
    await looks(45_000);
    files.append(paths.agentLog, "much too long\n");
    processes.child.position = 14;
    await looks(10_000);
    expect(text("agent.log.1")).toBe("much too long\n");
  });

  test("is put away within a minute when somebody else has written", async () => {
    const { files, looks, text } = await standingAt(0);
    files.append(paths.agentLog, "much too long\n");
    await looks(70_000);
    expect(text("agent.log.1")).toBe("much too long\n");
  });
});

describe("nothing is lost, and it is tried again,", () => {
  const long = "much too long\n";

  test("ever later, where the Collector cannot be held still", async () => {
    const { files, looks, text, log, processes } = await writing();
    processes.child.holds = false;
    files.append(paths.agentLog, long);
    await looks(1_000);
    expect(log.at("warn")).toHaveLength(1);
    expect([text("agent.log"), text("agent.log.1"), text("agent.log.copy")]).toEqual([long, undefined, undefined]);
    processes.child.holds = true;
    await looks(1_000);
    expect([text("agent.log"), text("agent.log.1")]).toEqual(["", long]);
  });

  test.each(["catchUp", "cutOff"] as const)("on a full disk (%s)", async (method) => {
    const { files, looks, text, log, processes } = await writing();
    const works = files.failOn(method, paths.agentLog, "ENOSPC");
    files.append(paths.agentLog, long);
    await looks(1_000);
    expect(log.at("warn")).toMatchObject([
      { message: expect.stringContaining("until there is room on the disk, or the Collector is restarted") },
    ]);
    expect(processes.child.still).toBe(false);
    expect([text("agent.log"), text("agent.log.1"), text("agent.log.copy")]).toEqual([long, undefined, undefined]);
    works();
    await looks(60_000);
    expect([text("agent.log"), text("agent.log.1")]).toEqual(["", long]);
  });

  test.each(["catchUp", "cutOff"] as const)(
    "at once on a full disk, in the room of the oldest log, which has to go in any case (%s)",
    async (method) => {
      const { files, looks, text, log } = await writing();
      files.put("/state/agent.log.1", "one");
      files.put("/state/agent.log.2", "two");
      const works = files.failOn(method, paths.agentLog, "ENOSPC");
      files.intercept = (call) => {
        if (call.method === "remove" && call.path === "/state/agent.log.2") works();
      };
      files.append(paths.agentLog, long);
      await looks(1_000);
      expect([text("agent.log"), text("agent.log.1"), text("agent.log.2")]).toEqual(["", long, "one"]);
      expect(log.at("warn")).toEqual([]);
    },
  );

  test("and no log goes for want of room that would have had a place", async () => {
    const { files, looks, text } = await writing();
    files.put("/state/agent.log.1", "one");
    files.failOn("catchUp", paths.agentLog, "ENOSPC");
    files.append(paths.agentLog, long);
    await looks(200_000);
    expect([text("agent.log"), text("agent.log.1")]).toEqual([long, "one"]);
  });

  test("after ever longer waits, up to a minute, which begin anew when it has succeeded", async () => {
    const { files, looks, text, log, processes } = await writing();
    files.append(paths.agentLog, long);
    for (const round of [1, 2]) {
      processes.child.holds = false;
      // At 0.2, 1.2, 3.2, 7.2, 15.2, 31.2, 63.2, 123.2 and 183.2 s.
      await looks(200_000);
      expect(log.at("warn")).toHaveLength(round * 9);
      processes.child.holds = true;
      await looks(60_000);
      expect([text("agent.log"), text("agent.log.1")]).toEqual(["", long]);
      files.append(paths.agentLog, long);
    }
  });

  test("where what was cut off cannot be renamed", async () => {
    const { files, looks, text, output } = await writing();
    const works = files.failOn("rename", paths.agentLogCopy, "EACCES");
    files.append(paths.agentLog, long);
    await looks();
    expect([text("agent.log"), text("agent.log.copy")]).toEqual(["", long]);
    expect(await output.tail({ bytes: 100, from: 0, secrets: [] })).toBe(long.trim());
    files.append(paths.agentLog, "longer than before\n");
    await looks(60_000);
    expect(text("agent.log.copy")).toBe(long);
    works();
    await looks(60_000);
    expect([text("agent.log.2"), text("agent.log.1")]).toEqual([long, "longer than before\n"]);
  });

  test("while another start is under way", async () => {
    const { files, looks, text, output, processes } = await writing();
    const gate = Promise.withResolvers<void>();
    processes.intercept = () => gate.promise;
    const start = output.start(command);
    files.append(paths.agentLog, long);
    await looks();
    expect(text("agent.log")).toBe(long);
    gate.resolve();
    await start;
    await looks(60_000);
    expect(text("agent.log.1")).toBe(long);
  });

  test("where somebody has removed or replaced the file", async () => {
    const { files, looks, text, log, output } = await writing();
    await looks();
    await files.rename(paths.agentLog, "/state/taken");
    await looks();
    files.put(paths.agentLog, long);
    await looks(60_000);
    expect(log.at("warn").map(({ message }) => message.split(";")[0])).toEqual([
      "The Collector's log was removed or replaced",
      "The Collector's log was removed or replaced",
    ]);
    expect(text("agent.log")).toBe(long);
    await output.start(command);
    await looks(60_000);
    expect(text("agent.log.1")).toBe(long);
  });
});

test("a log that cannot be opened keeps no Collector from starting", async () => {
  const { processes, output, log } = await writing();
  const { start } = processes;
  const outputs: unknown[] = [];
  processes.start = (options) => {
    outputs.push("outputFile" in options && options.outputFile);
    if (outputs.at(-1) === paths.agentLog) throw Object.assign(new Error("EROFS: read-only"), { code: "EROFS" });
    return start.call(processes, options);
  };
  expect(await output.start(command)).toMatchObject({ started: true });
  expect(outputs).toEqual([paths.agentLog, "/dev/null"]);
  expect(log.at("error")).toMatchObject([{ message: expect.stringContaining("without its log") }]);
});

describe("a Collector that writes as fast as it can", () => {
  let directory = "";
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "agent-log-"))));
  const groups: number[] = [];
  afterEach(() => {
    for (const group of groups.splice(0)) signalGroup(group, "SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  });

  test.each([
    ["itself", (program: string[]) => program],
    ["below a start script", (program: string[]) => [fixture("wrapper.sh"), ...program]],
  ])("%s, loses no line, and none is split or doubled", async (_, through) => {
    const runtime = createRuntime({ self: sourceCommand });
    const agentLog = join(directory, "agent.log");
    const log = new TestLog();
    const output = new AgentLog({
      runtime: { ...runtime, clock: eagerClock(runtime.clock) },
      paths: { agentLog, agentLogCopy: `${agentLog}.copy` },
      log,
      maxBytes: 100_000,
      maxFiles: 1_000,
    });
    const [executable = "", ...args] = through([process.execPath, fixture("numbers-lines.ts"), "100"]);
    const start = await output.start({ executable, args, env: childEnv });
    if (!start.started) throw new Error(start.code);
    groups.push(start.child.pid);
    await until(() => log.at("info").length >= 15);
    output.close();
    start.child.signalGroup("SIGTERM");
    await start.child.exited;
    await until(() => !start.child.groupAlive() && !existsSync(`${agentLog}.copy`));
    const refused = "Cannot rotate the Collector's log: its writers cannot be held still";
    expect(log.at("warn").filter(({ message }) => message !== refused)).toEqual([]);
    expect(countNumbered(wholeLog(agentLog), 100)).toBeGreaterThan(1_000);
  });

  test.each([
    ["before anything is cut off", "before"],
    ["when the log is empty", "emptied"],
    ["when all is cut off", "after"],
  ])("loses none when the supervisor is killed in the middle of a rotation, %s, and ends itself", async (_, moment) => {
    const mark = `MARK=${crypto.randomUUID()}`;
    const agentLog = join(directory, "agent.log");
    const agentLogCopy = `${agentLog}.copy`;
    const program = [process.execPath, fixture("numbers-lines.ts"), "100"];
    const supervisor = [process.execPath, fixture("rotating-parent.ts"), agentLog, moment, "2"];
    const parent = Bun.spawn([...supervisor, ...program], {
      env: { ...process.env, MARK: mark.slice("MARK=".length) },
      stdout: "pipe",
    });
    const { value } = await parent.stdout.getReader().read();
    const collector = Number(new TextDecoder().decode(value));
    groups.push(collector);
    expect(statusField(collector, "State")).toStartWith("T");
    parent.kill("SIGKILL");
    await parent.exited;
    await until(() => markedWith(mark).length === 0);
    await mendCut(createRuntime().files, { agentLog, agentLogCopy });
    expect(existsSync(agentLogCopy)).toBe(false);
    expect(existsSync(`${agentLog}.3`)).toBe(moment !== "before");
    expect(countNumbered(wholeLog(agentLog), 100)).toBeGreaterThan(2_000);
  });
});
