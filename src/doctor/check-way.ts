import { nearEndFrom } from "../connection/validity.ts";
import { hasTls } from "../runtime/has-tls.ts";
import type { WayReport } from "../runtime/inspection-ports.ts";
import type { ConnectionLoss, Route } from "../runtime/network-ports.ts";
import type { Finding, FindingCode } from "./finding.ts";
import { fine, found, skipped } from "./report.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Differences of the clocks, milliseconds: worth a word; and those with which certificates and tokens are refused. */
const skewMs = { warning: 30_000, error: 300_000 };

/** What is to be said of the way, step by step. */
export function judgeWay(way: WayReport, route: Route & { url: string }, now: number): Finding[] {
  return [...judgeName(way), ...judgeConnection(way, route), ...judgeTls(way, route, now), judgeClock(way)];
}

function judgeName({ first, addresses, loss }: WayReport): Finding[] {
  if (addresses !== undefined) return [fine("name", `${first.host} is ${addresses.join(", ")}`)];
  return [found("NAME_UNKNOWN", loss?.message ?? `no address is known for ${first.host}`)];
}

function judgeConnection(way: WayReport, { proxy }: Route): Finding[] {
  const { first, addresses, connected, tunnelled, tls, answer, loss } = way;
  const what = proxy === undefined ? "the server" : "the proxy";
  const where = `${what} ${first.host}:${first.port}`;
  if (addresses === undefined) return [skipped("connection", `no address is known for ${first.host}`)];
  if (connected === undefined) return [found(proxy ? "PROXY_FAILED" : "UNREACHABLE", lossText(loss))];
  if (loss?.code === "PROXY") return [found("PROXY_FAILED", loss.message)];
  const through = tunnelled ? ", which opens the way to the server" : "";
  if (answer !== undefined || tls !== undefined) return [fine("connection", `${where} takes connections${through}`)];
  return [fine("connection", `${where} takes connections${through}`), ...silence(loss)];
}

/** A server that was to answer in the clear did not. */
function silence(loss: ConnectionLoss | undefined): Finding[] {
  return loss === undefined || isHandshake(loss) ? [] : [found("NO_ANSWER", lossText(loss))];
}

function isHandshake({ code }: ConnectionLoss): boolean {
  return code === "EPROTO" || code.startsWith("ERR_SSL_");
}

function lossText(loss: ConnectionLoss | undefined): string {
  return loss === undefined ? "it does not answer" : loss.message;
}

/** By the codes of OpenSSL. */
const certificateCodes: Readonly<Record<string, FindingCode>> = {
  CERT_HAS_EXPIRED: "CERTIFICATE_EXPIRED",
  CERT_NOT_YET_VALID: "CERTIFICATE_NOT_YET_VALID",
  ERR_TLS_CERT_ALTNAME_INVALID: "CERTIFICATE_NAME",
};

function judgeTls({ connected, tls, loss }: WayReport, { url }: { url: string }, now: number): Finding[] {
  if (!hasTls(url)) return [skipped("tls", "the endpoint has no TLS")];
  if (connected === undefined) return [skipped("tls", "the server was not reached")];
  if (tls === undefined) {
    return loss && loss.code !== "PROXY"
      ? [found("TLS_HANDSHAKE", loss.message)]
      : [skipped("tls", "the server was not reached")];
  }
  const { version, chain, fault } = tls;
  const shown = chain.map(({ subject, validTo }) => `${subject} until ${day(validTo)}`).join(", issued by ");
  const findings: Finding[] = [];
  if (fault !== undefined) {
    findings.push(found(certificateCodes[fault.code] ?? "CERTIFICATE_UNTRUSTED", `${fault.message}: ${shown}`));
  }
  const next = chain.filter(({ validTo }) => validTo > now).toSorted((a, b) => a.validTo - b.validTo)[0];
  if (next !== undefined && now > nearEndFrom(next) && fault === undefined) {
    const days = Math.floor((next.validTo - now) / dayMs);
    findings.push(found("CERTIFICATE_ENDS_SOON", `the certificate ${next.subject} ends in ${days} days: ${shown}`));
  }
  return findings.length > 0 ? findings : [fine("tls", `${version}: ${shown}`)];
}

function judgeClock({ answer }: WayReport): Finding {
  if (answer === undefined) return skipped("clock", "the server has not answered");
  const { skewMs: skew, date } = answer;
  if (skew === undefined || date === undefined) return skipped("clock", "the server does not tell its time");
  const apart = Math.abs(skew);
  const seconds = Math.round(apart / 1000);
  const cause = `this machine is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} the server, where it is ${new Date(date).toISOString()}`;
  if (apart >= skewMs.error) return found("CLOCK_WRONG", cause);
  return apart >= skewMs.warning
    ? found("CLOCK_SKEW", cause)
    : fine("clock", `within ${seconds + 1} s of the server's`);
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
