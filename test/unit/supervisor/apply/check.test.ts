import { describe, expect, test } from "bun:test";

import { noConnections } from "../../../../src/compose/layers.ts";
import { noNeeds } from "../../../../src/compose/needs.ts";
import type { RunOptions, RunOutcome } from "../../../../src/runtime/process-ports.ts";
import { checkComposition } from "../../../../src/supervisor/apply/check.ts";
import type { Composition } from "../../../../src/supervisor/mind/state.ts";
import { noAddons } from "../../../../src/supervisor/packages/addon-set.ts";
import { noSecrets } from "../../../support/compositions.ts";
import { RunnerWorld } from "../../../support/runner-world.ts";

const composition: Composition = {
  candidate: { remote: undefined, connections: noConnections, program: undefined, addons: noAddons },
  text: "a: secret-value\n",
  fingerprint: "b",
  binary: "binary",
  ownVersion: "0.149.0",
  serviceVersion: { is: "own" },
  pipelines: 1,
  routes: [],
  needs: noNeeds,
  addons: noAddons,
  secrets: { ...noSecrets, values: ["secret-value"] },
  origins: new Map([["receivers::nosuch", 'remote file "a", line 3']]),
};
const trial = "/state/effective.yaml.trial";

async function checking(outcome: Partial<Extract<RunOutcome, { started: true }>> = {}) {
  const world = await RunnerWorld.open();
  world.files.put("/opt/otelcol", "program");
  const { stat } = world.files;
  world.files.stat = async (path) => {
    const found = await stat.call(world.files, path);
    return found && { ...found, executable: path === "/opt/otelcol" };
  };
  const runs: (RunOptions & { text: string | undefined })[] = [];
  world.processes.run = async (options) => {
    runs.push({ ...options, text: world.files.text(trial) });
    return { started: true, exit: { kind: "exited", code: 0 }, stdout: "", stderr: "", timedOut: false, ...outcome };
  };
  const check = (stated: Partial<Parameters<typeof checkComposition>[0]> = {}) =>
    checkComposition({
      composition,
      running: composition,
      validate: true,
      args: ["--set", "x=y"],
      allowNoPipelines: true,
      executable: "/opt/otelcol",
      env: { A: "b" },
      runtime: world.runtime,
      storage: world.storage,
      log: world.log,
      secrets: [],
      signal: new AbortController().signal,
      ...stated,
    });
  return { world, runs, check };
}

describe("the check of a composition", () => {
  test("has the Collector look at the very text, with the arguments and the environment of the start", async () => {
    const { world, runs, check } = await checking();
    expect(await check()).toEqual({ passed: true });
    expect(runs).toMatchObject([
      {
        args: ["validate", "--config", trial, "--feature-gates", "service.AllowNoPipelines", "--set", "x=y"],
        env: { A: "b" },
        text: composition.text,
      },
    ]);
    expect(await world.files.stat(trial)).toBeUndefined();
  });

  test("tells what the Collector complains of, with the layer and without secrets", async () => {
    const stderr = `Error: 'receivers' unknown type: "nosuch" for id: "nosuch", secret-value\n2026/01/01 00:00:00 collector server run finished with error\n`;
    const { check } = await checking({ exit: { kind: "exited", code: 1 }, stderr });
    expect(await check()).toEqual({
      passed: false,
      failure: {
        code: "CONFIG_INVALID",
        phase: "validating",
        text: `the Collector's own check refuses it: 'receivers' unknown type: "nosuch" for id: "nosuch", [REDACTED]\nSet by: receivers::nosuch (remote file "a", line 3)`,
      },
    });
  });

  test("hears a complaint although a start script loses the exit code", async () => {
    const { check } = await checking({ stderr: "Error: bad\n" });
    expect(await check()).toMatchObject({ passed: false, failure: { code: "CONFIG_INVALID" } });
  });

  test("tells an end without words by its last lines", async () => {
    const { check } = await checking({ exit: { kind: "signalled", signal: "SIGSEGV" }, stderr: "goroutine 1\n" });
    expect(await check()).toMatchObject({ failure: { text: expect.stringContaining("signal SIGSEGV: goroutine 1") } });
  });

  test.each([
    [{ kind: "signalled", signal: "SIGKILL" }, "signal SIGKILL"],
    [{ kind: "signalled", signal: "SIGTERM" }, "signal SIGTERM"],
    [{ kind: "exited", code: 137 }, "exit code 137"],
  ] as const)("is no verdict on the configuration where somebody has ended it: %j", async (exit, how) => {
    const { check } = await checking({ exit });
    expect(await check()).toEqual({
      passed: false,
      failure: {
        code: "COLLECTOR_KILLED",
        phase: "validating",
        text: `the Collector's own check did not come to its end: ${how}`,
      },
    });
  });

  test("tells that the kernel has ended it for want of memory", async () => {
    const { world, check } = await checking({ exit: { kind: "signalled", signal: "SIGKILL" } });
    const counts = [0, 1];
    Object.assign(world.runtime.host, { oomKills: () => counts.shift() });
    expect(await check()).toMatchObject({ failure: { code: "OUT_OF_MEMORY" } });
  });

  test("is a verdict where it crashes, or has complained before it was ended", async () => {
    const crash = await checking({ exit: { kind: "signalled", signal: "SIGSEGV" } });
    expect(await crash.check()).toMatchObject({ failure: { code: "CONFIG_INVALID" } });
    const late = await checking({ exit: { kind: "signalled", signal: "SIGKILL" }, stderr: "Error: bad\n" });
    expect(await late.check()).toMatchObject({ failure: { code: "CONFIG_INVALID" } });
  });

  test("is no verdict on the configuration where it does not end", async () => {
    const { check } = await checking({ timedOut: true });
    expect(await check()).toMatchObject({ passed: false, failure: { code: "TIMEOUT", phase: "validating" } });
  });

  test("passes where the Collector has none, with a warning", async () => {
    const { world, check } = await checking({
      exit: { kind: "exited", code: 1 },
      stderr: 'Error: unknown command "validate" for "otelcol"\n',
    });
    expect(await check()).toEqual({ passed: true });
    expect(world.log.at("warn")).toHaveLength(1);
  });

  test("asks nothing of the Collector where the operator does not want it", async () => {
    const { runs, check } = await checking();
    expect(await check({ validate: false })).toEqual({ passed: true });
    expect(runs).toEqual([]);
  });

  test("sees an executable that is gone, and a disk that is full", async () => {
    const { world, check } = await checking();
    world.files.failOn("write", trial, "ENOSPC");
    expect(await check()).toMatchObject({ failure: { code: "DISK_FULL", text: `cannot write ${trial}: ENOSPC` } });
    world.files.failOn("write", trial, "EROFS");
    expect(await check()).toMatchObject({ failure: { code: "STORAGE_READ_ONLY" } });
    expect(await check({ executable: "/opt/gone" })).toMatchObject({
      failure: { code: "EXECUTABLE", text: "no such file: /opt/gone" },
    });
  });
});

test("what the machine does not give fails it, unless the Collector that runs has it", async () => {
  const { world, check } = await checking();
  const need = {
    host: "127.0.0.1",
    port: 4317,
    transport: "tcp",
    listener: "receivers::otlp",
    at: "receivers::otlp",
  } as const;
  const listening = { ...composition, needs: { ...noNeeds, listens: [need] } };
  world.network.taken.set("tcp:4317", { free: false, code: "EADDRINUSE" });
  expect(await check({ composition: listening })).toMatchObject({ passed: false, failure: { code: "PORT_IN_USE" } });
  expect(await check({ composition: listening, running: listening })).toEqual({ passed: true });
});
