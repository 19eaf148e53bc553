import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { endLeftovers } from "../../../src/runtime/os/leftovers.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { fixture } from "../../support/project.ts";
import { markedWith, membersOf, startChild, until } from "../../support/real-processes.ts";

let directory = "";
const groups: number[] = [];
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "hold-still-"))));
afterEach(() => {
  for (const group of groups.splice(0)) {
    try {
      process.kill(-group, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
  rmSync(directory, { recursive: true, force: true });
});

const program = [process.execPath, fixture("numbers-lines.ts"), "100"] as const;

/** States of all threads of the group. */
function states(group: number): string {
  const found = membersOf(group).map((pid) => /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  return [...new Set(found)].join("");
}

describe.if(process.platform === "linux")("a process group that is held still", () => {
  test.each([
    ["of a program", []],
    ["of a start script and its children", [fixture("wrapper.sh")]],
  ])("%s writes nothing until it is let go", async (_, wrapper) => {
    const [executable, ...args] = [...wrapper, ...program];
    const { child, outputFile } = await startChild(directory, executable, args);
    groups.push(child.pid);
    const size = () => statSync(outputFile).size;
    await until(() => size() > 10_000);
    expect(child.holdStill()).toBe(true);
    const held = size();
    expect(states(child.pid)).toBe("T");
    expect(child.holdStill()).toBe(false);
    expect(size()).toBe(held);
    child.letGo();
    await until(() => size() > held);
  });

  test("is none where nobody is left", async () => {
    const { child } = await startChild(directory, "/bin/true");
    await child.exited;
    expect(child.holdStill()).toBe(false);
  });

  test.each([
    ["a program", []],
    ["a start script and its children", [fixture("wrapper.sh")]],
  ])("ends with the supervisor: %s", async (_, wrapper) => {
    const mark = crypto.randomUUID();
    const output = join(directory, "held.log");
    const parent = Bun.spawn([process.execPath, fixture("holding-parent.ts"), output, ...wrapper, ...program], {
      env: { ...process.env, MARK: mark },
      stdout: "pipe",
    });
    const { value } = await parent.stdout.getReader().read();
    const held = Number(new TextDecoder().decode(value));
    expect(held).toBeGreaterThan(0);
    groups.push(held);
    expect(states(held)).toBe("T");
    parent.kill("SIGKILL");
    await parent.exited;
    await until(() => markedWith(`MARK=${mark}`).length === 0);
  });

  test("and was left so is ended by the next start", async () => {
    const { child } = await startChild(directory, "/bin/sh", ["-c", "sleep 600 & wait", "--config", "/held.yaml"]);
    groups.push(child.pid);
    expect(child.holdStill()).toBe(true);
    const ended = await endLeftovers(createClock(), { argument: { flag: "--config", file: "/held.yaml" } });
    // Its child has the same arguments for a moment, between fork and exec.
    expect(ended).toContain(child.pid);
    expect(await child.exited).toEqual({ kind: "signalled", signal: "SIGTERM" });
  });
});
