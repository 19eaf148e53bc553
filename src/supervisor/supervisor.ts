import { type Link, openLink } from "../collector/link.ts";
import { errorCode } from "../runtime/error-code.ts";
import { EventJournal } from "../storage/event-journal.ts";
import { missingFallback } from "./apply/missing-fallback.ts";
import { Attendance } from "./attendance.ts";
import { ownIdentity } from "./operator/own-identity.ts";
import { superviseOver } from "./supervise-over.ts";
import type { SupervisorEnd, SupervisorOptions } from "./supervisor-options.ts";

/**
 * Supervises one Collector until it is told to stop: learns what the binary is, opens the link, connects to the
 * server, and lets the mind decide. Fails only at the start, when there is no Collector that could be supervised.
 */
export async function supervise(options: SupervisorOptions): Promise<SupervisorEnd> {
  const { storage, runtime, log } = options;
  const journal = new EventJournal({ ...runtime, storage, log });
  try {
    const missing = await missingFallback(options.config, options.runtime.files);
    if (missing !== undefined) return { ended: "failed", code: "FALLBACK", message: missing };
    const opened = await open(options);
    if (!opened.opened) return { ended: "failed", code: "LINK", message: opened.reason };
    const identity = await ownIdentity({ ...options, ...options.runtime });
    const { directory: storageDirectory } = storage.paths;
    const attendance = new Attendance({ ...options, ...identity, journal, storageDirectory });
    try {
      const obstacle = await attendance.open();
      if (obstacle !== undefined) return { ended: "failed", code: "HEALTHCHECK", message: obstacle };
      storage.hold.restored = () => attendance.moved();
      storage.hold.taken = options.requestStop;
      const end = await superviseOver(opened.link, { ...options, ...identity, attendance, journal });
      return storage.hold.isTaken ? takenOver(storage.paths.directory) : end;
    } finally {
      storage.hold.restored = () => {};
      await attendance.close();
      await opened.link.stop();
    }
  } finally {
    await journal.flush();
    await storage.close();
  }
}

/** Its lock was free, since somebody had removed the directory that this one had locked: two must not go on as one agent. */
function takenOver(directory: string): SupervisorEnd {
  const message = `${directory} was removed, and another supervisor uses it by now: this one has ended its own Collector`;
  return { ended: "failed", code: "STORAGE", message };
}

type LinkOpened = { opened: true; link: Link } | { opened: false; reason: string };

async function open({ config, runtime, log }: SupervisorOptions): Promise<LinkOpened> {
  const { network, clock, random } = runtime;
  const port = config.agent.opampServerPort;
  const wantComponents = config.capabilities.reportsAvailableComponents;
  try {
    return {
      opened: true,
      link: await openLink({ network, clock, random, log: log.named("opamp-server"), port, wantComponents }),
    };
  } catch (error) {
    const why = errorCode(error) ?? String(error);
    return { opened: false, reason: `cannot listen on 127.0.0.1:${port} for the Collector: ${why}` };
  }
}
