import type { StatusSnapshot } from "../../control/snapshot.ts";
import { errorCode } from "../../runtime/error-code.ts";
import { outputIsTerminal } from "../../runtime/shared/is-terminal.ts";
import { sleep } from "../../runtime/sleep.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { ask, type Channel, reach } from "../reach.ts";
import { statusText } from "../status-text.ts";
import { untilReaderGone } from "../until-reader-gone.ts";

export const statusCommand: Command = {
  description: "Shows how a running supervisor and its Collector are.",
  flags: {
    ...whichFlags,
    ...jsonFlag,
    watch: { type: "boolean", description: "Go on, live on a terminal, else after each change" },
  },
  afterFlags: `
The exit code is 0 where the Collector runs what it should, else 1. With --watch
and --json each state is one line.

EXAMPLES

  opampsupervisor status --config supervisor.yaml
  opampsupervisor status --config supervisor.yaml --json --watch
`,
  run: runStatus,
};

async function runStatus(call: Call): Promise<number> {
  const channel = await reach(call);
  if (typeof channel === "number") return channel;
  if (call.set.has("watch")) {
    return outputIsTerminal() && !call.set.has("json") ? await watchLive(call, channel) : await watch(call, channel);
  }
  const reply = await ask(call, channel, "status");
  channel.control.close();
  if (typeof reply === "number") return reply;
  if (!("status" in reply)) return call.fail("the supervisor's answer makes no sense");
  const { status } = reply;
  const text = call.set.has("json") ? JSON.stringify(status, null, 2) : statusText(status);
  return call.print(text, status.ok ? exitCodes.ok : exitCodes.failure);
}

/** Milliseconds between two pictures. */
const pictureEachMs = 1_000;
/** Puts the cursor home and clears what is behind it (ECMA-48, CUP and ED). */
const clear = "\u001b[H\u001b[2J";

/** On a terminal: one picture, which is drawn anew as times and uses go on, too. */
async function watchLive(call: Call, channel: Channel): Promise<number> {
  const { control, runtime } = channel;
  const reader = untilReaderGone(runtime.clock, () => control.close());
  for (;;) {
    control.request("status");
    const reply = await control.next();
    if (reply === undefined || !reply.ok || !("status" in reply)) break;
    const code = call.print(clear + statusText(reply.status));
    if (code !== exitCodes.ok) break;
    await sleep(runtime.clock, pictureEachMs);
  }
  reader.end();
  return reader.isGone() ? exitCodes.ok : call.fail("the supervisor has ended", exitCodes.absent);
}

/** Ends with the supervisor, or with the reader of the output, who may be gone long before the next change. */
async function watch(call: Call, channel: Channel): Promise<number> {
  const first = await ask(call, channel, "watch");
  if (typeof first === "number") return first;
  const output = call.outputs.open("stdout");
  const asJson = call.set.has("json");
  const text = (status: StatusSnapshot) => (asJson ? JSON.stringify(status) : `${statusText(status)}\n`);
  const reader = untilReaderGone(channel.runtime.clock, () => channel.control.close());
  for (
    let reply: Awaited<ReturnType<typeof channel.control.next>> = first;
    reply;
    reply = await channel.control.next()
  ) {
    if (!reply.ok || !("status" in reply)) break;
    try {
      output.write(text(reply.status));
    } catch (error) {
      if (errorCode(error) === "EPIPE") return exitCodes.ok;
      return call.fail(`cannot write to standard output: ${errorCode(error) ?? String(error)}`);
    }
  }
  reader.end();
  return reader.isGone() ? exitCodes.ok : call.fail("the supervisor has ended", exitCodes.absent);
}
