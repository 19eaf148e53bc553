import { expect, test } from "bun:test";

import type { LearnOutcome } from "../../../../src/collector/learn.ts";
import { noPackages } from "../../../../src/storage/packages-record.ts";
import { KnownPrograms } from "../../../../src/supervisor/collector/known-programs.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { ofVersion, withARunning } from "../../../support/mind-driver.ts";
import { storedPackage } from "../../../support/package-offers.ts";
import { knowledge } from "../../../support/stored.ts";

const stored = storedPackage("v2.0.0");
const path = `/state/packages/${stored.program}`;

const own = "/opt/otelcol";

/** `faults`: what is wrong with the program of the package at each look, the last one for good. */
function world(...faults: (string | undefined)[]) {
  const packages = { ...noPackages, versions: [stored], installed: stored.hash };
  const { state } = withARunning({ remains: { packages } });
  const [events, asked]: [Event[], string[]] = [[], []];
  const learns: { outcome: LearnOutcome } = { outcome: { learned: true, knowledge, fresh: false } };
  const programs = new KnownPrograms({
    acquaintance: {
      known: () => knowledge,
      current: async (executable) => (asked.push(executable), learns.outcome),
    },
    guard: { fault: async () => (faults.length > 1 ? faults.shift() : faults[0]) },
    executable: own,
    files: new MemoryFiles(),
    verifier: { type: "none" },
    state: () => state,
    post: (event) => void events.push(event),
  });
  return { programs, events, asked, learns, state };
}

test("what is whole is looked into as ever, and so is the operator's own", async () => {
  const { programs, events, asked } = world();
  expect(await programs.current(path)).toMatchObject({ learned: true });
  expect(await world("PACKAGE_LOST: gone").programs.current(own)).toMatchObject({ learned: true });
  expect(asked).toEqual([path]);
  expect(events).toEqual([]);
});

test("what is not what was installed is not even asked who it is, and the mind is told", async () => {
  const { programs, events, asked } = world("PACKAGE_LOST: v2.0.0 is gone");
  expect(await programs.current(path)).toMatchObject({ code: "PACKAGE_LOST", message: "v2.0.0 is gone" });
  expect(asked).toEqual([]);
  expect(events).toEqual([{ is: "ProgramLost", program: stored.program, reason: "PACKAGE_LOST: v2.0.0 is gone" }]);
});

test("what cannot be read at the moment is not run, and not given up", async () => {
  const { programs, events } = world("PACKAGE_UNREADABLE: v2.0.0 cannot be read at the moment: EMFILE");
  expect(await programs.current(path)).toMatchObject({ learned: false, code: "PACKAGE_UNREADABLE" });
  expect(events).toEqual([]);
});

test("what is removed while it is asked is lost, whatever it has done then", async () => {
  const { programs, events, learns } = world(undefined, "PACKAGE_LOST: v2.0.0 is gone");
  learns.outcome = { learned: false, code: "NO_SUCH_FILE", message: "no such file" };
  expect(await programs.current(path)).toMatchObject({ code: "PACKAGE_LOST", message: "v2.0.0 is gone" });
  expect(events).toMatchObject([{ is: "ProgramLost" }]);
  const whole = world();
  whole.learns.outcome = { learned: false, code: "EXITED", message: "it ended" };
  expect(await whole.programs.current(path)).toMatchObject({ code: "EXITED" });
  whole.learns.outcome = { learned: false, code: "CANNOT_LOOK", message: "cannot look: EIO", blameless: true };
  expect(await whole.programs.current(path)).toMatchObject({ code: "PACKAGE_UNREADABLE", message: "cannot look: EIO" });
  expect(await whole.programs.current(own)).toMatchObject({ code: "CANNOT_LOOK" });
});

test("the version of the operator's own is told where it is another one than is known, and that of a package never", async () => {
  const { programs, events, learns } = world();
  const description = ofVersion("0.151.0");
  learns.outcome = { learned: true, knowledge: { ...knowledge, description }, fresh: true };
  await programs.current(path);
  expect(events).toEqual([]);
  await programs.current(own);
  expect(events).toEqual([{ is: "OwnVersionLearned", version: "0.151.0" }]);
});

test("a way back is looked at before it is promised", async () => {
  const { programs } = world();
  expect(await programs.findWayBack(undefined)).toMatchObject({ is: "there", notes: [] });
  expect(await programs.findWayBack("v9")).toMatchObject({ is: "none", answer: { code: "NO_SUCH_VERSION" } });
});
