import type { ConnectionTarget, OwnTelemetry } from "../../src/compose/layers.ts";
import { ConnectionSettingsStatuses } from "../../src/opamp/wire/messages.ts";
import { telemetrySignals } from "../../src/supervisor/server/own-telemetry.ts";
import type { OfferedSettings } from "../../src/supervisor/server/read-offered-settings.ts";

/** An offer of nothing; `name` is its hash. */
export function settingsOffer(name: string, asked: Partial<OfferedSettings> = {}): OfferedSettings {
  const hash = Buffer.from(name);
  return { hash, id: hash.toHex(), opamp: undefined, telemetry: [], others: [], ...asked };
}

/** An offer of these targets of own telemetry and of no others. */
export function telemetryOffer(telemetry: OwnTelemetry, name = ""): OfferedSettings {
  const answers = telemetrySignals.map((signal) => ({ signal, asks: telemetry[signal] ?? null }));
  return settingsOffer(name, { telemetry: answers });
}

/** An offer of one other connection. */
export function otherOffer(connection: string, asks: Partial<ConnectionTarget>, name = ""): OfferedSettings {
  return settingsOffer(name, { others: [{ name: connection, asks }] });
}

/** `APPLIED` and so on. */
export function settingsStatusName(status: ConnectionSettingsStatuses): string {
  return (ConnectionSettingsStatuses[status] ?? "").replace("ConnectionSettingsStatuses_", "");
}
