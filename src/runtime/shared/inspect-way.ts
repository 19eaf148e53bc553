import type { Socket } from "node:net";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";

import { destinationOf } from "../destination.ts";
import { errorCode } from "../error-code.ts";
import type { InspectWayOptions, ShownCertificate, WayReport } from "../inspection-ports.ts";
import { addressBits } from "../ip-address.ts";
import { connectTls } from "./connect-tls.ts";
import { lossOf } from "./connection-loss.ts";
import { tunnel, Way } from "./open-way.ts";
import { type PreparedRoute, prepareRoute } from "./prepared-route.ts";

/** Most bytes of the head of an answer. */
const longestHead = 16 * 1024;
/** Certificates of one chain that are looked at; more are no chain. */
const longestChain = 10;

/** See `Inspection`. */
export async function inspectWay(options: InspectWayOptions): Promise<WayReport> {
  const { url, proxy, timeoutMs } = options;
  const { host, port } = destinationOf(proxy?.url ?? url);
  const report: WayReport = { first: { host, port } };
  const prepared = prepareRoute(url, options);
  if (!prepared.usable) return { ...report, loss: prepared.loss };
  const way = new Way();
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => over.reject(Object.assign(new Error("timed out"), { code: "TIMEOUT" })), timeoutMs);
  try {
    await Promise.race([go(report, options, prepared, way), over.promise]);
  } catch (error) {
    if (errorCode(error) === "TIMEOUT") report.loss = { code: "TIMEOUT", message: `no answer within ${timeoutMs} ms` };
    else report.loss = lossOf(error, options);
  } finally {
    clearTimeout(timer);
    way.close();
  }
  return report;
}

async function go(report: WayReport, options: InspectWayOptions, prepared: PreparedRoute, way: Way): Promise<void> {
  const { url } = options;
  const { tls, proxy, proxyTls } = prepared;
  const { first } = report;
  report.addresses = await addressesOf(first.host);
  let socket = await way.through(process.getBuiltinModule("node:net").connect(first), "connect");
  report.connected = true;
  const target = destinationOf(url);
  if (proxy && proxyTls) socket = await way.through(connectTls({ socket }, first.host, proxyTls), "secureConnect");
  if (proxy && (tls || !url.startsWith("http:"))) {
    await tunnel(socket, target, proxy);
    report.tunnelled = true;
  }
  if (tls) {
    // What is wrong with the certificate is to be seen, and the steps behind it too.
    const secure = connectTls({ socket }, target.host, { ...tls, rejectUnauthorized: false });
    socket = await way.through(secure, "secureConnect");
    report.tls = seenOf(secure, options, tls.rejectUnauthorized);
  }
  const asked = proxy && !report.tunnelled ? url : pathOf(url);
  const headers = proxy && !report.tunnelled ? proxy.headers : {};
  report.answer = await ask(socket, asked, { host: new URL(url).host, ...headers });
}

/** The whole path with its query, which is part of the operator's address. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

async function addressesOf(host: string): Promise<string[]> {
  if (addressBits(host) !== undefined) return [host];
  const found = await process.getBuiltinModule("node:dns").promises.lookup(host, { all: true });
  return found.map(({ address }) => address);
}

function seenOf(socket: TLSSocket, options: InspectWayOptions, isVerified: boolean): NonNullable<WayReport["tls"]> {
  const version = socket.getProtocol() ?? "TLS";
  const chain = chainOf(socket.getPeerCertificate(true));
  const code: unknown = socket.authorizationError;
  if (socket.authorized || !isVerified) return { version, chain };
  const fault = lossOf(Object.assign(new Error(String(code)), { code: String(code) }), options);
  return { version, chain, fault };
}

function chainOf(first: DetailedPeerCertificate): ShownCertificate[] {
  const chain: ShownCertificate[] = [];
  const seen = new Set<string>();
  let next: DetailedPeerCertificate | undefined = first;
  while (next?.fingerprint256 && !seen.has(next.fingerprint256) && chain.length < longestChain) {
    seen.add(next.fingerprint256);
    chain.push({
      subject: nameOf(next.subject),
      issuer: nameOf(next.issuer),
      validFrom: Date.parse(next.valid_from),
      validTo: Date.parse(next.valid_to),
    });
    next = next.issuerCertificate;
  }
  return chain;
}

function nameOf(name: object): string {
  const parts = Object.entries(name).map(([key, value]) => [key, String(value)] as const);
  const common = parts.find(([key]) => key === "CN")?.[1];
  return common ?? parts.map(([key, value]) => `${key}=${value}`).join(", ");
}

async function ask(
  socket: Socket,
  target: string,
  headers: Record<string, string>,
): Promise<NonNullable<WayReport["answer"]>> {
  const lines = Object.entries({ ...headers, "user-agent": "opampsupervisor", connection: "close" });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let head = "";
  socket.on("data", (data: Buffer) => {
    head += data.toString("latin1");
    if (head.includes("\r\n\r\n") || head.length > longestHead) resolve(head);
  });
  socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  const sent = Date.now();
  socket.write([`GET ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n"));
  const text = await promise;
  const middle = (sent + Date.now()) / 2;
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
  if (status === 0) throw Object.assign(new Error("the answer is no HTTP"), { code: "PROTOCOL" });
  const date = Date.parse(/\r\ndate:[ \t]*([^\r]+)/i.exec(text)?.[1] ?? "");
  // The header has whole seconds: half of one is in it on average.
  return { status, ...(Number.isNaN(date) ? {} : { date, skewMs: Math.round(middle - date - 500) }) };
}
