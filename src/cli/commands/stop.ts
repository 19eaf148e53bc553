import { type Call, type Command, exitCodes } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { ask, reach } from "../reach.ts";

/** Longer than an ordered stop takes: grace of the Collector, goodbye to the server; milliseconds. */
const longestStopMs = 60_000;

export const stopCommand: Command = {
  description: "Stops a running supervisor and its Collector in order.",
  flags: { ...whichFlags, ...jsonFlag },
  afterFlags: `
It returns when the supervisor has ended. A service manager that is to restart
it always does so then: ask that one to stop it.

EXAMPLES

  opampsupervisor stop --config supervisor.yaml
`,
  json: [
    ["stopped", "always `true`: it is printed when the supervisor has ended"],
    ["storageDirectory", "of the supervisor, as given"],
  ],
  run: runStop,
};

async function runStop(call: Call): Promise<number> {
  const channel = await reach(call);
  if (typeof channel === "number") return channel;
  const { control, runtime, directory } = channel;
  const reply = await ask(call, channel, "stop");
  if (typeof reply === "number") return reply;
  let late = false;
  runtime.clock.schedule(longestStopMs, () => {
    late = true;
    control.close();
  });
  while ((await control.next()) !== undefined);
  if (late) return call.fail(`the supervisor with ${directory} has not ended within ${longestStopMs / 1000} s`);
  const facts = { stopped: true, storageDirectory: directory };
  return call.print(call.set.has("json") ? JSON.stringify(facts, null, 2) : "Stopped", exitCodes.ok);
}
