import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace opamp. */
export namespace opamp {

    /** Namespace proto. */
    namespace proto {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of an AgentToServer.
             * @deprecated Use opamp.proto.v1.AgentToServer.$Properties instead.
             */
            interface IAgentToServer extends opamp.proto.v1.AgentToServer.$Properties {
            }

            /** Represents an AgentToServer. */
            class AgentToServer {

                /**
                 * Constructs a new AgentToServer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AgentToServer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentToServer instanceUid. */
                instanceUid: Uint8Array;

                /** AgentToServer sequenceNum. */
                sequenceNum: (number|Long);

                /** AgentToServer agentDescription. */
                agentDescription: opamp.proto.v1.AgentDescription;

                /** AgentToServer capabilities. */
                capabilities: (number|Long);

                /** AgentToServer health. */
                health: opamp.proto.v1.ComponentHealth;

                /** AgentToServer effectiveConfig. */
                effectiveConfig: opamp.proto.v1.EffectiveConfig;

                /** AgentToServer remoteConfigStatus. */
                remoteConfigStatus: opamp.proto.v1.RemoteConfigStatus;

                /** AgentToServer packageStatuses. */
                packageStatuses: opamp.proto.v1.PackageStatuses;

                /** AgentToServer agentDisconnect. */
                agentDisconnect: opamp.proto.v1.AgentDisconnect;

                /** AgentToServer flags. */
                flags: (number|Long);

                /** AgentToServer connectionSettingsRequest. */
                connectionSettingsRequest: opamp.proto.v1.ConnectionSettingsRequest;

                /** AgentToServer customCapabilities. */
                customCapabilities: opamp.proto.v1.CustomCapabilities;

                /** AgentToServer customMessage. */
                customMessage: opamp.proto.v1.CustomMessage;

                /** AgentToServer availableComponents. */
                availableComponents: opamp.proto.v1.AvailableComponents;

                /** AgentToServer connectionSettingsStatus. */
                connectionSettingsStatus: opamp.proto.v1.ConnectionSettingsStatus;

                /**
                 * Creates a new AgentToServer instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AgentToServer instance
                 */
                static create(properties: opamp.proto.v1.AgentToServer.$Shape): opamp.proto.v1.AgentToServer & opamp.proto.v1.AgentToServer.$Shape;
                static create(properties?: opamp.proto.v1.AgentToServer.$Properties): opamp.proto.v1.AgentToServer;

                /**
                 * Encodes the specified AgentToServer message. Does not implicitly {@link opamp.proto.v1.AgentToServer.verify|verify} messages.
                 * @param message AgentToServer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AgentToServer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentToServer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentToServer & opamp.proto.v1.AgentToServer.$Shape} AgentToServer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AgentToServer & opamp.proto.v1.AgentToServer.$Shape;
            }

            namespace AgentToServer {

                /** Properties of an AgentToServer. */
                interface $Properties {

                    /** AgentToServer instanceUid */
                    instanceUid?: Uint8Array;

                    /** AgentToServer sequenceNum */
                    sequenceNum?: (number|Long);

                    /** AgentToServer agentDescription */
                    agentDescription?: opamp.proto.v1.AgentDescription.$Properties;

                    /** AgentToServer capabilities */
                    capabilities?: (number|Long);

                    /** AgentToServer health */
                    health?: opamp.proto.v1.ComponentHealth.$Properties;

                    /** AgentToServer effectiveConfig */
                    effectiveConfig?: opamp.proto.v1.EffectiveConfig.$Properties;

                    /** AgentToServer remoteConfigStatus */
                    remoteConfigStatus?: opamp.proto.v1.RemoteConfigStatus.$Properties;

                    /** AgentToServer packageStatuses */
                    packageStatuses?: opamp.proto.v1.PackageStatuses.$Properties;

                    /** AgentToServer agentDisconnect */
                    agentDisconnect?: opamp.proto.v1.AgentDisconnect.$Properties;

                    /** AgentToServer flags */
                    flags?: (number|Long);

                    /** AgentToServer connectionSettingsRequest */
                    connectionSettingsRequest?: opamp.proto.v1.ConnectionSettingsRequest.$Properties;

                    /** AgentToServer customCapabilities */
                    customCapabilities?: opamp.proto.v1.CustomCapabilities.$Properties;

                    /** AgentToServer customMessage */
                    customMessage?: opamp.proto.v1.CustomMessage.$Properties;

                    /** AgentToServer availableComponents */
                    availableComponents?: opamp.proto.v1.AvailableComponents.$Properties;

                    /** AgentToServer connectionSettingsStatus */
                    connectionSettingsStatus?: opamp.proto.v1.ConnectionSettingsStatus.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AgentToServer. */
                type $Shape = {
                  instanceUid?: Uint8Array;
                  sequenceNum?: number|Long;
                  agentDescription?: opamp.proto.v1.AgentDescription.$Shape;
                  capabilities?: number|Long;
                  health?: opamp.proto.v1.ComponentHealth.$Shape;
                  effectiveConfig?: opamp.proto.v1.EffectiveConfig.$Shape;
                  remoteConfigStatus?: opamp.proto.v1.RemoteConfigStatus.$Shape;
                  packageStatuses?: opamp.proto.v1.PackageStatuses.$Shape;
                  agentDisconnect?: opamp.proto.v1.AgentDisconnect.$Shape;
                  flags?: number|Long;
                  connectionSettingsRequest?: opamp.proto.v1.ConnectionSettingsRequest.$Shape;
                  customCapabilities?: opamp.proto.v1.CustomCapabilities.$Shape;
                  customMessage?: opamp.proto.v1.CustomMessage.$Shape;
                  availableComponents?: opamp.proto.v1.AvailableComponents.$Shape;
                  connectionSettingsStatus?: opamp.proto.v1.ConnectionSettingsStatus.$Shape;
                  $unknowns?: Uint8Array[];
                };
            }

            /** AgentToServerFlags enum. */
            enum AgentToServerFlags {

                /** AgentToServerFlags_Unspecified value */
                AgentToServerFlags_Unspecified = 0,

                /** AgentToServerFlags_RequestInstanceUid value */
                AgentToServerFlags_RequestInstanceUid = 1
            }

            /**
             * Properties of an AgentDisconnect.
             * @deprecated Use opamp.proto.v1.AgentDisconnect.$Properties instead.
             */
            interface IAgentDisconnect extends opamp.proto.v1.AgentDisconnect.$Properties {
            }

            /** Represents an AgentDisconnect. */
            class AgentDisconnect {

                /**
                 * Constructs a new AgentDisconnect.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AgentDisconnect.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new AgentDisconnect instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AgentDisconnect instance
                 */
                static create(properties: opamp.proto.v1.AgentDisconnect.$Shape): opamp.proto.v1.AgentDisconnect & opamp.proto.v1.AgentDisconnect.$Shape;
                static create(properties?: opamp.proto.v1.AgentDisconnect.$Properties): opamp.proto.v1.AgentDisconnect;

                /**
                 * Encodes the specified AgentDisconnect message. Does not implicitly {@link opamp.proto.v1.AgentDisconnect.verify|verify} messages.
                 * @param message AgentDisconnect message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AgentDisconnect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentDisconnect message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentDisconnect & opamp.proto.v1.AgentDisconnect.$Shape} AgentDisconnect
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AgentDisconnect & opamp.proto.v1.AgentDisconnect.$Shape;
            }

            namespace AgentDisconnect {

                /** Properties of an AgentDisconnect. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AgentDisconnect. */
                type $Shape = opamp.proto.v1.AgentDisconnect.$Properties;
            }

            /**
             * Properties of a ConnectionSettingsRequest.
             * @deprecated Use opamp.proto.v1.ConnectionSettingsRequest.$Properties instead.
             */
            interface IConnectionSettingsRequest extends opamp.proto.v1.ConnectionSettingsRequest.$Properties {
            }

            /** Represents a ConnectionSettingsRequest. */
            class ConnectionSettingsRequest {

                /**
                 * Constructs a new ConnectionSettingsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ConnectionSettingsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConnectionSettingsRequest opamp. */
                opamp: opamp.proto.v1.OpAMPConnectionSettingsRequest;

                /**
                 * Creates a new ConnectionSettingsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConnectionSettingsRequest instance
                 */
                static create(properties: opamp.proto.v1.ConnectionSettingsRequest.$Shape): opamp.proto.v1.ConnectionSettingsRequest & opamp.proto.v1.ConnectionSettingsRequest.$Shape;
                static create(properties?: opamp.proto.v1.ConnectionSettingsRequest.$Properties): opamp.proto.v1.ConnectionSettingsRequest;

                /**
                 * Encodes the specified ConnectionSettingsRequest message. Does not implicitly {@link opamp.proto.v1.ConnectionSettingsRequest.verify|verify} messages.
                 * @param message ConnectionSettingsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ConnectionSettingsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConnectionSettingsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ConnectionSettingsRequest & opamp.proto.v1.ConnectionSettingsRequest.$Shape} ConnectionSettingsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ConnectionSettingsRequest & opamp.proto.v1.ConnectionSettingsRequest.$Shape;
            }

            namespace ConnectionSettingsRequest {

                /** Properties of a ConnectionSettingsRequest. */
                interface $Properties {

                    /** ConnectionSettingsRequest opamp */
                    opamp?: opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConnectionSettingsRequest. */
                type $Shape = opamp.proto.v1.ConnectionSettingsRequest.$Properties;
            }

            /**
             * Properties of an OpAMPConnectionSettingsRequest.
             * @deprecated Use opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties instead.
             */
            interface IOpAMPConnectionSettingsRequest extends opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties {
            }

            /** Represents an OpAMPConnectionSettingsRequest. */
            class OpAMPConnectionSettingsRequest {

                /**
                 * Constructs a new OpAMPConnectionSettingsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** OpAMPConnectionSettingsRequest certificateRequest. */
                certificateRequest: opamp.proto.v1.CertificateRequest;

                /**
                 * Creates a new OpAMPConnectionSettingsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns OpAMPConnectionSettingsRequest instance
                 */
                static create(properties: opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape): opamp.proto.v1.OpAMPConnectionSettingsRequest & opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape;
                static create(properties?: opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties): opamp.proto.v1.OpAMPConnectionSettingsRequest;

                /**
                 * Encodes the specified OpAMPConnectionSettingsRequest message. Does not implicitly {@link opamp.proto.v1.OpAMPConnectionSettingsRequest.verify|verify} messages.
                 * @param message OpAMPConnectionSettingsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an OpAMPConnectionSettingsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.OpAMPConnectionSettingsRequest & opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape} OpAMPConnectionSettingsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.OpAMPConnectionSettingsRequest & opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape;
            }

            namespace OpAMPConnectionSettingsRequest {

                /** Properties of an OpAMPConnectionSettingsRequest. */
                interface $Properties {

                    /** OpAMPConnectionSettingsRequest certificateRequest */
                    certificateRequest?: opamp.proto.v1.CertificateRequest.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an OpAMPConnectionSettingsRequest. */
                type $Shape = opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties;
            }

            /**
             * Properties of a CertificateRequest.
             * @deprecated Use opamp.proto.v1.CertificateRequest.$Properties instead.
             */
            interface ICertificateRequest extends opamp.proto.v1.CertificateRequest.$Properties {
            }

            /** Represents a CertificateRequest. */
            class CertificateRequest {

                /**
                 * Constructs a new CertificateRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.CertificateRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CertificateRequest csr. */
                csr: Uint8Array;

                /**
                 * Creates a new CertificateRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CertificateRequest instance
                 */
                static create(properties: opamp.proto.v1.CertificateRequest.$Shape): opamp.proto.v1.CertificateRequest & opamp.proto.v1.CertificateRequest.$Shape;
                static create(properties?: opamp.proto.v1.CertificateRequest.$Properties): opamp.proto.v1.CertificateRequest;

