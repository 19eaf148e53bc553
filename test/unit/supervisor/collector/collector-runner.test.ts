import { describe, expect, test } from "bun:test";

import { settle } from "../../../support/fake-clock.ts";
import { saying } from "../../../support/mind-driver.ts";
import { firstStart, RunnerWorld, startedRunner } from "../../../support/runner-world.ts";

const log = "/state/agent.log";

describe("a start", () => {
  test("lets the token in before the file that carries it is written, and writes before it starts", async () => {
    const { world } = await startedRunner();
    expect(world.happened).toEqual(["admit 7", "write /state/effective.yaml", "start", "CollectorStarted"]);
    expect(world.files.text("/state/effective.yaml")).toBe(`token: ${world.admitted.get(7)?.token}\n`);
    expect(world.events).toEqual([{ is: "CollectorStarted", life: 7, pid: 100 }]);
  });

  test("gives each generation a token of its own", async () => {
    const { world, runner } = await startedRunner();
    await runner.start({ ...firstStart, generation: 8 });
    expect(world.admitted.get(8)?.token).not.toBe(world.admitted.get(7)?.token);
  });

  test("passes on what the Collector of the generation says", async () => {
    const { world } = await startedRunner();
    const report = saying({ health: { healthy: true } });
    world.admitted.get(7)?.events.reported(report);
    expect(world.events.at(-1)).toEqual({ is: "CollectorReported", generation: 7, report });
  });

  test("uses the operator's environment over the inherited one, and writes to agent.log", async () => {
    const { world } = await startedRunner({ configuredEnv: { PATH: "/usr/bin", A: "b" } });
    const [options] = world.processes.started;
    expect(options).toMatchObject({ executable: "/opt/otelcol", args: firstStart.args, outputFile: log });
    expect(options?.env).toMatchObject({ PATH: "/usr/bin", A: "b" });
    expect(options?.env["OPAMPSUPERVISOR_RUN"]).toBeDefined();
  });

  test("that the system refuses is told in words, and the token is let in no more", async () => {
    const world = await RunnerWorld.open();
    world.processes.refuses = "ENOENT";
    await world.runner().start(firstStart);
    const text = "no such file: /opt/otelcol";
    expect(world.events).toEqual([
      {
        is: "CollectorNotStarted",
        life: 7,
        failure: { code: "EXECUTABLE", phase: "starting", text, blameless: true },
      },
    ]);
    expect([...world.admitted.keys()]).toEqual([]);
  });

  test("whose configuration cannot be written is told, and nothing is started", async () => {
    const world = await RunnerWorld.open();
    world.files.failOn("write", "/state/effective.yaml", "ENOSPC");
    await world.runner().start(firstStart);
    expect(world.events).toMatchObject([{ is: "CollectorNotStarted", life: 7 }]);
    expect(JSON.stringify(world.events)).toContain("ENOSPC");
    expect(world.processes.started).toEqual([]);
    expect([...world.admitted.keys()]).toEqual([]);
  });
});

