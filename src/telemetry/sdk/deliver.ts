import type { Network } from "../../runtime/network-ports.ts";
import type { Clock, Random } from "../../runtime/ports.ts";
import { sleep } from "../../runtime/sleep.ts";
import type { ExportTarget, Signal } from "../export-target.ts";

/** What an exporter needs of the world. */
export interface DeliveryPorts {
  network: Pick<Network, "post" | "call">;
  clock: Clock;
  random: Pick<Random, "unit">;
}

export type Delivery =
  | { delivered: true; answer: Uint8Array }
  /** `reason` is for the log: no secret. */
  | { delivered: false; code: string; reason: string };

type Attempt = Delivery | { delivered: "later"; code: string; reason: string; afterMs?: number };

const longestAnswer = 1024 * 1024;
const firstWaitMs = 1_000;
const longestWaitMs = 5_000;

const methods: Readonly<Record<Signal, string>> = {
  traces: "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
  metrics: "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
  logs: "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
};

/**
 * Brings one export to its target. What may pass is tried again, with growing waits, until the time of the export is over
 * (OTLP specification, Failures and Retryable Response Codes). Never rejects.
 */
export async function deliver(
  body: Uint8Array,
  signal: Signal,
  target: ExportTarget,
  { network, clock, random }: DeliveryPorts,
  stop: AbortSignal,
): Promise<Delivery> {
  const until = clock.monotonic() + target.timeoutMs;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    const timeoutMs = Math.max(1, until - clock.monotonic());
    const attempt = await tryOnce(body, signal, { target, network, timeoutMs, stop });
    if (attempt.delivered !== "later") return attempt;
    const { code, reason, afterMs = waitMs * (0.5 + random.unit() / 2) } = attempt;
    if (stop.aborted || clock.monotonic() + afterMs >= until) return { delivered: false, code, reason };
    const slept = await sleep(clock, afterMs, stop).then(
      () => true,
      () => false,
    );
    if (!slept) return { delivered: false, code, reason };
  }
}

interface Once {
  target: ExportTarget;
  network: DeliveryPorts["network"];
  timeoutMs: number;
  stop: AbortSignal;
}

async function tryOnce(body: Uint8Array, signal: Signal, once: Once): Promise<Attempt> {
  const way = await once.target.way();
  if (!way.usable) return { delivered: "later", code: way.code, reason: way.reason };
  return once.target.protocol === "grpc"
    ? await byCall(body, methods[signal], way, once)
    : await byPost(body, way, once);
}

type Usable = Extract<Awaited<ReturnType<ExportTarget["way"]>>, { usable: true }>;

async function byPost(body: Uint8Array, { url, route }: Usable, once: Once): Promise<Attempt> {
  const { target, network, timeoutMs, stop } = once;
  const outcome = await network.post({
    ...route,
    url,
    headers: [...route.headers, ["content-type", "application/x-protobuf"]],
    body,
    gzip: target.gzip,
    maxResponseBytes: longestAnswer,
    timeoutMs,
    signal: stop,
  });
  if (!outcome.answered) return lost(outcome.loss);
  const { status, headers } = outcome;
  if (status >= 200 && status <= 299) return { delivered: true, answer: outcome.body };
  const [code, reason] = [`HTTP_${status}`, `${target.shown} answered with HTTP ${status}`];
  if (![429, 502, 503, 504].includes(status)) return { delivered: false, code, reason };
  const after = headers["retry-after"]?.trim() ?? "";
  return { delivered: "later", code, reason, ...(/^\d{1,6}$/.test(after) && { afterMs: Number(after) * 1000 }) };
}

/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS. */
const passingStatuses = [1, 4, 10, 11, 14, 15];

async function byCall(message: Uint8Array, method: string, { url, route }: Usable, once: Once): Promise<Attempt> {
  const { target, network, timeoutMs, stop } = once;
  const outcome = await network.call({
    ...route,
    url,
    method,
    message,
    gzip: target.gzip,
    maxResponseBytes: longestAnswer,
    timeoutMs,
    signal: stop,
  });
  if (!outcome.answered) return lost(outcome.loss);
  const { status } = outcome;
  if (status === 0) return { delivered: true, answer: outcome.message };
  // The text is the server's: it may quote what it was sent.
  const [code, reason] = [`GRPC_${status}`, `${target.shown} answered with status ${status} of gRPC`];
  return { delivered: passingStatuses.includes(status) ? "later" : false, code, reason };
}

/** What another attempt would not change, or has no time for. */
const lasting: ReadonlySet<string> = new Set(["ABORTED", "TIMEOUT", "PROTOCOL", "TOO_LARGE", "TLS"]);

function lost({ code, message }: { code: string; message: string }): Attempt {
  return { delivered: lasting.has(code) ? false : "later", code, reason: message };
}
