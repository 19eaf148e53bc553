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

export const questions = ["status", "watch"] as const;
export const orders = ["retry", "restart", "rollback", "rollback-supervisor", "stop"] as const;
export type Order = (typeof orders)[number];
export type Action = (typeof questions)[number] | Order;

export interface Request {
  v: number;
  /** Comes back in each reply. */
  id: RequestId;
  do: Action;
  /** With `rollback` and `rollback-supervisor`: where to. Default: to the version before. */
  version?: string;
}

export type RequestId = string | number | null;

/** What became of an order. */
export type Answer = { taken: true; message: string } | { taken: false; code: string; message: string };

/**
 * Codes of a refusal: `MALFORMED`, `TOO_LARGE`, `VERSION` (`supported` has those that are spoken), `UNKNOWN` (of what is
 * asked for), `FORBIDDEN`, `BUSY`, `TIMEOUT`, `FAILED`, or what an order was refused with.
 */
export interface Refusal {
  code: string;
  message: string;
  supported?: readonly number[];
}

export type Reply = { v: number; id: RequestId } & (
  { ok: true; status: StatusSnapshot } | { ok: true; message: string } | { ok: false; error: Refusal }
);

export type ParsedRequest = { parsed: true; request: Request } | { parsed: false; id: RequestId; error: Refusal };

/** Longest `version`. */
const longestVersion = 256;

/** Longest `id` that is a text. */
const longestId = 64;

/** Reads one line of an asker. A request of another version is told apart from one that makes no sense. */
export function parseRequest(line: string): ParsedRequest {
  const value = parseObject(line);
  if (value === undefined) return refused(null, "MALFORMED", "a request is a JSON object in one line");
  const id = requestId(value["id"]);
  const { v, do: action } = value;
  if (v !== protocolVersion) {
    const error = { code: "VERSION", message: `this supervisor speaks version ${protocolVersion} of the protocol` };
    return { parsed: false, id, error: { ...error, supported: [protocolVersion] } };
  }
  const known = [...questions, ...orders].find((name) => name === action);
  if (known === undefined) return refused(id, "UNKNOWN", `\`do\` is one of ${[...questions, ...orders].join(", ")}`);
  const { version } = value;
  const takesVersion = known === "rollback" || known === "rollback-supervisor";
  if (!takesVersion || version === undefined) return { parsed: true, request: { v, id, do: known } };
  if (typeof version !== "string" || version.length > longestVersion) {
    return refused(id, "MALFORMED", "`version` is a short text");
  }
  return { parsed: true, request: { v, id, do: known, version } };
}

/** Reads one line of a supervisor; `undefined` where it is no reply. */
export function parseReply(line: string): Reply | undefined {
  const value = parseObject(line);
  if (value === undefined || typeof value["v"] !== "number" || typeof value["ok"] !== "boolean") return undefined;
  const { ok, error, status, message } = value;
  if (!ok) return isObject(error) && typeof error["code"] === "string" ? (value as unknown as Reply) : undefined;
  return isObject(status) || typeof message === "string" ? (value as unknown as Reply) : undefined;
}

export function isOrder(action: Action): action is Order {
  return orders.some((order) => order === action);
}

function refused(id: RequestId, code: string, message: string): ParsedRequest {
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