describe("an exit", () => {
  test("is told with the Collector's own statement and the tail of this run's log alone", async () => {
    const world = await RunnerWorld.open();
    world.files.put(log, "of an earlier run\n");
    await world.runner().start(firstStart);
    world.files.put(log, "of an earlier run\nstarting\nError: cannot listen\n");
    world.processes.child.exits({ kind: "exited", code: 1 });
    await settle();
    expect(world.events.at(-1)).toEqual({
      is: "CollectorExited",
      life: 7,
      ending: {
        how: "exit code 1",
        killed: undefined,
        statement: "cannot listen",
        tail: "starting\nError: cannot listen",
      },
    });
    expect([...world.admitted.keys()]).toEqual([]);
  });

  test("by a signal says so; without a wish for a tail there is none, but still the statement", async () => {
    const { world, child } = await startedRunner({ tailBytes: 0 });
    world.files.put(log, "Error: out of luck\n");
    child.exits({ kind: "signalled", signal: "SIGTERM" });
    await settle();
    expect(world.events.at(-1)).toMatchObject({
      ending: { how: "signal SIGTERM", killed: "outside", statement: "out of luck", tail: "" },
    });
  });

  test("shows neither token nor secrets", async () => {
    const { world, child } = await startedRunner({ secrets: () => ["hunter22"] });
    world.files.put(log, `Error: header ${world.admitted.get(7)?.token} password hunter22\n`);
    child.exits();
    await settle();
    expect(world.events.at(-1)).toMatchObject({ ending: { statement: "header [REDACTED] password [REDACTED]" } });
  });

  test("of the leader ends the rest of its group before it is told", async () => {
    const { world, child } = await startedRunner();
    child.endsOn = new Set(["SIGKILL"]);
    child.leaderExits();
    await settle();
    expect(child.signals).toEqual(["SIGTERM"]);
    expect(world.events).toHaveLength(1);
    await world.clock.advanceAsync(10_000);
    await settle();
    expect(child.signals).toEqual(["SIGTERM", "SIGKILL"]);
    expect(world.events.at(-1)).toMatchObject({ is: "CollectorExited", ending: { how: "exit code 1" } });
  });

  test("is told although the log cannot be read", async () => {
    const { world, child } = await startedRunner();
    world.files.failOn("readTail", log, "EACCES");
    child.exits();
    await settle();
    expect(world.events.at(-1)).toMatchObject({ is: "CollectorExited", ending: { statement: "", tail: "" } });
    expect(world.log.at("warn")[0]?.message).toBe("Cannot read the Collector's log");
  });
});

describe("a stop", () => {
  test("ends the group and tells it once, when all are gone", async () => {
    const { world, runner, child } = await startedRunner();
    await runner.stop(7);
    await settle();
    expect(child.signals).toEqual(["SIGTERM"]);
    expect(world.events.slice(1)).toEqual([{ is: "CollectorStopped", life: 7 }]);
    expect(world.happened.slice(-2)).toEqual(["dismiss 7", "CollectorStopped"]);
  });

  test("kills what does not end within the grace, and says so in the log", async () => {
    const { world, runner, child } = await startedRunner();
    child.endsOn = new Set(["SIGKILL"]);
    const stopped = runner.stop(7);
    await world.clock.advanceAsync(9_990);
    expect(child.signals).toEqual(["SIGTERM"]);
    expect(world.events).toHaveLength(1);
    await world.clock.advanceAsync(20);
    await stopped;
    expect(child.signals).toEqual(["SIGTERM", "SIGKILL"]);
    expect(world.events.slice(1)).toEqual([{ is: "CollectorStopped", life: 7 }]);
    expect(world.log.at("warn")).toHaveLength(1);
  });

  test("at the moment of an exit gives exactly one event, and not before the group is gone", async () => {
    const { world, runner, child } = await startedRunner();
    child.endsOn = new Set(["SIGKILL"]);
    child.leaderExits();
    await settle();
    await runner.stop(7);
    expect(world.events).toHaveLength(1);
    await world.clock.advanceAsync(10_010);
    await settle();
    expect(world.events.slice(1)).toMatchObject([{ is: "CollectorExited", life: 7 }]);
  });

  test("that came before the exit is the one that is told", async () => {
    const { world, runner, child } = await startedRunner();
    child.endsOn = new Set();
    const stopped = runner.stop(7);
    child.exits();
    await world.clock.advanceAsync(10);
    await stopped;
    await settle();
    expect(world.events.slice(1)).toEqual([{ is: "CollectorStopped", life: 7 }]);
  });

  test("of what is not there is answered all the same", async () => {
    const world = await RunnerWorld.open();
    await world.runner().stop(3);
    expect(world.events).toEqual([{ is: "CollectorStopped", life: 3 }]);
  });
});

