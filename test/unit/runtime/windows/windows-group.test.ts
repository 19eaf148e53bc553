import { expect, test } from "bun:test";

import { fromWide } from "../../../../src/runtime/os/windows/wide.ts";
import { startWindowsGroup } from "../../../../src/runtime/os/windows/windows-group.ts";
import { fakeKernel } from "../../../support/fake-kernel.ts";

const command = {
  executable: String.raw`C:\o t\otelcol.exe`,
  args: ["--config", "a b.yaml"],
  env: { A: "1" },
  stdio: { stdin: 11n, stdout: 12n, stderr: 12n },
};

interface Given {
  exitCode?: number;
  active?: () => number;
  refuses?: string;
}

/** A Windows that starts pid 77 by the handles 100 (process) and 101 (thread), in the job 200. */
function windows({ exitCode = 0, active = () => 1, refuses = "" }: Given = {}) {
  const over = Promise.withResolvers<void>();
  const told: { line?: string; startup?: Uint8Array } = {};
  const granted = (name: string) => (refuses === name ? 0 : 1);
  const fake = fakeKernel({
    CreateJobObjectW: () => (refuses === "CreateJobObjectW" ? 0n : 200n),
    AssignProcessToJobObject: () => granted("AssignProcessToJobObject"),
    GetLastError: () => 5,
    InitializeProcThreadAttributeList: (_list, _count, _flags, size) => {
      (size as unknown as BigUint64Array)[0] = 48n;
      return 1;
    },
    CreateProcessW: (...args) => {
      if (refuses === "CreateProcessW") return 0;
      told.line = fromWide(args[1] as Uint8Array);
      told.startup = (args[8] as Uint8Array).slice();
      const information = new DataView((args[9] as Uint8Array).buffer);
      information.setBigUint64(0, 100n, true);
      information.setBigUint64(8, 101n, true);
      information.setUint32(16, 77, true);
      return 1;
    },
    GetExitCodeProcess: (_, code) => ((code as unknown as Uint32Array).fill(exitCode), 1),
    QueryInformationJobObject: (_job, _class, bytes) => {
      new DataView((bytes as Uint8Array).buffer).setUint32(40, active(), true);
      return 1;
    },
  });
  const start = () => startWindowsGroup(command, { kernel: fake.kernel, exits: { of: () => over.promise } });
  return { ...fake, told, start, end: over.resolve };
}

function started(world: ReturnType<typeof windows>) {
  const outcome = world.start();
  if (!outcome.started) throw new Error(outcome.code);
  return outcome.group;
}

test("a child runs once it is in its job, in a process group of its own, with three handles and no others", () => {
  const world = windows();
  expect(started(world).pid).toBe(77);
  const names = world.made.map(([name]) => name).filter((name) => !name.includes("Attribute"));
  expect(names).toEqual([
    "CreateJobObjectW",
    "SetInformationJobObject",
    "CreateProcessW",
    "AssignProcessToJobObject",
    "ResumeThread",
    "CloseHandle",
  ]);
  // CREATE_SUSPENDED, CREATE_NEW_PROCESS_GROUP, CREATE_UNICODE_ENVIRONMENT, EXTENDED_STARTUPINFO_PRESENT.
  expect(world.made).toContainEqual(["CreateProcessW", 1, 0x8_0604]);
  expect(world.made).toContainEqual(["AssignProcessToJobObject", 200n, 100n]);
  expect(world.made).toContainEqual(["ResumeThread", 101n]);
  // PROC_THREAD_ATTRIBUTE_HANDLE_LIST with two different handles.
  expect(world.made).toContainEqual(["UpdateProcThreadAttribute", 0, 0x2_0002n, 16n]);
  expect(world.told.line).toBe(String.raw`"C:\o t\otelcol.exe" --config "a b.yaml"`);
  const startup = new DataView(world.told.startup?.buffer ?? new ArrayBuffer(0));
  expect([startup.getUint32(0, true), startup.getUint32(60, true)]).toEqual([112, 0x101]);
  expect([80, 88, 96].map((offset) => startup.getBigUint64(offset, true))).toEqual([11n, 12n, 12n]);
});

test("SIGTERM and SIGINT are a ctrl-break to its group, SIGKILL ends the job, SIGHUP reaches nobody", () => {
  const world = windows();
  const group = started(world);
  world.made.length = 0;
  expect((["SIGTERM", "SIGINT", "SIGKILL", "SIGHUP"] as const).map((one) => group.signal(one))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(world.made).toEqual([
    ["GenerateConsoleCtrlEvent", 1, 77],
    ["GenerateConsoleCtrlEvent", 1, 77],
    ["TerminateJobObject", 200n, 0xc000_013b],
  ]);
});

test.each([
  [0, { kind: "exited", code: 0 }],
  [3, { kind: "exited", code: 3 }],
  [0xc000_013a, { kind: "signalled", signal: "SIGINT" }],
  [0xc000_013b, { kind: "signalled", signal: "SIGKILL" }],
] as const)("the exit code %p is told as %j", async (exitCode, expected) => {
  const world = windows({ exitCode });
  const group = started(world);
  world.end();
  expect(await group.exited).toEqual(expected);
});

test("the group is there for as long as a process of its job is, and is let go then", async () => {
  let active = 2;
  const world = windows({ active: () => active });
  const group = started(world);
  world.end();
  await group.exited;
  expect([group.alive(), group.signal("SIGTERM")]).toEqual([true, false]);
  active = 0;
  world.made.length = 0;
  expect([group.alive(), group.alive(), group.signal("SIGKILL")]).toEqual([false, false, false]);
  expect(world.made.filter(([name]) => name === "CloseHandle")).toEqual([["CloseHandle", 200n]]);
});

test.each(["CreateJobObjectW", "CreateProcessW", "AssignProcessToJobObject"])(
  "where %s is refused, nothing runs and nothing stays open",
  (refuses) => {
    const world = windows({ refuses });
    expect(world.start()).toEqual({ started: false, code: "EACCES" });
    const closed = world.made.flatMap(([name, handle]) => (name === "CloseHandle" ? [handle] : []));
    const open: Readonly<Record<string, unknown[]>> = {
      CreateJobObjectW: [],
      CreateProcessW: [200n],
      AssignProcessToJobObject: [101n, 100n, 200n],
    };
    expect(closed).toEqual(open[refuses] as typeof closed);
    expect(world.made.some(([name]) => name === "ResumeThread")).toBe(false);
    const ended = world.made.some(([name]) => name === "TerminateProcess");
    expect(ended).toBe(refuses === "AssignProcessToJobObject");
  },
);
