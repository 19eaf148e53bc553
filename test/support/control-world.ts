import { onTestFinished } from "bun:test";

import { type ControlClient, reachSupervisor } from "../../src/control/control-client.ts";
import { ControlServer } from "../../src/control/control-server.ts";
import type { ControlHandlers } from "../../src/control/handlers.ts";
import type { StatusSnapshot } from "../../src/control/snapshot.ts";
import type { LocalSockets } from "../../src/runtime/local-ports.ts";
import type { Cancel } from "../../src/runtime/ports.ts";
import { createClock } from "../../src/runtime/shared/clock.ts";
import { createLocalSockets } from "../../src/runtime/shared/local-sockets.ts";
import type { JournalEntry } from "../../src/storage/journal-entry.ts";
import { snapshotOf } from "./status-snapshots.ts";

/** What a supervisor does for those who ask, played by the test. */
export class PlayedHandlers implements ControlHandlers {
  status: StatusSnapshot = snapshotOf();
  /** Orders that came, in order. */
  readonly given: string[] = [];
  readonly listeners = new Set<() => void>();
  stopped: () => void = () => {};

  snapshot = (): StatusSnapshot => this.status;

  changed = (listener: () => void): Cancel => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  retry: ControlHandlers["retry"] = async () => {
    this.given.push("retry");
    return { taken: false, code: "FAILED", message: "nothing is condemned" };
  };

  restart: ControlHandlers["restart"] = async () => {
    this.given.push("restart");
    return { taken: true, message: "the Collector is restarted" };
  };

  rollback: ControlHandlers["rollback"] = async (version) => {
    this.given.push(`rollback ${version ?? "to the one before"}`);
    return { taken: true, message: "the Collector goes back" };
  };

  rollbackSupervisor: ControlHandlers["rollbackSupervisor"] = async (version) => {
    this.given.push(`rollback of the supervisor ${version ?? "to the one before"}`);
    return { taken: true, message: "the supervisor goes back" };
  };

  rollbackConfiguration: ControlHandlers["rollbackConfiguration"] = async () => {
    this.given.push("rollback-configuration");
    return { taken: false, code: "NOTHING_BEFORE", message: "nothing is kept" };
  };

  hold: ControlHandlers["hold"] = async (reason, forMs) => {
    this.given.push(`hold ${reason} ${forMs ?? "until released"}`);
    return { taken: true, message: "held" };
  };

  release: ControlHandlers["release"] = async () => {
    this.given.push("release");
    return { taken: true, message: "released" };
  };

  /** The journal so far, and who follows it. */
  readonly journal: JournalEntry[] = [];
  readonly followers = new Set<(entry: JournalEntry) => void>();

  events: ControlHandlers["events"] = async (listener) => {
    if (listener !== undefined) this.followers.add(listener);
    return { entries: this.journal, cancel: () => void (listener && this.followers.delete(listener)) };
  };

  happens(entry: JournalEntry): void {
    this.journal.push(entry);
    for (const follower of this.followers) follower(entry);
  }

  stop = (): void => {
    this.given.push("stop");
    this.stopped();
  };

  becomes(status: StatusSnapshot): void {
    this.status = status;
    for (const listener of this.listeners) listener();
  }
}

/** A control channel over a real socket in `directory`. Ends with its test. */
export function serveControl(directory: string, local: LocalSockets = createLocalSockets()) {
  const handlers = new PlayedHandlers();
  const server = new ControlServer({ local, clock: createClock(), directory, letsGroupIn: true, handlers });
  onTestFinished(() => server.close());
  return { handlers, server };
}

export async function control(directory: string): Promise<ControlClient> {
  const reached = await reachSupervisor(createLocalSockets(), directory);
  if (!reached.reached) throw new Error(reached.message);
  onTestFinished(() => reached.control.close());
  return reached.control;
}
