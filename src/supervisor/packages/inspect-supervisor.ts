import { explainExecutionFailure } from "../../collector/execution-failure.ts";
import { killerOfCheck } from "../../collector/killer-of.ts";
import { describeExit } from "../../runtime/describe-exit.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Processes, RunOutcome } from "../../runtime/process-ports.ts";
import type { Inspection } from "./inspect-program.ts";
import { selfCheckCodes, selfCheckCommand, unreachable } from "./self-check-command.ts";

export interface InspectSupervisorOptions {
  executable: string;
  /** What this supervisor was started with. */
  args: readonly string[];
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
  runtime: Pick<Runtime, "files" | "host"> & { processes: Pick<Processes, "run"> };
  signal: AbortSignal;
}

/** A cold disk, a loaded machine and a slow server are no fault of the program, milliseconds. */
const timeoutMs = 60_000;

/**
 * Asks a supervisor that nobody has run yet who it is, and whether it takes the configuration, the storage directory and the way to
 * the server as they are. It takes no lock and opens no port, and the supervisor that runs goes on.
 */
export async function inspectSupervisor(options: InspectSupervisorOptions): Promise<Inspection> {
  const asked = await ask(options, ["--version"]);
  if (!("stdout" in asked)) return asked;
  if (asked.code !== 0)
    return refused("SUPERVISOR_EXITED", `\`--version\` ended with ${asked.how}${asked.words}`, !asked.wasKilled);
  const version = /^opampsupervisor (\S+)\s*$/.exec(asked.stdout)?.[1];
  if (version === undefined) return refused("NOT_A_SUPERVISOR", "it does not say that it is opampsupervisor", true);
  const checked = await ask(options, [selfCheckCommand, ...options.args]);
  if (!("stdout" in checked)) return checked;
  switch (checked.code) {
    case selfCheckCodes.fits:
      return { fits: true, version };
    case selfCheckCodes.refused:
      return refused("CONFIG_INVALID", `it does not take what is here${checked.words}`, false);
    case selfCheckCodes.unreachable:
      return refused(unreachable, `it does not get to the server${checked.words}`, false);
    default:
      return refused(
        "SELF_CHECK",
        `its look at what is here ended with ${checked.how}${checked.words}`,
        !checked.wasKilled,
      );
  }
}

interface Answered {
  /** `undefined`: a signal ended it. */
  code: number | undefined;
  how: string;
  /** Somebody else has ended it, which says nothing of it. */
  wasKilled: boolean;
  stdout: string;
  /** The end of what it wrote to standard error, with a colon before it; empty where it wrote nothing. */
  words: string;
}

async function ask(options: InspectSupervisorOptions, args: readonly string[]): Promise<Inspection | Answered> {
  const { executable, env, runtime, signal } = options;
  const before = runtime.host.oomKills();
  const outcome: RunOutcome = await runtime.processes.run({ executable, args, env, timeoutMs, signal });
  if (!outcome.started) {
    const { code, message } = await explainExecutionFailure({ ...runtime, executable, code: outcome.code });
    return refused(code, message, false);
  }
  const [command = ""] = args;
  if (outcome.timedOut) return refused("TIMEOUT", `\`${command}\` did not end within ${timeoutMs / 1000} s`, false);
  const { exit, stdout, stderr } = outcome;
  const words = stderr.trim().split("\n").slice(-5).join("\n");
  return {
    code: exit.kind === "exited" ? exit.code : undefined,
    how: describeExit(exit),
    wasKilled: killerOfCheck(exit, { before, after: runtime.host.oomKills() }) === "outside",
    stdout,
    words: words === "" ? "" : `: ${words}`,
  };
}

function refused(code: string, text: string, isCondemned: boolean): Inspection {
  return { fits: false, failure: { code, phase: "preflight", text, isCondemned } };
}