describe("a kill", () => {
  test("ends what runs at once", async () => {
    const { runner, child } = await startedRunner();
    runner.kill();
    expect(child.signals).toEqual(["SIGKILL"]);
  });

  test("ends what is left of a group whose leader has gone", async () => {
    const { runner, child } = await startedRunner();
    child.endsOn = new Set(["SIGKILL"]);
    child.leaderExits();
    await settle();
    runner.kill();
    expect(child.groupAlive()).toBe(false);
  });

  test("ends what is being started as soon as it is there", async () => {
    const world = await RunnerWorld.open();
    const runner = world.runner();
    const gate = Promise.withResolvers<void>();
    world.processes.intercept = () => gate.promise;
    const start = runner.start(firstStart);
    runner.kill();
    gate.resolve();
    await start;
    await settle();
    expect(world.processes.child.signals).toEqual(["SIGKILL"]);
    expect(world.events.map(({ is }) => is)).toEqual(["CollectorStarted", "CollectorExited"]);
  });
});

describe("a reload", () => {
  const next = { ...firstStart, life: 7, generation: 8, fingerprint: "second" };

  test("lets the new token in, writes the file and then tells the process", async () => {
    const { world, runner, child } = await startedRunner();
    child.endsOn = new Set(["SIGTERM"]);
    child.hangupHandled = true;
    await runner.reload(next);
    expect(world.happened.slice(4)).toEqual(["admit 8", "write /state/effective.yaml"]);
    expect(child.signals).toEqual(["SIGHUP"]);
    expect(world.files.text("/state/effective.yaml")).toBe(`token: ${world.admitted.get(8)?.token}\n`);
    expect([...world.admitted.keys()]).toEqual([7, 8]);
  });

  test("ends the generation before it with the first word of the new one", async () => {
    const { world, runner, child } = await startedRunner();
    child.hangupHandled = true;
    await runner.reload(next);
    world.admitted.get(8)?.events.reported(saying({ health: { healthy: false } }));
    expect([...world.admitted.keys()]).toEqual([8]);
    expect(world.events.at(-1)).toMatchObject({ is: "CollectorReported", generation: 8 });
  });

  test("of a process that has no handler touches nothing and is told as impossible", async () => {
    const { world, runner, child } = await startedRunner();
    child.hangupHandled = false;
    await runner.reload(next);
    expect(child.signals).toEqual([]);
    expect(world.events.at(-1)).toEqual({ is: "CollectorNotReloaded", generation: 8, failure: undefined });
    expect([...world.admitted.keys()]).toEqual([7]);
  });

  test("whose file cannot be written leaves the process alone and says why", async () => {
    const { world, runner, child } = await startedRunner();
    child.hangupHandled = true;
    world.files.failOn("write", "/state/effective.yaml", "ENOSPC");
    await runner.reload(next);
    expect(child.signals).toEqual([]);
    expect(world.events.at(-1)).toMatchObject({
      is: "CollectorNotReloaded",
      failure: { code: "DISK_FULL", phase: "reloading" },
    });
    expect([...world.admitted.keys()]).toEqual([7]);
  });

  test("in which the process ends is told as its exit, with the words since the reload, and all tokens are gone", async () => {
    const { world, runner, child } = await startedRunner();
    child.hangupHandled = true;
    world.files.put(log, "Error: of long ago\n");
    await runner.reload(next);
    world.files.put(log, "Error: of long ago\nError: cannot start pipelines\n");
    child.exits({ kind: "exited", code: 1 });
    await settle();
    expect(world.events.at(-1)).toMatchObject({
      is: "CollectorExited",
      life: 7,
      ending: { statement: "cannot start pipelines" },
    });
    expect([...world.admitted.keys()]).toEqual([]);
  });

  test("that is overtaken by a stop and a start leaves the file to the later one, and its signal out", async () => {
    const { world, runner, child } = await startedRunner();
    const slow = Promise.withResolvers<void>();
    const writes: string[] = [];
    world.files.intercept = async ({ method, path }) => {
      if (method !== "write" || path !== "/state/effective.yaml") return;
      writes.push(path);
      if (writes.length === 1) await slow.promise;
    };
    const reloaded = runner.reload(next);
    await settle();
    await runner.stop(7);
    const again = runner.start({ ...firstStart, generation: 9 });
    await settle();
    slow.resolve();
    await Promise.all([reloaded, again]);
    expect(world.files.text("/state/effective.yaml")).toBe(`token: ${world.admitted.get(9)?.token}\n`);
    expect(child.signals).toEqual(["SIGTERM"]);
    expect([...world.admitted.keys()]).toEqual([9]);
  });

  test("is followed by an ordinary stop", async () => {
    const { world, runner, child } = await startedRunner();
    child.hangupHandled = true;
    await runner.reload(next);
    await runner.stop(7);
    expect(world.events.at(-1)).toEqual({ is: "CollectorStopped", life: 7 });
    expect([...world.admitted.keys()]).toEqual([]);
  });
});

