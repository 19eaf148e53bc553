import { sameBytes } from "../opamp/wire/bytes.ts";
import {
  type AgentRemoteConfig,
  codec,
  type ConnectionSettingsOffers,
  type OpAMPConnectionSettings,
  type PackagesAvailable,
  type PackageStatuses,
} from "../opamp/wire/messages.ts";

/**
 * Reads `last_recv_remote_config.dat` or `last_working_remote_config.dat`. Throws where it is no such message; other
 * bytes can be read as a message without a known field, so one without hash and map counts as such.
 */
export function parseRemoteConfig(data: Uint8Array): AgentRemoteConfig {
  const config = codec.AgentRemoteConfig.decode(data);
  if (isBlank(config)) throw new Error("it holds no remote configuration");
  return config;
}

/** Empty where the configuration has neither hash nor map. */
export function renderRemoteConfig(config: AgentRemoteConfig): Uint8Array {
  return isBlank(config) ? new Uint8Array() : codec.AgentRemoteConfig.encode(config).finish();
}

/** Reads `last_recv_own_telemetry_config.dat`. Throws where it is no such message or offers no telemetry. */
export function parseOwnTelemetry(data: Uint8Array): ConnectionSettingsOffers {
  const offers = telemetryOnly(codec.ConnectionSettingsOffers.decode(data));
  if (Object.keys(offers).length === 0) throw new Error("it holds no settings for own telemetry");
  return offers;
}

/** Empty where the offers have none of the three signals. Other settings hold secrets of their own and stay out. */
export function renderOwnTelemetry(offers: ConnectionSettingsOffers): Uint8Array {
  return codec.ConnectionSettingsOffers.encode(telemetryOnly(offers)).finish();
}

/** Reads `last_recv_other_connections.dat`. Throws where it is no such message or offers no other connection. */
export function parseOtherConnections(data: Uint8Array): ConnectionSettingsOffers {
  const { otherConnections } = codec.ConnectionSettingsOffers.decode(data);
  if (Object.keys(otherConnections).length === 0) throw new Error("it holds no other connections");
  return { otherConnections };
}

/** Empty where the offers have no other connections. */
export function renderOtherConnections({ otherConnections }: ConnectionSettingsOffers): Uint8Array {
  return codec.ConnectionSettingsOffers.encode({ ...(otherConnections && { otherConnections }) }).finish();
}

/**
 * Settings that do nothing but switch heartbeats off: `heartbeat_interval_seconds` (field 4, varint) with the 0 that an
 * encoder leaves out, since a file without content is none.
 */
const heartbeatsOff = Uint8Array.of(0x20, 0);

/** Reads `opamp_connection_settings.dat` or `opamp_connection_settings.candidate.dat`. Throws where it is no such message. */
export function parseConnection(data: Uint8Array): OpAMPConnectionSettings {
  const settings = codec.OpAMPConnectionSettings.decode(data);
  const saysNothing = codec.OpAMPConnectionSettings.encode(settings).finish().length === 0;
  if (saysNothing && !sameBytes(data, heartbeatsOff)) throw new Error("it holds no settings");
  return settings;
}

/** Never empty. */
export function renderConnection(settings: OpAMPConnectionSettings): Uint8Array {
  const data = codec.OpAMPConnectionSettings.encode(settings).finish();
  return data.length === 0 ? heartbeatsOff : data;
}

/** Reads `last_recv_packages.dat`. Throws where it is no such message or has no hash, which each offer has. */
export function parsePackages(data: Uint8Array): PackagesAvailable {
  const offer = codec.PackagesAvailable.decode(data);
  if (!offer.allPackagesHash?.length) throw new Error("it holds no offer of packages");
  return offer;
}

export function renderPackages(offer: PackagesAvailable): Uint8Array {
  return codec.PackagesAvailable.encode(offer).finish();
}

/** Reads `last-reported-package-statuses.binpb`. Throws where it is no such message. */
export function parsePackageStatuses(data: Uint8Array): PackageStatuses {
  return codec.PackageStatuses.decode(data);
}

export function renderPackageStatuses(statuses: PackageStatuses): Uint8Array {
  return codec.PackageStatuses.encode(statuses).finish();
}

function isBlank({ config, configHash }: AgentRemoteConfig): boolean {
  return !config && !configHash?.length;
}

function telemetryOnly({ ownMetrics, ownTraces, ownLogs }: ConnectionSettingsOffers): ConnectionSettingsOffers {
  return { ...(ownMetrics && { ownMetrics }), ...(ownTraces && { ownTraces }), ...(ownLogs && { ownLogs }) };
}
