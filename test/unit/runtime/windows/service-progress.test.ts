import { expect, test } from "bun:test";

import { failureActions } from "../../../../src/runtime/os/windows/service-failure-actions.ts";
import { ServiceProgress } from "../../../../src/runtime/os/windows/service-progress.ts";
import { readServiceConfig, readServiceProcess } from "../../../../src/runtime/os/windows/service-records.ts";
import { type ServiceStatus, serviceStatus } from "../../../../src/runtime/os/windows/service-status.ts";
import { wide } from "../../../../src/runtime/os/windows/wide.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

function service() {
  const clock = new FakeClock();
  const told: ServiceStatus[] = [];
  const progress = new ServiceProgress({ clock, tell: (status) => told.push(status) });
  progress.begin();
  return { clock, told, progress, states: () => told.map(({ state, checkPoint }) => [state, checkPoint ?? 0]) };
}

test("it starts until the supervisor is ready, and gives signs of life meanwhile", async () => {
  const { clock, progress, states, told } = service();
  await clock.advance(10_000);
  expect(await progress.notify(["STATUS=the Collector introduces itself"])).toBe(true);
  await progress.notify(["READY=1", "STATUS=up"]);
  await clock.advance(60_000);
  expect(states()).toEqual([
    ["startPending", 1],
    ["startPending", 2],
    ["startPending", 3],
    ["running", 0],
  ]);
  expect(told[0]?.waitHintMs).toBe(20_000);
});

test("what is told of a configuration that was read again changes nothing", async () => {
  const { progress, states } = service();
  await progress.notify(["READY=1"]);
  await progress.notify(["RELOADING=1"]);
  await progress.notify(["READY=1"]);
  expect(states().map(([state]) => state)).toEqual(["startPending", "running"]);
});

test("it stops once, whoever asks first, until it has stopped, with its exit code", async () => {
  const { clock, progress, states } = service();
  await progress.notify(["READY=1"]);
  progress.stopping();
  await progress.notify(["STOPPING=1"]);
  await clock.advance(5_000);
  progress.ended(3);
  progress.stopping();
  await clock.advance(60_000);
  expect(states().slice(2)).toEqual([
    ["stopPending", 1],
    ["stopPending", 2],
    ["stopped", 0],
  ]);
});

test("the record says what Windows wants to know", () => {
  const [starts, runs, ended, failed] = [
    serviceStatus({ state: "startPending", checkPoint: 2, waitHintMs: 20_000 }),
    serviceStatus({ state: "running" }),
    serviceStatus({ state: "stopped", exitCode: 0 }),
    serviceStatus({ state: "stopped", exitCode: 2 }),
  ].map((record) => [...record]);
  expect(starts).toEqual([0x10, 2, 0, 0, 0, 2, 20_000]);
  // SERVICE_ACCEPT_STOP, SERVICE_ACCEPT_SHUTDOWN.
  expect(runs).toEqual([0x10, 4, 5, 0, 0, 0, 0]);
  expect(ended).toEqual([0x10, 1, 0, 0, 0, 0, 0]);
  // ERROR_SERVICE_SPECIFIC_ERROR: a failure, after which it is started again.
  expect(failed).toEqual([0x10, 1, 0, 1066, 2, 0, 0]);
});

test("after a failure it is started again, later from the third one of a day on", () => {
  const { actions, list } = failureActions();
  expect([...list]).toEqual([1, 5_000, 1, 5_000, 1, 60_000]);
  expect([actions[0], actions[3]]).toEqual([86_400n, 3n]);
});

test.each([
  [[0x10, 4, 5, 0, 0, 0, 0, 12, 0], { state: "running", pid: 12, exitCode: 0 }],
  [[0x10, 1, 0, 1066, 2, 0, 0, 0, 0], { state: "stopped", pid: 0, exitCode: 2 }],
  [[0x10, 1, 0, 1067, 0, 0, 0, 0, 0], { state: "stopped", pid: 0, exitCode: 1067 }],
  [[0x10, 1, 0, 1077, 0, 0, 0, 0, 0], { state: "stopped", pid: 0, exitCode: 0 }],
  [[0x10, 3, 0, 0, 0, 0, 0, 9, 0], { state: "stopping", pid: 9, exitCode: 0 }],
] as const)("the record %j is read as %j", (record, expected) => {
  expect(readServiceProcess(new Uint32Array(record))).toEqual(expected);
});

test("the command line is found by its address", () => {
  const address = 0x1_0000n;
  const line = wide(String.raw`"C:\a b.exe" --config C:\c.yaml`);
  const config = new Uint8Array(100 + line.length);
  new DataView(config.buffer).setBigUint64(16, address + 80n, true);
  config.set(line, 80);
  expect(readServiceConfig(config, address)).toBe(String.raw`"C:\a b.exe" --config C:\c.yaml`);
});
