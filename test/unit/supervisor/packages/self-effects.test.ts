import { describe, expect, test } from "bun:test";

import type { Exit, RunOptions, RunOutcome } from "../../../../src/runtime/process-ports.ts";
import type { Effect } from "../../../../src/supervisor/mind/effects.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { selfCheckCodes, selfCheckCommand } from "../../../../src/supervisor/packages/self-check-command.ts";
import { SelfEffects, type Successor } from "../../../../src/supervisor/packages/self-effects.ts";
import { RunnerWorld } from "../../../support/runner-world.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

/** One whose look at what is here ends with this code. */
async function effects(code: number) {
  const world = await RunnerWorld.open();
  const { runtime, storage, log } = world;
  const asked: RunOptions[] = [];
  // Those of the runtime run as the Collector does, which is not let in.
  runtime.processes.run = async () => ({ started: false, code: "EACCES" });
  const run = async (options: RunOptions): Promise<RunOutcome> => {
    asked.push(options);
    const isLook = options.args[0] === selfCheckCommand;
    const exit: Exit = { kind: "exited", code: isLook ? code : 0 };
    const [stdout, stderr] = isLook ? ["", "supervisor.yaml:1: no such key"] : ["opampsupervisor 2.0.0\n", ""];
    return { started: true, timedOut: false, exit, stdout, stderr };
  };
  const successors: Successor[] = [];
  const events: Event[] = [];
  const self = new SelfEffects({
    config: supervisorConfig(),
    runtime,
    storage,
    log,
    directory: "/state/supervisor_packages",
    route: () => ({ usable: true }),
    succession: {
      processes: { run },
      own: {
        path: "/usr/bin/opampsupervisor",
        installed: "/usr/bin/opampsupervisor",
        role: { is: "installed" },
        args: ["--config=s.yaml"],
        obstacle: async () => undefined,
        environment: () => ({}),
        become: async () => "ENOSYS",
      },
      handOver: (to) => void successors.push(to),
      endTrial: () => {},
    },
    post: (event) => void events.push(event),
  });
  return { self, asked, successors, events };
}

const asked = (by: "server" | "operator"): Extract<Effect, { do: "AskSuccessor" }> => ({
  do: "AskSuccessor",
  ticket: 7,
  program: "ab/opampsupervisor",
  by,
});
const path = "/state/supervisor_packages/ab/opampsupervisor";

describe("another version that is to be tried", () => {
  test("is asked once more whether it takes what is here", async () => {
    const { self, asked: runs, successors, events } = await effects(selfCheckCodes.fits);
    await self.perform(asked("server"));
    expect(runs.at(-1)).toMatchObject({ executable: path, args: [selfCheckCommand, "--config=s.yaml"] });
    expect(events).toEqual([{ is: "SuccessorAsked", ticket: 7, refusal: undefined }]);
    expect(successors).toEqual([]);
  });

  test("is handed over to at once", async () => {
    const { self, asked: runs, successors } = await effects(selfCheckCodes.fits);
    const facts = { version: "2.0.0", hash: "ab", by: "server", proofMs: 70_000 } as const;
    await self.perform({ do: "HandOver", program: "ab/opampsupervisor", ...facts });
    await self.perform({ do: "HandOver", program: undefined, ...facts });
    expect(successors).toMatchObject([
      { path, ...facts },
      { path: "/usr/bin/opampsupervisor", ...facts },
    ]);
    expect(runs).toEqual([]);
  });

  test.each([
    ["does not take what is here", selfCheckCodes.refused, "server", "CONFIG_INVALID"],
    ["does not take what is here", selfCheckCodes.refused, "operator", "CONFIG_INVALID"],
    ["does not get to the server", selfCheckCodes.unreachable, "server", "NOT_CONNECTED"],
  ] as const)("and %s (%i, for the %s) says so", async (_, exit, by, code) => {
    const { self, events } = await effects(exit);
    await self.perform(asked(by));
    expect(events).toMatchObject([{ is: "SuccessorAsked", ticket: 7, refusal: { code, phase: "preflight" } }]);
  });

  test("needs no server where the operator wants it", async () => {
    const { self, events } = await effects(selfCheckCodes.unreachable);
    await self.perform(asked("operator"));
    expect(events).toEqual([{ is: "SuccessorAsked", ticket: 7, refusal: undefined }]);
  });

  test.each([
    ["it is wanted no more", (self: SelfEffects) => self.perform({ do: "AbandonSupervisor" })],
    ["this one is told to end", (self: SelfEffects) => self.close()],
  ])("is not heard where %s meanwhile", async (_, happens) => {
    const { self, events } = await effects(selfCheckCodes.fits);
    const work = self.perform(asked("server"));
    await happens(self);
    await work;
    expect(events).toEqual([]);
  });
});
