import { transportOf } from "../../../src/opamp/client/route.ts";
import { readHeaderLines, type Reading } from "./read-header-lines.ts";
import { type Fields, readCertificateFields, readTlsFields } from "./read-tls-fields.ts";
import { type ConnectionKind, type ConnectionSettings, usualHeartbeatSeconds } from "./settings.ts";

export interface ReadSettingsOptions {
  kind: ConnectionKind;
  fields: Fields;
  /** What is saved now; its secrets stay where the form leaves them out. Default: nothing. */
  saved?: ConnectionSettings | undefined;
}

const aDaySeconds = 86_400;

/** The settings of a form, or why they cannot be offered: no agent is sent what the specification does not allow. */
export function readSettings({ kind, fields, saved }: ReadSettingsOptions): Reading<ConnectionSettings> {
  const endpoint = (fields["endpoint"] ?? "").trim();
  const fault = endpointFault(kind, endpoint);
  if (fault !== undefined) return { ok: false, reason: fault };
  const headers = readHeaders(fields, saved);
  if (!headers.ok) return headers;
  const tls = readTlsFields(fields);
  if (!tls.ok) return tls;
  const proxy = readProxy(fields, saved);
  if (!proxy.ok) return proxy;
  const certificate = readCertificateFields(fields, saved?.certificate ?? null);
  if (!certificate.ok) return certificate;
  const heartbeat = readHeartbeat(fields["heartbeat"]);
  if (!heartbeat.ok) return heartbeat;
  const options = readOptions(fields["options"] ?? "");
  if (!options.ok) return options;
  return {
    ok: true,
    value: {
      endpoint,
      headers: headers.value,
      certificate: certificate.value,
      tls: tls.value,
      proxy: proxy.value,
      heartbeatSeconds: heartbeat.value,
      options: options.value,
    },
  };
}

/** § OpAMPConnectionSettings, § TelemetryConnectionSettings; what an other connection wants is the agent's affair. */
function endpointFault(kind: ConnectionKind, endpoint: string): string | undefined {
  if (kind === "other") return undefined;
  const isTelemetry = kind !== "opamp";
  if (isTelemetry && endpoint === "") return undefined;
  const url = URL.parse(endpoint);
  if (url && (url.username !== "" || url.password !== "")) {
    return "The endpoint must not have a user and a password in it, as it is shown: use a header.";
  }
  if (isTelemetry) {
    const isWhole = url?.protocol === "https:" && url.hostname !== "";
    return isWhole
      ? undefined
      : `The endpoint must be a whole https URL, such as https://host:4318/v1/metrics: it is "${endpoint}".`;
  }
  return transportOf(endpoint) ? undefined : `The endpoint must be a ws, wss, http or https URL: it is "${endpoint}".`;
}

function readHeaders(fields: Fields, saved: ConnectionSettings | undefined): Reading<ConnectionSettings["headers"]> {
  const headers = readHeaderLines(fields["headers"] ?? "", saved?.headers ?? []);
  if (!headers.ok || headers.value.length === 0) {
    return headers.ok ? { ok: true, value: fields["no_headers"] === undefined ? null : [] } : headers;
  }
  if (fields["no_headers"] === undefined) return headers;
  return { ok: false, reason: "There are headers, and none at all is asked for: it must be one of both." };
}

/** A URL, or `host:port`, which means an HTTP proxy (§ ProxyConnectionSettings). */
function readProxy(fields: Fields, saved: ConnectionSettings | undefined): Reading<ConnectionSettings["proxy"]> {
  const url = (fields["proxy_url"] ?? "").trim();
  const headers = readHeaderLines(fields["proxy_headers"] ?? "", saved?.proxy?.headers ?? []);
  if (!headers.ok) return headers;
  if (url === "") {
    if (headers.value.length === 0) return { ok: true, value: null };
    return { ok: false, reason: "There are headers for a proxy, and no proxy." };
  }
  const parsed = URL.parse(url.includes("://") ? url : `http://${url}`);
  if (!parsed?.hostname || !["http:", "https:", "socks5:"].includes(parsed.protocol)) {
    return { ok: false, reason: `The proxy must be an http, https or socks5 URL, or host:port: it is "${url}".` };
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return { ok: false, reason: "The proxy must not have a user and a password in it, as it is shown: use a header." };
  }
  return { ok: true, value: { url, headers: headers.value } };
}

function readHeartbeat(text = String(usualHeartbeatSeconds)): Reading<number> {
  const seconds = Number(text.trim() === "" ? usualHeartbeatSeconds : text);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= aDaySeconds) return { ok: true, value: seconds };
  return { ok: false, reason: `The heartbeat interval must be 0 to ${aDaySeconds} whole seconds: it is "${text}".` };
}

function readOptions(text: string): Reading<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const at = line.indexOf("=");
    const name = line.slice(0, at).trim();
    if (at === -1 || name === "") return { ok: false, reason: `Line ${index + 1} of the options must be name=value.` };
    entries.push([name, line.slice(at + 1).trim()]);
  }
  return { ok: true, value: Object.fromEntries(entries) };
}
