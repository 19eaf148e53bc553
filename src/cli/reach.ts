import { type ControlClient, reachSupervisor, type Unreachable } from "../control/control-client.ts";
import {
  type Action,
  type Order,
  protocolVersion,
  type Refusal,
  type Reply,
  type RequestDetails,
} from "../control/protocol.ts";
import type { Runtime } from "../runtime/ports.ts";
import { createRuntime } from "../runtime/shared/runtime.ts";
import { type Call, exitCodes, type JsonKey } from "./command.ts";

/** An open channel to the supervisor that the arguments name. */
export interface Channel {
  control: ControlClient;
  runtime: Runtime;
  /** The storage directory, for what is told. */
  directory: string;
}

/**
 * Reaches the supervisor of `--storage-dir` or of `--config`, by default the one with the default storage directory; a
 * number is the exit code where it was told that there is none or that it cannot be reached.
 */
export async function reach(call: Call): Promise<Channel | number> {
  const runtime = createRuntime();
  const directory = await findStorage(call, runtime);
  if (typeof directory === "number") return directory;
  const reached = await reachSupervisor(runtime.local, directory);
  if (reached.reached) return { control: reached.control, runtime, directory };
  return unreachable(call, reached);
}

/** Tells why there is no channel; the exit code. */
export function unreachable(call: Call, { why, message }: Unreachable): number {
  if (why === "absent") return call.fail(message, exitCodes.absent);
  if (why === "denied") return call.fail(`${message}: be the supervisor's user, or root`, exitCodes.denied);
  return call.fail(`cannot reach the supervisor: ${message}`);
}

/**
 * The storage directory that the arguments name; a number is the exit code where they were told to be wrong. The schema of
 * the configuration is loaded only where it is asked for.
 */
export async function findStorage(call: Call, { host }: Runtime): Promise<string | number> {
  const { values, refuse } = call;
  const directory = values.get("storage-dir");
  if (directory !== undefined && values.has("config")) return refuse("give --config or --storage-dir, not both");
  if (directory !== undefined) return directory;
  if (!values.has("config")) {
    const { defaultStorageDirectory } = await import("../config/conditional-defaults.ts");
    return defaultStorageDirectory(host);
  }
  const { readOfflineConfig } = await import("./offline-config.ts");
  const offline = await readOfflineConfig(call);
  return typeof offline === "number" ? offline : offline.config.storage.directory;
}

/** How long a supervisor may take to answer, milliseconds. */
const answerWithinMs = 40_000;

/** Asks for one thing and gives the first reply; a number is the exit code where it was told why there is none. */
export async function ask(
  call: Call,
  { control, runtime }: Channel,
  action: Action,
  details: RequestDetails = {},
): Promise<Extract<Reply, { ok: true }> | number> {
  const late = runtime.clock.schedule(answerWithinMs, () => control.close());
  control.request(action, details);
  const reply = await control.next();
  late();
  if (reply === undefined) return call.fail("the supervisor did not answer");
  return reply.ok ? reply : tellRefusal(call, reply.error);
}

function tellRefusal(call: Call, { code, message, supported = [] }: Refusal): number {
  if (code === "VERSION") {
    const theirs = supported.join(", ");
    return call.fail(
      `the supervisor speaks version ${theirs} of the control protocol, this program version ${protocolVersion}: use the executable that runs`,
    );
  }
  return call.fail(`${message} (${code})`, code === "FORBIDDEN" ? exitCodes.denied : exitCodes.failure);
}

/** What an order prints with `--json`; one that is refused is told on standard error, as every failure. */
export const orderJson: readonly JsonKey[] = [["message", "what becomes of the order"]];

/** Gives an order and tells what became of it. */
export async function order(call: Call, action: Exclude<Order, "stop">, details?: RequestDetails): Promise<number> {
  const channel = await reach(call);
  if (typeof channel === "number") return channel;
  const reply = await ask(call, channel, action, details);
  channel.control.close();
  if (typeof reply === "number") return reply;
  if (!("message" in reply)) return call.fail("the supervisor's answer makes no sense");
  const { message, retried } = reply;
  return call.print(call.set.has("json") ? JSON.stringify({ message, retried }, null, 2) : message);
}
