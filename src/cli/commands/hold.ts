import { parseDuration } from "../../config/duration.ts";
import { longestDetail } from "../../control/protocol.ts";
import type { Call, Command } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { order, orderJson } from "../reach.ts";

export const holdCommand: Command = {
  description: "Holds what the server wants changed.",
  flags: {
    ...whichFlags,
    ...jsonFlag,
    reason: { type: "string", description: "Why, for those who look", valueHint: "TEXT", dashed: true },
    for: { type: "string", description: "End by itself after so long, as in 2h30m", valueHint: "DURATION" },
  },
  afterFlags: `
From now on nothing is begun that the server asks for: configurations, packages,
connection settings and restarts wait, the newest of each. What is under way
comes to its end. Orders given here are carried out all the same, and a
Collector that ends is started again. The hold outlasts restarts of the
supervisor; the server sees it, and \`release\` ends it. A hold on a hold takes
its place.

EXAMPLES

  opampsupervisor hold --config supervisor.yaml --reason "load test" --for 2h
`,
  json: orderJson,
  run: runHold,
};

async function runHold(call: Call): Promise<number> {
  const reason = call.values.get("reason") ?? "";
  const duration = call.values.get("for");
  const forMs = duration === undefined ? undefined : parseDuration(duration);
  if (duration !== undefined && !(forMs !== undefined && forMs > 0)) {
    return call.refuse(`--for ${JSON.stringify(duration)} is no duration above 0, such as 30m or 2h30m`);
  }
  if (reason.length > longestDetail) return call.refuse(`--reason has more than ${longestDetail} characters`);
  return await order(call, "hold", { reason, forMs });
}
