import type { ConnectionTarget, OfferedTls, OwnTelemetry, TelemetrySignal } from "../../compose/layers.ts";
import type { ConnectionSettingsOffers, TelemetryConnectionSettings } from "../../opamp/wire/messages.ts";
import { readOfferedTarget, writeOfferedTarget } from "./offered-target.ts";

/** What an offer asks for one signal: another target, none (`null`), or something that cannot be honoured. */
export type TelemetryAnswer =
  { signal: TelemetrySignal; asks: ConnectionTarget | null } | { signal: TelemetrySignal; refused: string };

export const telemetrySignals: readonly TelemetrySignal[] = ["metrics", "logs", "traces"];

/**
 * Reads the own-telemetry part of connection settings, signal by signal: a signal that the offer does not name is
 * unchanged (OpAMP, ConnectionSettingsOffers), an empty endpoint ends its export. What the Collector cannot do for its own
 * telemetry is refused for the signal rather than left out.
 */
export function readTelemetryOffer(
  offer: ConnectionSettingsOffers,
  accepted: ReadonlySet<TelemetrySignal>,
): TelemetryAnswer[] {
  const parts = { metrics: offer.ownMetrics, logs: offer.ownLogs, traces: offer.ownTraces };
  return telemetrySignals.flatMap((signal): TelemetryAnswer[] => {
    const settings = parts[signal];
    if (!settings) return [];
    if (!accepted.has(signal)) return [{ signal, refused: `the capability reports_own_${signal} is off` }];
    return [{ signal, ...readTarget(settings) }];
  });
}

/**
 * `current` with the answers that ask for something put in. TLS that an answer does not speak of stays, while headers and
 * a certificate are for the endpoint that they came with (OpAMP, TelemetryConnectionSettings).
 */
export function mergeTelemetry(current: OwnTelemetry, answers: readonly TelemetryAnswer[]): OwnTelemetry {
  const merged: { -readonly [Signal in keyof OwnTelemetry]: OwnTelemetry[Signal] } = { ...current };
  for (const answer of answers) {
    if (!("asks" in answer)) continue;
    const { signal, asks } = answer;
    const tls = asks?.tls ?? current[signal]?.tls;
    if (asks === null) delete merged[signal];
    else merged[signal] = { ...asks, ...(tls && { tls }) };
  }
  return merged;
}

/** The settings as the message that goes to disk; readable by the Go supervisor. */
export function writeTelemetry(telemetry: OwnTelemetry): ConnectionSettingsOffers {
  return {
    ...(telemetry.metrics && { ownMetrics: writeTarget(telemetry.metrics) }),
    ...(telemetry.logs && { ownLogs: writeTarget(telemetry.logs) }),
    ...(telemetry.traces && { ownTraces: writeTarget(telemetry.traces) }),
  };
}

type Reading = { asks: ConnectionTarget | null } | { refused: string };

function readTarget(settings: TelemetryConnectionSettings): Reading {
  const endpoint = settings.destinationEndpoint ?? "";
  if (endpoint === "") return { asks: null };
  const url = URL.parse(endpoint);
  const fault = url === null || !strictUrl.test(endpoint) ? "is no URL" : endpointFault(url);
  if (fault !== undefined) return { refused: `destination_endpoint ${fault}` };
  const [unused] = url?.protocol === "http:" ? (["certificate", "tls"] as const).filter((part) => settings[part]) : [];
  if (unused !== undefined) return { refused: `${unused}: destination_endpoint is http, which has no TLS` };
  if (settings.proxy) return { refused: `proxy ${impossible}, whose environment decides` };
  const read = readOfferedTarget(settings, { allowInsecureTls: false });
  if (!read.ok) return { refused: read.reason };
  const missing = read.target.tls && impossibleTls(read.target.tls);
  if (missing !== undefined) return { refused: `tls.${missing} ${impossible}` };
  return { asks: { endpoint, headers: [], ...read.target } };
}

const impossible = "cannot be set for the Collector's own telemetry";

/**
 * What the Collector's parser takes too (Go, net/url): ours passes over white space and control characters, takes `\` for `/`
 * and lets any `%` stand, and a Collector that is given such a URL for its own logs ends.
 */
const strictUrl = /^[a-z][a-z\d+.-]*:\/\/[^\s\p{Cc}\\%/?#]*(?:[/?#](?:[^\s\p{Cc}\\%]|%[\da-f]{2})*)?$/iu;

/** Host, port and path are all that the Collector's exporters take of a URL (otelconf v0.3.0). */
function endpointFault(url: URL): string | undefined {
  if (url.protocol !== "http:" && url.protocol !== "https:") return "is no http or https URL";
  if (url.username !== "" || url.password !== "")
    return "has a user name or a password, which the Collector does not send; use headers";
  return url.search === "" && url.hash === ""
    ? undefined
    : "has a query or a fragment, which the Collector does not send";
}

/** The first field that otelconf v0.3.0 has nothing for; it uses TLS 1.2 and 1.3. */
function impossibleTls({ includeSystemRoots, minVersion, maxVersion, cipherSuites }: OfferedTls): string | undefined {
  if (includeSystemRoots) return "include_system_ca_certs_pool";
  if (minVersion !== undefined && minVersion !== "1.2") return "min_version";
  if (maxVersion !== undefined && maxVersion !== "1.3") return "max_version";
  return cipherSuites === undefined ? undefined : "cipher_suites";
}

function writeTarget(target: ConnectionTarget): TelemetryConnectionSettings {
  return { destinationEndpoint: target.endpoint, ...writeOfferedTarget(target) };
}
