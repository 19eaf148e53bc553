import { expect, test } from "bun:test";

import { enterWindowsService } from "../../../../src/runtime/os/windows/service.ts";
import { enterService } from "../../../../src/runtime/shared/enter-service.ts";
import { openWindowsServices } from "../../../../src/runtime/shared/windows-services.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

/** A service control manager that has started this process. */
async function entered() {
  const told: string[] = [];
  const entries: string[] = [];
  let control: (code: number) => void = () => {};
  const service = await enterWindowsService({
    clock: new FakeClock(),
    dispatch: () =>
      Promise.resolve({
        onControl: (take) => {
          control = take;
        },
        tell: ({ state, exitCode }) => void told.push(exitCode === undefined ? state : `${state} ${exitCode}`),
      }),
    eventLog: (source) => ({ write: (level, text) => void entries.push(`${source} ${level}: ${text}`) }),
  });
  if (service === undefined) throw new Error("it is a service");
  return { service, told, entries, control: (code: number) => control(code) };
}

test.each([
  ["a stop", 1],
  ["the end of the system", 5],
])("%s asks for the ordered end, also before anybody listens", async (_, code) => {
  const { service, told, control } = await entered();
  await service.manager.notify(["READY=1"]);
  control(code);
  const stopped = Promise.withResolvers<void>();
  service.onStop(stopped.resolve);
  await stopped.promise;
  service.ended(0);
  expect(told).toEqual(["startPending", "running", "stopPending", "stopped 0"]);
});

test("other controls change nothing", async () => {
  const { told, control } = await entered();
  control(4);
  expect(told).toEqual(["startPending"]);
});

test("the event log hears that it runs, and what is reported", async () => {
  const { service, entries } = await entered();
  await service.manager.notify(["READY=1"]);
  service.report("warn", "something");
  expect(entries).toEqual(["opampsupervisor info: The supervisor runs", "opampsupervisor warn: something"]);
});

test.each([
  ["nobody has started it as a service", () => Promise.resolve(undefined)],
  ["FFI is forbidden", () => Promise.reject(new Error("no FFI"))],
])("where %s it is none", async (_, dispatch) => {
  expect(await enterWindowsService({ clock: new FakeClock(), dispatch })).toBeUndefined();
});

test.skipIf(process.platform === "win32")("elsewhere there are no such services", async () => {
  expect([await enterService(), await openWindowsServices()]).toEqual([undefined, undefined]);
});
