import { errorMessage } from "../../runtime/error-message.ts";
import type { HttpAnswer, RequestDecision, RequestHead } from "../../runtime/listen-ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { retryAfterHeader } from "./answer.ts";
import type { ServerOptions } from "./options.ts";

export interface DoorOptions<Context, Agent> extends Pick<ServerOptions<Context>, "admit" | "overloaded"> {
  log: Log;
  path: string;
  /** Bytes; a request that announces more is refused before it is read. */
  maxBodyBytes: number;
  /** Whether one more connection is within the bounds. */
  hasRoom(): boolean;
  /** Milliseconds after which those may come again for whom there is no room. */
  throttleMs: number;
  upgrade(context: Context, head: RequestHead): Agent;
  /** What is not of OpAMP, on this port. Default: nothing is. */
  elsewhere?: (head: RequestHead) => RequestDecision<never> | undefined;
  /** Default: WebSocket only. */
  http?: (context: Context, head: RequestHead) => (RequestDecision<Agent> & { kind: "read" })["answer"];
}

/** Who is let in, by the head of the request alone; it must not throw. */
export function createDoor<Context, Agent>(
  options: DoorOptions<Context, Agent>,
): (head: RequestHead) => RequestDecision<Agent> {
  const { path, http } = options;
  return (head) => {
    const other = options.elsewhere?.(head);
    if (other) return other;
    if (head.path.split("?", 1)[0] !== path) return refusal(404, "no OpAMP server here");
    const isUpgrade = head.method === "GET" && valueOf(head, "upgrade") === "websocket";
    const problem = isUpgrade ? undefined : notHttp(head, options);
    if (problem) return problem;
    const context = enter(head, options);
    if ("status" in context) return { kind: "answer", answer: context };
    if (isUpgrade || !http) return { kind: "upgrade", context: options.upgrade(context.given, head) };
    const length = Number(valueOf(head, "content-length"));
    if (length > options.maxBodyBytes) return refusal(413, "the message is larger than this server takes");
    return {
      kind: "read",
      gzip: valueOf(head, "content-encoding").endsWith("gzip"),
      answer: http(context.given, head),
    };
  };
}

/** Why a request that is no upgrade is not of the HTTP transport either, if so. */
function notHttp<Context, Agent>(
  head: RequestHead,
  { http }: DoorOptions<Context, Agent>,
): (RequestDecision<Agent> & { kind: "answer" }) | undefined {
  if (!http) return refusal(426, "this OpAMP server speaks WebSocket only", { upgrade: "websocket" });
  if (head.method === "GET") return refusal(426, "OpAMP is spoken over WebSocket or by POST", { upgrade: "websocket" });
  if (head.method !== "POST")
    return refusal(405, "OpAMP is spoken by POST, or by GET with an upgrade", { allow: "GET, POST" });
  const [mediaType = ""] = valueOf(head, "content-type").split(";", 1);
  if (mediaType.trim() !== "application/x-protobuf") {
    return refusal(415, "a message of OpAMP has the content type application/x-protobuf", {
      accept: "application/x-protobuf",
    });
  }
  const encoding = valueOf(head, "content-encoding");
  if (["", "identity", "gzip", "x-gzip"].includes(encoding)) return undefined;
  return refusal(415, "the body may be gzipped, and not encoded otherwise", { "accept-encoding": "gzip" });
}

/** What the owner gives the agent along, or how it is turned away. */
function enter<Context, Agent>(
  head: RequestHead,
  options: DoorOptions<Context, Agent>,
): { given: Context } | HttpAnswer {
  const { hasRoom, throttleMs, log } = options;
  try {
    const overload = options.overloaded?.();
    if (overload) return { status: 503, headers: retryAfterHeader(overload.retryAfterMs), body: "overloaded\n" };
    if (!hasRoom()) return { status: 503, headers: retryAfterHeader(throttleMs), body: "too many connections\n" };
    const admission = options.admit(head);
    if (admission.accept) return { given: admission.context };
    const { status, body, headers } = admission;
    return { status, body, ...(headers && { headers }) };
  } catch (error) {
    log.error("A handler of the server failed for one request", {
      remote: head.remoteAddress,
      error: errorMessage(error),
    });
    return { status: 500, body: "the server failed; its log says more\n" };
  }
}

function valueOf(head: RequestHead, name: string): string {
  return (head.headers.get(name) ?? "").trim().toLowerCase();
}

function refusal(
  status: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): { kind: "answer"; answer: HttpAnswer } {
  return { kind: "answer", answer: { status, headers, body: `${reason}\n` } };
}
