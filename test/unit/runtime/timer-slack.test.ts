import { afterEach, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { openLibc } from "../../../src/runtime/os/libc.ts";
import { pause } from "../../../src/runtime/os/pause.ts";
import { keepTimersInTime, letTimersBeLate } from "../../../src/runtime/os/timer-slack.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createProcesses } from "../../../src/runtime/shared/processes.ts";
import { openRealProcesses, startChild } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const read = () => Number(readFileSync("/proc/self/timerslack_ns", "utf8"));

const lateMs = 1_234.5;
const isLinux = process.platform === "linux";
const libc = isLinux ? openLibc() : undefined;

describe.if(isLinux)("the timers of this thread", () => {
  const own = isLinux ? read() : 0;
  const beLate = () => {
    if (libc !== undefined) letTimersBeLate(lateMs, libc);
  };
  afterEach(keepTimersInTime);

  test("may be late where that was said, until it is taken back", () => {
    beLate();
    beLate();
    expect(read()).toBe(lateMs * 1e6);
    keepTimersInTime();
    keepTimersInTime();
    expect(read()).toBe(own);
  });

  test("are in time before the thread waits for one", () => {
    beLate();
    pause(0.1);
    expect(read()).toBe(own);
  });

  test("are nothing that a Collector inherits", async () => {
    beLate();
    const { child, outputFile } = await startChild(
      directory,
      "/bin/cat",
      ["/proc/self/timerslack_ns"],
      openRealProcesses(),
    );
    await child.exited;
    expect(Number(readFileSync(outputFile, "utf8"))).toBe(own);
  });

  test("are nothing that a process of our own inherits", async () => {
    beLate();
    const self = ["/bin/sh", "-c", "cat /proc/self/timerslack_ns >&2; exit 1", "sh"];
    const failed = createProcesses({ clock: createClock(), libc, self }).compute("task", undefined);
    expect(await failed.catch(String)).toEndWith(`: ${own}`);
  });
});