                /**
                 * Encodes the specified CertificateRequest message. Does not implicitly {@link opamp.proto.v1.CertificateRequest.verify|verify} messages.
                 * @param message CertificateRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.CertificateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CertificateRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.CertificateRequest & opamp.proto.v1.CertificateRequest.$Shape} CertificateRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.CertificateRequest & opamp.proto.v1.CertificateRequest.$Shape;
            }

            namespace CertificateRequest {

                /** Properties of a CertificateRequest. */
                interface $Properties {

                    /** CertificateRequest csr */
                    csr?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CertificateRequest. */
                type $Shape = opamp.proto.v1.CertificateRequest.$Properties;
            }

            /**
             * Properties of an AvailableComponents.
             * @deprecated Use opamp.proto.v1.AvailableComponents.$Properties instead.
             */
            interface IAvailableComponents extends opamp.proto.v1.AvailableComponents.$Properties {
            }

            /** Represents an AvailableComponents. */
            class AvailableComponents {

                /**
                 * Constructs a new AvailableComponents.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AvailableComponents.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AvailableComponents components. */
                components: { [k: string]: opamp.proto.v1.ComponentDetails };

                /** AvailableComponents hash. */
                hash: Uint8Array;

                /**
                 * Creates a new AvailableComponents instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AvailableComponents instance
                 */
                static create(properties: opamp.proto.v1.AvailableComponents.$Shape): opamp.proto.v1.AvailableComponents & opamp.proto.v1.AvailableComponents.$Shape;
                static create(properties?: opamp.proto.v1.AvailableComponents.$Properties): opamp.proto.v1.AvailableComponents;

                /**
                 * Encodes the specified AvailableComponents message. Does not implicitly {@link opamp.proto.v1.AvailableComponents.verify|verify} messages.
                 * @param message AvailableComponents message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AvailableComponents.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AvailableComponents message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AvailableComponents & opamp.proto.v1.AvailableComponents.$Shape} AvailableComponents
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AvailableComponents & opamp.proto.v1.AvailableComponents.$Shape;
            }

            namespace AvailableComponents {

                /** Properties of an AvailableComponents. */
                interface $Properties {

                    /** AvailableComponents components */
                    components?: { [k: string]: opamp.proto.v1.ComponentDetails.$Properties };

