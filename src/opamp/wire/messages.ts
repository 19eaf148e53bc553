import { opamp } from "./gen/opamp.js";

/**
 * The messages of OpAMP under short names: the codec, the enums and the types.
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

export const RemoteConfigStatuses = v1.RemoteConfigStatuses;
export type RemoteConfigStatuses = v1.RemoteConfigStatuses;
export const ConnectionSettingsStatuses = v1.ConnectionSettingsStatuses;
export const PackageStatusEnum = v1.PackageStatusEnum;
export const AgentCapabilities = v1.AgentCapabilities;
export const ServerCapabilities = v1.ServerCapabilities;
export const AgentToServerFlags = v1.AgentToServerFlags;
export const ServerToAgentFlags = v1.ServerToAgentFlags;
export const CommandType = v1.CommandType;
export const ServerErrorResponseType = v1.ServerErrorResponseType;

/**
 * Encoder and decoder of each message that is stored or sent on its own, for `encodeMessage` and `decodeMessage`. Their own
 * `decode` throws on malformed input and gives bytes as views into it.
 */
export const codec = {
  AgentToServer: v1.AgentToServer,
  ServerToAgent: v1.ServerToAgent,
  AgentRemoteConfig: v1.AgentRemoteConfig,
  ConnectionSettingsOffers: v1.ConnectionSettingsOffers,
  AgentDescription: v1.AgentDescription,
  AvailableComponents: v1.AvailableComponents,
} as const;
