/**
 * What an agent is written with; docs/opamp-library.md is the guide. Messages and capabilities are in `wire.ts`, the ports
 * in `src/runtime/shared/runtime.ts`.
 */
export {
  Client,
  type ClientEvents,
  type ClientOptions,
  fixedRoute,
  type Handed,
  type PartName,
  type ReportedState,
  type RouteAnswer,
  type RouteProvider,
  type ServerRoute,
} from "./client/client.ts";
export { type CertificateReading, readCertificateOffer } from "./client/certificate-offer.ts";
export { type ConfigOffer, readConfigOffer } from "./client/config-offer.ts";
export {
  type OpAMPSettings,
  readSettingsOffer,
  type SettingsOffer,
  type SettingsPolicy,
} from "./client/connection-settings.ts";
export { clientDefaults } from "./client/options.ts";
export type { Spacing } from "./client/pacer.ts";
export { type RouteCredentials, type TransportKind, transportOf } from "./client/route.ts";
export type { ConnectionLoss, Network, ProxyOptions, TlsOptions, TlsVersion } from "../runtime/network-ports.ts";
export type { Clock, Random } from "../runtime/ports.ts";
export type { Fields, Level, Log } from "../telemetry/log.ts";
