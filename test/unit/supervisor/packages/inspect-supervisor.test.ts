import { expect, test } from "bun:test";

import type { RunOutcome } from "../../../../src/runtime/process-ports.ts";
import { inspectSupervisor } from "../../../../src/supervisor/packages/inspect-supervisor.ts";
import { selfCheckCommand } from "../../../../src/supervisor/packages/self-check-command.ts";
import { RunnerWorld } from "../../../support/runner-world.ts";

const ended = (exit: Extract<RunOutcome, { started: true }>["exit"], stdout = "", timedOut = false): RunOutcome => {
  return { started: true, exit, stdout, stderr: "its last words\n", timedOut };
};
const says = ended({ kind: "exited", code: 0 }, "opampsupervisor 2.0.0\n");
const killed = ended({ kind: "signalled", signal: "SIGKILL" });
const crashed = ended({ kind: "signalled", signal: "SIGSEGV" });
const tooLong = ended({ kind: "signalled", signal: "SIGKILL" }, "", true);

/** What is found out about one whose `--version` and whose look at what is here end so; `kills`: those for want of memory that the system counts meanwhile. */
async function inspect(version: RunOutcome, look: RunOutcome, kills = 0) {
  const { runtime } = await RunnerWorld.open();
  let counted = 0;
  runtime.host.oomKills = () => counted;
  runtime.processes.run = async ({ args }) => {
    counted += kills;
    return args[0] === selfCheckCommand ? look : version;
  };
  const { signal } = new AbortController();
  return await inspectSupervisor({ executable: "/new", args: [], env: {}, runtime, signal });
}

test.each([
  ["somebody ends its --version", killed, says, 0, "SUPERVISOR_EXITED", false],
  ["the kernel ends it for want of memory", killed, says, 1, "SUPERVISOR_EXITED", true],
  ["it crashes", crashed, says, 0, "SUPERVISOR_EXITED", true],
  ["it ends with an error", ended({ kind: "exited", code: 3 }), says, 0, "SUPERVISOR_EXITED", true],
  ["it is another program", ended({ kind: "exited", code: 0 }, "otelcol 1.2.3\n"), says, 0, "NOT_A_SUPERVISOR", true],
  ["somebody ends its look at what is here", says, killed, 0, "SELF_CHECK", false],
  ["it crashes over what is here", says, crashed, 0, "SELF_CHECK", true],
  ["it does not end in time, as on a machine that is busy", says, tooLong, 0, "TIMEOUT", false],
] as const)(
  "a supervisor that is offered does not fit where %s",
  async (_, version, look, kills, code, isCondemned) => {
    expect(await inspect(version, look, kills)).toMatchObject({ fits: false, failure: { code, isCondemned } });
  },
);

test("one that takes what is here fits, in the version that it prints", async () => {
  expect(await inspect(says, ended({ kind: "exited", code: 0 }))).toEqual({ fits: true, version: "2.0.0" });
});
