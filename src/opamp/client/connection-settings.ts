import type { ProxyOptions, TlsOptions } from "../../runtime/network-ports.ts";
import { toClampedNumber } from "../wire/integers.ts";
import type { Headers, OpAMPConnectionSettings, ProxyConnectionSettings } from "../wire/messages.ts";
import { readCertificateOffer } from "./certificate-offer.ts";
import { offeredHeartbeat } from "./heartbeat.ts";
import { transportOf } from "./route.ts";
import { readTlsOffer } from "./tls-offer.ts";

/** With what an agent connects to its OpAMP server. */
export interface OpAMPSettings {
  /** `ws:`, `wss:`, `http:` or `https:` URL. */
  endpoint: string;
  headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Client certificate and its key, PEM. */
  certificate?: { cert: string; key: string };
  tls?: Omit<TlsOptions, "cert" | "key">;
  proxy?: ProxyOptions;
  /** Milliseconds; 0 = no heartbeats, which only WebSocket can have. */
  heartbeatMs: number;
}

/** What the operator allows a server to change. Everything here weakens the agent if the server is not what it should be. */
export interface SettingsPolicy {
  /** `insecure_skip_verify`, and TLS versions below 1.2. */
  allowInsecureTls: boolean;
  /** Other authorities for the server's certificate. */
  allowOtherAuthorities: boolean;
  /**
   * PEM key of a certificate request that is under way: it pairs with a certificate that comes without a key, as the key in
   * force does.
   */
  pendingKey?: string;
}

/** What an offer of connection settings comes to, before anybody has connected that way. */
export type SettingsOffer =
  | { kind: "unchanged" }
  | {
      kind: "offered";
      settings: OpAMPSettings;
      /** What in the offer has no effect, for the log. */
      notes: string[];
    }
  /** Why it cannot be honoured as a whole, with the name of the field; no secret. */
  | { kind: "refused"; reason: string };

/**
 * What an offer means, given the settings in force. The schema cannot tell a field that is not there from an empty one,
 * and says only in part what absence means (§ Connection Settings Management); it is read so:
 *
 * - no offer at all: unchanged;
 * - `destination_endpoint` empty: the present one stays (servers send offers of a certificate alone);
 * - `headers` absent: the present ones stay; there but empty: none;
 * - `certificate` absent: none if the offer names an endpoint, else the present one stays;
 * - `tls`, `proxy` absent: the present ones stay; there: they replace them wholly;
 * - `heartbeat_interval_seconds` 0: no heartbeats over WebSocket, the present interval over HTTP.
 *
 * An offer that cannot be honoured in every part is refused: half of it would be a third kind of settings, which nobody
 * wanted.
 */
export function readSettingsOffer(
  offer: OpAMPConnectionSettings | null | undefined,
  current: OpAMPSettings,
  policy: SettingsPolicy,
): SettingsOffer {
  if (!offer) return { kind: "unchanged" };
  const endpoint = offer.destinationEndpoint || current.endpoint;
  const transport = transportOf(endpoint);
  if (!transport) return refused("destination_endpoint is no ws, wss, http or https URL");
  const tls = offer.tls ? readTlsOffer(offer.tls, current.tls, policy) : { ok: true, tls: current.tls };
  if ("reason" in tls) return refused(tls.reason);
  const proxy = offer.proxy ? readProxyOffer(offer.proxy) : { ok: true, proxy: current.proxy };
  if ("reason" in proxy) return refused(proxy.reason);
  const kept = offer.destinationEndpoint ? undefined : current.certificate;
  const certificate = offer.certificate
    ? readCertificateOffer(offer.certificate, policy.pendingKey, current.certificate?.key)
    : { ok: true, certificate: kept };
  if ("reason" in certificate) return refused(certificate.reason);
  const heartbeatMs = offeredHeartbeat(offer, transport, current.heartbeatMs);
  const notes =
    transport === "http" && toClampedNumber(offer.heartbeatIntervalSeconds) === 0
      ? ["heartbeat_interval_seconds 0 cannot be used over HTTP"]
      : [];
  const settings: OpAMPSettings = {
    endpoint,
    headers: offer.headers ? readHeaders(offer.headers) : current.headers,
    heartbeatMs,
    ...(certificate.certificate && { certificate: certificate.certificate }),
    ...(tls.tls && { tls: tls.tls }),
    ...(proxy.proxy && { proxy: proxy.proxy }),
  };
  return { kind: "offered", settings, notes };
}

function readHeaders({ headers = [] }: Headers): [name: string, value: string][] {
  return headers.map(({ key = "", value = "" }) => [key, value]);
}

type ProxyReading = { ok: true; proxy: ProxyOptions } | { ok: false; reason: string };

/** A URL, or `host:port`, which means an HTTP proxy (§ ProxyConnectionSettings). */
function readProxyOffer({ url = "", connectHeaders }: ProxyConnectionSettings): ProxyReading {
  const text = url.includes("://") ? url : `http://${url}`;
  const { protocol, hostname } = URL.parse(text) ?? {};
  if (!hostname) return { ok: false, reason: "proxy.url is no URL and no host:port" };
  if (protocol !== "http:" && protocol !== "https:") {
    return { ok: false, reason: `proxy.url asks for ${protocol}, where http: and https: can be used` };
  }
  return { ok: true, proxy: { url: text, ...(connectHeaders && { headers: readHeaders(connectHeaders) }) } };
}

function refused(reason: string): SettingsOffer {
  return { kind: "refused", reason };
}
