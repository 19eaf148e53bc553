import { expect, test } from "bun:test";

import { noPackages } from "../../../src/storage/packages-record.ts";
import type { Event } from "../../../src/supervisor/events.ts";
import { KnownPrograms } from "../../../src/supervisor/known-programs.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { withARunning } from "../../support/mind-driver.ts";
import { storedPackage } from "../../support/package-offers.ts";
import { knowledge } from "../../support/stored.ts";

const stored = storedPackage("v2.0.0");
const path = `/state/packages/${stored.program}`;

function world(fault?: string) {
  const packages = { ...noPackages, versions: [stored], installed: stored.hash };
  const { state } = withARunning({ remains: { packages } });
  const [events, asked]: [Event[], string[]] = [[], []];
  const programs = new KnownPrograms({
    acquaintance: {
      known: () => knowledge,
      current: async (executable) => (asked.push(executable), { learned: true, knowledge, fresh: false }),
    },
    guard: { fault: async () => fault },
    files: new MemoryFiles(),
    verifier: { type: "none" },
    state: () => state,
    post: (event) => void events.push(event),
  });
  return { programs, events, asked };
}

test("what is whole is looked into as ever, and so is the operator's own", async () => {
  const { programs, events, asked } = world();
  expect(await programs.current(path)).toMatchObject({ learned: true });
  expect(await world("PACKAGE_LOST: gone").programs.current("/opt/otelcol")).toMatchObject({ learned: true });
  expect(asked).toEqual([path]);
  expect(events).toEqual([]);
});

test("what is not what was installed is not even asked who it is, and the mind is told", async () => {
  const { programs, events, asked } = world("PACKAGE_LOST: v2.0.0 is gone");
  expect(await programs.current(path)).toEqual({ learned: false, code: "PACKAGE_LOST", message: "v2.0.0 is gone" });
  expect(asked).toEqual([]);
  expect(events).toEqual([{ is: "ProgramLost", program: stored.program, reason: "PACKAGE_LOST: v2.0.0 is gone" }]);
});

test("what cannot be read at the moment is not run, and not given up", async () => {
  const { programs, events } = world("PACKAGE_UNREADABLE: v2.0.0 cannot be read at the moment: EMFILE");
  expect(await programs.current(path)).toMatchObject({ learned: false, code: "PACKAGE_UNREADABLE" });
  expect(events).toEqual([]);
});

test("a way back is looked at before it is promised", async () => {
  const { programs } = world();
  expect(await programs.findWayBack(undefined)).toMatchObject({ is: "there", notes: [] });
  expect(await programs.findWayBack("v9")).toMatchObject({ is: "none", answer: { code: "NO_SUCH_VERSION" } });
});
