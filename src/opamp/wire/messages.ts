import { opamp } from "./gen/opamp.js";

/**
 * The messages of OpAMP under short names: the codec, the enums and the types. `proto/opamp.proto` says what each field is.
 * A sub-message that is absent from a decoded message reads as null or undefined: test for truth, never for `undefined`.
 * 64-bit numbers arrive as `Long`: read them with `toBigInt` of `integers.ts`.
 */
import v1 = opamp.proto.v1;

export type AgentToServer = v1.AgentToServer.$Properties;
export type ServerToAgent = v1.ServerToAgent.$Properties;
export type AgentDescription = v1.AgentDescription.$Properties;
export type ComponentHealth = v1.ComponentHealth.$Properties;
export type EffectiveConfig = v1.EffectiveConfig.$Properties;
export type RemoteConfigStatus = v1.RemoteConfigStatus.$Properties;
export type AvailableComponents = v1.AvailableComponents.$Properties;
export type ComponentDetails = v1.ComponentDetails.$Properties;
export type CustomCapabilities = v1.CustomCapabilities.$Properties;
export type CustomMessage = v1.CustomMessage.$Properties;
export type AgentRemoteConfig = v1.AgentRemoteConfig.$Properties;
export type AgentConfigMap = v1.AgentConfigMap.$Properties;
export type AgentConfigFile = v1.AgentConfigFile.$Properties;
export type OpAMPConnectionSettings = v1.OpAMPConnectionSettings.$Properties;
export type TLSConnectionSettings = v1.TLSConnectionSettings.$Properties;
export type TLSCertificate = v1.TLSCertificate.$Properties;
export type ProxyConnectionSettings = v1.ProxyConnectionSettings.$Properties;
export type Headers = v1.Headers.$Properties;
export type ConnectionSettingsRequest = v1.ConnectionSettingsRequest.$Properties;
export type ConnectionSettingsOffers = v1.ConnectionSettingsOffers.$Properties;
export type TelemetryConnectionSettings = v1.TelemetryConnectionSettings.$Properties;
export type PackageAvailable = v1.PackageAvailable.$Properties;
export type PackagesAvailable = v1.PackagesAvailable.$Properties;
export type PackageStatuses = v1.PackageStatuses.$Properties;
export type ConnectionSettingsStatus = v1.ConnectionSettingsStatus.$Properties;
export type ServerToAgentCommand = v1.ServerToAgentCommand.$Properties;
export type ServerErrorResponse = v1.ServerErrorResponse.$Properties;
export type KeyValue = v1.KeyValue.$Properties;
export type AnyValue = v1.AnyValue.$Properties;
export type AgentDisconnect = v1.AgentDisconnect.$Properties;
export type OpAMPConnectionSettingsRequest = v1.OpAMPConnectionSettingsRequest.$Properties;
export type CertificateRequest = v1.CertificateRequest.$Properties;
export type PackageStatus = v1.PackageStatus.$Properties;
export type PackageDownloadDetails = v1.PackageDownloadDetails.$Properties;
export type RetryInfo = v1.RetryInfo.$Properties;
export type AgentIdentification = v1.AgentIdentification.$Properties;
export type OtherConnectionSettings = v1.OtherConnectionSettings.$Properties;
export type Header = v1.Header.$Properties;
export type DownloadableFile = v1.DownloadableFile.$Properties;
export type ArrayValue = v1.ArrayValue.$Properties;
export type KeyValueList = v1.KeyValueList.$Properties;

/** What became of a remote configuration (§ RemoteConfigStatus Message). */
export const RemoteConfigStatuses = v1.RemoteConfigStatuses;
export type RemoteConfigStatuses = v1.RemoteConfigStatuses;
/** What became of offered connection settings (§ ConnectionSettingsStatus Message). */
export const ConnectionSettingsStatuses = v1.ConnectionSettingsStatuses;
export type ConnectionSettingsStatuses = v1.ConnectionSettingsStatuses;
/** Phase of the installation of one package (§ PackageStatus Message). */
export const PackageStatusEnum = v1.PackageStatusEnum;
export type PackageStatusEnum = v1.PackageStatusEnum;
/** Whether a package is the agent itself or something beside it (§ PackageAvailable Message). */
export const PackageType = v1.PackageType;
/** Bits of `AgentToServer.capabilities`; `agentCapabilities` makes a mask of short names. */
export const AgentCapabilities = v1.AgentCapabilities;
/** Bits of `ServerToAgent.capabilities`; `serverCapabilities` makes a mask of short names. */
export const ServerCapabilities = v1.ServerCapabilities;
/** Bits of `AgentToServer.flags`. The client sets them itself. */
export const AgentToServerFlags = v1.AgentToServerFlags;
/** Bits of `ServerToAgent.flags`. The client obeys them itself. */
export const ServerToAgentFlags = v1.ServerToAgentFlags;
/** What a server may order (§ ServerToAgentCommand Message). */
export const CommandType = v1.CommandType;
/** Why a server did not process a message (§ ServerErrorResponse Message). */
export const ServerErrorResponseType = v1.ServerErrorResponseType;

/**
 * Encoder and decoder of each message that is stored or sent on its own, for `encodeMessage` and `decodeMessage`. Encoding
 * throws where a message is nested more than 100 deep; their own `decode` throws on malformed input, has no bound of
 * memory, and gives bytes as views into it.
 */
export const codec = {
  AgentToServer: v1.AgentToServer,
  ServerToAgent: v1.ServerToAgent,
  AgentRemoteConfig: v1.AgentRemoteConfig,
  ConnectionSettingsOffers: v1.ConnectionSettingsOffers,
  OpAMPConnectionSettings: v1.OpAMPConnectionSettings,
  AgentDescription: v1.AgentDescription,
  AvailableComponents: v1.AvailableComponents,
  PackagesAvailable: v1.PackagesAvailable,
  PackageStatuses: v1.PackageStatuses,
} as const;
