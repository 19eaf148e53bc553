import { expect, test } from "bun:test";
import { join } from "node:path";

import type { Call } from "../../../src/cli/command.ts";
import { runAsService } from "../../../src/cli/commands/run.ts";
import { runService } from "../../../src/cli/commands/service.ts";
import { installService } from "../../../src/cli/service/install.ts";
import type { Clock } from "../../../src/runtime/ports.ts";
import { type FakeServices, fakeServices } from "../../support/fake-services.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** One on which every wait is over at once. */
function hurriedClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    schedule: (delayMs, callback) => {
      now += delayMs;
      setImmediate(callback);
      return () => {};
    },
  };
}

/** A call whose outputs are kept. */
function called(word: string, ...switches: string[]) {
  const said: string[] = [];
  const say = (text: string, code: number) => {
    said.push(text);
    return code;
  };
  const call: Call = {
    set: new Set(switches),
    values: new Map(),
    operands: [word],
    outputs: { open: () => ({ write: () => {}, pass: () => {}, behind: () => false }) },
    commands: { commands: {}, defaultCommand: "run" },
    print: (text, code = 0) => say(text, code),
    refuse: (...problems) => say(problems.join("\n"), 2),
    fail: (problem, code = 1) => say(problem, code),
  };
  return { call, said };
}

async function order(services: FakeServices, name: string, ...switches: string[]) {
  const { call, said } = called(name, ...switches);
  const code = await runService(call, { open: () => Promise.resolve(services), clock: hurriedClock() });
  return { code, text: said.join("\n") };
}

const storage = String.raw`C:\ProgramData\Otelcol\Supervisor`;

function install(services: FakeServices, given: { storage?: string; isThere?: boolean } = {}) {
  const { call, said } = called("install");
  const code = installService({
    call,
    services,
    clock: hurriedClock(),
    program: String.raw`C:\Program Files\x\opampsupervisor.exe`,
    configFile: "config.yaml",
    storage,
    isThere: true,
    directory: String.raw`C:\ProgramData\opampsupervisor`,
    ...given,
  });
  return { code, text: said.join("\n") };
}

test("what is installed runs by absolute paths, and what holds secrets is made private before", () => {
  const services = fakeServices();
  expect(install(services).code).toBe(0);
  expect(services.asked).toEqual([
    String.raw`private file C:\ProgramData\opampsupervisor\config.yaml`,
    `directory ${storage}`,
    `private directory ${storage}`,
    "install",
  ]);
  expect(services.installed?.automatic).toBe(true);
  expect(services.installed?.command).toEqual([
    String.raw`C:\Program Files\x\opampsupervisor.exe`,
    "--config",
    String.raw`C:\ProgramData\opampsupervisor\config.yaml`,
  ]);
});

test("a storage directory that depends on where a service begins is refused", () => {
  const services = fakeServices();
  expect(install(services, { storage: "storage" })).toEqual({
    code: 2,
    text: "storage.directory of a service must be absolute, is storage",
  });
  expect(services.asked).toEqual([]);
});

test("a service whose configuration is still to be written waits for it, in a directory that is private already", () => {
  const services = fakeServices();
  expect(install(services, { isThere: false })).toMatchObject({
    code: 0,
    text: expect.stringContaining("still to be"),
  });
  expect(services.asked[0]).toBe(String.raw`directory C:\ProgramData\opampsupervisor`);
  expect(services.installed?.automatic).toBe(false);
});

test("from the start to the end of a service", async () => {
  const services = fakeServices();
  expect(await order(services, "status")).toEqual({ code: 3, text: "There is no service opampsupervisor" });
  install(services);
  expect(await order(services, "status")).toMatchObject({
    code: 1,
    text: expect.stringMatching(/^opampsupervisor: stopped\n/),
  });
  expect(await order(services, "start")).toEqual({ code: 0, text: "Runs: the service opampsupervisor (pid 7)" });
  expect((await order(services, "start")).code).toBe(0);
  const shown = await order(services, "status", "json");
  expect(shown.code).toBe(0);
  expect(JSON.parse(shown.text)).toMatchObject({ name: "opampsupervisor", installed: true, state: "running", pid: 7 });
  expect(await order(services, "stop")).toEqual({ code: 0, text: "Stopped: the service opampsupervisor" });
  expect((await order(services, "stop")).code).toBe(0);
  await order(services, "start");
  expect(await order(services, "uninstall")).toEqual({ code: 0, text: "Removed: the service opampsupervisor" });
  expect(await order(services, "uninstall")).toEqual({ code: 0, text: "There is no service opampsupervisor" });
  expect(services.asked.filter((one) => !/^(private|directory)/.test(one))).toEqual([
    "install",
    "start",
    "stop",
    "start",
    "stop",
    "remove",
  ]);
});

