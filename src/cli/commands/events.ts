import { parseDuration } from "../../config/duration.ts";
import { reachSupervisor } from "../../control/control-client.ts";
import type { Reply } from "../../control/protocol.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Runtime } from "../../runtime/ports.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import type { JournalEntry } from "../../storage/journal-entry.ts";
import { storagePaths } from "../../storage/paths.ts";
import { readJournal } from "../../storage/read-journal.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { eventText } from "../event-text.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { ask, type Channel, findStorage, unreachable } from "../reach.ts";
import { untilReaderGone } from "../until-reader-gone.ts";

export const eventsCommand: Command = {
  description: "Shows what was decided, and why.",
  flags: {
    ...whichFlags,
    ...jsonFlag,
    follow: { type: "boolean", alias: "f", description: "Go on with what comes" },
    since: { type: "string", description: "None that is older: 2h30m, or a time (ISO 8601)", valueHint: "WHEN" },
  },
  afterFlags: `
The journal is kept over restarts, some thousand entries of it. Where no
supervisor runs it is read from the storage directory. With --json each entry is
one line.

EXAMPLES

  opampsupervisor events --config supervisor.yaml --since 1h
  opampsupervisor events --config supervisor.yaml --follow --json
`,
  run: runEvents,
};

async function runEvents(call: Call): Promise<number> {
  const runtime = createRuntime();
  const asked = readSince(call, runtime);
  if (!asked.makesSense) return exitCodes.usage;
  const { since } = asked;
  const directory = await findStorage(call, runtime);
  if (typeof directory === "number") return directory;
  const reached = await reachSupervisor(runtime.local, directory);
  const follow = call.set.has("follow");
  if (reached.reached) return await overChannel(call, { control: reached.control, runtime, directory }, since);
  if (reached.why !== "absent" || follow) return unreachable(call, reached);
  try {
    const entries = await readJournal(runtime.files, storagePaths(directory));
    const [first] = entries;
    if (first === undefined) return call.fail(`${reached.message}, and it has no journal`, exitCodes.absent);
    return printAll(
      call,
      entries.filter(({ at }) => since === undefined || Date.parse(at) >= Date.parse(since)),
    );
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    const isDenied = code === "EACCES" || code === "EPERM";
    return call.fail(
      `cannot read the journal in ${directory}: ${code}`,
      isDenied ? exitCodes.denied : exitCodes.failure,
    );
  }
}

type Since = { makesSense: true; since: string | undefined } | { makesSense: false };

/** ISO 8601; `undefined`: from the beginning. What makes no sense was told. */
function readSince(call: Call, { clock }: Pick<Runtime, "clock">): Since {
  const given = call.values.get("since");
  if (given === undefined) return { makesSense: true, since: undefined };
  const duration = parseDuration(given);
  const at = duration === undefined ? Date.parse(given) : clock.now() - duration;
  if (!Number.isNaN(at) && (duration === undefined || duration >= 0)) {
    return { makesSense: true, since: new Date(at).toISOString() };
  }
  call.refuse(
    `--since ${JSON.stringify(given)} is neither a duration, such as 2h30m, nor a time, such as 2026-01-31T12:00:00Z`,
  );
  return { makesSense: false };
}

async function overChannel(call: Call, channel: Channel, since: string | undefined): Promise<number> {
  const { control } = channel;
  const follow = call.set.has("follow");
  const first = await ask(call, channel, "events", { since, follow });
  if (typeof first === "number") return first;
  const watch = untilReaderGone(channel.runtime.clock, () => control.close());
  let isDone = false;
  for (let reply: Reply | undefined = first; reply !== undefined && !isDone;) {
    if (!reply.ok || !("events" in reply)) return call.fail("the supervisor's answer makes no sense");
    const code = printAll(call, reply.events);
    if (code !== exitCodes.ok) return code;
    isDone = reply.last;
    reply = isDone ? undefined : await control.next();
  }
  watch.end();
  control.close();
  return isDone || watch.isGone() ? exitCodes.ok : call.fail("the supervisor has ended", exitCodes.absent);
}

function printAll(call: Call, entries: readonly JournalEntry[]): number {
  const asJson = call.set.has("json");
  const text = entries.map((entry) => (asJson ? JSON.stringify(entry) : eventText(entry))).join("\n");
  return entries.length === 0 ? exitCodes.ok : call.print(text);
}
