/**
 * What a server is written with; docs/opamp-library.md is the guide. Messages and capabilities are in `wire.ts`, the ports
 * in `src/runtime/shared/runtime.ts`.
 */
export {
  type Admission,
  type AgentConnection,
  type AgentServer,
  type AgentState,
  type SendOutcome,
  serveAgents,
  type ServerOptions,
} from "./server/server.ts";
export { type CertificateDecision, certificateRefusal } from "./server/certificate-request.ts";
export type { DesiredOffers } from "./server/desired-offers.ts";
export { withConfigHash, withPackageHashes, withSettingsHash } from "./server/offer-hashes.ts";
export { type HttpOptions, type Overload, serverDefaults } from "./server/options.ts";
export type { Rate } from "./server/rate-limit.ts";
export { decodeState, encodeState } from "./server/stored-state.ts";
export type { ListenTls, RequestHead } from "../runtime/listen-ports.ts";
export type { Network } from "../runtime/network-ports.ts";
export type { Clock, Random } from "../runtime/ports.ts";
export type { Fields, Level, Log } from "../telemetry/log.ts";