test("a service that ends at once, or becomes neither ready nor stopped, is a failure that is told", async () => {
  const ends = fakeServices({ start: { state: "stopped", exitCode: 2 } });
  install(ends);
  expect(await order(ends, "start")).toMatchObject({
    code: 1,
    text: expect.stringMatching(/has ended with exit code 2/),
  });
  expect(await order(ends, "status")).toMatchObject({
    code: 1,
    text: expect.stringMatching(/stopped \(exit code 2\)/),
  });
  const hangs = fakeServices({ start: { state: "starting" }, stop: { state: "stopping" } });
  install(hangs);
  expect(await order(hangs, "start")).toMatchObject({ code: 1, text: expect.stringMatching(/has not become ready/) });
  expect(await order(hangs, "stop")).toMatchObject({ code: 1, text: expect.stringMatching(/has not stopped/) });
  expect(await order(hangs, "uninstall")).toMatchObject({ code: 1, text: expect.stringMatching(/has not stopped/) });
  expect(hangs.asked).not.toContain("remove");
});

test("who may not order it is told so, and where there is no service that too", async () => {
  const denied = fakeServices({ denied: true });
  expect(await order(denied, "start")).toEqual({
    code: 4,
    text: "the service opampsupervisor: this takes an administrator",
  });
  expect(await order(fakeServices(), "stop")).toMatchObject({
    code: 1,
    text: expect.stringMatching(/there is no such service/),
  });
});

test.each([
  ["EACCES", 4, "EACCES: config.yaml (Windows error 5): this takes an administrator"],
  ["EBUSY", 1, "EBUSY: config.yaml (Windows error 5)"],
])(
  "a configuration that cannot be made private for %s ends the installation with code %p",
  async (name, exit, text) => {
    const closed = Object.assign(new Error(`${name}: config.yaml (Windows error 5)`), { code: name });
    const services = fakeServices({ closed });
    const { call, said } = called("install");
    const file = join(scratchDirectory(), "config.yaml");
    await Bun.write(file, "agent: {executable: /bin/true}\nstorage: {directory: /storage}\n");
    const configured = { ...call, values: new Map([["config", file]]) };
    const code = await runService(configured, { open: () => Promise.resolve(services), clock: hurriedClock() });
    expect(code).toBe(exit);
    expect(said).toEqual([text]);
    expect(services.installed).toBeUndefined();
  },
);

test("a fault that is no refusal is not passed off as one", async () => {
  const services = fakeServices();
  services.find = () => {
    throw new TypeError("not a function");
  };
  await expect(order(services, "status")).rejects.toThrow("not a function");
});

test("on other systems the command says what it is for", async () => {
  const { call, said } = called("status");
  expect(await runService(call, { open: () => Promise.resolve(undefined) })).toBe(1);
  expect(said.join()).toContain("services are for Windows");
});

test.each([
  [0, ["info: The supervisor has stopped in order", "ended 0"]],
  [1, ["error: The supervisor has ended with exit code 1", "ended 1"]],
] as const)("what ends with %p as a service is told to the event log and to the manager", async (code, expected) => {
  const { call } = called("run");
  const { service, told } = aService();
  expect(await runAsService(call, service, () => Promise.resolve(code))).toBe(code);
  expect(told).toEqual([...expected]);
});

test("what a service refuses to start with is in the event log, where nobody sees standard error", async () => {
  const { call, said } = called("run");
  const { service, told } = aService();
  await runAsService(call, service, (given) => Promise.resolve(given.refuse("supervisor.yaml:1:1: wrong")));
  expect(said).toEqual(["supervisor.yaml:1:1: wrong"]);
  expect(told).toEqual([
    "error: supervisor.yaml:1:1: wrong",
    "error: The supervisor has ended with exit code 2",
    "ended 2",
  ]);
});

function aService() {
  const told: string[] = [];
  const service: Parameters<typeof runAsService>[1] = {
    manager: { watchdogMs: undefined, notify: () => Promise.resolve(true) },
    onStop: () => {},
    report: (level, text) => void told.push(`${level}: ${text}`),
    ended: (code) => void told.push(`ended ${code}`),
  };
  return { service, told };
}