describe("who has ended it", () => {
  const kills = (world: RunnerWorld, ...counts: number[]) => {
    Object.assign(world.runtime.host, { oomKills: () => counts.shift() });
  };

  test.each([
    [{ kind: "exited", code: 1 }, [0, 0], undefined],
    [{ kind: "exited", code: 0 }, [0, 0], "outside"],
    [{ kind: "exited", code: 2 }, [0, 0], undefined],
    [{ kind: "exited", code: 143 }, [0, 0], "outside"],
    [{ kind: "exited", code: 137 }, [0, 0], "outside"],
    [{ kind: "exited", code: 137 }, [0, 1], "memory"],
    [{ kind: "exited", code: 139 }, [0, 0], undefined],
    [{ kind: "signalled", signal: "SIGKILL" }, [0, 0], "outside"],
    [{ kind: "signalled", signal: "SIGKILL" }, [0, 1], "memory"],
    [{ kind: "signalled", signal: "SIGTERM" }, [0, 1], "outside"],
    ...["SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP"].map((signal) => {
      return [{ kind: "signalled", signal }, [0, 1], undefined] as const;
    }),
  ] as const)("is told: %j with kills for memory %j", async (exit, counts, killed) => {
    const world = await RunnerWorld.open();
    kills(world, ...counts);
    await world.runner().start(firstStart);
    world.processes.child.exits(exit);
    await settle();
    expect(world.events.at(-1)).toMatchObject({ is: "CollectorExited", ending: { killed } });
  });
});

describe("a Collector whose runtime ended it by exit code 2", () => {
  const head = "SIGQUIT: quit\nPC=0x493b21 m=0 sigcode=0\n\n";
  const goroutines = "goroutine 1 [select]:\n".repeat(5_000);

  async function endedWith(code: number, output: string) {
    const world = await RunnerWorld.open();
    await world.runner().start(firstStart);
    world.files.put("/state/agent.log", output);
    world.processes.child.exits({ kind: "exited", code });
    await settle();
    return world.events.at(-1);
  }

  test("was told to by somebody's signal, where its dump says so, however long that is", async () => {
    expect(await endedWith(2, head + goroutines)).toMatchObject({
      ending: { how: "exit code 2 after signal SIGQUIT", killed: "outside" },
    });
  });

  test("has itself to blame for a panic", async () => {
    const event = await endedWith(2, `panic: out of luck\n\n${goroutines}`);
    const ending = event?.is === "CollectorExited" ? event.ending : undefined;
    expect(ending).toMatchObject({ how: "exit code 2", killed: undefined, statement: "panic: out of luck" });
    expect(ending?.tail).toStartWith("panic: out of luck\n\ngoroutine 1 [select]:\n");
  });

  test("has itself to blame for any other code, whatever its log holds", async () => {
    expect(await endedWith(1, head)).toMatchObject({ ending: { how: "exit code 1", killed: undefined } });
  });
});

describe("a configuration file that cannot be written", () => {
  test("serves once more, with its token, where it holds the very same configuration", async () => {
    const { world, runner } = await startedRunner();
    const token = world.admitted.get(7)?.token ?? "none";
    world.files.failOn("write", "/state/effective.yaml", "ENOSPC");
    await runner.start({ ...firstStart, generation: 8 });
    expect(world.admitted.get(8)?.token).toBe(token);
    expect(world.events.at(-1)).toMatchObject({ is: "CollectorStarted", life: 8 });
  });
});