                    /** AvailableComponents hash */
                    hash?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AvailableComponents. */
                type $Shape = {
                  components?: { [k: string]: opamp.proto.v1.ComponentDetails.$Shape };
                  hash?: Uint8Array;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a ComponentDetails.
             * @deprecated Use opamp.proto.v1.ComponentDetails.$Properties instead.
             */
            interface IComponentDetails extends opamp.proto.v1.ComponentDetails.$Properties {
            }

            /** Represents a ComponentDetails. */
            class ComponentDetails {

                /**
                 * Constructs a new ComponentDetails.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ComponentDetails.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ComponentDetails metadata. */
                metadata: opamp.proto.v1.KeyValue[];

                /** ComponentDetails subComponentMap. */
                subComponentMap: { [k: string]: opamp.proto.v1.ComponentDetails };

                /**
                 * Creates a new ComponentDetails instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ComponentDetails instance
                 */
                static create(properties: opamp.proto.v1.ComponentDetails.$Shape): opamp.proto.v1.ComponentDetails & opamp.proto.v1.ComponentDetails.$Shape;
                static create(properties?: opamp.proto.v1.ComponentDetails.$Properties): opamp.proto.v1.ComponentDetails;

                /**
                 * Encodes the specified ComponentDetails message. Does not implicitly {@link opamp.proto.v1.ComponentDetails.verify|verify} messages.
                 * @param message ComponentDetails message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ComponentDetails.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ComponentDetails message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ComponentDetails & opamp.proto.v1.ComponentDetails.$Shape} ComponentDetails
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ComponentDetails & opamp.proto.v1.ComponentDetails.$Shape;
            }

            namespace ComponentDetails {

                /** Properties of a ComponentDetails. */
                interface $Properties {

                    /** ComponentDetails metadata */
                    metadata?: opamp.proto.v1.KeyValue.$Properties[];

                    /** ComponentDetails subComponentMap */
                    subComponentMap?: { [k: string]: opamp.proto.v1.ComponentDetails.$Properties };

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ComponentDetails. */
                type $Shape = {
                  metadata?: opamp.proto.v1.KeyValue.$Shape[];
                  subComponentMap?: { [k: string]: opamp.proto.v1.ComponentDetails.$Shape };
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an AgentDescription.
             * @deprecated Use opamp.proto.v1.AgentDescription.$Properties instead.
             */
            interface IAgentDescription extends opamp.proto.v1.AgentDescription.$Properties {
            }

            /** Represents an AgentDescription. */
            class AgentDescription {

                /**
                 * Constructs a new AgentDescription.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AgentDescription.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentDescription identifyingAttributes. */
                identifyingAttributes: opamp.proto.v1.KeyValue[];

                /** AgentDescription nonIdentifyingAttributes. */
                nonIdentifyingAttributes: opamp.proto.v1.KeyValue[];

                /**
                 * Creates a new AgentDescription instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AgentDescription instance
                 */
                static create(properties: opamp.proto.v1.AgentDescription.$Shape): opamp.proto.v1.AgentDescription & opamp.proto.v1.AgentDescription.$Shape;
                static create(properties?: opamp.proto.v1.AgentDescription.$Properties): opamp.proto.v1.AgentDescription;

                /**
                 * Encodes the specified AgentDescription message. Does not implicitly {@link opamp.proto.v1.AgentDescription.verify|verify} messages.
                 * @param message AgentDescription message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AgentDescription.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentDescription message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentDescription & opamp.proto.v1.AgentDescription.$Shape} AgentDescription
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AgentDescription & opamp.proto.v1.AgentDescription.$Shape;
            }

            namespace AgentDescription {

                /** Properties of an AgentDescription. */
                interface $Properties {

                    /** AgentDescription identifyingAttributes */
                    identifyingAttributes?: opamp.proto.v1.KeyValue.$Properties[];

                    /** AgentDescription nonIdentifyingAttributes */
                    nonIdentifyingAttributes?: opamp.proto.v1.KeyValue.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AgentDescription. */
                type $Shape = {
                  identifyingAttributes?: opamp.proto.v1.KeyValue.$Shape[];
                  nonIdentifyingAttributes?: opamp.proto.v1.KeyValue.$Shape[];
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a ComponentHealth.
             * @deprecated Use opamp.proto.v1.ComponentHealth.$Properties instead.
             */
            interface IComponentHealth extends opamp.proto.v1.ComponentHealth.$Properties {
            }

            /** Represents a ComponentHealth. */
            class ComponentHealth {

                /**
                 * Constructs a new ComponentHealth.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ComponentHealth.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ComponentHealth healthy. */
                healthy: boolean;

                /** ComponentHealth startTimeUnixNano. */
                startTimeUnixNano: (number|Long);

                /** ComponentHealth lastError. */
                lastError: string;

                /** ComponentHealth status. */
                status: string;

                /** ComponentHealth statusTimeUnixNano. */
                statusTimeUnixNano: (number|Long);

                /** ComponentHealth componentHealthMap. */
                componentHealthMap: { [k: string]: opamp.proto.v1.ComponentHealth };

                /** ComponentHealth attributes. */
                attributes: opamp.proto.v1.KeyValue[];

                /**
                 * Creates a new ComponentHealth instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ComponentHealth instance
                 */
                static create(properties: opamp.proto.v1.ComponentHealth.$Shape): opamp.proto.v1.ComponentHealth & opamp.proto.v1.ComponentHealth.$Shape;
                static create(properties?: opamp.proto.v1.ComponentHealth.$Properties): opamp.proto.v1.ComponentHealth;

                /**
                 * Encodes the specified ComponentHealth message. Does not implicitly {@link opamp.proto.v1.ComponentHealth.verify|verify} messages.
                 * @param message ComponentHealth message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ComponentHealth.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ComponentHealth message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ComponentHealth & opamp.proto.v1.ComponentHealth.$Shape} ComponentHealth
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ComponentHealth & opamp.proto.v1.ComponentHealth.$Shape;
            }

            namespace ComponentHealth {

                /** Properties of a ComponentHealth. */
                interface $Properties {

                    /** ComponentHealth healthy */
                    healthy?: boolean;

                    /** ComponentHealth startTimeUnixNano */
                    startTimeUnixNano?: (number|Long);

                    /** ComponentHealth lastError */
                    lastError?: string;

                    /** ComponentHealth status */
                    status?: string;

                    /** ComponentHealth statusTimeUnixNano */
                    statusTimeUnixNano?: (number|Long);

                    /** ComponentHealth componentHealthMap */
                    componentHealthMap?: { [k: string]: opamp.proto.v1.ComponentHealth.$Properties };

                    /** ComponentHealth attributes */
                    attributes?: opamp.proto.v1.KeyValue.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ComponentHealth. */
                type $Shape = {
                  healthy?: boolean;
                  startTimeUnixNano?: number|Long;
                  lastError?: string;
                  status?: string;
                  statusTimeUnixNano?: number|Long;
                  componentHealthMap?: { [k: string]: opamp.proto.v1.ComponentHealth.$Shape };
                  attributes?: opamp.proto.v1.KeyValue.$Shape[];
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an EffectiveConfig.
             * @deprecated Use opamp.proto.v1.EffectiveConfig.$Properties instead.
             */
            interface IEffectiveConfig extends opamp.proto.v1.EffectiveConfig.$Properties {
            }

            /** Represents an EffectiveConfig. */
            class EffectiveConfig {

                /**
                 * Constructs a new EffectiveConfig.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.EffectiveConfig.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** EffectiveConfig configMap. */
                configMap: opamp.proto.v1.AgentConfigMap;

                /**
                 * Creates a new EffectiveConfig instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns EffectiveConfig instance
                 */
                static create(properties: opamp.proto.v1.EffectiveConfig.$Shape): opamp.proto.v1.EffectiveConfig & opamp.proto.v1.EffectiveConfig.$Shape;
                static create(properties?: opamp.proto.v1.EffectiveConfig.$Properties): opamp.proto.v1.EffectiveConfig;

                /**
                 * Encodes the specified EffectiveConfig message. Does not implicitly {@link opamp.proto.v1.EffectiveConfig.verify|verify} messages.
                 * @param message EffectiveConfig message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.EffectiveConfig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an EffectiveConfig message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.EffectiveConfig & opamp.proto.v1.EffectiveConfig.$Shape} EffectiveConfig
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.EffectiveConfig & opamp.proto.v1.EffectiveConfig.$Shape;
            }

            namespace EffectiveConfig {

                /** Properties of an EffectiveConfig. */
                interface $Properties {

                    /** EffectiveConfig configMap */
                    configMap?: opamp.proto.v1.AgentConfigMap.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an EffectiveConfig. */
                type $Shape = opamp.proto.v1.EffectiveConfig.$Properties;
            }

            /**
             * Properties of a RemoteConfigStatus.
             * @deprecated Use opamp.proto.v1.RemoteConfigStatus.$Properties instead.
             */
            interface IRemoteConfigStatus extends opamp.proto.v1.RemoteConfigStatus.$Properties {
            }

            /** Represents a RemoteConfigStatus. */
            class RemoteConfigStatus {

                /**
                 * Constructs a new RemoteConfigStatus.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.RemoteConfigStatus.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RemoteConfigStatus lastRemoteConfigHash. */
                lastRemoteConfigHash: Uint8Array;

                /** RemoteConfigStatus status. */
                status: opamp.proto.v1.RemoteConfigStatuses;

                /** RemoteConfigStatus errorMessage. */
                errorMessage: string;

                /**
                 * Creates a new RemoteConfigStatus instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns RemoteConfigStatus instance
                 */
                static create(properties: opamp.proto.v1.RemoteConfigStatus.$Shape): opamp.proto.v1.RemoteConfigStatus & opamp.proto.v1.RemoteConfigStatus.$Shape;
                static create(properties?: opamp.proto.v1.RemoteConfigStatus.$Properties): opamp.proto.v1.RemoteConfigStatus;

                /**
                 * Encodes the specified RemoteConfigStatus message. Does not implicitly {@link opamp.proto.v1.RemoteConfigStatus.verify|verify} messages.
                 * @param message RemoteConfigStatus message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.RemoteConfigStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RemoteConfigStatus message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.RemoteConfigStatus & opamp.proto.v1.RemoteConfigStatus.$Shape} RemoteConfigStatus
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.RemoteConfigStatus & opamp.proto.v1.RemoteConfigStatus.$Shape;
            }

            namespace RemoteConfigStatus {

                /** Properties of a RemoteConfigStatus. */
                interface $Properties {

                    /** RemoteConfigStatus lastRemoteConfigHash */
                    lastRemoteConfigHash?: Uint8Array;

                    /** RemoteConfigStatus status */
                    status?: opamp.proto.v1.RemoteConfigStatuses;

                    /** RemoteConfigStatus errorMessage */
                    errorMessage?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RemoteConfigStatus. */
                type $Shape = opamp.proto.v1.RemoteConfigStatus.$Properties;
            }

            /** RemoteConfigStatuses enum. */
            enum RemoteConfigStatuses {

                /** RemoteConfigStatuses_UNSET value */
                RemoteConfigStatuses_UNSET = 0,

                /** RemoteConfigStatuses_APPLIED value */
                RemoteConfigStatuses_APPLIED = 1,

                /** RemoteConfigStatuses_APPLYING value */
                RemoteConfigStatuses_APPLYING = 2,

                /** RemoteConfigStatuses_FAILED value */
                RemoteConfigStatuses_FAILED = 3
            }

            /**
             * Properties of a ConnectionSettingsStatus.
             * @deprecated Use opamp.proto.v1.ConnectionSettingsStatus.$Properties instead.
             */
            interface IConnectionSettingsStatus extends opamp.proto.v1.ConnectionSettingsStatus.$Properties {
            }

            /** Represents a ConnectionSettingsStatus. */
            class ConnectionSettingsStatus {

                /**
                 * Constructs a new ConnectionSettingsStatus.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ConnectionSettingsStatus.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConnectionSettingsStatus lastConnectionSettingsHash. */
                lastConnectionSettingsHash: Uint8Array;

                /** ConnectionSettingsStatus status. */
                status: opamp.proto.v1.ConnectionSettingsStatuses;

                /** ConnectionSettingsStatus errorMessage. */
                errorMessage: string;

                /**
                 * Creates a new ConnectionSettingsStatus instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConnectionSettingsStatus instance
                 */
                static create(properties: opamp.proto.v1.ConnectionSettingsStatus.$Shape): opamp.proto.v1.ConnectionSettingsStatus & opamp.proto.v1.ConnectionSettingsStatus.$Shape;
                static create(properties?: opamp.proto.v1.ConnectionSettingsStatus.$Properties): opamp.proto.v1.ConnectionSettingsStatus;

                /**
                 * Encodes the specified ConnectionSettingsStatus message. Does not implicitly {@link opamp.proto.v1.ConnectionSettingsStatus.verify|verify} messages.
                 * @param message ConnectionSettingsStatus message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ConnectionSettingsStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConnectionSettingsStatus message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ConnectionSettingsStatus & opamp.proto.v1.ConnectionSettingsStatus.$Shape} ConnectionSettingsStatus
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ConnectionSettingsStatus & opamp.proto.v1.ConnectionSettingsStatus.$Shape;
            }

            namespace ConnectionSettingsStatus {

                /** Properties of a ConnectionSettingsStatus. */
                interface $Properties {

                    /** ConnectionSettingsStatus lastConnectionSettingsHash */
                    lastConnectionSettingsHash?: Uint8Array;

                    /** ConnectionSettingsStatus status */
                    status?: opamp.proto.v1.ConnectionSettingsStatuses;

                    /** ConnectionSettingsStatus errorMessage */
                    errorMessage?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConnectionSettingsStatus. */
                type $Shape = opamp.proto.v1.ConnectionSettingsStatus.$Properties;
            }

            /** ConnectionSettingsStatuses enum. */
            enum ConnectionSettingsStatuses {

                /** ConnectionSettingsStatuses_UNSET value */
                ConnectionSettingsStatuses_UNSET = 0,

                /** ConnectionSettingsStatuses_APPLIED value */
                ConnectionSettingsStatuses_APPLIED = 1,

                /** ConnectionSettingsStatuses_APPLYING value */
                ConnectionSettingsStatuses_APPLYING = 2,

                /** ConnectionSettingsStatuses_FAILED value */
                ConnectionSettingsStatuses_FAILED = 3
            }

            /**
             * Properties of a PackageStatuses.
             * @deprecated Use opamp.proto.v1.PackageStatuses.$Properties instead.
             */
            interface IPackageStatuses extends opamp.proto.v1.PackageStatuses.$Properties {
            }

            /** Represents a PackageStatuses. */
            class PackageStatuses {

                /**
                 * Constructs a new PackageStatuses.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.PackageStatuses.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PackageStatuses packages. */
                packages: { [k: string]: opamp.proto.v1.PackageStatus };

                /** PackageStatuses serverProvidedAllPackagesHash. */
                serverProvidedAllPackagesHash: Uint8Array;

                /** PackageStatuses errorMessage. */
                errorMessage: string;

                /**
                 * Creates a new PackageStatuses instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PackageStatuses instance
                 */
                static create(properties: opamp.proto.v1.PackageStatuses.$Shape): opamp.proto.v1.PackageStatuses & opamp.proto.v1.PackageStatuses.$Shape;
                static create(properties?: opamp.proto.v1.PackageStatuses.$Properties): opamp.proto.v1.PackageStatuses;

                /**
                 * Encodes the specified PackageStatuses message. Does not implicitly {@link opamp.proto.v1.PackageStatuses.verify|verify} messages.
                 * @param message PackageStatuses message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.PackageStatuses.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PackageStatuses message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageStatuses & opamp.proto.v1.PackageStatuses.$Shape} PackageStatuses
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.PackageStatuses & opamp.proto.v1.PackageStatuses.$Shape;
            }

            namespace PackageStatuses {

                /** Properties of a PackageStatuses. */
                interface $Properties {

                    /** PackageStatuses packages */
                    packages?: { [k: string]: opamp.proto.v1.PackageStatus.$Properties };

                    /** PackageStatuses serverProvidedAllPackagesHash */
                    serverProvidedAllPackagesHash?: Uint8Array;

                    /** PackageStatuses errorMessage */
                    errorMessage?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PackageStatuses. */
                type $Shape = opamp.proto.v1.PackageStatuses.$Properties;
            }

            /**
             * Properties of a PackageStatus.
             * @deprecated Use opamp.proto.v1.PackageStatus.$Properties instead.
             */
            interface IPackageStatus extends opamp.proto.v1.PackageStatus.$Properties {
            }

            /** Represents a PackageStatus. */
            class PackageStatus {

                /**
                 * Constructs a new PackageStatus.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.PackageStatus.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PackageStatus name. */
                name: string;

                /** PackageStatus agentHasVersion. */
                agentHasVersion: string;

                /** PackageStatus agentHasHash. */
                agentHasHash: Uint8Array;

                /** PackageStatus serverOfferedVersion. */
                serverOfferedVersion: string;

                /** PackageStatus serverOfferedHash. */
                serverOfferedHash: Uint8Array;

                /** PackageStatus status. */
                status: opamp.proto.v1.PackageStatusEnum;

                /** PackageStatus errorMessage. */
                errorMessage: string;

                /** PackageStatus downloadDetails. */
                downloadDetails: opamp.proto.v1.PackageDownloadDetails;

                /**
                 * Creates a new PackageStatus instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PackageStatus instance
                 */
                static create(properties: opamp.proto.v1.PackageStatus.$Shape): opamp.proto.v1.PackageStatus & opamp.proto.v1.PackageStatus.$Shape;
                static create(properties?: opamp.proto.v1.PackageStatus.$Properties): opamp.proto.v1.PackageStatus;

                /**
                 * Encodes the specified PackageStatus message. Does not implicitly {@link opamp.proto.v1.PackageStatus.verify|verify} messages.
                 * @param message PackageStatus message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.PackageStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PackageStatus message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageStatus & opamp.proto.v1.PackageStatus.$Shape} PackageStatus
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.PackageStatus & opamp.proto.v1.PackageStatus.$Shape;
            }

            namespace PackageStatus {

                /** Properties of a PackageStatus. */
                interface $Properties {

                    /** PackageStatus name */
                    name?: string;

                    /** PackageStatus agentHasVersion */
                    agentHasVersion?: string;

                    /** PackageStatus agentHasHash */
                    agentHasHash?: Uint8Array;

                    /** PackageStatus serverOfferedVersion */
                    serverOfferedVersion?: string;

                    /** PackageStatus serverOfferedHash */
                    serverOfferedHash?: Uint8Array;

                    /** PackageStatus status */
                    status?: opamp.proto.v1.PackageStatusEnum;

                    /** PackageStatus errorMessage */
                    errorMessage?: string;

                    /** PackageStatus downloadDetails */
                    downloadDetails?: opamp.proto.v1.PackageDownloadDetails.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PackageStatus. */
                type $Shape = opamp.proto.v1.PackageStatus.$Properties;
            }

            /**
             * Properties of a PackageDownloadDetails.
             * @deprecated Use opamp.proto.v1.PackageDownloadDetails.$Properties instead.
             */
            interface IPackageDownloadDetails extends opamp.proto.v1.PackageDownloadDetails.$Properties {
            }

            /** Represents a PackageDownloadDetails. */
            class PackageDownloadDetails {

                /**
                 * Constructs a new PackageDownloadDetails.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.PackageDownloadDetails.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PackageDownloadDetails downloadPercent. */
                downloadPercent: number;

                /** PackageDownloadDetails downloadBytesPerSecond. */
                downloadBytesPerSecond: number;

                /**
                 * Creates a new PackageDownloadDetails instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PackageDownloadDetails instance
                 */
                static create(properties: opamp.proto.v1.PackageDownloadDetails.$Shape): opamp.proto.v1.PackageDownloadDetails & opamp.proto.v1.PackageDownloadDetails.$Shape;
                static create(properties?: opamp.proto.v1.PackageDownloadDetails.$Properties): opamp.proto.v1.PackageDownloadDetails;

                /**
                 * Encodes the specified PackageDownloadDetails message. Does not implicitly {@link opamp.proto.v1.PackageDownloadDetails.verify|verify} messages.
                 * @param message PackageDownloadDetails message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.PackageDownloadDetails.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PackageDownloadDetails message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageDownloadDetails & opamp.proto.v1.PackageDownloadDetails.$Shape} PackageDownloadDetails
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.PackageDownloadDetails & opamp.proto.v1.PackageDownloadDetails.$Shape;
            }

            namespace PackageDownloadDetails {

                /** Properties of a PackageDownloadDetails. */
                interface $Properties {

                    /** PackageDownloadDetails downloadPercent */
                    downloadPercent?: number;

                    /** PackageDownloadDetails downloadBytesPerSecond */
                    downloadBytesPerSecond?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PackageDownloadDetails. */
                type $Shape = opamp.proto.v1.PackageDownloadDetails.$Properties;
            }

            /** PackageStatusEnum enum. */
            enum PackageStatusEnum {

                /** PackageStatusEnum_Installed value */
                PackageStatusEnum_Installed = 0,

                /** PackageStatusEnum_InstallPending value */
                PackageStatusEnum_InstallPending = 1,

                /** PackageStatusEnum_Installing value */
                PackageStatusEnum_Installing = 2,

                /** PackageStatusEnum_InstallFailed value */
                PackageStatusEnum_InstallFailed = 3,

                /** PackageStatusEnum_Downloading value */
                PackageStatusEnum_Downloading = 4
            }

            /** AgentCapabilities enum. */
            enum AgentCapabilities {

                /** AgentCapabilities_Unspecified value */
                AgentCapabilities_Unspecified = 0,

                /** AgentCapabilities_ReportsStatus value */
                AgentCapabilities_ReportsStatus = 1,

                /** AgentCapabilities_AcceptsRemoteConfig value */
                AgentCapabilities_AcceptsRemoteConfig = 2,

                /** AgentCapabilities_ReportsEffectiveConfig value */
                AgentCapabilities_ReportsEffectiveConfig = 4,

                /** AgentCapabilities_AcceptsPackages value */
                AgentCapabilities_AcceptsPackages = 8,

                /** AgentCapabilities_ReportsPackageStatuses value */
                AgentCapabilities_ReportsPackageStatuses = 16,

                /** AgentCapabilities_ReportsOwnTraces value */
                AgentCapabilities_ReportsOwnTraces = 32,

                /** AgentCapabilities_ReportsOwnMetrics value */
                AgentCapabilities_ReportsOwnMetrics = 64,

                /** AgentCapabilities_ReportsOwnLogs value */
                AgentCapabilities_ReportsOwnLogs = 128,

                /** AgentCapabilities_AcceptsOpAMPConnectionSettings value */
                AgentCapabilities_AcceptsOpAMPConnectionSettings = 256,

                /** AgentCapabilities_AcceptsOtherConnectionSettings value */
                AgentCapabilities_AcceptsOtherConnectionSettings = 512,

                /** AgentCapabilities_AcceptsRestartCommand value */
                AgentCapabilities_AcceptsRestartCommand = 1024,

                /** AgentCapabilities_ReportsHealth value */
                AgentCapabilities_ReportsHealth = 2048,

                /** AgentCapabilities_ReportsRemoteConfig value */
                AgentCapabilities_ReportsRemoteConfig = 4096,

                /** AgentCapabilities_ReportsHeartbeat value */
                AgentCapabilities_ReportsHeartbeat = 8192,

                /** AgentCapabilities_ReportsAvailableComponents value */
                AgentCapabilities_ReportsAvailableComponents = 16384,

                /** AgentCapabilities_ReportsConnectionSettingsStatus value */
                AgentCapabilities_ReportsConnectionSettingsStatus = 32768
            }

            /**
             * Properties of a ServerToAgent.
             * @deprecated Use opamp.proto.v1.ServerToAgent.$Properties instead.
             */
            interface IServerToAgent extends opamp.proto.v1.ServerToAgent.$Properties {
            }

            /** Represents a ServerToAgent. */
            class ServerToAgent {

                /**
                 * Constructs a new ServerToAgent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ServerToAgent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ServerToAgent instanceUid. */
                instanceUid: Uint8Array;

                /** ServerToAgent errorResponse. */
                errorResponse: opamp.proto.v1.ServerErrorResponse;

                /** ServerToAgent remoteConfig. */
                remoteConfig: opamp.proto.v1.AgentRemoteConfig;

                /** ServerToAgent connectionSettings. */
                connectionSettings: opamp.proto.v1.ConnectionSettingsOffers;

                /** ServerToAgent packagesAvailable. */
                packagesAvailable: opamp.proto.v1.PackagesAvailable;

                /** ServerToAgent flags. */
                flags: (number|Long);

                /** ServerToAgent capabilities. */
                capabilities: (number|Long);

                /** ServerToAgent agentIdentification. */
                agentIdentification: opamp.proto.v1.AgentIdentification;

                /** ServerToAgent command. */
                command: opamp.proto.v1.ServerToAgentCommand;

                /** ServerToAgent customCapabilities. */
                customCapabilities: opamp.proto.v1.CustomCapabilities;

                /** ServerToAgent customMessage. */
                customMessage: opamp.proto.v1.CustomMessage;

                /**
                 * Creates a new ServerToAgent instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ServerToAgent instance
                 */
                static create(properties: opamp.proto.v1.ServerToAgent.$Shape): opamp.proto.v1.ServerToAgent & opamp.proto.v1.ServerToAgent.$Shape;
                static create(properties?: opamp.proto.v1.ServerToAgent.$Properties): opamp.proto.v1.ServerToAgent;

                /**
                 * Encodes the specified ServerToAgent message. Does not implicitly {@link opamp.proto.v1.ServerToAgent.verify|verify} messages.
                 * @param message ServerToAgent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ServerToAgent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ServerToAgent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ServerToAgent & opamp.proto.v1.ServerToAgent.$Shape} ServerToAgent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ServerToAgent & opamp.proto.v1.ServerToAgent.$Shape;
            }

            namespace ServerToAgent {

                /** Properties of a ServerToAgent. */
                interface $Properties {

                    /** ServerToAgent instanceUid */
                    instanceUid?: Uint8Array;

                    /** ServerToAgent errorResponse */
                    errorResponse?: opamp.proto.v1.ServerErrorResponse.$Properties;

                    /** ServerToAgent remoteConfig */
                    remoteConfig?: opamp.proto.v1.AgentRemoteConfig.$Properties;

                    /** ServerToAgent connectionSettings */
                    connectionSettings?: opamp.proto.v1.ConnectionSettingsOffers.$Properties;

                    /** ServerToAgent packagesAvailable */
                    packagesAvailable?: opamp.proto.v1.PackagesAvailable.$Properties;

                    /** ServerToAgent flags */
                    flags?: (number|Long);

                    /** ServerToAgent capabilities */
                    capabilities?: (number|Long);

                    /** ServerToAgent agentIdentification */
                    agentIdentification?: opamp.proto.v1.AgentIdentification.$Properties;

                    /** ServerToAgent command */
                    command?: opamp.proto.v1.ServerToAgentCommand.$Properties;

                    /** ServerToAgent customCapabilities */
                    customCapabilities?: opamp.proto.v1.CustomCapabilities.$Properties;

                    /** ServerToAgent customMessage */
                    customMessage?: opamp.proto.v1.CustomMessage.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ServerToAgent. */
                type $Shape = {
                  instanceUid?: Uint8Array;
                  errorResponse?: opamp.proto.v1.ServerErrorResponse.$Shape;
                  remoteConfig?: opamp.proto.v1.AgentRemoteConfig.$Shape;
                  connectionSettings?: opamp.proto.v1.ConnectionSettingsOffers.$Shape;
                  packagesAvailable?: opamp.proto.v1.PackagesAvailable.$Shape;
                  flags?: number|Long;
                  capabilities?: number|Long;
                  agentIdentification?: opamp.proto.v1.AgentIdentification.$Shape;
                  command?: opamp.proto.v1.ServerToAgentCommand.$Shape;
                  customCapabilities?: opamp.proto.v1.CustomCapabilities.$Shape;
                  customMessage?: opamp.proto.v1.CustomMessage.$Shape;
                  $unknowns?: Uint8Array[];
                };
            }

            /** ServerToAgentFlags enum. */
            enum ServerToAgentFlags {

                /** ServerToAgentFlags_Unspecified value */
                ServerToAgentFlags_Unspecified = 0,

                /** ServerToAgentFlags_ReportFullState value */
                ServerToAgentFlags_ReportFullState = 1,

                /** ServerToAgentFlags_ReportAvailableComponents value */
                ServerToAgentFlags_ReportAvailableComponents = 2
            }

            /**
             * Properties of a ServerErrorResponse.
             * @deprecated Use opamp.proto.v1.ServerErrorResponse.$Properties instead.
             */
            interface IServerErrorResponse extends opamp.proto.v1.ServerErrorResponse.$Properties {
            }

            /** Represents a ServerErrorResponse. */
            class ServerErrorResponse {

                /**
                 * Constructs a new ServerErrorResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ServerErrorResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ServerErrorResponse type. */
                type: opamp.proto.v1.ServerErrorResponseType;

                /** ServerErrorResponse errorMessage. */
                errorMessage: string;

                /** ServerErrorResponse retryInfo. */
                retryInfo: (opamp.proto.v1.RetryInfo|null);

                /** ServerErrorResponse Details. */
                Details?: "retryInfo";

                /**
                 * Creates a new ServerErrorResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ServerErrorResponse instance
                 */
                static create(properties: opamp.proto.v1.ServerErrorResponse.$Shape): opamp.proto.v1.ServerErrorResponse & opamp.proto.v1.ServerErrorResponse.$Shape;
                static create(properties?: opamp.proto.v1.ServerErrorResponse.$Properties): opamp.proto.v1.ServerErrorResponse;

                /**
                 * Encodes the specified ServerErrorResponse message. Does not implicitly {@link opamp.proto.v1.ServerErrorResponse.verify|verify} messages.
                 * @param message ServerErrorResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ServerErrorResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ServerErrorResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ServerErrorResponse & opamp.proto.v1.ServerErrorResponse.$Shape} ServerErrorResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ServerErrorResponse & opamp.proto.v1.ServerErrorResponse.$Shape;
            }

            namespace ServerErrorResponse {

                /** Properties of a ServerErrorResponse. */
                interface $Properties {

                    /** ServerErrorResponse type */
                    type?: opamp.proto.v1.ServerErrorResponseType;

                    /** ServerErrorResponse errorMessage */
                    errorMessage?: string;

                    /** ServerErrorResponse retryInfo */
                    retryInfo?: (opamp.proto.v1.RetryInfo.$Properties|null);

                    /** ServerErrorResponse Details */
                    Details?: "retryInfo";

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a ServerErrorResponse. */
                type $Shape = {
                  type?: opamp.proto.v1.ServerErrorResponseType;
                  errorMessage?: string;
                  retryInfo?: opamp.proto.v1.RetryInfo.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ Details?: undefined; retryInfo?: null }|{ Details?: "retryInfo"; retryInfo: opamp.proto.v1.RetryInfo.$Shape })
                );
            }

            /** ServerErrorResponseType enum. */
            enum ServerErrorResponseType {

                /** ServerErrorResponseType_Unknown value */
                ServerErrorResponseType_Unknown = 0,

                /** ServerErrorResponseType_BadRequest value */
                ServerErrorResponseType_BadRequest = 1,

                /** ServerErrorResponseType_Unavailable value */
                ServerErrorResponseType_Unavailable = 2
            }

            /**
             * Properties of a RetryInfo.
             * @deprecated Use opamp.proto.v1.RetryInfo.$Properties instead.
             */
            interface IRetryInfo extends opamp.proto.v1.RetryInfo.$Properties {
            }

            /** Represents a RetryInfo. */
            class RetryInfo {

                /**
                 * Constructs a new RetryInfo.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.RetryInfo.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RetryInfo retryAfterNanoseconds. */
                retryAfterNanoseconds: (number|Long);

                /**
                 * Creates a new RetryInfo instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns RetryInfo instance
                 */
                static create(properties: opamp.proto.v1.RetryInfo.$Shape): opamp.proto.v1.RetryInfo & opamp.proto.v1.RetryInfo.$Shape;
                static create(properties?: opamp.proto.v1.RetryInfo.$Properties): opamp.proto.v1.RetryInfo;

                /**
                 * Encodes the specified RetryInfo message. Does not implicitly {@link opamp.proto.v1.RetryInfo.verify|verify} messages.
                 * @param message RetryInfo message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.RetryInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RetryInfo message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.RetryInfo & opamp.proto.v1.RetryInfo.$Shape} RetryInfo
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.RetryInfo & opamp.proto.v1.RetryInfo.$Shape;
            }

            namespace RetryInfo {

                /** Properties of a RetryInfo. */
                interface $Properties {

                    /** RetryInfo retryAfterNanoseconds */
                    retryAfterNanoseconds?: (number|Long);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RetryInfo. */
                type $Shape = opamp.proto.v1.RetryInfo.$Properties;
            }

            /**
             * Properties of a ServerToAgentCommand.
             * @deprecated Use opamp.proto.v1.ServerToAgentCommand.$Properties instead.
             */
            interface IServerToAgentCommand extends opamp.proto.v1.ServerToAgentCommand.$Properties {
            }

            /** Represents a ServerToAgentCommand. */
            class ServerToAgentCommand {

                /**
                 * Constructs a new ServerToAgentCommand.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ServerToAgentCommand.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ServerToAgentCommand type. */
                type: opamp.proto.v1.CommandType;

                /**
                 * Creates a new ServerToAgentCommand instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ServerToAgentCommand instance
                 */
                static create(properties: opamp.proto.v1.ServerToAgentCommand.$Shape): opamp.proto.v1.ServerToAgentCommand & opamp.proto.v1.ServerToAgentCommand.$Shape;
                static create(properties?: opamp.proto.v1.ServerToAgentCommand.$Properties): opamp.proto.v1.ServerToAgentCommand;

                /**
                 * Encodes the specified ServerToAgentCommand message. Does not implicitly {@link opamp.proto.v1.ServerToAgentCommand.verify|verify} messages.
                 * @param message ServerToAgentCommand message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ServerToAgentCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ServerToAgentCommand message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ServerToAgentCommand & opamp.proto.v1.ServerToAgentCommand.$Shape} ServerToAgentCommand
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ServerToAgentCommand & opamp.proto.v1.ServerToAgentCommand.$Shape;
            }

            namespace ServerToAgentCommand {

                /** Properties of a ServerToAgentCommand. */
                interface $Properties {

                    /** ServerToAgentCommand type */
                    type?: opamp.proto.v1.CommandType;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ServerToAgentCommand. */
                type $Shape = opamp.proto.v1.ServerToAgentCommand.$Properties;
            }

            /** CommandType enum. */
            enum CommandType {

                /** CommandType_Restart value */
                CommandType_Restart = 0
            }

            /**
             * Properties of an AgentIdentification.
             * @deprecated Use opamp.proto.v1.AgentIdentification.$Properties instead.
             */
            interface IAgentIdentification extends opamp.proto.v1.AgentIdentification.$Properties {
            }

            /** Represents an AgentIdentification. */
            class AgentIdentification {

                /**
                 * Constructs a new AgentIdentification.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AgentIdentification.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentIdentification newInstanceUid. */
                newInstanceUid: Uint8Array;

                /**
                 * Creates a new AgentIdentification instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AgentIdentification instance
                 */
                static create(properties: opamp.proto.v1.AgentIdentification.$Shape): opamp.proto.v1.AgentIdentification & opamp.proto.v1.AgentIdentification.$Shape;
                static create(properties?: opamp.proto.v1.AgentIdentification.$Properties): opamp.proto.v1.AgentIdentification;

                /**
                 * Encodes the specified AgentIdentification message. Does not implicitly {@link opamp.proto.v1.AgentIdentification.verify|verify} messages.
                 * @param message AgentIdentification message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AgentIdentification.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentIdentification message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentIdentification & opamp.proto.v1.AgentIdentification.$Shape} AgentIdentification
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AgentIdentification & opamp.proto.v1.AgentIdentification.$Shape;
            }

            namespace AgentIdentification {

                /** Properties of an AgentIdentification. */
                interface $Properties {

                    /** AgentIdentification newInstanceUid */
                    newInstanceUid?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AgentIdentification. */
                type $Shape = opamp.proto.v1.AgentIdentification.$Properties;
            }

            /**
             * Properties of an AgentRemoteConfig.
             * @deprecated Use opamp.proto.v1.AgentRemoteConfig.$Properties instead.
             */
            interface IAgentRemoteConfig extends opamp.proto.v1.AgentRemoteConfig.$Properties {
            }

            /** Represents an AgentRemoteConfig. */
            class AgentRemoteConfig {

                /**
                 * Constructs a new AgentRemoteConfig.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AgentRemoteConfig.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentRemoteConfig config. */
                config: opamp.proto.v1.AgentConfigMap;

                /** AgentRemoteConfig configHash. */
                configHash: Uint8Array;

                /**
                 * Creates a new AgentRemoteConfig instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AgentRemoteConfig instance
                 */
                static create(properties: opamp.proto.v1.AgentRemoteConfig.$Shape): opamp.proto.v1.AgentRemoteConfig & opamp.proto.v1.AgentRemoteConfig.$Shape;
                static create(properties?: opamp.proto.v1.AgentRemoteConfig.$Properties): opamp.proto.v1.AgentRemoteConfig;

                /**
                 * Encodes the specified AgentRemoteConfig message. Does not implicitly {@link opamp.proto.v1.AgentRemoteConfig.verify|verify} messages.
                 * @param message AgentRemoteConfig message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AgentRemoteConfig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentRemoteConfig message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentRemoteConfig & opamp.proto.v1.AgentRemoteConfig.$Shape} AgentRemoteConfig
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AgentRemoteConfig & opamp.proto.v1.AgentRemoteConfig.$Shape;
            }

            namespace AgentRemoteConfig {

                /** Properties of an AgentRemoteConfig. */
                interface $Properties {

                    /** AgentRemoteConfig config */
                    config?: opamp.proto.v1.AgentConfigMap.$Properties;

                    /** AgentRemoteConfig configHash */
                    configHash?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AgentRemoteConfig. */
                type $Shape = opamp.proto.v1.AgentRemoteConfig.$Properties;
            }

            /**
             * Properties of an AgentConfigMap.
             * @deprecated Use opamp.proto.v1.AgentConfigMap.$Properties instead.
             */
            interface IAgentConfigMap extends opamp.proto.v1.AgentConfigMap.$Properties {
            }

            /** Represents an AgentConfigMap. */
            class AgentConfigMap {

                /**
                 * Constructs a new AgentConfigMap.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AgentConfigMap.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentConfigMap configMap. */
                configMap: { [k: string]: opamp.proto.v1.AgentConfigFile };

                /**
                 * Creates a new AgentConfigMap instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AgentConfigMap instance
                 */
                static create(properties: opamp.proto.v1.AgentConfigMap.$Shape): opamp.proto.v1.AgentConfigMap & opamp.proto.v1.AgentConfigMap.$Shape;
                static create(properties?: opamp.proto.v1.AgentConfigMap.$Properties): opamp.proto.v1.AgentConfigMap;

                /**
                 * Encodes the specified AgentConfigMap message. Does not implicitly {@link opamp.proto.v1.AgentConfigMap.verify|verify} messages.
                 * @param message AgentConfigMap message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AgentConfigMap.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentConfigMap message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentConfigMap & opamp.proto.v1.AgentConfigMap.$Shape} AgentConfigMap
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AgentConfigMap & opamp.proto.v1.AgentConfigMap.$Shape;
            }

            namespace AgentConfigMap {

                /** Properties of an AgentConfigMap. */
                interface $Properties {

                    /** AgentConfigMap configMap */
                    configMap?: { [k: string]: opamp.proto.v1.AgentConfigFile.$Properties };

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AgentConfigMap. */
                type $Shape = opamp.proto.v1.AgentConfigMap.$Properties;
            }

            /**
             * Properties of an AgentConfigFile.
             * @deprecated Use opamp.proto.v1.AgentConfigFile.$Properties instead.
             */
            interface IAgentConfigFile extends opamp.proto.v1.AgentConfigFile.$Properties {
            }

            /** Represents an AgentConfigFile. */
            class AgentConfigFile {

                /**
                 * Constructs a new AgentConfigFile.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AgentConfigFile.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentConfigFile body. */
                body: Uint8Array;

                /** AgentConfigFile contentType. */
                contentType: string;

                /**
                 * Creates a new AgentConfigFile instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AgentConfigFile instance
                 */
                static create(properties: opamp.proto.v1.AgentConfigFile.$Shape): opamp.proto.v1.AgentConfigFile & opamp.proto.v1.AgentConfigFile.$Shape;
                static create(properties?: opamp.proto.v1.AgentConfigFile.$Properties): opamp.proto.v1.AgentConfigFile;

                /**
                 * Encodes the specified AgentConfigFile message. Does not implicitly {@link opamp.proto.v1.AgentConfigFile.verify|verify} messages.
                 * @param message AgentConfigFile message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AgentConfigFile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentConfigFile message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentConfigFile & opamp.proto.v1.AgentConfigFile.$Shape} AgentConfigFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AgentConfigFile & opamp.proto.v1.AgentConfigFile.$Shape;
            }

            namespace AgentConfigFile {

                /** Properties of an AgentConfigFile. */
                interface $Properties {

                    /** AgentConfigFile body */
                    body?: Uint8Array;

                    /** AgentConfigFile contentType */
                    contentType?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AgentConfigFile. */
                type $Shape = opamp.proto.v1.AgentConfigFile.$Properties;
            }

            /**
             * Properties of a ConnectionSettingsOffers.
             * @deprecated Use opamp.proto.v1.ConnectionSettingsOffers.$Properties instead.
             */
            interface IConnectionSettingsOffers extends opamp.proto.v1.ConnectionSettingsOffers.$Properties {
            }

            /** Represents a ConnectionSettingsOffers. */
            class ConnectionSettingsOffers {

                /**
                 * Constructs a new ConnectionSettingsOffers.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ConnectionSettingsOffers.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConnectionSettingsOffers hash. */
                hash: Uint8Array;

                /** ConnectionSettingsOffers opamp. */
                opamp: opamp.proto.v1.OpAMPConnectionSettings;

                /** ConnectionSettingsOffers ownMetrics. */
                ownMetrics: opamp.proto.v1.TelemetryConnectionSettings;

                /** ConnectionSettingsOffers ownTraces. */
                ownTraces: opamp.proto.v1.TelemetryConnectionSettings;

                /** ConnectionSettingsOffers ownLogs. */
                ownLogs: opamp.proto.v1.TelemetryConnectionSettings;

                /** ConnectionSettingsOffers otherConnections. */
                otherConnections: { [k: string]: opamp.proto.v1.OtherConnectionSettings };

                /**
                 * Creates a new ConnectionSettingsOffers instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConnectionSettingsOffers instance
                 */
                static create(properties: opamp.proto.v1.ConnectionSettingsOffers.$Shape): opamp.proto.v1.ConnectionSettingsOffers & opamp.proto.v1.ConnectionSettingsOffers.$Shape;
                static create(properties?: opamp.proto.v1.ConnectionSettingsOffers.$Properties): opamp.proto.v1.ConnectionSettingsOffers;

                /**
                 * Encodes the specified ConnectionSettingsOffers message. Does not implicitly {@link opamp.proto.v1.ConnectionSettingsOffers.verify|verify} messages.
                 * @param message ConnectionSettingsOffers message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ConnectionSettingsOffers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConnectionSettingsOffers message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ConnectionSettingsOffers & opamp.proto.v1.ConnectionSettingsOffers.$Shape} ConnectionSettingsOffers
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ConnectionSettingsOffers & opamp.proto.v1.ConnectionSettingsOffers.$Shape;
            }

            namespace ConnectionSettingsOffers {

                /** Properties of a ConnectionSettingsOffers. */
                interface $Properties {

                    /** ConnectionSettingsOffers hash */
                    hash?: Uint8Array;

                    /** ConnectionSettingsOffers opamp */
                    opamp?: opamp.proto.v1.OpAMPConnectionSettings.$Properties;

                    /** ConnectionSettingsOffers ownMetrics */
                    ownMetrics?: opamp.proto.v1.TelemetryConnectionSettings.$Properties;

                    /** ConnectionSettingsOffers ownTraces */
                    ownTraces?: opamp.proto.v1.TelemetryConnectionSettings.$Properties;

                    /** ConnectionSettingsOffers ownLogs */
                    ownLogs?: opamp.proto.v1.TelemetryConnectionSettings.$Properties;

                    /** ConnectionSettingsOffers otherConnections */
                    otherConnections?: { [k: string]: opamp.proto.v1.OtherConnectionSettings.$Properties };

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConnectionSettingsOffers. */
                type $Shape = opamp.proto.v1.ConnectionSettingsOffers.$Properties;
            }

            /**
             * Properties of an OpAMPConnectionSettings.
             * @deprecated Use opamp.proto.v1.OpAMPConnectionSettings.$Properties instead.
             */
            interface IOpAMPConnectionSettings extends opamp.proto.v1.OpAMPConnectionSettings.$Properties {
            }

            /** Represents an OpAMPConnectionSettings. */
            class OpAMPConnectionSettings {

                /**
                 * Constructs a new OpAMPConnectionSettings.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.OpAMPConnectionSettings.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** OpAMPConnectionSettings destinationEndpoint. */
                destinationEndpoint: string;

                /** OpAMPConnectionSettings headers. */
                headers: opamp.proto.v1.Headers;

                /** OpAMPConnectionSettings certificate. */
                certificate: opamp.proto.v1.TLSCertificate;

                /** OpAMPConnectionSettings heartbeatIntervalSeconds. */
                heartbeatIntervalSeconds: (number|Long);

                /** OpAMPConnectionSettings tls. */
                tls: opamp.proto.v1.TLSConnectionSettings;

                /** OpAMPConnectionSettings proxy. */
                proxy: opamp.proto.v1.ProxyConnectionSettings;

                /**
                 * Creates a new OpAMPConnectionSettings instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns OpAMPConnectionSettings instance
                 */
                static create(properties: opamp.proto.v1.OpAMPConnectionSettings.$Shape): opamp.proto.v1.OpAMPConnectionSettings & opamp.proto.v1.OpAMPConnectionSettings.$Shape;
                static create(properties?: opamp.proto.v1.OpAMPConnectionSettings.$Properties): opamp.proto.v1.OpAMPConnectionSettings;

                /**
                 * Encodes the specified OpAMPConnectionSettings message. Does not implicitly {@link opamp.proto.v1.OpAMPConnectionSettings.verify|verify} messages.
                 * @param message OpAMPConnectionSettings message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.OpAMPConnectionSettings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an OpAMPConnectionSettings message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.OpAMPConnectionSettings & opamp.proto.v1.OpAMPConnectionSettings.$Shape} OpAMPConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.OpAMPConnectionSettings & opamp.proto.v1.OpAMPConnectionSettings.$Shape;
            }

            namespace OpAMPConnectionSettings {

                /** Properties of an OpAMPConnectionSettings. */
                interface $Properties {

                    /** OpAMPConnectionSettings destinationEndpoint */
                    destinationEndpoint?: string;

                    /** OpAMPConnectionSettings headers */
                    headers?: opamp.proto.v1.Headers.$Properties;

                    /** OpAMPConnectionSettings certificate */
                    certificate?: opamp.proto.v1.TLSCertificate.$Properties;

                    /** OpAMPConnectionSettings heartbeatIntervalSeconds */
                    heartbeatIntervalSeconds?: (number|Long);

                    /** OpAMPConnectionSettings tls */
                    tls?: opamp.proto.v1.TLSConnectionSettings.$Properties;

                    /** OpAMPConnectionSettings proxy */
                    proxy?: opamp.proto.v1.ProxyConnectionSettings.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an OpAMPConnectionSettings. */
                type $Shape = opamp.proto.v1.OpAMPConnectionSettings.$Properties;
            }

            /**
             * Properties of a TelemetryConnectionSettings.
             * @deprecated Use opamp.proto.v1.TelemetryConnectionSettings.$Properties instead.
             */
            interface ITelemetryConnectionSettings extends opamp.proto.v1.TelemetryConnectionSettings.$Properties {
            }

            /** Represents a TelemetryConnectionSettings. */
            class TelemetryConnectionSettings {

                /**
                 * Constructs a new TelemetryConnectionSettings.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.TelemetryConnectionSettings.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TelemetryConnectionSettings destinationEndpoint. */
                destinationEndpoint: string;

                /** TelemetryConnectionSettings headers. */
                headers: opamp.proto.v1.Headers;

                /** TelemetryConnectionSettings certificate. */
                certificate: opamp.proto.v1.TLSCertificate;

                /** TelemetryConnectionSettings tls. */
                tls: opamp.proto.v1.TLSConnectionSettings;

                /** TelemetryConnectionSettings proxy. */
                proxy: opamp.proto.v1.ProxyConnectionSettings;

                /**
                 * Creates a new TelemetryConnectionSettings instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TelemetryConnectionSettings instance
                 */
                static create(properties: opamp.proto.v1.TelemetryConnectionSettings.$Shape): opamp.proto.v1.TelemetryConnectionSettings & opamp.proto.v1.TelemetryConnectionSettings.$Shape;
                static create(properties?: opamp.proto.v1.TelemetryConnectionSettings.$Properties): opamp.proto.v1.TelemetryConnectionSettings;

                /**
                 * Encodes the specified TelemetryConnectionSettings message. Does not implicitly {@link opamp.proto.v1.TelemetryConnectionSettings.verify|verify} messages.
                 * @param message TelemetryConnectionSettings message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.TelemetryConnectionSettings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TelemetryConnectionSettings message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.TelemetryConnectionSettings & opamp.proto.v1.TelemetryConnectionSettings.$Shape} TelemetryConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.TelemetryConnectionSettings & opamp.proto.v1.TelemetryConnectionSettings.$Shape;
            }

            namespace TelemetryConnectionSettings {

                /** Properties of a TelemetryConnectionSettings. */
                interface $Properties {

                    /** TelemetryConnectionSettings destinationEndpoint */
                    destinationEndpoint?: string;

                    /** TelemetryConnectionSettings headers */
                    headers?: opamp.proto.v1.Headers.$Properties;

                    /** TelemetryConnectionSettings certificate */
                    certificate?: opamp.proto.v1.TLSCertificate.$Properties;

                    /** TelemetryConnectionSettings tls */
                    tls?: opamp.proto.v1.TLSConnectionSettings.$Properties;

                    /** TelemetryConnectionSettings proxy */
                    proxy?: opamp.proto.v1.ProxyConnectionSettings.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TelemetryConnectionSettings. */
                type $Shape = opamp.proto.v1.TelemetryConnectionSettings.$Properties;
            }

            /**
             * Properties of an OtherConnectionSettings.
             * @deprecated Use opamp.proto.v1.OtherConnectionSettings.$Properties instead.
             */
            interface IOtherConnectionSettings extends opamp.proto.v1.OtherConnectionSettings.$Properties {
            }

            /** Represents an OtherConnectionSettings. */
            class OtherConnectionSettings {

                /**
                 * Constructs a new OtherConnectionSettings.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.OtherConnectionSettings.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** OtherConnectionSettings destinationEndpoint. */
                destinationEndpoint: string;

                /** OtherConnectionSettings headers. */
                headers: opamp.proto.v1.Headers;

                /** OtherConnectionSettings certificate. */
                certificate: opamp.proto.v1.TLSCertificate;

                /** OtherConnectionSettings otherSettings. */
                otherSettings: { [k: string]: string };

                /** OtherConnectionSettings tls. */
                tls: opamp.proto.v1.TLSConnectionSettings;

                /** OtherConnectionSettings proxy. */
                proxy: opamp.proto.v1.ProxyConnectionSettings;

                /**
                 * Creates a new OtherConnectionSettings instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns OtherConnectionSettings instance
                 */
                static create(properties: opamp.proto.v1.OtherConnectionSettings.$Shape): opamp.proto.v1.OtherConnectionSettings & opamp.proto.v1.OtherConnectionSettings.$Shape;
                static create(properties?: opamp.proto.v1.OtherConnectionSettings.$Properties): opamp.proto.v1.OtherConnectionSettings;

                /**
                 * Encodes the specified OtherConnectionSettings message. Does not implicitly {@link opamp.proto.v1.OtherConnectionSettings.verify|verify} messages.
                 * @param message OtherConnectionSettings message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.OtherConnectionSettings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an OtherConnectionSettings message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.OtherConnectionSettings & opamp.proto.v1.OtherConnectionSettings.$Shape} OtherConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.OtherConnectionSettings & opamp.proto.v1.OtherConnectionSettings.$Shape;
            }

            namespace OtherConnectionSettings {

                /** Properties of an OtherConnectionSettings. */
                interface $Properties {

                    /** OtherConnectionSettings destinationEndpoint */
                    destinationEndpoint?: string;

                    /** OtherConnectionSettings headers */
                    headers?: opamp.proto.v1.Headers.$Properties;

                    /** OtherConnectionSettings certificate */
                    certificate?: opamp.proto.v1.TLSCertificate.$Properties;

                    /** OtherConnectionSettings otherSettings */
                    otherSettings?: { [k: string]: string };

                    /** OtherConnectionSettings tls */
                    tls?: opamp.proto.v1.TLSConnectionSettings.$Properties;

                    /** OtherConnectionSettings proxy */
                    proxy?: opamp.proto.v1.ProxyConnectionSettings.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an OtherConnectionSettings. */
                type $Shape = opamp.proto.v1.OtherConnectionSettings.$Properties;
            }

            /**
             * Properties of a TLSConnectionSettings.
             * @deprecated Use opamp.proto.v1.TLSConnectionSettings.$Properties instead.
             */
            interface ITLSConnectionSettings extends opamp.proto.v1.TLSConnectionSettings.$Properties {
            }

            /** Represents a TLSConnectionSettings. */
            class TLSConnectionSettings {

                /**
                 * Constructs a new TLSConnectionSettings.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.TLSConnectionSettings.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TLSConnectionSettings caPemContents. */
                caPemContents: string;

                /** TLSConnectionSettings includeSystemCaCertsPool. */
                includeSystemCaCertsPool: boolean;

                /** TLSConnectionSettings insecureSkipVerify. */
                insecureSkipVerify: boolean;

                /** TLSConnectionSettings minVersion. */
                minVersion: string;

                /** TLSConnectionSettings maxVersion. */
                maxVersion: string;

                /** TLSConnectionSettings cipherSuites. */
                cipherSuites: string[];

                /**
                 * Creates a new TLSConnectionSettings instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TLSConnectionSettings instance
                 */
                static create(properties: opamp.proto.v1.TLSConnectionSettings.$Shape): opamp.proto.v1.TLSConnectionSettings & opamp.proto.v1.TLSConnectionSettings.$Shape;
                static create(properties?: opamp.proto.v1.TLSConnectionSettings.$Properties): opamp.proto.v1.TLSConnectionSettings;

                /**
                 * Encodes the specified TLSConnectionSettings message. Does not implicitly {@link opamp.proto.v1.TLSConnectionSettings.verify|verify} messages.
                 * @param message TLSConnectionSettings message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.TLSConnectionSettings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TLSConnectionSettings message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.TLSConnectionSettings & opamp.proto.v1.TLSConnectionSettings.$Shape} TLSConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.TLSConnectionSettings & opamp.proto.v1.TLSConnectionSettings.$Shape;
            }

            namespace TLSConnectionSettings {

                /** Properties of a TLSConnectionSettings. */
                interface $Properties {

                    /** TLSConnectionSettings caPemContents */
                    caPemContents?: string;

                    /** TLSConnectionSettings includeSystemCaCertsPool */
                    includeSystemCaCertsPool?: boolean;

                    /** TLSConnectionSettings insecureSkipVerify */
                    insecureSkipVerify?: boolean;

                    /** TLSConnectionSettings minVersion */
                    minVersion?: string;

                    /** TLSConnectionSettings maxVersion */
                    maxVersion?: string;

                    /** TLSConnectionSettings cipherSuites */
                    cipherSuites?: string[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TLSConnectionSettings. */
                type $Shape = opamp.proto.v1.TLSConnectionSettings.$Properties;
            }

            /**
             * Properties of a ProxyConnectionSettings.
             * @deprecated Use opamp.proto.v1.ProxyConnectionSettings.$Properties instead.
             */
            interface IProxyConnectionSettings extends opamp.proto.v1.ProxyConnectionSettings.$Properties {
            }

            /** Represents a ProxyConnectionSettings. */
            class ProxyConnectionSettings {

                /**
                 * Constructs a new ProxyConnectionSettings.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ProxyConnectionSettings.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ProxyConnectionSettings url. */
                url: string;

                /** ProxyConnectionSettings connectHeaders. */
                connectHeaders: opamp.proto.v1.Headers;

                /**
                 * Creates a new ProxyConnectionSettings instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ProxyConnectionSettings instance
                 */
                static create(properties: opamp.proto.v1.ProxyConnectionSettings.$Shape): opamp.proto.v1.ProxyConnectionSettings & opamp.proto.v1.ProxyConnectionSettings.$Shape;
                static create(properties?: opamp.proto.v1.ProxyConnectionSettings.$Properties): opamp.proto.v1.ProxyConnectionSettings;

                /**
                 * Encodes the specified ProxyConnectionSettings message. Does not implicitly {@link opamp.proto.v1.ProxyConnectionSettings.verify|verify} messages.
                 * @param message ProxyConnectionSettings message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ProxyConnectionSettings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ProxyConnectionSettings message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ProxyConnectionSettings & opamp.proto.v1.ProxyConnectionSettings.$Shape} ProxyConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ProxyConnectionSettings & opamp.proto.v1.ProxyConnectionSettings.$Shape;
            }

            namespace ProxyConnectionSettings {

                /** Properties of a ProxyConnectionSettings. */
                interface $Properties {

                    /** ProxyConnectionSettings url */
                    url?: string;

                    /** ProxyConnectionSettings connectHeaders */
                    connectHeaders?: opamp.proto.v1.Headers.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ProxyConnectionSettings. */
                type $Shape = opamp.proto.v1.ProxyConnectionSettings.$Properties;
            }

            /**
             * Properties of a Headers.
             * @deprecated Use opamp.proto.v1.Headers.$Properties instead.
             */
            interface IHeaders extends opamp.proto.v1.Headers.$Properties {
            }

            /** Represents a Headers. */
            class Headers {

                /**
                 * Constructs a new Headers.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.Headers.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Headers headers. */
                headers: opamp.proto.v1.Header[];

                /**
                 * Creates a new Headers instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Headers instance
                 */
                static create(properties: opamp.proto.v1.Headers.$Shape): opamp.proto.v1.Headers & opamp.proto.v1.Headers.$Shape;
                static create(properties?: opamp.proto.v1.Headers.$Properties): opamp.proto.v1.Headers;

                /**
                 * Encodes the specified Headers message. Does not implicitly {@link opamp.proto.v1.Headers.verify|verify} messages.
                 * @param message Headers message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.Headers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Headers message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.Headers & opamp.proto.v1.Headers.$Shape} Headers
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.Headers & opamp.proto.v1.Headers.$Shape;
            }

            namespace Headers {

                /** Properties of a Headers. */
                interface $Properties {

                    /** Headers headers */
                    headers?: opamp.proto.v1.Header.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Headers. */
                type $Shape = opamp.proto.v1.Headers.$Properties;
            }

            /**
             * Properties of a Header.
             * @deprecated Use opamp.proto.v1.Header.$Properties instead.
             */
            interface IHeader extends opamp.proto.v1.Header.$Properties {
            }

            /** Represents a Header. */
            class Header {

                /**
                 * Constructs a new Header.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.Header.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Header key. */
                key: string;

                /** Header value. */
                value: string;

                /**
                 * Creates a new Header instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Header instance
                 */
                static create(properties: opamp.proto.v1.Header.$Shape): opamp.proto.v1.Header & opamp.proto.v1.Header.$Shape;
                static create(properties?: opamp.proto.v1.Header.$Properties): opamp.proto.v1.Header;

                /**
                 * Encodes the specified Header message. Does not implicitly {@link opamp.proto.v1.Header.verify|verify} messages.
                 * @param message Header message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.Header.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Header message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.Header & opamp.proto.v1.Header.$Shape} Header
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.Header & opamp.proto.v1.Header.$Shape;
            }

            namespace Header {

                /** Properties of a Header. */
                interface $Properties {

                    /** Header key */
                    key?: string;

                    /** Header value */
                    value?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Header. */
                type $Shape = opamp.proto.v1.Header.$Properties;
            }

            /**
             * Properties of a TLSCertificate.
             * @deprecated Use opamp.proto.v1.TLSCertificate.$Properties instead.
             */
            interface ITLSCertificate extends opamp.proto.v1.TLSCertificate.$Properties {
            }

            /** Represents a TLSCertificate. */
            class TLSCertificate {

                /**
                 * Constructs a new TLSCertificate.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.TLSCertificate.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TLSCertificate cert. */
                cert: Uint8Array;

                /** TLSCertificate privateKey. */
                privateKey: Uint8Array;

                /** TLSCertificate caCert. */
                caCert: Uint8Array;

                /**
                 * Creates a new TLSCertificate instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TLSCertificate instance
                 */
                static create(properties: opamp.proto.v1.TLSCertificate.$Shape): opamp.proto.v1.TLSCertificate & opamp.proto.v1.TLSCertificate.$Shape;
                static create(properties?: opamp.proto.v1.TLSCertificate.$Properties): opamp.proto.v1.TLSCertificate;

                /**
                 * Encodes the specified TLSCertificate message. Does not implicitly {@link opamp.proto.v1.TLSCertificate.verify|verify} messages.
                 * @param message TLSCertificate message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.TLSCertificate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TLSCertificate message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.TLSCertificate & opamp.proto.v1.TLSCertificate.$Shape} TLSCertificate
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.TLSCertificate & opamp.proto.v1.TLSCertificate.$Shape;
            }

            namespace TLSCertificate {

                /** Properties of a TLSCertificate. */
                interface $Properties {

                    /** TLSCertificate cert */
                    cert?: Uint8Array;

                    /** TLSCertificate privateKey */
                    privateKey?: Uint8Array;

                    /** TLSCertificate caCert */
                    caCert?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TLSCertificate. */
                type $Shape = opamp.proto.v1.TLSCertificate.$Properties;
            }

            /**
             * Properties of a PackagesAvailable.
             * @deprecated Use opamp.proto.v1.PackagesAvailable.$Properties instead.
             */
            interface IPackagesAvailable extends opamp.proto.v1.PackagesAvailable.$Properties {
            }

            /** Represents a PackagesAvailable. */
            class PackagesAvailable {

                /**
                 * Constructs a new PackagesAvailable.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.PackagesAvailable.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PackagesAvailable packages. */
                packages: { [k: string]: opamp.proto.v1.PackageAvailable };

                /** PackagesAvailable allPackagesHash. */
                allPackagesHash: Uint8Array;

                /**
                 * Creates a new PackagesAvailable instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PackagesAvailable instance
                 */
                static create(properties: opamp.proto.v1.PackagesAvailable.$Shape): opamp.proto.v1.PackagesAvailable & opamp.proto.v1.PackagesAvailable.$Shape;
                static create(properties?: opamp.proto.v1.PackagesAvailable.$Properties): opamp.proto.v1.PackagesAvailable;

                /**
                 * Encodes the specified PackagesAvailable message. Does not implicitly {@link opamp.proto.v1.PackagesAvailable.verify|verify} messages.
                 * @param message PackagesAvailable message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.PackagesAvailable.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PackagesAvailable message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackagesAvailable & opamp.proto.v1.PackagesAvailable.$Shape} PackagesAvailable
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.PackagesAvailable & opamp.proto.v1.PackagesAvailable.$Shape;
            }

            namespace PackagesAvailable {

                /** Properties of a PackagesAvailable. */
                interface $Properties {

                    /** PackagesAvailable packages */
                    packages?: { [k: string]: opamp.proto.v1.PackageAvailable.$Properties };

                    /** PackagesAvailable allPackagesHash */
                    allPackagesHash?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PackagesAvailable. */
                type $Shape = opamp.proto.v1.PackagesAvailable.$Properties;
            }

            /**
             * Properties of a PackageAvailable.
             * @deprecated Use opamp.proto.v1.PackageAvailable.$Properties instead.
             */
            interface IPackageAvailable extends opamp.proto.v1.PackageAvailable.$Properties {
            }

            /** Represents a PackageAvailable. */
            class PackageAvailable {

                /**
                 * Constructs a new PackageAvailable.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.PackageAvailable.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PackageAvailable type. */
                type: opamp.proto.v1.PackageType;

                /** PackageAvailable version. */
                version: string;

                /** PackageAvailable file. */
                file: opamp.proto.v1.DownloadableFile;

                /** PackageAvailable hash. */
                hash: Uint8Array;

                /**
                 * Creates a new PackageAvailable instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PackageAvailable instance
                 */
                static create(properties: opamp.proto.v1.PackageAvailable.$Shape): opamp.proto.v1.PackageAvailable & opamp.proto.v1.PackageAvailable.$Shape;
                static create(properties?: opamp.proto.v1.PackageAvailable.$Properties): opamp.proto.v1.PackageAvailable;

                /**
                 * Encodes the specified PackageAvailable message. Does not implicitly {@link opamp.proto.v1.PackageAvailable.verify|verify} messages.
                 * @param message PackageAvailable message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.PackageAvailable.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PackageAvailable message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageAvailable & opamp.proto.v1.PackageAvailable.$Shape} PackageAvailable
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.PackageAvailable & opamp.proto.v1.PackageAvailable.$Shape;
            }

            namespace PackageAvailable {

                /** Properties of a PackageAvailable. */
                interface $Properties {

                    /** PackageAvailable type */
                    type?: opamp.proto.v1.PackageType;

                    /** PackageAvailable version */
                    version?: string;

                    /** PackageAvailable file */
                    file?: opamp.proto.v1.DownloadableFile.$Properties;

                    /** PackageAvailable hash */
                    hash?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PackageAvailable. */
                type $Shape = opamp.proto.v1.PackageAvailable.$Properties;
            }

            /** PackageType enum. */
            enum PackageType {

                /** PackageType_TopLevel value */
                PackageType_TopLevel = 0,

                /** PackageType_Addon value */
                PackageType_Addon = 1
            }

            /**
             * Properties of a DownloadableFile.
             * @deprecated Use opamp.proto.v1.DownloadableFile.$Properties instead.
             */
            interface IDownloadableFile extends opamp.proto.v1.DownloadableFile.$Properties {
            }

            /** Represents a DownloadableFile. */
            class DownloadableFile {

                /**
                 * Constructs a new DownloadableFile.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.DownloadableFile.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DownloadableFile downloadUrl. */
                downloadUrl: string;

                /** DownloadableFile contentHash. */
                contentHash: Uint8Array;

                /** DownloadableFile signature. */
                signature: Uint8Array;

                /** DownloadableFile headers. */
                headers: opamp.proto.v1.Headers;

                /**
                 * Creates a new DownloadableFile instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DownloadableFile instance
                 */
                static create(properties: opamp.proto.v1.DownloadableFile.$Shape): opamp.proto.v1.DownloadableFile & opamp.proto.v1.DownloadableFile.$Shape;
                static create(properties?: opamp.proto.v1.DownloadableFile.$Properties): opamp.proto.v1.DownloadableFile;

                /**
                 * Encodes the specified DownloadableFile message. Does not implicitly {@link opamp.proto.v1.DownloadableFile.verify|verify} messages.
                 * @param message DownloadableFile message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.DownloadableFile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DownloadableFile message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.DownloadableFile & opamp.proto.v1.DownloadableFile.$Shape} DownloadableFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.DownloadableFile & opamp.proto.v1.DownloadableFile.$Shape;
            }

            namespace DownloadableFile {

                /** Properties of a DownloadableFile. */
                interface $Properties {

                    /** DownloadableFile downloadUrl */
                    downloadUrl?: string;

                    /** DownloadableFile contentHash */
                    contentHash?: Uint8Array;

                    /** DownloadableFile signature */
                    signature?: Uint8Array;

                    /** DownloadableFile headers */
                    headers?: opamp.proto.v1.Headers.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DownloadableFile. */
                type $Shape = opamp.proto.v1.DownloadableFile.$Properties;
            }

            /** ServerCapabilities enum. */
            enum ServerCapabilities {

                /** ServerCapabilities_Unspecified value */
                ServerCapabilities_Unspecified = 0,

                /** ServerCapabilities_AcceptsStatus value */
                ServerCapabilities_AcceptsStatus = 1,

                /** ServerCapabilities_OffersRemoteConfig value */
                ServerCapabilities_OffersRemoteConfig = 2,

                /** ServerCapabilities_AcceptsEffectiveConfig value */
                ServerCapabilities_AcceptsEffectiveConfig = 4,

                /** ServerCapabilities_OffersPackages value */
                ServerCapabilities_OffersPackages = 8,

                /** ServerCapabilities_AcceptsPackagesStatus value */
                ServerCapabilities_AcceptsPackagesStatus = 16,

                /** ServerCapabilities_OffersConnectionSettings value */
                ServerCapabilities_OffersConnectionSettings = 32,

                /** ServerCapabilities_AcceptsConnectionSettingsRequest value */
                ServerCapabilities_AcceptsConnectionSettingsRequest = 64
            }

            /**
             * Properties of a CustomCapabilities.
             * @deprecated Use opamp.proto.v1.CustomCapabilities.$Properties instead.
             */
            interface ICustomCapabilities extends opamp.proto.v1.CustomCapabilities.$Properties {
            }

            /** Represents a CustomCapabilities. */
            class CustomCapabilities {

                /**
                 * Constructs a new CustomCapabilities.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.CustomCapabilities.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CustomCapabilities capabilities. */
                capabilities: string[];

                /**
                 * Creates a new CustomCapabilities instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CustomCapabilities instance
                 */
                static create(properties: opamp.proto.v1.CustomCapabilities.$Shape): opamp.proto.v1.CustomCapabilities & opamp.proto.v1.CustomCapabilities.$Shape;
                static create(properties?: opamp.proto.v1.CustomCapabilities.$Properties): opamp.proto.v1.CustomCapabilities;

                /**
                 * Encodes the specified CustomCapabilities message. Does not implicitly {@link opamp.proto.v1.CustomCapabilities.verify|verify} messages.
                 * @param message CustomCapabilities message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.CustomCapabilities.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CustomCapabilities message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.CustomCapabilities & opamp.proto.v1.CustomCapabilities.$Shape} CustomCapabilities
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.CustomCapabilities & opamp.proto.v1.CustomCapabilities.$Shape;
            }

            namespace CustomCapabilities {

                /** Properties of a CustomCapabilities. */
                interface $Properties {

                    /** CustomCapabilities capabilities */
                    capabilities?: string[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CustomCapabilities. */
                type $Shape = opamp.proto.v1.CustomCapabilities.$Properties;
            }

            /**
             * Properties of a CustomMessage.
             * @deprecated Use opamp.proto.v1.CustomMessage.$Properties instead.
             */
            interface ICustomMessage extends opamp.proto.v1.CustomMessage.$Properties {
            }

            /** Represents a CustomMessage. */
            class CustomMessage {

                /**
                 * Constructs a new CustomMessage.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.CustomMessage.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CustomMessage capability. */
                capability: string;

                /** CustomMessage type. */
                type: string;

                /** CustomMessage data. */
                data: Uint8Array;

                /**
                 * Creates a new CustomMessage instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CustomMessage instance
                 */
                static create(properties: opamp.proto.v1.CustomMessage.$Shape): opamp.proto.v1.CustomMessage & opamp.proto.v1.CustomMessage.$Shape;
                static create(properties?: opamp.proto.v1.CustomMessage.$Properties): opamp.proto.v1.CustomMessage;

                /**
                 * Encodes the specified CustomMessage message. Does not implicitly {@link opamp.proto.v1.CustomMessage.verify|verify} messages.
                 * @param message CustomMessage message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.CustomMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CustomMessage message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.CustomMessage & opamp.proto.v1.CustomMessage.$Shape} CustomMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.CustomMessage & opamp.proto.v1.CustomMessage.$Shape;
            }

            namespace CustomMessage {

                /** Properties of a CustomMessage. */
                interface $Properties {

                    /** CustomMessage capability */
                    capability?: string;

                    /** CustomMessage type */
                    type?: string;

                    /** CustomMessage data */
                    data?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CustomMessage. */
                type $Shape = opamp.proto.v1.CustomMessage.$Properties;
            }

            /**
             * Properties of an AnyValue.
             * @deprecated Use opamp.proto.v1.AnyValue.$Properties instead.
             */
            interface IAnyValue extends opamp.proto.v1.AnyValue.$Properties {
            }

            /** Represents an AnyValue. */
            class AnyValue {

                /**
                 * Constructs a new AnyValue.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.AnyValue.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AnyValue stringValue. */
                stringValue: (string|null);

                /** AnyValue boolValue. */
                boolValue: (boolean|null);

                /** AnyValue intValue. */
                intValue: (number|Long|null);

                /** AnyValue doubleValue. */
                doubleValue: (number|null);

                /** AnyValue arrayValue. */
                arrayValue: (opamp.proto.v1.ArrayValue|null);

                /** AnyValue kvlistValue. */
                kvlistValue: (opamp.proto.v1.KeyValueList|null);

                /** AnyValue bytesValue. */
                bytesValue: (Uint8Array|null);

                /** AnyValue value. */
                value?: ("stringValue"|"boolValue"|"intValue"|"doubleValue"|"arrayValue"|"kvlistValue"|"bytesValue");

                /**
                 * Creates a new AnyValue instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AnyValue instance
                 */
                static create(properties: opamp.proto.v1.AnyValue.$Shape): opamp.proto.v1.AnyValue & opamp.proto.v1.AnyValue.$Shape;
                static create(properties?: opamp.proto.v1.AnyValue.$Properties): opamp.proto.v1.AnyValue;

                /**
                 * Encodes the specified AnyValue message. Does not implicitly {@link opamp.proto.v1.AnyValue.verify|verify} messages.
                 * @param message AnyValue message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.AnyValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AnyValue message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AnyValue & opamp.proto.v1.AnyValue.$Shape} AnyValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.AnyValue & opamp.proto.v1.AnyValue.$Shape;
            }

            namespace AnyValue {

                /** Properties of an AnyValue. */
                interface $Properties {

                    /** AnyValue stringValue */
                    stringValue?: (string|null);

                    /** AnyValue boolValue */
                    boolValue?: (boolean|null);

                    /** AnyValue intValue */
                    intValue?: (number|Long|null);

                    /** AnyValue doubleValue */
                    doubleValue?: (number|null);

                    /** AnyValue arrayValue */
                    arrayValue?: (opamp.proto.v1.ArrayValue.$Properties|null);

                    /** AnyValue kvlistValue */
                    kvlistValue?: (opamp.proto.v1.KeyValueList.$Properties|null);

                    /** AnyValue bytesValue */
                    bytesValue?: (Uint8Array|null);

                    /** AnyValue value */
                    value?: ("stringValue"|"boolValue"|"intValue"|"doubleValue"|"arrayValue"|"kvlistValue"|"bytesValue");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an AnyValue. */
                type $Shape = {
                  stringValue?: string|null;
                  boolValue?: boolean|null;
                  intValue?: number|Long|null;
                  doubleValue?: number|null;
                  arrayValue?: opamp.proto.v1.ArrayValue.$Shape|null;
                  kvlistValue?: opamp.proto.v1.KeyValueList.$Shape|null;
                  bytesValue?: Uint8Array|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ value?: undefined; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "stringValue"; stringValue: string; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "boolValue"; stringValue?: null; boolValue: boolean; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "intValue"; stringValue?: null; boolValue?: null; intValue: number|Long; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "doubleValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue: number; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "arrayValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue: opamp.proto.v1.ArrayValue.$Shape; kvlistValue?: null; bytesValue?: null }|{ value?: "kvlistValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue: opamp.proto.v1.KeyValueList.$Shape; bytesValue?: null }|{ value?: "bytesValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue: Uint8Array })
                );
            }

            /**
             * Properties of an ArrayValue.
             * @deprecated Use opamp.proto.v1.ArrayValue.$Properties instead.
             */
            interface IArrayValue extends opamp.proto.v1.ArrayValue.$Properties {
            }

            /** Represents an ArrayValue. */
            class ArrayValue {

                /**
                 * Constructs a new ArrayValue.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.ArrayValue.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ArrayValue values. */
                values: opamp.proto.v1.AnyValue[];

                /**
                 * Creates a new ArrayValue instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ArrayValue instance
                 */
                static create(properties: opamp.proto.v1.ArrayValue.$Shape): opamp.proto.v1.ArrayValue & opamp.proto.v1.ArrayValue.$Shape;
                static create(properties?: opamp.proto.v1.ArrayValue.$Properties): opamp.proto.v1.ArrayValue;

                /**
                 * Encodes the specified ArrayValue message. Does not implicitly {@link opamp.proto.v1.ArrayValue.verify|verify} messages.
                 * @param message ArrayValue message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.ArrayValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ArrayValue message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ArrayValue & opamp.proto.v1.ArrayValue.$Shape} ArrayValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.ArrayValue & opamp.proto.v1.ArrayValue.$Shape;
            }

            namespace ArrayValue {

                /** Properties of an ArrayValue. */
                interface $Properties {

                    /** ArrayValue values */
                    values?: opamp.proto.v1.AnyValue.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ArrayValue. */
                type $Shape = {
                  values?: opamp.proto.v1.AnyValue.$Shape[];
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a KeyValueList.
             * @deprecated Use opamp.proto.v1.KeyValueList.$Properties instead.
             */
            interface IKeyValueList extends opamp.proto.v1.KeyValueList.$Properties {
            }

            /** Represents a KeyValueList. */
            class KeyValueList {

                /**
                 * Constructs a new KeyValueList.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.KeyValueList.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** KeyValueList values. */
                values: opamp.proto.v1.KeyValue[];

                /**
                 * Creates a new KeyValueList instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns KeyValueList instance
                 */
                static create(properties: opamp.proto.v1.KeyValueList.$Shape): opamp.proto.v1.KeyValueList & opamp.proto.v1.KeyValueList.$Shape;
                static create(properties?: opamp.proto.v1.KeyValueList.$Properties): opamp.proto.v1.KeyValueList;

                /**
                 * Encodes the specified KeyValueList message. Does not implicitly {@link opamp.proto.v1.KeyValueList.verify|verify} messages.
                 * @param message KeyValueList message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.KeyValueList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a KeyValueList message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.KeyValueList & opamp.proto.v1.KeyValueList.$Shape} KeyValueList
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.KeyValueList & opamp.proto.v1.KeyValueList.$Shape;
            }

            namespace KeyValueList {

                /** Properties of a KeyValueList. */
                interface $Properties {

                    /** KeyValueList values */
                    values?: opamp.proto.v1.KeyValue.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a KeyValueList. */
                type $Shape = {
                  values?: opamp.proto.v1.KeyValue.$Shape[];
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a KeyValue.
             * @deprecated Use opamp.proto.v1.KeyValue.$Properties instead.
             */
            interface IKeyValue extends opamp.proto.v1.KeyValue.$Properties {
            }

            /** Represents a KeyValue. */
            class KeyValue {

                /**
                 * Constructs a new KeyValue.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: opamp.proto.v1.KeyValue.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** KeyValue key. */
                key: string;

                /** KeyValue value. */
                value: opamp.proto.v1.AnyValue;

                /**
                 * Creates a new KeyValue instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns KeyValue instance
                 */
                static create(properties: opamp.proto.v1.KeyValue.$Shape): opamp.proto.v1.KeyValue & opamp.proto.v1.KeyValue.$Shape;
                static create(properties?: opamp.proto.v1.KeyValue.$Properties): opamp.proto.v1.KeyValue;

                /**
                 * Encodes the specified KeyValue message. Does not implicitly {@link opamp.proto.v1.KeyValue.verify|verify} messages.
                 * @param message KeyValue message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: opamp.proto.v1.KeyValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a KeyValue message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.KeyValue & opamp.proto.v1.KeyValue.$Shape} KeyValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opamp.proto.v1.KeyValue & opamp.proto.v1.KeyValue.$Shape;
            }

            namespace KeyValue {

                /** Properties of a KeyValue. */
                interface $Properties {

                    /** KeyValue key */
                    key?: string;

                    /** KeyValue value */
                    value?: opamp.proto.v1.AnyValue.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a KeyValue. */
                type $Shape = {
                  key?: string;
                  value?: opamp.proto.v1.AnyValue.$Shape;
                  $unknowns?: Uint8Array[];
                };
            }
        }
    }
}
