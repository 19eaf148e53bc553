import type { HealthcheckConfig, PemSource } from "../../config/types.ts";
import type { StatusSnapshot } from "../../control/snapshot.ts";
import { errorCode } from "../../runtime/error-code.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import { lacksIpv6 } from "../../runtime/lacks-ipv6.ts";
import type {
  HttpAnswer,
  Listener,
  ListenOptions,
  ListenTls,
  RequestDecision,
  RequestHead,
} from "../../runtime/listen-ports.ts";
import type { Network } from "../../runtime/network-ports.ts";
import type { Files } from "../../runtime/ports.ts";
import { probes } from "./probes.ts";

export interface HealthEndpointOptions {
  config: HealthcheckConfig;
  network: Network;
  files: Pick<Files, "read">;
  snapshot(): StatusSnapshot;
  /** Whether everything that happened is dealt with; asked for between two turns of the loop. */
  alive(): boolean;
  /** What `GET /metrics` gets, where that is asked for. Must not reject. */
  metricsPage(head: RequestHead): Promise<HttpAnswer>;
}

export type HealthEndpointOpened = { opened: true; listener: Listener } | { opened: false; reason: string };

/** Requests have no body, and nothing speaks WebSocket here. */
const mostBytes = 1024;
const bodyTimeoutMs = 1_000;

/**
 * `GET /health`: 200 with nothing in it once the supervisor supervises, else 503, as in the Go supervisor: it tells
 * nothing of the Collector. `GET /livez`, `/readyz` and `/collectorz` ask for one thing each (`probes.ts`): 200 or 503 with a line
 * that says why; with `?verbose` as JSON, with what was looked at. `GET /metrics` has the supervisor's own metrics, where they are
 * asked for.
 */
export async function openHealthEndpoint(options: HealthEndpointOptions): Promise<HealthEndpointOpened> {
  const { config, network, files } = options;
  const { hostname, port } = config;
  try {
    const tls = config.tls && (await readTls(config.tls, files));
    const listener = await listenOn(hostname, network, {
      port,
      maxMessageBytes: mostBytes,
      bodyTimeoutMs,
      ...(tls && { tls }),
      request: (head) => decide(head, options),
      ...noSockets,
    });
    return { opened: true, listener };
  } catch (error) {
    const why = errorCode(error) ?? errorMessage(error);
    return { opened: false, reason: `failed to listen on port ${port} for health checks (${hostname}): ${why}` };
  }
}

const noSockets = { open() {}, message() {}, text() {}, pong() {}, drained() {}, closed() {} };

/** All addresses are those of IPv4 where the system has no IPv6. */
async function listenOn(
  hostname: string,
  network: Network,
  options: Omit<ListenOptions<never>, "hostname">,
): Promise<Listener> {
  try {
    return await network.listen({ ...options, hostname });
  } catch (error) {
    if (hostname !== "::" || !lacksIpv6(errorCode(error))) throw error;
    return await network.listen({ ...options, hostname: "0.0.0.0" });
  }
}

function decide(head: RequestHead, options: HealthEndpointOptions): RequestDecision<never> {
  const { method, path } = head;
  const isRead = method === "GET" || method === "HEAD";
  if (options.config.metrics && isRead && path.split("?", 1)[0] === "/metrics") {
    return { kind: "read", gzip: false, answer: () => options.metricsPage(head) };
  }
  return { kind: "answer", answer: answerTo(method, path, options) };
}

function answerTo(method: string, target: string, options: HealthEndpointOptions): HttpAnswer {
  const [path = "", query = ""] = target.split("?", 2);
  const name = path.slice(1);
  const probe = Object.hasOwn(probes, name) ? probes[name] : undefined;
  const isKnown = probe !== undefined || path === "/health" || (path === "/metrics" && options.config.metrics);
  if (!isKnown) return { status: 404, body: "" };
  if (method !== "GET" && method !== "HEAD") return { status: 405, headers: { allow: "GET, HEAD" }, body: "" };
  const snapshot = options.snapshot();
  if (probe === undefined) {
    const begins = snapshot.supervisor.state === "starting";
    return begins ? { status: 503, body: "the Collector is not known yet\n" } : { status: 200, body: "" };
  }
  const { ok, reason, facts } = probe(snapshot, options.alive());
  const status = ok ? 200 : 503;
  if (!new URLSearchParams(query).has("verbose")) return { status, body: `${reason ?? "ok"}\n` };
  const body = `${JSON.stringify({ ok, ...(reason !== undefined && { reason }), ...facts })}\n`;
  return { status, headers: { "content-type": "application/json" }, body };
}

async function readTls(
  { cert, key, clientCa }: NonNullable<HealthcheckConfig["tls"]>,
  files: Pick<Files, "read">,
): Promise<ListenTls> {
  const text = async (source: PemSource) =>
    "pem" in source ? source.pem : new TextDecoder().decode(await files.read(source.file));
  return {
    cert: await text(cert),
    key: await text(key),
    ...(clientCa && { clientCa: await text(clientCa) }),
  };
}
