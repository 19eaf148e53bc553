import { expect, test } from "bun:test";

import { checkReach, prepareRunAs } from "../../../src/collector/run-as.ts";
import type { RunOptions } from "../../../src/runtime/process-ports.ts";
import { RunnerWorld } from "../../support/runner-world.ts";

const passwd = "otel:x:990:980::/var/lib/otel:/sbin/nologin\n";
const account = { uid: 990, gid: 980, groups: [980], user: "otel", home: "/var/lib/otel" };

async function world(): Promise<RunnerWorld> {
  const opened = await RunnerWorld.open();
  opened.files.put("/etc/passwd", passwd);
  return opened;
}

test("without agent.run_as nothing changes", async () => {
  const { runtime } = await world();
  expect(await prepareRunAs({}, runtime)).toEqual({ possible: true, account: undefined, runtime });
});

test("everything that is started runs as the account, with an environment that says so", async () => {
  const { runtime, processes } = await world();
  const prepared = await prepareRunAs({ runAs: { user: "otel" } }, runtime);
  if (!prepared.possible) throw new Error(prepared.reason);
  expect(prepared.runtime.host.env).toEqual({ PATH: "/bin", HOME: "/var/lib/otel", USER: "otel", LOGNAME: "otel" });
  const ran: RunOptions[] = [];
  processes.run = async (options) => {
    ran.push(options);
    return { started: false, code: "ENOENT" };
  };
  const command = { executable: "/otelcol", args: [], env: {} };
  await prepared.runtime.processes.start({ ...command, outputFile: "/agent.log" });
  await prepared.runtime.processes.run({ ...command, timeoutMs: 1 });
  const identity = { account: { uid: 990, gid: 980, groups: [980] } };
  expect(processes.started).toMatchObject([identity]);
  expect(ran).toMatchObject([identity]);
});

test.each([
  ["nobody of that name is there", "nosuch", undefined, "linux", "agent.run_as: there is no user nosuch"],
  [
    "rights are missing",
    "otel",
    "the supervisor lacks CAP_SETUID",
    "linux",
    "agent.run_as: the supervisor lacks CAP_SETUID",
  ],
  ["the system has no such thing", "otel", undefined, "windows", "agent.run_as: on windows it is not supported"],
] as const)("it is refused in words where %s", async (_, user, notAs, os, reason) => {
  const { runtime, processes } = await world();
  processes.notAs = notAs;
  const host = { ...runtime.host, os };
  expect(await prepareRunAs({ runAs: { user } }, { ...runtime, host })).toEqual({
    possible: false,
    reason: expect.stringContaining(reason),
  });
});

const reach = { account, executable: "bin/otelcol", directory: "/var/lib/supervisor" };

test.each([
  ["/work/bin/otelcol", "EACCES", "agent.run_as: user otel may not execute bin/otelcol (EACCES"],
  [
    "/var/lib/supervisor",
    "EACCES",
    "agent.run_as: user otel cannot reach /var/lib/supervisor, where its configuration is",
  ],
])("a closed %s is told at the start", async (path, code, reason) => {
  const { runtime, processes } = await world();
  processes.refusedPaths = { [path]: code };
  const host = { ...runtime.host, directory: "/work" };
  const outcome = await checkReach({ ...reach, runtime: { ...runtime, host } });
  expect(outcome).toEqual({ possible: false, reason: expect.stringContaining(reason) });
});

test("a missing executable is left to who looks at it anyway", async () => {
  const { runtime, processes } = await world();
  processes.refusedPaths = { "/bin/otelcol": "ENOENT" };
  expect(await checkReach({ ...reach, runtime })).toEqual({ possible: true });
});

test("a working directory that is closed to the account is worth a warning", async () => {
  const { runtime, processes } = await world();
  processes.refusedPaths = { "/": "EACCES" };
  const outcome = await checkReach({ ...reach, runtime });
  expect(outcome).toEqual({ possible: true, warning: expect.stringContaining("user otel may not enter /") });
});

test("a system that does not let us become somebody else is told at the start", async () => {
  const { runtime, processes } = await world();
  processes.tryAccess = async () => ({ asked: false, code: "EPERM" });
  const reason = "agent.run_as: the system does not let the supervisor become user otel (EPERM)";
  expect(await checkReach({ ...reach, runtime })).toEqual({ possible: false, reason });
});
