import type { ConnectionTarget, OwnTelemetry, TelemetrySignal } from "../compose/layers.ts";
import type { ConnectionSettingsOffers, TelemetryConnectionSettings } from "../opamp/wire/messages.ts";
import { readOfferedHeaders, writeOfferedHeaders } from "./offered-headers.ts";

/** What an offer asks for one signal: another target, none (`null`), or something that cannot be honoured. */
export type TelemetryAnswer =
  { signal: TelemetrySignal; asks: ConnectionTarget | null } | { signal: TelemetrySignal; refused: string };

export const telemetrySignals: readonly TelemetrySignal[] = ["metrics", "logs", "traces"];

/** Fields of a signal's offer that shape its connection beyond endpoint and headers. */
const connectionParts = ["certificate", "tls", "proxy"] as const;

/**
 * Reads the own-telemetry part of connection settings, signal by signal: a signal that the offer does not name is
 * unchanged (OpAMP, ConnectionSettingsOffers), an empty endpoint ends its export. An offer with a certificate, TLS or
 * proxy part is refused for its signal rather than applied without that part.
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
    const unsupported = connectionParts.filter((part) => settings[part]);
    if (unsupported.length > 0)
      return [{ signal, refused: `it carries what is not supported: ${unsupported.join(", ")}` }];
    return [{ signal, asks: readTarget(settings) }];
  });
}

/** `current` with the answers that ask for something put in. */
export function mergeTelemetry(current: OwnTelemetry, answers: readonly TelemetryAnswer[]): OwnTelemetry {
  const merged: { -readonly [Signal in keyof OwnTelemetry]: OwnTelemetry[Signal] } = { ...current };
  for (const answer of answers) {
    if (!("asks" in answer)) continue;
    if (answer.asks === null) delete merged[answer.signal];
    else merged[answer.signal] = answer.asks;
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

function readTarget(settings: TelemetryConnectionSettings): ConnectionTarget | null {
  const endpoint = settings.destinationEndpoint ?? "";
  if (endpoint === "") return null;
  const headers = readOfferedHeaders(settings.headers ?? {});
  return { endpoint, headers };
}

function writeTarget({ endpoint, headers }: ConnectionTarget): TelemetryConnectionSettings {
  return { destinationEndpoint: endpoint, headers: writeOfferedHeaders(headers) };
}
