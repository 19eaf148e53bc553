/** What an entry can tell of, and when it is written. Names are stable; later versions may add some. */
export const journalEvents = {
  "supervisor-started": "a supervisor begins to supervise",
  "supervisor-stopping": "it was told to stop",
  "supervisor-stopped": "it has ended in order",
  "configuration-offered": "the server offers a remote configuration, which is begun",
  "configuration-held": "one waits, since changes of the server are held",
  "configuration-waiting": "it waits for add-ons to which it refers",
  "configuration-composed": "a configuration was put together from all its layers",
  "composing-failed": "one could not be",
  "check-passed": "the check before the switch found nothing",
  "check-failed": "it found something; the Collector was left alone",
  "configuration-applied": "the remote configuration is in force and proved",
  "configuration-failed": "it is not, and why",
  "configuration-withdrawn": "it was applied, and did not stand its probation",
  "configuration-rolled-back": "the operator has gone back from it",
  "configuration-good": "what is in force has stood its probation: it is the last good configuration",
  "going-back": "what worked before is put back",
  "rollback-failed": "what the operator wanted to go back to does not work",
  "fallback-entered": "the fallback configuration runs, and why",
  "fallback-left": "what the server and the operator want runs again",
  "operator-change": "what the operator has written was read again, and is tried: the changed keys and files",
  "operator-change-applied": "it is in force and proved",
  "operator-change-failed": "it is not, and why",
  "collector-starting": "a process of the Collector is started",
  "collector-reloading": "the one that runs is told to reload",
  "collector-started": "the process is there",
  "collector-healthy": "it has proved itself",
  "collector-ended": "it has ended, and nobody had asked for that",
  "collector-restarting": "it is restarted, and why",
  "data-stopped": "a pipeline lets no data through any more",
  "data-flows": "all of them do again",
  "server-connected": "the OpAMP server is reached",
  "server-lost": "the connection is lost",
  "settings-offered": "the server offers connection settings",
  "settings-applied": "all of them are in force",
  "settings-failed": "some of them are not, and why",
  "connection-trying": "offered settings of the connection to the server are tried",
  "connection-changed": "another connection to the server is in force",
  "identity-assigned": "the server has given this agent another identity",
  "certificate-requested": "the server is asked for a client certificate",
  "certificate-refused": "it has not given one, or none could be asked for",
  "certificate-in-force": "a client certificate that it has issued is in force",
  "packages-offered": "the server offers packages",
  "package-fetching": "a package is fetched",
  "package-ready": "a package lies here and has passed all checks",
  "package-trying": "another program for the Collector is tried",
  "package-installed": "it runs; an add-on: it is in force",
  "package-failed": "it does not, and why",
  "package-lost": "the program of a package is not what was installed any more",
  "operator-order": "an operator has given an order",
  "server-order": "the server has given an order",
  hold: "the operator holds what the server wants",
  release: "that is over",
} as const satisfies Record<string, string>;

export type JournalEvent = keyof typeof journalEvents;

/**
 * One line of the journal: what was decided or has happened, and why. No secret is in it. Keys are absent where there is
 * nothing to say; later versions may add some.
 */
export interface JournalEntry {
  /** ISO 8601 in UTC. */
  at: string;
  event: JournalEvent;
  /** Stable reason of a failure, as `docs/errors.md` explains it. */
  code?: string;
  /** The failure, or the reason of a decision, for people; may have several lines. */
  reason?: string;
  /** Of a remote configuration, of connection settings, or of an offer of packages: the server's hash in hexadecimal. */
  hash?: string;
  /** Who wants it: `server`, `operator`, `time`. */
  by?: string;
  /** What was ordered. */
  order?: string;
  /** Of a package, of a pipeline. */
  name?: string;
  /** Of the supervisor, of a package. */
  version?: string;
  /** Of the Collector's process, of the supervisor. */
  pid?: number;
  /** Ends of the Collector in a row. */
  deaths?: number;
  /** How long the Collector was away for a change, milliseconds. */
  outageMs?: number;
  /** When it ends by itself, or is tried again; ISO 8601. */
  until?: string;
  /** Of the server, without user information and query. */
  endpoint?: string;
}

/** The line of an entry, with its end. */
export function renderEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The entries of a text, oldest first. A line that is none, as a power cut may leave one, is passed over. */
export function parseEntries(text: string): JournalEntry[] {
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isEntry(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const { at, event } = value as Partial<Record<string, unknown>>;
  return typeof at === "string" && !Number.isNaN(Date.parse(at)) && typeof event === "string";
}
