import { describe, expect, test } from "bun:test";

import type { Exit, RunOptions } from "../../../src/runtime/process-ports.ts";
import type { Effect } from "../../../src/supervisor/effects.ts";
import type { Event } from "../../../src/supervisor/events.ts";
import { selfCheckCodes, selfCheckCommand } from "../../../src/supervisor/self-check-command.ts";
import { SelfEffects, type Successor } from "../../../src/supervisor/self-effects.ts";
import { RunnerWorld } from "../../support/runner-world.ts";
import { supervisorConfig } from "../../support/supervisor-config.ts";

/** One whose look at what is here ends with this code. */
async function effects(code: number) {
  const world = await RunnerWorld.open();
  const { runtime, storage, log } = world;
  const asked: RunOptions[] = [];
  runtime.processes.run = async (options) => {
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

const handOver = (by: "server" | "operator"): Extract<Effect, { do: "HandOver" }> => ({
  do: "HandOver",
  program: "ab/opampsupervisor",
  version: "2.0.0",
  hash: "ab",
  by,
  proofMs: 70_000,
});

describe("another version that is to be tried", () => {
  test("looks at what is here once more before this one ends", async () => {
    const { self, asked, successors, events } = await effects(selfCheckCodes.fits);
    await self.perform(handOver("server"));
    const path = "/state/supervisor_packages/ab/opampsupervisor";
    expect(asked.at(-1)).toMatchObject({ executable: path, args: [selfCheckCommand, "--config=s.yaml"] });
    expect(successors).toMatchObject([{ path, version: "2.0.0", by: "server", proofMs: 70_000 }]);
    expect(events).toEqual([]);
  });

  test.each([
    ["does not take what is here", selfCheckCodes.refused, "server", "CONFIG_INVALID"],
    ["does not take what is here", selfCheckCodes.refused, "operator", "CONFIG_INVALID"],
    ["does not get to the server", selfCheckCodes.unreachable, "server", "NOT_CONNECTED"],
  ] as const)("and %s (%i, for the %s) is not tried", async (_, exit, by, code) => {
    const { self, successors, events } = await effects(exit);
    await self.perform(handOver(by));
    expect(successors).toEqual([]);
    expect(events).toMatchObject([{ is: "HandOverRefused", failure: { code, phase: "preflight" } }]);
  });

  test("needs no server where the operator wants it", async () => {
    const { self, successors, events } = await effects(selfCheckCodes.unreachable);
    await self.perform(handOver("operator"));
    expect(successors).toHaveLength(1);
    expect(events).toEqual([]);
  });

  test("is not tried where this one is told to end meanwhile", async () => {
    const { self, successors, events } = await effects(selfCheckCodes.fits);
    const work = self.perform(handOver("server"));
    self.close();
    await work;
    expect(successors).toEqual([]);
    expect(events).toEqual([]);
  });
});
