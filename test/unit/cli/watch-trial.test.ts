import { describe, expect, test } from "bun:test";

import { trialCodes } from "../../../src/cli/trial-codes.ts";
import { watchTrial } from "../../../src/cli/watch-trial.ts";
import type { OutputTaker } from "../../../src/runtime/process-ports.ts";
import { roleVariable } from "../../../src/runtime/shared/own-program.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { silentLog } from "../../support/silent-log.ts";

/** A trial that has begun; `hasStorage`: the one on trial has taken the storage directory. */
async function trial({ hasStorage = true, refuses }: { hasStorage?: boolean; refuses?: string } = {}) {
  const [clock, processes, files] = [new FakeClock(), new FakeProcesses(), new MemoryFiles()];
  const [stop, kill] = [new AbortController(), new AbortController()];
  const heard: string[] = [];
  const passed: string[] = [];
  await files.ensureDirectory("/state");
  if (hasStorage) await files.write("/state/control.sock", "");
  processes.refuses = refuses;
  const env = { PATH: "/bin", NOTIFY_SOCKET: "/run/notify", WATCHDOG_USEC: "1000000", WATCHDOG_PID: "7" };
  const end = watchTrial({
    own: { args: ["--config=s.yaml"], environment: (role) => ({ ...env, [roleVariable]: JSON.stringify(role) }) },
    to: {
      path: "/state/supervisor_packages/0/opampsupervisor",
      version: "2.0.0",
      hash: "ab",
      by: "server",
      proofMs: 20_000,
      since: 5,
    },
    runtime: {
      clock,
      processes,
      files,
      serviceManager: { watchdogMs: 1_000, notify: async (words) => (heard.push(...words), true) },
    },
    outputs: {
      open: (path) => ({
        write: () => {},
        pass: (lines) => void passed.push(`${path}: ${Buffer.from(lines).toString()}`),
        behind: () => false,
      }),
    },
    directory: "/state",
    stops: { stop: stop.signal, kill: kill.signal },
    log: silentLog,
  });
  await settle();
  const { output } = processes.started[0] as { output: OutputTaker };
  const exits = async (code: number) => {
    for (const stream of ["stdout", "stderr"] as const) output.end(stream);
    processes.child.exits({ kind: "exited", code });
    await clock.advanceAsync(1_000);
    return await end;
  };
  return { clock, processes, stop, kill, end, heard, passed, output, exits };
}

describe("a supervisor on trial", () => {
  test("is started with the arguments of the service, is told what it is, and nothing of the service manager", async () => {
    const { processes, exits } = await trial();
    const [started] = processes.started;
    expect(started).toMatchObject({
      executable: "/state/supervisor_packages/0/opampsupervisor",
      args: ["--config=s.yaml"],
    });
    expect(started?.env).toEqual({ PATH: "/bin", [roleVariable]: '{"is":"trial","by":"server","since":5}' });
    expect(processes.watched).toEqual({
      assignment: `${roleVariable}={"is":"trial","by":"server","since":5}`,
      argument: { flag: "--config", directory: "/state" },
    });
    await exits(trialCodes.proved);
    expect(processes.watched).toBeUndefined();
    expect(processes.endedMarks).toHaveLength(1);
  });

  test.each([
    ["has proved itself", trialCodes.proved, { is: "proved" }],
    ["has said itself what is wrong", trialCodes.disproved, { is: "judged" }],
    ["has ended in order, which nobody asked for", 0, { is: "failed" }],
  ])("that %s says so by its exit code", async (_, code, end) => {
    expect(await (await trial()).exits(code)).toMatchObject(end);
  });

  test("that ends by itself has failed, with its last words, which are passed on by the line", async () => {
    const { output, exits, passed } = await trial();
    await output.take("stderr", Buffer.from("first\nout of "));
    await output.take("stderr", Buffer.from("order"));
    expect(await exits(3)).toEqual({
      is: "failed",
      reason: "SUPERVISOR_EXITED: proving: it ended with exit code 3; its last words:\nfirst\nout of order",
    });
    expect(passed).toEqual(["stderr: first\n", "stderr: out of order\n"]);
  });

  test("that cannot be executed has failed", async () => {
    const { end } = await trial({ refuses: "EACCES" }).catch(() => ({ end: undefined }));
    expect(end === undefined ? undefined : await end).toEqual({
      is: "failed",
      reason: "EACCES: starting: it cannot be executed",
    });
  });

  test("that does nothing is killed after 15 s", async () => {
    const { clock, processes, end } = await trial({ hasStorage: false });
    await clock.advanceAsync(14_000);
    expect(processes.child.signals).toEqual([]);
    await clock.advanceAsync(3_000);
    expect(processes.child.signals).toEqual(["SIGKILL"]);
    expect(await end).toEqual({ is: "failed", reason: "TIMEOUT: starting: it did nothing for 15 s" });
  });

  test("that has the storage directory and does not end is asked to, and then made to", async () => {
    const { clock, processes, end } = await trial();
    processes.child.endsOn = new Set(["SIGKILL"]);
    await clock.advanceAsync(29_000);
    expect(processes.child.signals).toEqual([]);
    await clock.advanceAsync(30_000);
    expect(processes.child.signals).toEqual(["SIGTERM", "SIGKILL"]);
    expect(await end).toEqual({ is: "failed", reason: "TIMEOUT: proving: it does not end" });
  });

  test("ends in order where the service is to end, and at once where nobody wants to wait", async () => {
    const { clock, processes, stop, kill, end } = await trial();
    processes.child.endsOn = new Set(["SIGKILL"]);
    await clock.advanceAsync(1_000);
    stop.abort();
    await clock.advanceAsync(1_000);
    expect(processes.child.signals).toEqual(["SIGTERM"]);
    kill.abort();
    await clock.advanceAsync(2_000);
    expect(processes.child.signals).toEqual(["SIGTERM", "SIGKILL"]);
    expect(await end).toEqual({ is: "stopped" });
  });

  test("is spoken for to the service manager: what goes on, for how long at most, and that it goes on", async () => {
    const { clock, heard, exits } = await trial();
    await clock.advanceAsync(1_600);
    expect(heard.slice(0, 3)).toEqual(["RELOADING=1", "STATUS=trying version 2.0.0", "EXTEND_TIMEOUT_USEC=55000000"]);
    expect(heard.filter((word) => word === "WATCHDOG=1").length).toBeGreaterThanOrEqual(3);
    await exits(trialCodes.proved);
    const before = heard.length;
    await clock.advanceAsync(5_000);
    expect(heard).toHaveLength(before);
  });
});
