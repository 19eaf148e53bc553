import type { JournalEntry } from "../storage/journal-entry.ts";
import type { StatusSnapshot } from "./snapshot.ts";

/**
 * The control protocol, version 1: JSON texts, one a line, over a local socket. The asker sends requests, one at a time;
 * each is answered by one reply with its `id`, `watch` by one after each change until the asker hangs up.
 */
export const protocolVersion = 1;

/** The socket's name in the storage directory. */
export const socketName = "control.sock";

/** Longest line of a request and of a reply, bytes. */
export const longestRequest = 4 * 1024;
export const longestReply = 1024 * 1024;

export const questions = ["status", "watch", "events"] as const;
/**
 * `rollback`: to another version of the Collector; `rollback-supervisor`: of the supervisor itself; `rollback-configuration`: to the
 * configuration before.
 */
export const orders = [
  "retry",
  "restart",
  "rollback",
  "rollback-supervisor",
  "rollback-configuration",
  "hold",
  "release",
  "stop",
] as const;
export type Order = (typeof orders)[number];
export type Action = (typeof questions)[number] | Order;

export interface Request extends RequestDetails {
  v: number;
  /** Comes back in each reply. */
  id: RequestId;
  do: Action;
}

/** What some actions can be asked for with. */
export interface RequestDetails {
  /** With `rollback` and `rollback-supervisor`: where to. Default: to the version before. */
  version?: string | undefined;
  /** With `hold`: for those who look. Default: none. */
  reason?: string | undefined;
  /** With `hold`: how long, milliseconds. Default: until `release`. */
  forMs?: number | undefined;
  /** With `events`: none that is older, ISO 8601. Default: all. */
  since?: string | undefined;
  /** With `events`: go on with each later one. Default: no. */
  follow?: boolean | undefined;
}

export type RequestId = string | number | null;

/** Why an order is not carried out. */
export type OrderCode =
  | "STARTING"
  | "NOTHING_RUNS"
  | "NO_SUCH_VERSION"
  | "BELOW_MINIMUM"
  | "PACKAGE_LOST"
  | "PACKAGE_UNREADABLE"
  | "VERIFIER_CHANGED"
  | "VERIFIER_UNUSABLE"
  | "NOTHING_BEFORE"
  | "UNDER_WAY"
  | "FALLBACK_RUNS"
  | "NOT_HELD"
  | "FAILED";

/** Why a request is refused. */
export type ControlCode = OrderCode | "MALFORMED" | "TOO_LARGE" | "VERSION" | "UNKNOWN" | "FORBIDDEN" | "BUSY";

/** One thing that had failed and is tried again. */
export interface Retried {
  /** `Collector`: it waits for its next start after an end that nobody asked for. */
  kind: "configuration" | "package" | "certificate request" | "Collector";
  /** Hash of the configuration, lower-case hex; name of the package, which may be empty. */
  name?: string;
}

/** What became of an order. `retried`: of `retry` alone; empty where nothing had failed. */
export type Answer =
  { taken: true; message: string; retried?: readonly Retried[] } | { taken: false; code: OrderCode; message: string };

export interface Refusal {
  code: ControlCode;
  message: string;
  /** With `VERSION`: those that are spoken. */
  supported?: readonly number[];
}

export type Reply = { v: number; id: RequestId } & (
  | { ok: true; status: StatusSnapshot }
  /** `retried`: with `retry`. */
  | { ok: true; message: string; retried?: readonly Retried[] }
  /** Oldest first. `last`: there is no more; never with `follow`. */
  | { ok: true; events: readonly JournalEntry[]; last: boolean }
  | { ok: false; error: Refusal }
);

export type ParsedRequest = { parsed: true; request: Request } | { parsed: false; id: RequestId; error: Refusal };

/** Longest text of a detail, characters. */
export const longestDetail = 256;

type Detail = keyof RequestDetails;

/** What each action takes. */
const detailsOf: Readonly<Partial<Record<Action, readonly Detail[]>>> = {
  rollback: ["version"],
  "rollback-supervisor": ["version"],
  hold: ["reason", "forMs"],
  events: ["since", "follow"],
};

const isShortText = (value: unknown) => typeof value === "string" && value.length <= longestDetail;

/** What a detail has to be, in words and as a check. */
const details: Readonly<Record<Detail, { wish: string; isIt: (value: unknown) => boolean }>> = {
  version: { wish: "a short text", isIt: isShortText },
  reason: { wish: "a short text", isIt: isShortText },
  forMs: { wish: "a number of milliseconds above 0", isIt: (value) => Number.isFinite(value) && Number(value) > 0 },
  since: {
    wish: "a time in ISO 8601",
    isIt: (value) => isShortText(value) && !Number.isNaN(Date.parse(String(value))),
  },
  follow: { wish: "true or false", isIt: (value) => typeof value === "boolean" },
};

/** Longest `id` that is a text. */
const longestId = 64;

/** Reads one line of an asker. A request of another version is told apart from one that makes no sense. */
export function parseRequest(line: string): ParsedRequest {
  const value = parseObject(line);
  if (value === undefined) return refused(null, "MALFORMED", "a request is a JSON object in one line");
  const id = requestId(value["id"]);
  const { v, do: action } = value;
  if (v !== protocolVersion) {
    const error = {
      code: "VERSION" as const,
      message: `this supervisor speaks version ${protocolVersion} of the protocol`,
    };
    return { parsed: false, id, error: { ...error, supported: [protocolVersion] } };
  }
  const known = [...questions, ...orders].find((name) => name === action);
  if (known === undefined) return refused(id, "UNKNOWN", `\`do\` is one of ${[...questions, ...orders].join(", ")}`);
  const given = (detailsOf[known] ?? []).filter((name) => value[name] !== undefined);
  const wrong = given.find((name) => !details[name].isIt(value[name]));
  if (wrong !== undefined) return refused(id, "MALFORMED", `\`${wrong}\` is ${details[wrong].wish}`);
  const read: RequestDetails = Object.fromEntries(given.map((name) => [name, value[name]]));
  return { parsed: true, request: { v, id, do: known, ...read } };
}

/** Reads one line of a supervisor; `undefined` where it is no reply. */
export function parseReply(line: string): Reply | undefined {
  const value = parseObject(line);
  if (value === undefined || typeof value["v"] !== "number" || typeof value["ok"] !== "boolean") return undefined;
  const { ok, error, status, message, events } = value;
  if (!ok) return isObject(error) && typeof error["code"] === "string" ? (value as unknown as Reply) : undefined;
  return isObject(status) || typeof message === "string" || Array.isArray(events)
    ? (value as unknown as Reply)
    : undefined;
}

export function isOrder(action: Action): action is Order {
  return orders.some((order) => order === action);
}

function refused(id: RequestId, code: ControlCode, message: string): ParsedRequest {
  return { parsed: false, id, error: { code, message } };
}

function requestId(value: unknown): RequestId {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.length <= longestId ? value : null;
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
