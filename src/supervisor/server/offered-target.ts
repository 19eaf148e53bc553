import type { ConnectionTarget, OfferedTls } from "../../compose/layers.ts";
import { readCertificateOffer } from "../../opamp/client/certificate-offer.ts";
import { readTlsOffer } from "../../opamp/client/tls-offer.ts";
import type { Headers, OtherConnectionSettings, TLSConnectionSettings } from "../../opamp/wire/messages.ts";

/** What offers of own telemetry and of other connections have in common. */
export type OfferedParts = Pick<OtherConnectionSettings, "headers" | "certificate" | "tls" | "proxy">;

/** The parts that an offer has, or why it cannot be honoured: the name of the field, and no secret. */
export type TargetReading =
  { ok: true; target: Omit<Partial<ConnectionTarget>, "endpoint"> } | { ok: false; reason: string };

export interface TargetPolicy {
  /** Whether the check of the peer may be switched off, and TLS below 1.2 be used. */
  allowInsecureTls: boolean;
}

/**
 * Reads what an offer says of the way to its endpoint. The authorities of a peer are the server's to name, as it names the
 * peer; to do without its check is the operator's (`policy`). What no client of the Collector could use is refused.
 */
export function readOfferedTarget(
  { headers, certificate, tls, proxy }: OfferedParts,
  policy: TargetPolicy,
): TargetReading {
  const fault = headers ? headersFault(headers) : undefined;
  if (fault !== undefined) return refused(fault);
  const read = tls ? readTlsOffer(tls, undefined, { ...policy, allowOtherAuthorities: true }) : undefined;
  if (read?.ok === false) return refused(read.reason);
  const pair = certificate ? readCertificateOffer(certificate) : undefined;
  if (pair?.ok === false) return refused(pair.reason);
  const proxyUrl = proxy ? proxyUrlOf(proxy) : undefined;
  if (proxy && proxyUrl === undefined)
    return refused("proxy.url is no URL with http, https or socks5, and no host:port");
  if (proxy?.connectHeaders?.headers?.length) return refused("proxy.connect_headers cannot be set in the Collector");
  const target = {
    ...(headers && { headers: readHeaders(headers) }),
    ...(read && { tls: read.tls }),
    ...(pair && { certificate: pair.certificate }),
    ...(proxyUrl !== undefined && { proxy: proxyUrl }),
  };
  return { ok: true, target };
}

/** The same as a message. */
export function writeOfferedTarget({ headers, tls, certificate, proxy }: ConnectionTarget): OfferedParts {
  const encoder = new TextEncoder();
  return {
    headers: { headers: headers.map(([key, value]) => ({ key, value })) },
    ...(tls && { tls: writeTls(tls) }),
    ...(certificate && {
      certificate: { cert: encoder.encode(certificate.cert), privateKey: encoder.encode(certificate.key) },
    }),
    ...(proxy !== undefined && { proxy: { url: proxy } }),
  };
}

function readHeaders({ headers }: Headers): ConnectionTarget["headers"] {
  return (headers ?? []).map(({ key, value }) => [key ?? "", value ?? ""]);
}

/** A token, and a value that a line of a request can hold (RFC 9110, 5.6.2 and 5.5). */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\u{10ffff}]*$/u;

/** The Collector's clients send one value for each name. */
function headersFault(headers: Headers): string | undefined {
  const seen = new Set<string>();
  for (const [name, value] of readHeaders(headers)) {
    if (!headerName.test(name)) return "headers: a key is no name of a header";
    if (!headerValue.test(value)) return `headers: the value of ${name} has characters that no header can have`;
    if (seen.has(name.toLowerCase())) return `headers: ${name} is there twice, where the Collector sends one value`;
    seen.add(name.toLowerCase());
  }
  return undefined;
}

/** What the Collector's client for HTTP takes as a proxy (Go: `http.Transport.Proxy`). */
const proxySchemes = ["http:", "https:", "socks5:", "socks5h:"];

/** `host:port` means an HTTP proxy (§ ProxyConnectionSettings). */
function proxyUrlOf({ url }: NonNullable<OfferedParts["proxy"]>): string | undefined {
  const text = url?.includes("://") ? url : `http://${url ?? ""}`;
  const parsed = URL.parse(text);
  return parsed !== null && parsed.host !== "" && proxySchemes.includes(parsed.protocol) ? text : undefined;
}

function writeTls(tls: OfferedTls): TLSConnectionSettings {
  return {
    ...(tls.ca !== undefined && { caPemContents: tls.ca }),
    ...(tls.includeSystemRoots && { includeSystemCaCertsPool: true }),
    ...(tls.insecureSkipVerify && { insecureSkipVerify: true }),
    ...(tls.minVersion !== undefined && { minVersion: tls.minVersion }),
    ...(tls.maxVersion !== undefined && { maxVersion: tls.maxVersion }),
    ...(tls.cipherSuites !== undefined && { cipherSuites: [...tls.cipherSuites] }),
  };
}

function refused(reason: string): TargetReading {
  return { ok: false, reason };
}
