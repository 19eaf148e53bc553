import { closeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { spawn } from "#runtime/spawn.ts";

import type { Libc } from "../os/libc.ts";
import { signalGroup } from "../os/signal-group.ts";
import { type BecomeOrder, type LookOrder, type Order, trampolineCommand } from "../os/trampoline-protocol.ts";
import type { AccessAnswer, StartFailure } from "../process-ports.ts";
import type { Channel, Spawned } from "./spawned.ts";

export interface TrampolineOptions {
  libc: Libc | undefined;
  /** The command that starts this program again, without arguments. */
  self: readonly string[];
  /**
   * Longest wait for a trampoline to carry its order out, milliseconds. Default 30 s: a machine that is short of memory is slow, and a
   * program on a file system that does not answer never executes.
   */
  obeysWithinMs?: number;
}

/** What a child is given as standard output and standard error. */
export type Inherited = [stdout: number | "ignore" | "pipe", stderr: number | "ignore" | "pipe"];

/** A child that waits to be told which program to become. */
export interface Trampoline extends Spawned {
  /** The errno name of what kept it from becoming the program; empty once that executes. To be called once. */
  become(order: BecomeOrder): Promise<string>;
  /** The errno name for each wish, empty where it is granted; the errno name of what kept it from asking. To be called once. */
  look(order: LookOrder): Promise<AccessAnswer>;
  /** Ends it; for one that was told nothing. */
  discard(): void;
}

/** Starts this executable as a trampoline, tied to this process, in a group of its own. */
export function openTrampoline(output: Inherited, options: TrampolineOptions): StartFailure | Trampoline {
  const { libc, self, obeysWithinMs = 30_000 } = options;
  const lease = libc?.pipe();
  const argv = [...self, trampolineCommand, String(process.pid)];
  const spawned = spawn(argv, process.env, [lease?.readEnd ?? "ignore", ...output, "pipe"]);
  if (lease !== undefined) {
    closeSync(lease.readEnd);
    if (spawned.started) void spawned.exited.then(() => closeSync(lease.writeEnd));
    else closeSync(lease.writeEnd);
  }
  if (!spawned.started) return spawned;
  const orders = spawned.channel;
  if (orders === undefined) throw new Error("a trampoline has a channel for its orders");
  return {
    ...spawned,
    become: (order) => tell(orders, order, { ...spawned, obeysWithinMs }),
    look: async (order) => readAnswer(await tell(orders, order, { ...spawned, obeysWithinMs })),
    discard: () => {
      orders.close();
      spawned.kill();
    },
  };
}

/** How long the end of a trampoline is waited for, milliseconds. */
const endWithinMs = 1_000;

type Told = Spawned & Required<Pick<TrampolineOptions, "obeysWithinMs">>;

/** One that does not obey in time is ended, whatever has come of it: nobody waits for it any more. */
async function tell(orders: Channel, order: Order, told: Told): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => {
    signalGroup(told.pid, "SIGKILL");
    late.resolve("ETIMEDOUT");
  }, told.obeysWithinMs);
  try {
    return await Promise.race([converse(orders, order, told), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * One that ended before it read its order says nothing: its exit tells. Depending on the moment the channel has just ended
 * then, or cannot be used.
 */
async function converse(orders: Channel, order: Order, { kill, exited }: Spawned): Promise<string> {
  try {
    await orders.send(`${JSON.stringify(order)}\n`);
    return await orders.read();
  } catch (error) {
    if (await endsSoon(exited)) return "";
    kill();
    throw error;
  } finally {
    orders.close();
  }
}

/** Whether it has ended within a second: what hangs in the kernel does not even then. */
export async function endsSoon(exited: Promise<unknown>): Promise<boolean> {
  return await Promise.race([exited.then(() => true), delay(endWithinMs).then(() => false)]);
}

function readAnswer(text: string): AccessAnswer {
  if (!text.startsWith("[")) return { asked: false, code: text === "" ? "ESRCH" : text };
  const refusals: unknown = JSON.parse(text);
  return { asked: true, refusals: Array.isArray(refusals) ? refusals.map(String) : [] };
}
