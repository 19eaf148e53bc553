/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const opamp = $root.opamp = (() => {

    /**
     * Namespace opamp.
     * @exports opamp
     * @namespace
     */
    const opamp = {};

    opamp.proto = (function() {

        /**
         * Namespace proto.
         * @memberof opamp
         * @namespace
         */
        const proto = {};

        proto.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof opamp.proto
             * @namespace
             */
            const v1 = {};

            v1.AgentToServer = (function() {

                /**
                 * Properties of an AgentToServer.
                 * @typedef {Object} opamp.proto.v1.AgentToServer.$Properties
                 * @property {Uint8Array} [instanceUid] AgentToServer instanceUid
                 * @property {number|Long} [sequenceNum] AgentToServer sequenceNum
                 * @property {opamp.proto.v1.AgentDescription.$Properties} [agentDescription] AgentToServer agentDescription
                 * @property {number|Long} [capabilities] AgentToServer capabilities
                 * @property {opamp.proto.v1.ComponentHealth.$Properties} [health] AgentToServer health
                 * @property {opamp.proto.v1.EffectiveConfig.$Properties} [effectiveConfig] AgentToServer effectiveConfig
                 * @property {opamp.proto.v1.RemoteConfigStatus.$Properties} [remoteConfigStatus] AgentToServer remoteConfigStatus
                 * @property {opamp.proto.v1.PackageStatuses.$Properties} [packageStatuses] AgentToServer packageStatuses
                 * @property {opamp.proto.v1.AgentDisconnect.$Properties} [agentDisconnect] AgentToServer agentDisconnect
                 * @property {number|Long} [flags] AgentToServer flags
                 * @property {opamp.proto.v1.ConnectionSettingsRequest.$Properties} [connectionSettingsRequest] AgentToServer connectionSettingsRequest
                 * @property {opamp.proto.v1.CustomCapabilities.$Properties} [customCapabilities] AgentToServer customCapabilities
                 * @property {opamp.proto.v1.CustomMessage.$Properties} [customMessage] AgentToServer customMessage
                 * @property {opamp.proto.v1.AvailableComponents.$Properties} [availableComponents] AgentToServer availableComponents
                 * @property {opamp.proto.v1.ConnectionSettingsStatus.$Properties} [connectionSettingsStatus] AgentToServer connectionSettingsStatus
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentToServer.
                 * @memberof opamp.proto.v1
                 * @interface IAgentToServer
                 * @augments opamp.proto.v1.AgentToServer.$Properties
                 * @deprecated Use opamp.proto.v1.AgentToServer.$Properties instead.
                 */

                /**
                 * Shape of an AgentToServer.
                 * @typedef {{
                 *   instanceUid?: Uint8Array;
                 *   sequenceNum?: number|Long;
                 *   agentDescription?: opamp.proto.v1.AgentDescription.$Shape;
                 *   capabilities?: number|Long;
                 *   health?: opamp.proto.v1.ComponentHealth.$Shape;
                 *   effectiveConfig?: opamp.proto.v1.EffectiveConfig.$Shape;
                 *   remoteConfigStatus?: opamp.proto.v1.RemoteConfigStatus.$Shape;
                 *   packageStatuses?: opamp.proto.v1.PackageStatuses.$Shape;
                 *   agentDisconnect?: opamp.proto.v1.AgentDisconnect.$Shape;
                 *   flags?: number|Long;
                 *   connectionSettingsRequest?: opamp.proto.v1.ConnectionSettingsRequest.$Shape;
                 *   customCapabilities?: opamp.proto.v1.CustomCapabilities.$Shape;
                 *   customMessage?: opamp.proto.v1.CustomMessage.$Shape;
                 *   availableComponents?: opamp.proto.v1.AvailableComponents.$Shape;
                 *   connectionSettingsStatus?: opamp.proto.v1.ConnectionSettingsStatus.$Shape;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.AgentToServer.$Shape
                 */

                /**
                 * Constructs a new AgentToServer.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AgentToServer.
                 * @constructor
                 * @param {opamp.proto.v1.AgentToServer.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentToServer = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AgentToServer instanceUid.
                 * @member {Uint8Array} instanceUid
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.instanceUid = $util.newBuffer([]);

                /**
                 * AgentToServer sequenceNum.
                 * @member {number|Long} sequenceNum
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.sequenceNum = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AgentToServer agentDescription.
                 * @member {opamp.proto.v1.AgentDescription} agentDescription
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.agentDescription = null;

                /**
                 * AgentToServer capabilities.
                 * @member {number|Long} capabilities
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.capabilities = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AgentToServer health.
                 * @member {opamp.proto.v1.ComponentHealth} health
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.health = null;

                /**
                 * AgentToServer effectiveConfig.
                 * @member {opamp.proto.v1.EffectiveConfig} effectiveConfig
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.effectiveConfig = null;

                /**
                 * AgentToServer remoteConfigStatus.
                 * @member {opamp.proto.v1.RemoteConfigStatus} remoteConfigStatus
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.remoteConfigStatus = null;

                /**
                 * AgentToServer packageStatuses.
                 * @member {opamp.proto.v1.PackageStatuses} packageStatuses
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.packageStatuses = null;

                /**
                 * AgentToServer agentDisconnect.
                 * @member {opamp.proto.v1.AgentDisconnect} agentDisconnect
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.agentDisconnect = null;

                /**
                 * AgentToServer flags.
                 * @member {number|Long} flags
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.flags = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AgentToServer connectionSettingsRequest.
                 * @member {opamp.proto.v1.ConnectionSettingsRequest} connectionSettingsRequest
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.connectionSettingsRequest = null;

                /**
                 * AgentToServer customCapabilities.
                 * @member {opamp.proto.v1.CustomCapabilities} customCapabilities
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.customCapabilities = null;

                /**
                 * AgentToServer customMessage.
                 * @member {opamp.proto.v1.CustomMessage} customMessage
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.customMessage = null;

                /**
                 * AgentToServer availableComponents.
                 * @member {opamp.proto.v1.AvailableComponents} availableComponents
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.availableComponents = null;

                /**
                 * AgentToServer connectionSettingsStatus.
                 * @member {opamp.proto.v1.ConnectionSettingsStatus} connectionSettingsStatus
                 * @memberof opamp.proto.v1.AgentToServer
                 * @instance
                 */
                AgentToServer.prototype.connectionSettingsStatus = null;

                /**
                 * Creates a new AgentToServer instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AgentToServer
                 * @static
                 * @param {opamp.proto.v1.AgentToServer.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AgentToServer} AgentToServer instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AgentToServer.$Shape): opamp.proto.v1.AgentToServer & opamp.proto.v1.AgentToServer.$Shape;
                 *   (properties?: opamp.proto.v1.AgentToServer.$Properties): opamp.proto.v1.AgentToServer;
                 * }}
                 */
                AgentToServer.create = function(properties) {
                    return new AgentToServer(properties);
                };

                /**
                 * Encodes the specified AgentToServer message. Does not implicitly {@link opamp.proto.v1.AgentToServer.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AgentToServer
                 * @static
                 * @param {opamp.proto.v1.AgentToServer.$Properties} message AgentToServer message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentToServer.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.instanceUid != null && $Object.hasOwnProperty.call(message, "instanceUid") && message.instanceUid.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.instanceUid);
                    if (message.sequenceNum != null && $Object.hasOwnProperty.call(message, "sequenceNum") && (typeof message.sequenceNum === "object" ? message.sequenceNum.low || message.sequenceNum.high : message.sequenceNum !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sequenceNum);
                    if (message.agentDescription != null && $Object.hasOwnProperty.call(message, "agentDescription"))
                        $root.opamp.proto.v1.AgentDescription.encode(message.agentDescription, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities") && (typeof message.capabilities === "object" ? message.capabilities.low || message.capabilities.high : message.capabilities !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.capabilities);
                    if (message.health != null && $Object.hasOwnProperty.call(message, "health"))
                        $root.opamp.proto.v1.ComponentHealth.encode(message.health, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.effectiveConfig != null && $Object.hasOwnProperty.call(message, "effectiveConfig"))
                        $root.opamp.proto.v1.EffectiveConfig.encode(message.effectiveConfig, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.remoteConfigStatus != null && $Object.hasOwnProperty.call(message, "remoteConfigStatus"))
                        $root.opamp.proto.v1.RemoteConfigStatus.encode(message.remoteConfigStatus, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.packageStatuses != null && $Object.hasOwnProperty.call(message, "packageStatuses"))
                        $root.opamp.proto.v1.PackageStatuses.encode(message.packageStatuses, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.agentDisconnect != null && $Object.hasOwnProperty.call(message, "agentDisconnect"))
                        $root.opamp.proto.v1.AgentDisconnect.encode(message.agentDisconnect, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                    if (message.flags != null && $Object.hasOwnProperty.call(message, "flags") && (typeof message.flags === "object" ? message.flags.low || message.flags.high : message.flags !== 0))
                        writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.flags);
                    if (message.connectionSettingsRequest != null && $Object.hasOwnProperty.call(message, "connectionSettingsRequest"))
                        $root.opamp.proto.v1.ConnectionSettingsRequest.encode(message.connectionSettingsRequest, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                    if (message.customCapabilities != null && $Object.hasOwnProperty.call(message, "customCapabilities"))
                        $root.opamp.proto.v1.CustomCapabilities.encode(message.customCapabilities, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                    if (message.customMessage != null && $Object.hasOwnProperty.call(message, "customMessage"))
                        $root.opamp.proto.v1.CustomMessage.encode(message.customMessage, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                    if (message.availableComponents != null && $Object.hasOwnProperty.call(message, "availableComponents"))
                        $root.opamp.proto.v1.AvailableComponents.encode(message.availableComponents, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                    if (message.connectionSettingsStatus != null && $Object.hasOwnProperty.call(message, "connectionSettingsStatus"))
                        $root.opamp.proto.v1.ConnectionSettingsStatus.encode(message.connectionSettingsStatus, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentToServer message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AgentToServer
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentToServer & opamp.proto.v1.AgentToServer.$Shape} AgentToServer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentToServer.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AgentToServer();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.instanceUid = value;
                                else
                                    delete message.instanceUid;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequenceNum = value;
                                else
                                    delete message.sequenceNum;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.agentDescription = $root.opamp.proto.v1.AgentDescription.decode(reader, reader.size(), $undefined, _depth + 1, message.agentDescription);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.capabilities = value;
                                else
                                    delete message.capabilities;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.health = $root.opamp.proto.v1.ComponentHealth.decode(reader, reader.size(), $undefined, _depth + 1, message.health);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.effectiveConfig = $root.opamp.proto.v1.EffectiveConfig.decode(reader, reader.size(), $undefined, _depth + 1, message.effectiveConfig);
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                message.remoteConfigStatus = $root.opamp.proto.v1.RemoteConfigStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.remoteConfigStatus);
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.packageStatuses = $root.opamp.proto.v1.PackageStatuses.decode(reader, reader.size(), $undefined, _depth + 1, message.packageStatuses);
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.agentDisconnect = $root.opamp.proto.v1.AgentDisconnect.decode(reader, reader.size(), $undefined, _depth + 1, message.agentDisconnect);
                                continue;
                            }
                        case 10: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.flags = value;
                                else
                                    delete message.flags;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.connectionSettingsRequest = $root.opamp.proto.v1.ConnectionSettingsRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.connectionSettingsRequest);
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                message.customCapabilities = $root.opamp.proto.v1.CustomCapabilities.decode(reader, reader.size(), $undefined, _depth + 1, message.customCapabilities);
                                continue;
                            }
                        case 13: {
                                if (wireType !== 2)
                                    break;
                                message.customMessage = $root.opamp.proto.v1.CustomMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.customMessage);
                                continue;
                            }
                        case 14: {
                                if (wireType !== 2)
                                    break;
                                message.availableComponents = $root.opamp.proto.v1.AvailableComponents.decode(reader, reader.size(), $undefined, _depth + 1, message.availableComponents);
                                continue;
                            }
                        case 15: {
                                if (wireType !== 2)
                                    break;
                                message.connectionSettingsStatus = $root.opamp.proto.v1.ConnectionSettingsStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.connectionSettingsStatus);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentToServer;
            })();

            /**
             * AgentToServerFlags enum.
             * @name opamp.proto.v1.AgentToServerFlags
             * @enum {number}
             * @property {number} AgentToServerFlags_Unspecified=0 AgentToServerFlags_Unspecified value
             * @property {number} AgentToServerFlags_RequestInstanceUid=1 AgentToServerFlags_RequestInstanceUid value
             */
            v1.AgentToServerFlags = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "AgentToServerFlags_Unspecified"] = 0;
                values[valuesById[1] = "AgentToServerFlags_RequestInstanceUid"] = 1;
                return values;
            })();

            v1.AgentDisconnect = (function() {

                /**
                 * Properties of an AgentDisconnect.
                 * @typedef {Object} opamp.proto.v1.AgentDisconnect.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentDisconnect.
                 * @memberof opamp.proto.v1
                 * @interface IAgentDisconnect
                 * @augments opamp.proto.v1.AgentDisconnect.$Properties
                 * @deprecated Use opamp.proto.v1.AgentDisconnect.$Properties instead.
                 */

                /**
                 * Shape of an AgentDisconnect.
                 * @typedef {opamp.proto.v1.AgentDisconnect.$Properties} opamp.proto.v1.AgentDisconnect.$Shape
                 */

                /**
                 * Constructs a new AgentDisconnect.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AgentDisconnect.
                 * @constructor
                 * @param {opamp.proto.v1.AgentDisconnect.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentDisconnect = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Creates a new AgentDisconnect instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AgentDisconnect
                 * @static
                 * @param {opamp.proto.v1.AgentDisconnect.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AgentDisconnect} AgentDisconnect instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AgentDisconnect.$Shape): opamp.proto.v1.AgentDisconnect & opamp.proto.v1.AgentDisconnect.$Shape;
                 *   (properties?: opamp.proto.v1.AgentDisconnect.$Properties): opamp.proto.v1.AgentDisconnect;
                 * }}
                 */
                AgentDisconnect.create = function(properties) {
                    return new AgentDisconnect(properties);
                };

                /**
                 * Encodes the specified AgentDisconnect message. Does not implicitly {@link opamp.proto.v1.AgentDisconnect.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AgentDisconnect
                 * @static
                 * @param {opamp.proto.v1.AgentDisconnect.$Properties} message AgentDisconnect message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentDisconnect.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentDisconnect message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AgentDisconnect
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentDisconnect & opamp.proto.v1.AgentDisconnect.$Shape} AgentDisconnect
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentDisconnect.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AgentDisconnect();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentDisconnect;
            })();

            v1.ConnectionSettingsRequest = (function() {

                /**
                 * Properties of a ConnectionSettingsRequest.
                 * @typedef {Object} opamp.proto.v1.ConnectionSettingsRequest.$Properties
                 * @property {opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties} [opamp] ConnectionSettingsRequest opamp
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ConnectionSettingsRequest.
                 * @memberof opamp.proto.v1
                 * @interface IConnectionSettingsRequest
                 * @augments opamp.proto.v1.ConnectionSettingsRequest.$Properties
                 * @deprecated Use opamp.proto.v1.ConnectionSettingsRequest.$Properties instead.
                 */

                /**
                 * Shape of a ConnectionSettingsRequest.
                 * @typedef {opamp.proto.v1.ConnectionSettingsRequest.$Properties} opamp.proto.v1.ConnectionSettingsRequest.$Shape
                 */

                /**
                 * Constructs a new ConnectionSettingsRequest.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ConnectionSettingsRequest.
                 * @constructor
                 * @param {opamp.proto.v1.ConnectionSettingsRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ConnectionSettingsRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ConnectionSettingsRequest opamp.
                 * @member {opamp.proto.v1.OpAMPConnectionSettingsRequest} opamp
                 * @memberof opamp.proto.v1.ConnectionSettingsRequest
                 * @instance
                 */
                ConnectionSettingsRequest.prototype.opamp = null;

                /**
                 * Creates a new ConnectionSettingsRequest instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ConnectionSettingsRequest
                 * @static
                 * @param {opamp.proto.v1.ConnectionSettingsRequest.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ConnectionSettingsRequest} ConnectionSettingsRequest instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ConnectionSettingsRequest.$Shape): opamp.proto.v1.ConnectionSettingsRequest & opamp.proto.v1.ConnectionSettingsRequest.$Shape;
                 *   (properties?: opamp.proto.v1.ConnectionSettingsRequest.$Properties): opamp.proto.v1.ConnectionSettingsRequest;
                 * }}
                 */
                ConnectionSettingsRequest.create = function(properties) {
                    return new ConnectionSettingsRequest(properties);
                };

                /**
                 * Encodes the specified ConnectionSettingsRequest message. Does not implicitly {@link opamp.proto.v1.ConnectionSettingsRequest.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ConnectionSettingsRequest
                 * @static
                 * @param {opamp.proto.v1.ConnectionSettingsRequest.$Properties} message ConnectionSettingsRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ConnectionSettingsRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.opamp != null && $Object.hasOwnProperty.call(message, "opamp"))
                        $root.opamp.proto.v1.OpAMPConnectionSettingsRequest.encode(message.opamp, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ConnectionSettingsRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ConnectionSettingsRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ConnectionSettingsRequest & opamp.proto.v1.ConnectionSettingsRequest.$Shape} ConnectionSettingsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ConnectionSettingsRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ConnectionSettingsRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.opamp = $root.opamp.proto.v1.OpAMPConnectionSettingsRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.opamp);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ConnectionSettingsRequest;
            })();

            v1.OpAMPConnectionSettingsRequest = (function() {

                /**
                 * Properties of an OpAMPConnectionSettingsRequest.
                 * @typedef {Object} opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties
                 * @property {opamp.proto.v1.CertificateRequest.$Properties} [certificateRequest] OpAMPConnectionSettingsRequest certificateRequest
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an OpAMPConnectionSettingsRequest.
                 * @memberof opamp.proto.v1
                 * @interface IOpAMPConnectionSettingsRequest
                 * @augments opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties
                 * @deprecated Use opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties instead.
                 */

                /**
                 * Shape of an OpAMPConnectionSettingsRequest.
                 * @typedef {opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties} opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape
                 */

                /**
                 * Constructs a new OpAMPConnectionSettingsRequest.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an OpAMPConnectionSettingsRequest.
                 * @constructor
                 * @param {opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const OpAMPConnectionSettingsRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * OpAMPConnectionSettingsRequest certificateRequest.
                 * @member {opamp.proto.v1.CertificateRequest} certificateRequest
                 * @memberof opamp.proto.v1.OpAMPConnectionSettingsRequest
                 * @instance
                 */
                OpAMPConnectionSettingsRequest.prototype.certificateRequest = null;

                /**
                 * Creates a new OpAMPConnectionSettingsRequest instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.OpAMPConnectionSettingsRequest
                 * @static
                 * @param {opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.OpAMPConnectionSettingsRequest} OpAMPConnectionSettingsRequest instance
                 * @type {{
                 *   (properties: opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape): opamp.proto.v1.OpAMPConnectionSettingsRequest & opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape;
                 *   (properties?: opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties): opamp.proto.v1.OpAMPConnectionSettingsRequest;
                 * }}
                 */
                OpAMPConnectionSettingsRequest.create = function(properties) {
                    return new OpAMPConnectionSettingsRequest(properties);
                };

                /**
                 * Encodes the specified OpAMPConnectionSettingsRequest message. Does not implicitly {@link opamp.proto.v1.OpAMPConnectionSettingsRequest.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.OpAMPConnectionSettingsRequest
                 * @static
                 * @param {opamp.proto.v1.OpAMPConnectionSettingsRequest.$Properties} message OpAMPConnectionSettingsRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                OpAMPConnectionSettingsRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.certificateRequest != null && $Object.hasOwnProperty.call(message, "certificateRequest"))
                        $root.opamp.proto.v1.CertificateRequest.encode(message.certificateRequest, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an OpAMPConnectionSettingsRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.OpAMPConnectionSettingsRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.OpAMPConnectionSettingsRequest & opamp.proto.v1.OpAMPConnectionSettingsRequest.$Shape} OpAMPConnectionSettingsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                OpAMPConnectionSettingsRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.OpAMPConnectionSettingsRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.certificateRequest = $root.opamp.proto.v1.CertificateRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.certificateRequest);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return OpAMPConnectionSettingsRequest;
            })();

            v1.CertificateRequest = (function() {

                /**
                 * Properties of a CertificateRequest.
                 * @typedef {Object} opamp.proto.v1.CertificateRequest.$Properties
                 * @property {Uint8Array} [csr] CertificateRequest csr
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CertificateRequest.
                 * @memberof opamp.proto.v1
                 * @interface ICertificateRequest
                 * @augments opamp.proto.v1.CertificateRequest.$Properties
                 * @deprecated Use opamp.proto.v1.CertificateRequest.$Properties instead.
                 */

                /**
                 * Shape of a CertificateRequest.
                 * @typedef {opamp.proto.v1.CertificateRequest.$Properties} opamp.proto.v1.CertificateRequest.$Shape
                 */

                /**
                 * Constructs a new CertificateRequest.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a CertificateRequest.
                 * @constructor
                 * @param {opamp.proto.v1.CertificateRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CertificateRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * CertificateRequest csr.
                 * @member {Uint8Array} csr
                 * @memberof opamp.proto.v1.CertificateRequest
                 * @instance
                 */
                CertificateRequest.prototype.csr = $util.newBuffer([]);

                /**
                 * Creates a new CertificateRequest instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.CertificateRequest
                 * @static
                 * @param {opamp.proto.v1.CertificateRequest.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.CertificateRequest} CertificateRequest instance
                 * @type {{
                 *   (properties: opamp.proto.v1.CertificateRequest.$Shape): opamp.proto.v1.CertificateRequest & opamp.proto.v1.CertificateRequest.$Shape;
                 *   (properties?: opamp.proto.v1.CertificateRequest.$Properties): opamp.proto.v1.CertificateRequest;
                 * }}
                 */
                CertificateRequest.create = function(properties) {
                    return new CertificateRequest(properties);
                };

                /**
                 * Encodes the specified CertificateRequest message. Does not implicitly {@link opamp.proto.v1.CertificateRequest.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.CertificateRequest
                 * @static
                 * @param {opamp.proto.v1.CertificateRequest.$Properties} message CertificateRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CertificateRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.csr != null && $Object.hasOwnProperty.call(message, "csr") && message.csr.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.csr);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a CertificateRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.CertificateRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.CertificateRequest & opamp.proto.v1.CertificateRequest.$Shape} CertificateRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CertificateRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.CertificateRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.csr = value;
                                else
                                    delete message.csr;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return CertificateRequest;
            })();

            v1.AvailableComponents = (function() {

                /**
                 * Properties of an AvailableComponents.
                 * @typedef {Object} opamp.proto.v1.AvailableComponents.$Properties
                 * @property {Object.<string,opamp.proto.v1.ComponentDetails.$Properties>} [components] AvailableComponents components
                 * @property {Uint8Array} [hash] AvailableComponents hash
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AvailableComponents.
                 * @memberof opamp.proto.v1
                 * @interface IAvailableComponents
                 * @augments opamp.proto.v1.AvailableComponents.$Properties
                 * @deprecated Use opamp.proto.v1.AvailableComponents.$Properties instead.
                 */

                /**
                 * Shape of an AvailableComponents.
                 * @typedef {{
                 *   components?: Object.<string,opamp.proto.v1.ComponentDetails.$Shape>;
                 *   hash?: Uint8Array;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.AvailableComponents.$Shape
                 */

                /**
                 * Constructs a new AvailableComponents.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AvailableComponents.
                 * @constructor
                 * @param {opamp.proto.v1.AvailableComponents.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AvailableComponents = function (properties) {
                    this.components = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AvailableComponents components.
                 * @member {Object.<string,opamp.proto.v1.ComponentDetails>} components
                 * @memberof opamp.proto.v1.AvailableComponents
                 * @instance
                 */
                AvailableComponents.prototype.components = $util.emptyObject;

                /**
                 * AvailableComponents hash.
                 * @member {Uint8Array} hash
                 * @memberof opamp.proto.v1.AvailableComponents
                 * @instance
                 */
                AvailableComponents.prototype.hash = $util.newBuffer([]);

                /**
                 * Creates a new AvailableComponents instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AvailableComponents
                 * @static
                 * @param {opamp.proto.v1.AvailableComponents.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AvailableComponents} AvailableComponents instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AvailableComponents.$Shape): opamp.proto.v1.AvailableComponents & opamp.proto.v1.AvailableComponents.$Shape;
                 *   (properties?: opamp.proto.v1.AvailableComponents.$Properties): opamp.proto.v1.AvailableComponents;
                 * }}
                 */
                AvailableComponents.create = function(properties) {
                    return new AvailableComponents(properties);
                };

                /**
                 * Encodes the specified AvailableComponents message. Does not implicitly {@link opamp.proto.v1.AvailableComponents.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AvailableComponents
                 * @static
                 * @param {opamp.proto.v1.AvailableComponents.$Properties} message AvailableComponents message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AvailableComponents.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.components != null && $Object.hasOwnProperty.call(message, "components"))
                        for (let keys = $Object.keys(message.components), i = 0; i < keys.length; ++i) {
                            writer.uint32(/* id 1, wireType 2 =*/10).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                            $root.opamp.proto.v1.ComponentDetails.encode(message.components[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                        }
                    if (message.hash != null && $Object.hasOwnProperty.call(message, "hash") && message.hash.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.hash);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AvailableComponents message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AvailableComponents
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AvailableComponents & opamp.proto.v1.AvailableComponents.$Shape} AvailableComponents
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AvailableComponents.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AvailableComponents();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (message.components === $util.emptyObject)
                                    message.components = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = null;
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = $root.opamp.proto.v1.ComponentDetails.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.components, key);
                                message.components[key] = value || new $root.opamp.proto.v1.ComponentDetails();
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.hash = value;
                                else
                                    delete message.hash;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AvailableComponents;
            })();

            v1.ComponentDetails = (function() {

                /**
                 * Properties of a ComponentDetails.
                 * @typedef {Object} opamp.proto.v1.ComponentDetails.$Properties
                 * @property {Array.<opamp.proto.v1.KeyValue.$Properties>} [metadata] ComponentDetails metadata
                 * @property {Object.<string,opamp.proto.v1.ComponentDetails.$Properties>} [subComponentMap] ComponentDetails subComponentMap
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ComponentDetails.
                 * @memberof opamp.proto.v1
                 * @interface IComponentDetails
                 * @augments opamp.proto.v1.ComponentDetails.$Properties
                 * @deprecated Use opamp.proto.v1.ComponentDetails.$Properties instead.
                 */

                /**
                 * Shape of a ComponentDetails.
                 * @typedef {{
                 *   metadata?: Array.<opamp.proto.v1.KeyValue.$Shape>;
                 *   subComponentMap?: Object.<string,opamp.proto.v1.ComponentDetails.$Shape>;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.ComponentDetails.$Shape
                 */

                /**
                 * Constructs a new ComponentDetails.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ComponentDetails.
                 * @constructor
                 * @param {opamp.proto.v1.ComponentDetails.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ComponentDetails = function (properties) {
                    this.metadata = [];
                    this.subComponentMap = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ComponentDetails metadata.
                 * @member {Array.<opamp.proto.v1.KeyValue>} metadata
                 * @memberof opamp.proto.v1.ComponentDetails
                 * @instance
                 */
                ComponentDetails.prototype.metadata = $util.emptyArray;

                /**
                 * ComponentDetails subComponentMap.
                 * @member {Object.<string,opamp.proto.v1.ComponentDetails>} subComponentMap
                 * @memberof opamp.proto.v1.ComponentDetails
                 * @instance
                 */
                ComponentDetails.prototype.subComponentMap = $util.emptyObject;

                /**
                 * Creates a new ComponentDetails instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ComponentDetails
                 * @static
                 * @param {opamp.proto.v1.ComponentDetails.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ComponentDetails} ComponentDetails instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ComponentDetails.$Shape): opamp.proto.v1.ComponentDetails & opamp.proto.v1.ComponentDetails.$Shape;
                 *   (properties?: opamp.proto.v1.ComponentDetails.$Properties): opamp.proto.v1.ComponentDetails;
                 * }}
                 */
                ComponentDetails.create = function(properties) {
                    return new ComponentDetails(properties);
                };

                /**
                 * Encodes the specified ComponentDetails message. Does not implicitly {@link opamp.proto.v1.ComponentDetails.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ComponentDetails
                 * @static
                 * @param {opamp.proto.v1.ComponentDetails.$Properties} message ComponentDetails message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ComponentDetails.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.metadata != null && message.metadata.length)
                        for (let i = 0; i < message.metadata.length; ++i)
                            $root.opamp.proto.v1.KeyValue.encode(message.metadata[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.subComponentMap != null && $Object.hasOwnProperty.call(message, "subComponentMap"))
                        for (let keys = $Object.keys(message.subComponentMap), i = 0; i < keys.length; ++i) {
                            writer.uint32(/* id 2, wireType 2 =*/18).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                            $root.opamp.proto.v1.ComponentDetails.encode(message.subComponentMap[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                        }
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ComponentDetails message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ComponentDetails
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ComponentDetails & opamp.proto.v1.ComponentDetails.$Shape} ComponentDetails
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ComponentDetails.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ComponentDetails();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.metadata && message.metadata.length))
                                    message.metadata = [];
                                message.metadata.push($root.opamp.proto.v1.KeyValue.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (message.subComponentMap === $util.emptyObject)
                                    message.subComponentMap = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = null;
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = $root.opamp.proto.v1.ComponentDetails.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.subComponentMap, key);
                                message.subComponentMap[key] = value || new $root.opamp.proto.v1.ComponentDetails();
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ComponentDetails;
            })();

            v1.AgentDescription = (function() {

                /**
                 * Properties of an AgentDescription.
                 * @typedef {Object} opamp.proto.v1.AgentDescription.$Properties
                 * @property {Array.<opamp.proto.v1.KeyValue.$Properties>} [identifyingAttributes] AgentDescription identifyingAttributes
                 * @property {Array.<opamp.proto.v1.KeyValue.$Properties>} [nonIdentifyingAttributes] AgentDescription nonIdentifyingAttributes
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentDescription.
                 * @memberof opamp.proto.v1
                 * @interface IAgentDescription
                 * @augments opamp.proto.v1.AgentDescription.$Properties
                 * @deprecated Use opamp.proto.v1.AgentDescription.$Properties instead.
                 */

                /**
                 * Shape of an AgentDescription.
                 * @typedef {{
                 *   identifyingAttributes?: Array.<opamp.proto.v1.KeyValue.$Shape>;
                 *   nonIdentifyingAttributes?: Array.<opamp.proto.v1.KeyValue.$Shape>;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.AgentDescription.$Shape
                 */

                /**
                 * Constructs a new AgentDescription.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AgentDescription.
                 * @constructor
                 * @param {opamp.proto.v1.AgentDescription.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentDescription = function (properties) {
                    this.identifyingAttributes = [];
                    this.nonIdentifyingAttributes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AgentDescription identifyingAttributes.
                 * @member {Array.<opamp.proto.v1.KeyValue>} identifyingAttributes
                 * @memberof opamp.proto.v1.AgentDescription
                 * @instance
                 */
                AgentDescription.prototype.identifyingAttributes = $util.emptyArray;

                /**
                 * AgentDescription nonIdentifyingAttributes.
                 * @member {Array.<opamp.proto.v1.KeyValue>} nonIdentifyingAttributes
                 * @memberof opamp.proto.v1.AgentDescription
                 * @instance
                 */
                AgentDescription.prototype.nonIdentifyingAttributes = $util.emptyArray;

                /**
                 * Creates a new AgentDescription instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AgentDescription
                 * @static
                 * @param {opamp.proto.v1.AgentDescription.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AgentDescription} AgentDescription instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AgentDescription.$Shape): opamp.proto.v1.AgentDescription & opamp.proto.v1.AgentDescription.$Shape;
                 *   (properties?: opamp.proto.v1.AgentDescription.$Properties): opamp.proto.v1.AgentDescription;
                 * }}
                 */
                AgentDescription.create = function(properties) {
                    return new AgentDescription(properties);
                };

                /**
                 * Encodes the specified AgentDescription message. Does not implicitly {@link opamp.proto.v1.AgentDescription.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AgentDescription
                 * @static
                 * @param {opamp.proto.v1.AgentDescription.$Properties} message AgentDescription message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentDescription.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.identifyingAttributes != null && message.identifyingAttributes.length)
                        for (let i = 0; i < message.identifyingAttributes.length; ++i)
                            $root.opamp.proto.v1.KeyValue.encode(message.identifyingAttributes[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.nonIdentifyingAttributes != null && message.nonIdentifyingAttributes.length)
                        for (let i = 0; i < message.nonIdentifyingAttributes.length; ++i)
                            $root.opamp.proto.v1.KeyValue.encode(message.nonIdentifyingAttributes[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentDescription message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AgentDescription
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentDescription & opamp.proto.v1.AgentDescription.$Shape} AgentDescription
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentDescription.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AgentDescription();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.identifyingAttributes && message.identifyingAttributes.length))
                                    message.identifyingAttributes = [];
                                message.identifyingAttributes.push($root.opamp.proto.v1.KeyValue.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.nonIdentifyingAttributes && message.nonIdentifyingAttributes.length))
                                    message.nonIdentifyingAttributes = [];
                                message.nonIdentifyingAttributes.push($root.opamp.proto.v1.KeyValue.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentDescription;
            })();

            v1.ComponentHealth = (function() {

                /**
                 * Properties of a ComponentHealth.
                 * @typedef {Object} opamp.proto.v1.ComponentHealth.$Properties
                 * @property {boolean} [healthy] ComponentHealth healthy
                 * @property {number|Long} [startTimeUnixNano] ComponentHealth startTimeUnixNano
                 * @property {string} [lastError] ComponentHealth lastError
                 * @property {string} [status] ComponentHealth status
                 * @property {number|Long} [statusTimeUnixNano] ComponentHealth statusTimeUnixNano
                 * @property {Object.<string,opamp.proto.v1.ComponentHealth.$Properties>} [componentHealthMap] ComponentHealth componentHealthMap
                 * @property {Array.<opamp.proto.v1.KeyValue.$Properties>} [attributes] ComponentHealth attributes
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ComponentHealth.
                 * @memberof opamp.proto.v1
                 * @interface IComponentHealth
                 * @augments opamp.proto.v1.ComponentHealth.$Properties
                 * @deprecated Use opamp.proto.v1.ComponentHealth.$Properties instead.
                 */

                /**
                 * Shape of a ComponentHealth.
                 * @typedef {{
                 *   healthy?: boolean;
                 *   startTimeUnixNano?: number|Long;
                 *   lastError?: string;
                 *   status?: string;
                 *   statusTimeUnixNano?: number|Long;
                 *   componentHealthMap?: Object.<string,opamp.proto.v1.ComponentHealth.$Shape>;
                 *   attributes?: Array.<opamp.proto.v1.KeyValue.$Shape>;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.ComponentHealth.$Shape
                 */

                /**
                 * Constructs a new ComponentHealth.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ComponentHealth.
                 * @constructor
                 * @param {opamp.proto.v1.ComponentHealth.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ComponentHealth = function (properties) {
                    this.componentHealthMap = {};
                    this.attributes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ComponentHealth healthy.
                 * @member {boolean} healthy
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @instance
                 */
                ComponentHealth.prototype.healthy = false;

                /**
                 * ComponentHealth startTimeUnixNano.
                 * @member {number|Long} startTimeUnixNano
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @instance
                 */
                ComponentHealth.prototype.startTimeUnixNano = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * ComponentHealth lastError.
                 * @member {string} lastError
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @instance
                 */
                ComponentHealth.prototype.lastError = "";

                /**
                 * ComponentHealth status.
                 * @member {string} status
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @instance
                 */
                ComponentHealth.prototype.status = "";

                /**
                 * ComponentHealth statusTimeUnixNano.
                 * @member {number|Long} statusTimeUnixNano
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @instance
                 */
                ComponentHealth.prototype.statusTimeUnixNano = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * ComponentHealth componentHealthMap.
                 * @member {Object.<string,opamp.proto.v1.ComponentHealth>} componentHealthMap
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @instance
                 */
                ComponentHealth.prototype.componentHealthMap = $util.emptyObject;

                /**
                 * ComponentHealth attributes.
                 * @member {Array.<opamp.proto.v1.KeyValue>} attributes
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @instance
                 */
                ComponentHealth.prototype.attributes = $util.emptyArray;

                /**
                 * Creates a new ComponentHealth instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @static
                 * @param {opamp.proto.v1.ComponentHealth.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ComponentHealth} ComponentHealth instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ComponentHealth.$Shape): opamp.proto.v1.ComponentHealth & opamp.proto.v1.ComponentHealth.$Shape;
                 *   (properties?: opamp.proto.v1.ComponentHealth.$Properties): opamp.proto.v1.ComponentHealth;
                 * }}
                 */
                ComponentHealth.create = function(properties) {
                    return new ComponentHealth(properties);
                };

                /**
                 * Encodes the specified ComponentHealth message. Does not implicitly {@link opamp.proto.v1.ComponentHealth.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @static
                 * @param {opamp.proto.v1.ComponentHealth.$Properties} message ComponentHealth message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ComponentHealth.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.healthy != null && $Object.hasOwnProperty.call(message, "healthy") && message.healthy !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.healthy);
                    if (message.startTimeUnixNano != null && $Object.hasOwnProperty.call(message, "startTimeUnixNano") && (typeof message.startTimeUnixNano === "object" ? message.startTimeUnixNano.low || message.startTimeUnixNano.high : message.startTimeUnixNano !== 0))
                        writer.uint32(/* id 2, wireType 1 =*/17).fixed64(message.startTimeUnixNano);
                    if (message.lastError != null && $Object.hasOwnProperty.call(message, "lastError") && message.lastError !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.lastError);
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.status);
                    if (message.statusTimeUnixNano != null && $Object.hasOwnProperty.call(message, "statusTimeUnixNano") && (typeof message.statusTimeUnixNano === "object" ? message.statusTimeUnixNano.low || message.statusTimeUnixNano.high : message.statusTimeUnixNano !== 0))
                        writer.uint32(/* id 5, wireType 1 =*/41).fixed64(message.statusTimeUnixNano);
                    if (message.componentHealthMap != null && $Object.hasOwnProperty.call(message, "componentHealthMap"))
                        for (let keys = $Object.keys(message.componentHealthMap), i = 0; i < keys.length; ++i) {
                            writer.uint32(/* id 6, wireType 2 =*/50).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                            $root.opamp.proto.v1.ComponentHealth.encode(message.componentHealthMap[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                        }
                    if (message.attributes != null && message.attributes.length)
                        for (let i = 0; i < message.attributes.length; ++i)
                            $root.opamp.proto.v1.KeyValue.encode(message.attributes[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ComponentHealth message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ComponentHealth
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ComponentHealth & opamp.proto.v1.ComponentHealth.$Shape} ComponentHealth
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ComponentHealth.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ComponentHealth();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.healthy = value;
                                else
                                    delete message.healthy;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 1)
                                    break;
                                if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                    message.startTimeUnixNano = value;
                                else
                                    delete message.startTimeUnixNano;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.lastError = value;
                                else
                                    delete message.lastError;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.status = value;
                                else
                                    delete message.status;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 1)
                                    break;
                                if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                    message.statusTimeUnixNano = value;
                                else
                                    delete message.statusTimeUnixNano;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (message.componentHealthMap === $util.emptyObject)
                                    message.componentHealthMap = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = null;
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = $root.opamp.proto.v1.ComponentHealth.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.componentHealthMap, key);
                                message.componentHealthMap[key] = value || new $root.opamp.proto.v1.ComponentHealth();
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.attributes && message.attributes.length))
                                    message.attributes = [];
                                message.attributes.push($root.opamp.proto.v1.KeyValue.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ComponentHealth;
            })();

            v1.EffectiveConfig = (function() {

                /**
                 * Properties of an EffectiveConfig.
                 * @typedef {Object} opamp.proto.v1.EffectiveConfig.$Properties
                 * @property {opamp.proto.v1.AgentConfigMap.$Properties} [configMap] EffectiveConfig configMap
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an EffectiveConfig.
                 * @memberof opamp.proto.v1
                 * @interface IEffectiveConfig
                 * @augments opamp.proto.v1.EffectiveConfig.$Properties
                 * @deprecated Use opamp.proto.v1.EffectiveConfig.$Properties instead.
                 */

                /**
                 * Shape of an EffectiveConfig.
                 * @typedef {opamp.proto.v1.EffectiveConfig.$Properties} opamp.proto.v1.EffectiveConfig.$Shape
                 */

                /**
                 * Constructs a new EffectiveConfig.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an EffectiveConfig.
                 * @constructor
                 * @param {opamp.proto.v1.EffectiveConfig.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const EffectiveConfig = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * EffectiveConfig configMap.
                 * @member {opamp.proto.v1.AgentConfigMap} configMap
                 * @memberof opamp.proto.v1.EffectiveConfig
                 * @instance
                 */
                EffectiveConfig.prototype.configMap = null;

                /**
                 * Creates a new EffectiveConfig instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.EffectiveConfig
                 * @static
                 * @param {opamp.proto.v1.EffectiveConfig.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.EffectiveConfig} EffectiveConfig instance
                 * @type {{
                 *   (properties: opamp.proto.v1.EffectiveConfig.$Shape): opamp.proto.v1.EffectiveConfig & opamp.proto.v1.EffectiveConfig.$Shape;
                 *   (properties?: opamp.proto.v1.EffectiveConfig.$Properties): opamp.proto.v1.EffectiveConfig;
                 * }}
                 */
                EffectiveConfig.create = function(properties) {
                    return new EffectiveConfig(properties);
                };

                /**
                 * Encodes the specified EffectiveConfig message. Does not implicitly {@link opamp.proto.v1.EffectiveConfig.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.EffectiveConfig
                 * @static
                 * @param {opamp.proto.v1.EffectiveConfig.$Properties} message EffectiveConfig message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                EffectiveConfig.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.configMap != null && $Object.hasOwnProperty.call(message, "configMap"))
                        $root.opamp.proto.v1.AgentConfigMap.encode(message.configMap, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an EffectiveConfig message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.EffectiveConfig
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.EffectiveConfig & opamp.proto.v1.EffectiveConfig.$Shape} EffectiveConfig
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                EffectiveConfig.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.EffectiveConfig();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.configMap = $root.opamp.proto.v1.AgentConfigMap.decode(reader, reader.size(), $undefined, _depth + 1, message.configMap);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return EffectiveConfig;
            })();

            v1.RemoteConfigStatus = (function() {

                /**
                 * Properties of a RemoteConfigStatus.
                 * @typedef {Object} opamp.proto.v1.RemoteConfigStatus.$Properties
                 * @property {Uint8Array} [lastRemoteConfigHash] RemoteConfigStatus lastRemoteConfigHash
                 * @property {opamp.proto.v1.RemoteConfigStatuses} [status] RemoteConfigStatus status
                 * @property {string} [errorMessage] RemoteConfigStatus errorMessage
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a RemoteConfigStatus.
                 * @memberof opamp.proto.v1
                 * @interface IRemoteConfigStatus
                 * @augments opamp.proto.v1.RemoteConfigStatus.$Properties
                 * @deprecated Use opamp.proto.v1.RemoteConfigStatus.$Properties instead.
                 */

                /**
                 * Shape of a RemoteConfigStatus.
                 * @typedef {opamp.proto.v1.RemoteConfigStatus.$Properties} opamp.proto.v1.RemoteConfigStatus.$Shape
                 */

                /**
                 * Constructs a new RemoteConfigStatus.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a RemoteConfigStatus.
                 * @constructor
                 * @param {opamp.proto.v1.RemoteConfigStatus.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const RemoteConfigStatus = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * RemoteConfigStatus lastRemoteConfigHash.
                 * @member {Uint8Array} lastRemoteConfigHash
                 * @memberof opamp.proto.v1.RemoteConfigStatus
                 * @instance
                 */
                RemoteConfigStatus.prototype.lastRemoteConfigHash = $util.newBuffer([]);

                /**
                 * RemoteConfigStatus status.
                 * @member {opamp.proto.v1.RemoteConfigStatuses} status
                 * @memberof opamp.proto.v1.RemoteConfigStatus
                 * @instance
                 */
                RemoteConfigStatus.prototype.status = 0;

                /**
                 * RemoteConfigStatus errorMessage.
                 * @member {string} errorMessage
                 * @memberof opamp.proto.v1.RemoteConfigStatus
                 * @instance
                 */
                RemoteConfigStatus.prototype.errorMessage = "";

                /**
                 * Creates a new RemoteConfigStatus instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.RemoteConfigStatus
                 * @static
                 * @param {opamp.proto.v1.RemoteConfigStatus.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.RemoteConfigStatus} RemoteConfigStatus instance
                 * @type {{
                 *   (properties: opamp.proto.v1.RemoteConfigStatus.$Shape): opamp.proto.v1.RemoteConfigStatus & opamp.proto.v1.RemoteConfigStatus.$Shape;
                 *   (properties?: opamp.proto.v1.RemoteConfigStatus.$Properties): opamp.proto.v1.RemoteConfigStatus;
                 * }}
                 */
                RemoteConfigStatus.create = function(properties) {
                    return new RemoteConfigStatus(properties);
                };

                /**
                 * Encodes the specified RemoteConfigStatus message. Does not implicitly {@link opamp.proto.v1.RemoteConfigStatus.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.RemoteConfigStatus
                 * @static
                 * @param {opamp.proto.v1.RemoteConfigStatus.$Properties} message RemoteConfigStatus message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                RemoteConfigStatus.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.lastRemoteConfigHash != null && $Object.hasOwnProperty.call(message, "lastRemoteConfigHash") && message.lastRemoteConfigHash.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.lastRemoteConfigHash);
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.status);
                    if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage") && message.errorMessage !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.errorMessage);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a RemoteConfigStatus message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.RemoteConfigStatus
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.RemoteConfigStatus & opamp.proto.v1.RemoteConfigStatus.$Shape} RemoteConfigStatus
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                RemoteConfigStatus.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.RemoteConfigStatus();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.lastRemoteConfigHash = value;
                                else
                                    delete message.lastRemoteConfigHash;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.status = value;
                                else
                                    delete message.status;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.errorMessage = value;
                                else
                                    delete message.errorMessage;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return RemoteConfigStatus;
            })();

            /**
             * RemoteConfigStatuses enum.
             * @name opamp.proto.v1.RemoteConfigStatuses
             * @enum {number}
             * @property {number} RemoteConfigStatuses_UNSET=0 RemoteConfigStatuses_UNSET value
             * @property {number} RemoteConfigStatuses_APPLIED=1 RemoteConfigStatuses_APPLIED value
             * @property {number} RemoteConfigStatuses_APPLYING=2 RemoteConfigStatuses_APPLYING value
             * @property {number} RemoteConfigStatuses_FAILED=3 RemoteConfigStatuses_FAILED value
             */
            v1.RemoteConfigStatuses = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "RemoteConfigStatuses_UNSET"] = 0;
                values[valuesById[1] = "RemoteConfigStatuses_APPLIED"] = 1;
                values[valuesById[2] = "RemoteConfigStatuses_APPLYING"] = 2;
                values[valuesById[3] = "RemoteConfigStatuses_FAILED"] = 3;
                return values;
            })();

            v1.ConnectionSettingsStatus = (function() {

                /**
                 * Properties of a ConnectionSettingsStatus.
                 * @typedef {Object} opamp.proto.v1.ConnectionSettingsStatus.$Properties
                 * @property {Uint8Array} [lastConnectionSettingsHash] ConnectionSettingsStatus lastConnectionSettingsHash
                 * @property {opamp.proto.v1.ConnectionSettingsStatuses} [status] ConnectionSettingsStatus status
                 * @property {string} [errorMessage] ConnectionSettingsStatus errorMessage
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ConnectionSettingsStatus.
                 * @memberof opamp.proto.v1
                 * @interface IConnectionSettingsStatus
                 * @augments opamp.proto.v1.ConnectionSettingsStatus.$Properties
                 * @deprecated Use opamp.proto.v1.ConnectionSettingsStatus.$Properties instead.
                 */

                /**
                 * Shape of a ConnectionSettingsStatus.
                 * @typedef {opamp.proto.v1.ConnectionSettingsStatus.$Properties} opamp.proto.v1.ConnectionSettingsStatus.$Shape
                 */

                /**
                 * Constructs a new ConnectionSettingsStatus.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ConnectionSettingsStatus.
                 * @constructor
                 * @param {opamp.proto.v1.ConnectionSettingsStatus.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ConnectionSettingsStatus = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ConnectionSettingsStatus lastConnectionSettingsHash.
                 * @member {Uint8Array} lastConnectionSettingsHash
                 * @memberof opamp.proto.v1.ConnectionSettingsStatus
                 * @instance
                 */
                ConnectionSettingsStatus.prototype.lastConnectionSettingsHash = $util.newBuffer([]);

                /**
                 * ConnectionSettingsStatus status.
                 * @member {opamp.proto.v1.ConnectionSettingsStatuses} status
                 * @memberof opamp.proto.v1.ConnectionSettingsStatus
                 * @instance
                 */
                ConnectionSettingsStatus.prototype.status = 0;

                /**
                 * ConnectionSettingsStatus errorMessage.
                 * @member {string} errorMessage
                 * @memberof opamp.proto.v1.ConnectionSettingsStatus
                 * @instance
                 */
                ConnectionSettingsStatus.prototype.errorMessage = "";

                /**
                 * Creates a new ConnectionSettingsStatus instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ConnectionSettingsStatus
                 * @static
                 * @param {opamp.proto.v1.ConnectionSettingsStatus.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ConnectionSettingsStatus} ConnectionSettingsStatus instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ConnectionSettingsStatus.$Shape): opamp.proto.v1.ConnectionSettingsStatus & opamp.proto.v1.ConnectionSettingsStatus.$Shape;
                 *   (properties?: opamp.proto.v1.ConnectionSettingsStatus.$Properties): opamp.proto.v1.ConnectionSettingsStatus;
                 * }}
                 */
                ConnectionSettingsStatus.create = function(properties) {
                    return new ConnectionSettingsStatus(properties);
                };

                /**
                 * Encodes the specified ConnectionSettingsStatus message. Does not implicitly {@link opamp.proto.v1.ConnectionSettingsStatus.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ConnectionSettingsStatus
                 * @static
                 * @param {opamp.proto.v1.ConnectionSettingsStatus.$Properties} message ConnectionSettingsStatus message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ConnectionSettingsStatus.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.lastConnectionSettingsHash != null && $Object.hasOwnProperty.call(message, "lastConnectionSettingsHash") && message.lastConnectionSettingsHash.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.lastConnectionSettingsHash);
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.status);
                    if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage") && message.errorMessage !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.errorMessage);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ConnectionSettingsStatus message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ConnectionSettingsStatus
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ConnectionSettingsStatus & opamp.proto.v1.ConnectionSettingsStatus.$Shape} ConnectionSettingsStatus
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ConnectionSettingsStatus.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ConnectionSettingsStatus();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.lastConnectionSettingsHash = value;
                                else
                                    delete message.lastConnectionSettingsHash;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.status = value;
                                else
                                    delete message.status;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.errorMessage = value;
                                else
                                    delete message.errorMessage;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ConnectionSettingsStatus;
            })();

            /**
             * ConnectionSettingsStatuses enum.
             * @name opamp.proto.v1.ConnectionSettingsStatuses
             * @enum {number}
             * @property {number} ConnectionSettingsStatuses_UNSET=0 ConnectionSettingsStatuses_UNSET value
             * @property {number} ConnectionSettingsStatuses_APPLIED=1 ConnectionSettingsStatuses_APPLIED value
             * @property {number} ConnectionSettingsStatuses_APPLYING=2 ConnectionSettingsStatuses_APPLYING value
             * @property {number} ConnectionSettingsStatuses_FAILED=3 ConnectionSettingsStatuses_FAILED value
             */
            v1.ConnectionSettingsStatuses = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ConnectionSettingsStatuses_UNSET"] = 0;
                values[valuesById[1] = "ConnectionSettingsStatuses_APPLIED"] = 1;
                values[valuesById[2] = "ConnectionSettingsStatuses_APPLYING"] = 2;
                values[valuesById[3] = "ConnectionSettingsStatuses_FAILED"] = 3;
                return values;
            })();

            v1.PackageStatuses = (function() {

                /**
                 * Properties of a PackageStatuses.
                 * @typedef {Object} opamp.proto.v1.PackageStatuses.$Properties
                 * @property {Object.<string,opamp.proto.v1.PackageStatus.$Properties>} [packages] PackageStatuses packages
                 * @property {Uint8Array} [serverProvidedAllPackagesHash] PackageStatuses serverProvidedAllPackagesHash
                 * @property {string} [errorMessage] PackageStatuses errorMessage
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PackageStatuses.
                 * @memberof opamp.proto.v1
                 * @interface IPackageStatuses
                 * @augments opamp.proto.v1.PackageStatuses.$Properties
                 * @deprecated Use opamp.proto.v1.PackageStatuses.$Properties instead.
                 */

                /**
                 * Shape of a PackageStatuses.
                 * @typedef {opamp.proto.v1.PackageStatuses.$Properties} opamp.proto.v1.PackageStatuses.$Shape
                 */

                /**
                 * Constructs a new PackageStatuses.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a PackageStatuses.
                 * @constructor
                 * @param {opamp.proto.v1.PackageStatuses.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PackageStatuses = function (properties) {
                    this.packages = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PackageStatuses packages.
                 * @member {Object.<string,opamp.proto.v1.PackageStatus>} packages
                 * @memberof opamp.proto.v1.PackageStatuses
                 * @instance
                 */
                PackageStatuses.prototype.packages = $util.emptyObject;

                /**
                 * PackageStatuses serverProvidedAllPackagesHash.
                 * @member {Uint8Array} serverProvidedAllPackagesHash
                 * @memberof opamp.proto.v1.PackageStatuses
                 * @instance
                 */
                PackageStatuses.prototype.serverProvidedAllPackagesHash = $util.newBuffer([]);

                /**
                 * PackageStatuses errorMessage.
                 * @member {string} errorMessage
                 * @memberof opamp.proto.v1.PackageStatuses
                 * @instance
                 */
                PackageStatuses.prototype.errorMessage = "";

                /**
                 * Creates a new PackageStatuses instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.PackageStatuses
                 * @static
                 * @param {opamp.proto.v1.PackageStatuses.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.PackageStatuses} PackageStatuses instance
                 * @type {{
                 *   (properties: opamp.proto.v1.PackageStatuses.$Shape): opamp.proto.v1.PackageStatuses & opamp.proto.v1.PackageStatuses.$Shape;
                 *   (properties?: opamp.proto.v1.PackageStatuses.$Properties): opamp.proto.v1.PackageStatuses;
                 * }}
                 */
                PackageStatuses.create = function(properties) {
                    return new PackageStatuses(properties);
                };

                /**
                 * Encodes the specified PackageStatuses message. Does not implicitly {@link opamp.proto.v1.PackageStatuses.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.PackageStatuses
                 * @static
                 * @param {opamp.proto.v1.PackageStatuses.$Properties} message PackageStatuses message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PackageStatuses.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.packages != null && $Object.hasOwnProperty.call(message, "packages"))
                        for (let keys = $Object.keys(message.packages), i = 0; i < keys.length; ++i) {
                            writer.uint32(/* id 1, wireType 2 =*/10).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                            $root.opamp.proto.v1.PackageStatus.encode(message.packages[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                        }
                    if (message.serverProvidedAllPackagesHash != null && $Object.hasOwnProperty.call(message, "serverProvidedAllPackagesHash") && message.serverProvidedAllPackagesHash.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.serverProvidedAllPackagesHash);
                    if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage") && message.errorMessage !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.errorMessage);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PackageStatuses message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.PackageStatuses
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageStatuses & opamp.proto.v1.PackageStatuses.$Shape} PackageStatuses
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PackageStatuses.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.PackageStatuses();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (message.packages === $util.emptyObject)
                                    message.packages = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = null;
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = $root.opamp.proto.v1.PackageStatus.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.packages, key);
                                message.packages[key] = value || new $root.opamp.proto.v1.PackageStatus();
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.serverProvidedAllPackagesHash = value;
                                else
                                    delete message.serverProvidedAllPackagesHash;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.errorMessage = value;
                                else
                                    delete message.errorMessage;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PackageStatuses;
            })();

            v1.PackageStatus = (function() {

                /**
                 * Properties of a PackageStatus.
                 * @typedef {Object} opamp.proto.v1.PackageStatus.$Properties
                 * @property {string} [name] PackageStatus name
                 * @property {string} [agentHasVersion] PackageStatus agentHasVersion
                 * @property {Uint8Array} [agentHasHash] PackageStatus agentHasHash
                 * @property {string} [serverOfferedVersion] PackageStatus serverOfferedVersion
                 * @property {Uint8Array} [serverOfferedHash] PackageStatus serverOfferedHash
                 * @property {opamp.proto.v1.PackageStatusEnum} [status] PackageStatus status
                 * @property {string} [errorMessage] PackageStatus errorMessage
                 * @property {opamp.proto.v1.PackageDownloadDetails.$Properties} [downloadDetails] PackageStatus downloadDetails
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PackageStatus.
                 * @memberof opamp.proto.v1
                 * @interface IPackageStatus
                 * @augments opamp.proto.v1.PackageStatus.$Properties
                 * @deprecated Use opamp.proto.v1.PackageStatus.$Properties instead.
                 */

                /**
                 * Shape of a PackageStatus.
                 * @typedef {opamp.proto.v1.PackageStatus.$Properties} opamp.proto.v1.PackageStatus.$Shape
                 */

                /**
                 * Constructs a new PackageStatus.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a PackageStatus.
                 * @constructor
                 * @param {opamp.proto.v1.PackageStatus.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PackageStatus = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PackageStatus name.
                 * @member {string} name
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.name = "";

                /**
                 * PackageStatus agentHasVersion.
                 * @member {string} agentHasVersion
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.agentHasVersion = "";

                /**
                 * PackageStatus agentHasHash.
                 * @member {Uint8Array} agentHasHash
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.agentHasHash = $util.newBuffer([]);

                /**
                 * PackageStatus serverOfferedVersion.
                 * @member {string} serverOfferedVersion
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.serverOfferedVersion = "";

                /**
                 * PackageStatus serverOfferedHash.
                 * @member {Uint8Array} serverOfferedHash
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.serverOfferedHash = $util.newBuffer([]);

                /**
                 * PackageStatus status.
                 * @member {opamp.proto.v1.PackageStatusEnum} status
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.status = 0;

                /**
                 * PackageStatus errorMessage.
                 * @member {string} errorMessage
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.errorMessage = "";

                /**
                 * PackageStatus downloadDetails.
                 * @member {opamp.proto.v1.PackageDownloadDetails} downloadDetails
                 * @memberof opamp.proto.v1.PackageStatus
                 * @instance
                 */
                PackageStatus.prototype.downloadDetails = null;

                /**
                 * Creates a new PackageStatus instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.PackageStatus
                 * @static
                 * @param {opamp.proto.v1.PackageStatus.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.PackageStatus} PackageStatus instance
                 * @type {{
                 *   (properties: opamp.proto.v1.PackageStatus.$Shape): opamp.proto.v1.PackageStatus & opamp.proto.v1.PackageStatus.$Shape;
                 *   (properties?: opamp.proto.v1.PackageStatus.$Properties): opamp.proto.v1.PackageStatus;
                 * }}
                 */
                PackageStatus.create = function(properties) {
                    return new PackageStatus(properties);
                };

                /**
                 * Encodes the specified PackageStatus message. Does not implicitly {@link opamp.proto.v1.PackageStatus.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.PackageStatus
                 * @static
                 * @param {opamp.proto.v1.PackageStatus.$Properties} message PackageStatus message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PackageStatus.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                    if (message.agentHasVersion != null && $Object.hasOwnProperty.call(message, "agentHasVersion") && message.agentHasVersion !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.agentHasVersion);
                    if (message.agentHasHash != null && $Object.hasOwnProperty.call(message, "agentHasHash") && message.agentHasHash.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.agentHasHash);
                    if (message.serverOfferedVersion != null && $Object.hasOwnProperty.call(message, "serverOfferedVersion") && message.serverOfferedVersion !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.serverOfferedVersion);
                    if (message.serverOfferedHash != null && $Object.hasOwnProperty.call(message, "serverOfferedHash") && message.serverOfferedHash.length)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.serverOfferedHash);
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).int32(message.status);
                    if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage") && message.errorMessage !== "")
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.errorMessage);
                    if (message.downloadDetails != null && $Object.hasOwnProperty.call(message, "downloadDetails"))
                        $root.opamp.proto.v1.PackageDownloadDetails.encode(message.downloadDetails, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PackageStatus message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.PackageStatus
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageStatus & opamp.proto.v1.PackageStatus.$Shape} PackageStatus
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PackageStatus.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.PackageStatus();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.name = value;
                                else
                                    delete message.name;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.agentHasVersion = value;
                                else
                                    delete message.agentHasVersion;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.agentHasHash = value;
                                else
                                    delete message.agentHasHash;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.serverOfferedVersion = value;
                                else
                                    delete message.serverOfferedVersion;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.serverOfferedHash = value;
                                else
                                    delete message.serverOfferedHash;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.status = value;
                                else
                                    delete message.status;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.errorMessage = value;
                                else
                                    delete message.errorMessage;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.downloadDetails = $root.opamp.proto.v1.PackageDownloadDetails.decode(reader, reader.size(), $undefined, _depth + 1, message.downloadDetails);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PackageStatus;
            })();

            v1.PackageDownloadDetails = (function() {

                /**
                 * Properties of a PackageDownloadDetails.
                 * @typedef {Object} opamp.proto.v1.PackageDownloadDetails.$Properties
                 * @property {number} [downloadPercent] PackageDownloadDetails downloadPercent
                 * @property {number} [downloadBytesPerSecond] PackageDownloadDetails downloadBytesPerSecond
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PackageDownloadDetails.
                 * @memberof opamp.proto.v1
                 * @interface IPackageDownloadDetails
                 * @augments opamp.proto.v1.PackageDownloadDetails.$Properties
                 * @deprecated Use opamp.proto.v1.PackageDownloadDetails.$Properties instead.
                 */

                /**
                 * Shape of a PackageDownloadDetails.
                 * @typedef {opamp.proto.v1.PackageDownloadDetails.$Properties} opamp.proto.v1.PackageDownloadDetails.$Shape
                 */

                /**
                 * Constructs a new PackageDownloadDetails.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a PackageDownloadDetails.
                 * @constructor
                 * @param {opamp.proto.v1.PackageDownloadDetails.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PackageDownloadDetails = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PackageDownloadDetails downloadPercent.
                 * @member {number} downloadPercent
                 * @memberof opamp.proto.v1.PackageDownloadDetails
                 * @instance
                 */
                PackageDownloadDetails.prototype.downloadPercent = 0;

                /**
                 * PackageDownloadDetails downloadBytesPerSecond.
                 * @member {number} downloadBytesPerSecond
                 * @memberof opamp.proto.v1.PackageDownloadDetails
                 * @instance
                 */
                PackageDownloadDetails.prototype.downloadBytesPerSecond = 0;

                /**
                 * Creates a new PackageDownloadDetails instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.PackageDownloadDetails
                 * @static
                 * @param {opamp.proto.v1.PackageDownloadDetails.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.PackageDownloadDetails} PackageDownloadDetails instance
                 * @type {{
                 *   (properties: opamp.proto.v1.PackageDownloadDetails.$Shape): opamp.proto.v1.PackageDownloadDetails & opamp.proto.v1.PackageDownloadDetails.$Shape;
                 *   (properties?: opamp.proto.v1.PackageDownloadDetails.$Properties): opamp.proto.v1.PackageDownloadDetails;
                 * }}
                 */
                PackageDownloadDetails.create = function(properties) {
                    return new PackageDownloadDetails(properties);
                };

                /**
                 * Encodes the specified PackageDownloadDetails message. Does not implicitly {@link opamp.proto.v1.PackageDownloadDetails.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.PackageDownloadDetails
                 * @static
                 * @param {opamp.proto.v1.PackageDownloadDetails.$Properties} message PackageDownloadDetails message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PackageDownloadDetails.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.downloadPercent != null && $Object.hasOwnProperty.call(message, "downloadPercent") && !$Object.is(message.downloadPercent, 0))
                        writer.uint32(/* id 1, wireType 1 =*/9).double(message.downloadPercent);
                    if (message.downloadBytesPerSecond != null && $Object.hasOwnProperty.call(message, "downloadBytesPerSecond") && !$Object.is(message.downloadBytesPerSecond, 0))
                        writer.uint32(/* id 2, wireType 1 =*/17).double(message.downloadBytesPerSecond);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PackageDownloadDetails message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.PackageDownloadDetails
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageDownloadDetails & opamp.proto.v1.PackageDownloadDetails.$Shape} PackageDownloadDetails
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PackageDownloadDetails.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.PackageDownloadDetails();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.downloadPercent = value;
                                else
                                    delete message.downloadPercent;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.downloadBytesPerSecond = value;
                                else
                                    delete message.downloadBytesPerSecond;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PackageDownloadDetails;
            })();

            /**
             * PackageStatusEnum enum.
             * @name opamp.proto.v1.PackageStatusEnum
             * @enum {number}
             * @property {number} PackageStatusEnum_Installed=0 PackageStatusEnum_Installed value
             * @property {number} PackageStatusEnum_InstallPending=1 PackageStatusEnum_InstallPending value
             * @property {number} PackageStatusEnum_Installing=2 PackageStatusEnum_Installing value
             * @property {number} PackageStatusEnum_InstallFailed=3 PackageStatusEnum_InstallFailed value
             * @property {number} PackageStatusEnum_Downloading=4 PackageStatusEnum_Downloading value
             */
            v1.PackageStatusEnum = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "PackageStatusEnum_Installed"] = 0;
                values[valuesById[1] = "PackageStatusEnum_InstallPending"] = 1;
                values[valuesById[2] = "PackageStatusEnum_Installing"] = 2;
                values[valuesById[3] = "PackageStatusEnum_InstallFailed"] = 3;
                values[valuesById[4] = "PackageStatusEnum_Downloading"] = 4;
                return values;
            })();

            /**
             * AgentCapabilities enum.
             * @name opamp.proto.v1.AgentCapabilities
             * @enum {number}
             * @property {number} AgentCapabilities_Unspecified=0 AgentCapabilities_Unspecified value
             * @property {number} AgentCapabilities_ReportsStatus=1 AgentCapabilities_ReportsStatus value
             * @property {number} AgentCapabilities_AcceptsRemoteConfig=2 AgentCapabilities_AcceptsRemoteConfig value
             * @property {number} AgentCapabilities_ReportsEffectiveConfig=4 AgentCapabilities_ReportsEffectiveConfig value
             * @property {number} AgentCapabilities_AcceptsPackages=8 AgentCapabilities_AcceptsPackages value
             * @property {number} AgentCapabilities_ReportsPackageStatuses=16 AgentCapabilities_ReportsPackageStatuses value
             * @property {number} AgentCapabilities_ReportsOwnTraces=32 AgentCapabilities_ReportsOwnTraces value
             * @property {number} AgentCapabilities_ReportsOwnMetrics=64 AgentCapabilities_ReportsOwnMetrics value
             * @property {number} AgentCapabilities_ReportsOwnLogs=128 AgentCapabilities_ReportsOwnLogs value
             * @property {number} AgentCapabilities_AcceptsOpAMPConnectionSettings=256 AgentCapabilities_AcceptsOpAMPConnectionSettings value
             * @property {number} AgentCapabilities_AcceptsOtherConnectionSettings=512 AgentCapabilities_AcceptsOtherConnectionSettings value
             * @property {number} AgentCapabilities_AcceptsRestartCommand=1024 AgentCapabilities_AcceptsRestartCommand value
             * @property {number} AgentCapabilities_ReportsHealth=2048 AgentCapabilities_ReportsHealth value
             * @property {number} AgentCapabilities_ReportsRemoteConfig=4096 AgentCapabilities_ReportsRemoteConfig value
             * @property {number} AgentCapabilities_ReportsHeartbeat=8192 AgentCapabilities_ReportsHeartbeat value
             * @property {number} AgentCapabilities_ReportsAvailableComponents=16384 AgentCapabilities_ReportsAvailableComponents value
             * @property {number} AgentCapabilities_ReportsConnectionSettingsStatus=32768 AgentCapabilities_ReportsConnectionSettingsStatus value
             */
            v1.AgentCapabilities = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "AgentCapabilities_Unspecified"] = 0;
                values[valuesById[1] = "AgentCapabilities_ReportsStatus"] = 1;
                values[valuesById[2] = "AgentCapabilities_AcceptsRemoteConfig"] = 2;
                values[valuesById[4] = "AgentCapabilities_ReportsEffectiveConfig"] = 4;
                values[valuesById[8] = "AgentCapabilities_AcceptsPackages"] = 8;
                values[valuesById[16] = "AgentCapabilities_ReportsPackageStatuses"] = 16;
                values[valuesById[32] = "AgentCapabilities_ReportsOwnTraces"] = 32;
                values[valuesById[64] = "AgentCapabilities_ReportsOwnMetrics"] = 64;
                values[valuesById[128] = "AgentCapabilities_ReportsOwnLogs"] = 128;
                values[valuesById[256] = "AgentCapabilities_AcceptsOpAMPConnectionSettings"] = 256;
                values[valuesById[512] = "AgentCapabilities_AcceptsOtherConnectionSettings"] = 512;
                values[valuesById[1024] = "AgentCapabilities_AcceptsRestartCommand"] = 1024;
                values[valuesById[2048] = "AgentCapabilities_ReportsHealth"] = 2048;
                values[valuesById[4096] = "AgentCapabilities_ReportsRemoteConfig"] = 4096;
                values[valuesById[8192] = "AgentCapabilities_ReportsHeartbeat"] = 8192;
                values[valuesById[16384] = "AgentCapabilities_ReportsAvailableComponents"] = 16384;
                values[valuesById[32768] = "AgentCapabilities_ReportsConnectionSettingsStatus"] = 32768;
                return values;
            })();

            v1.ServerToAgent = (function() {

                /**
                 * Properties of a ServerToAgent.
                 * @typedef {Object} opamp.proto.v1.ServerToAgent.$Properties
                 * @property {Uint8Array} [instanceUid] ServerToAgent instanceUid
                 * @property {opamp.proto.v1.ServerErrorResponse.$Properties} [errorResponse] ServerToAgent errorResponse
                 * @property {opamp.proto.v1.AgentRemoteConfig.$Properties} [remoteConfig] ServerToAgent remoteConfig
                 * @property {opamp.proto.v1.ConnectionSettingsOffers.$Properties} [connectionSettings] ServerToAgent connectionSettings
                 * @property {opamp.proto.v1.PackagesAvailable.$Properties} [packagesAvailable] ServerToAgent packagesAvailable
                 * @property {number|Long} [flags] ServerToAgent flags
                 * @property {number|Long} [capabilities] ServerToAgent capabilities
                 * @property {opamp.proto.v1.AgentIdentification.$Properties} [agentIdentification] ServerToAgent agentIdentification
                 * @property {opamp.proto.v1.ServerToAgentCommand.$Properties} [command] ServerToAgent command
                 * @property {opamp.proto.v1.CustomCapabilities.$Properties} [customCapabilities] ServerToAgent customCapabilities
                 * @property {opamp.proto.v1.CustomMessage.$Properties} [customMessage] ServerToAgent customMessage
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ServerToAgent.
                 * @memberof opamp.proto.v1
                 * @interface IServerToAgent
                 * @augments opamp.proto.v1.ServerToAgent.$Properties
                 * @deprecated Use opamp.proto.v1.ServerToAgent.$Properties instead.
                 */

                /**
                 * Shape of a ServerToAgent.
                 * @typedef {{
                 *   instanceUid?: Uint8Array;
                 *   errorResponse?: opamp.proto.v1.ServerErrorResponse.$Shape;
                 *   remoteConfig?: opamp.proto.v1.AgentRemoteConfig.$Shape;
                 *   connectionSettings?: opamp.proto.v1.ConnectionSettingsOffers.$Shape;
                 *   packagesAvailable?: opamp.proto.v1.PackagesAvailable.$Shape;
                 *   flags?: number|Long;
                 *   capabilities?: number|Long;
                 *   agentIdentification?: opamp.proto.v1.AgentIdentification.$Shape;
                 *   command?: opamp.proto.v1.ServerToAgentCommand.$Shape;
                 *   customCapabilities?: opamp.proto.v1.CustomCapabilities.$Shape;
                 *   customMessage?: opamp.proto.v1.CustomMessage.$Shape;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.ServerToAgent.$Shape
                 */

                /**
                 * Constructs a new ServerToAgent.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ServerToAgent.
                 * @constructor
                 * @param {opamp.proto.v1.ServerToAgent.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ServerToAgent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ServerToAgent instanceUid.
                 * @member {Uint8Array} instanceUid
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.instanceUid = $util.newBuffer([]);

                /**
                 * ServerToAgent errorResponse.
                 * @member {opamp.proto.v1.ServerErrorResponse} errorResponse
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.errorResponse = null;

                /**
                 * ServerToAgent remoteConfig.
                 * @member {opamp.proto.v1.AgentRemoteConfig} remoteConfig
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.remoteConfig = null;

                /**
                 * ServerToAgent connectionSettings.
                 * @member {opamp.proto.v1.ConnectionSettingsOffers} connectionSettings
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.connectionSettings = null;

                /**
                 * ServerToAgent packagesAvailable.
                 * @member {opamp.proto.v1.PackagesAvailable} packagesAvailable
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.packagesAvailable = null;

                /**
                 * ServerToAgent flags.
                 * @member {number|Long} flags
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.flags = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * ServerToAgent capabilities.
                 * @member {number|Long} capabilities
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.capabilities = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * ServerToAgent agentIdentification.
                 * @member {opamp.proto.v1.AgentIdentification} agentIdentification
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.agentIdentification = null;

                /**
                 * ServerToAgent command.
                 * @member {opamp.proto.v1.ServerToAgentCommand} command
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.command = null;

                /**
                 * ServerToAgent customCapabilities.
                 * @member {opamp.proto.v1.CustomCapabilities} customCapabilities
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.customCapabilities = null;

                /**
                 * ServerToAgent customMessage.
                 * @member {opamp.proto.v1.CustomMessage} customMessage
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @instance
                 */
                ServerToAgent.prototype.customMessage = null;

                /**
                 * Creates a new ServerToAgent instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @static
                 * @param {opamp.proto.v1.ServerToAgent.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ServerToAgent} ServerToAgent instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ServerToAgent.$Shape): opamp.proto.v1.ServerToAgent & opamp.proto.v1.ServerToAgent.$Shape;
                 *   (properties?: opamp.proto.v1.ServerToAgent.$Properties): opamp.proto.v1.ServerToAgent;
                 * }}
                 */
                ServerToAgent.create = function(properties) {
                    return new ServerToAgent(properties);
                };

                /**
                 * Encodes the specified ServerToAgent message. Does not implicitly {@link opamp.proto.v1.ServerToAgent.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @static
                 * @param {opamp.proto.v1.ServerToAgent.$Properties} message ServerToAgent message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ServerToAgent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.instanceUid != null && $Object.hasOwnProperty.call(message, "instanceUid") && message.instanceUid.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.instanceUid);
                    if (message.errorResponse != null && $Object.hasOwnProperty.call(message, "errorResponse"))
                        $root.opamp.proto.v1.ServerErrorResponse.encode(message.errorResponse, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.remoteConfig != null && $Object.hasOwnProperty.call(message, "remoteConfig"))
                        $root.opamp.proto.v1.AgentRemoteConfig.encode(message.remoteConfig, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.connectionSettings != null && $Object.hasOwnProperty.call(message, "connectionSettings"))
                        $root.opamp.proto.v1.ConnectionSettingsOffers.encode(message.connectionSettings, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.packagesAvailable != null && $Object.hasOwnProperty.call(message, "packagesAvailable"))
                        $root.opamp.proto.v1.PackagesAvailable.encode(message.packagesAvailable, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.flags != null && $Object.hasOwnProperty.call(message, "flags") && (typeof message.flags === "object" ? message.flags.low || message.flags.high : message.flags !== 0))
                        writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.flags);
                    if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities") && (typeof message.capabilities === "object" ? message.capabilities.low || message.capabilities.high : message.capabilities !== 0))
                        writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.capabilities);
                    if (message.agentIdentification != null && $Object.hasOwnProperty.call(message, "agentIdentification"))
                        $root.opamp.proto.v1.AgentIdentification.encode(message.agentIdentification, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                        $root.opamp.proto.v1.ServerToAgentCommand.encode(message.command, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                    if (message.customCapabilities != null && $Object.hasOwnProperty.call(message, "customCapabilities"))
                        $root.opamp.proto.v1.CustomCapabilities.encode(message.customCapabilities, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                    if (message.customMessage != null && $Object.hasOwnProperty.call(message, "customMessage"))
                        $root.opamp.proto.v1.CustomMessage.encode(message.customMessage, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ServerToAgent message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ServerToAgent
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ServerToAgent & opamp.proto.v1.ServerToAgent.$Shape} ServerToAgent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ServerToAgent.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ServerToAgent();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.instanceUid = value;
                                else
                                    delete message.instanceUid;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.errorResponse = $root.opamp.proto.v1.ServerErrorResponse.decode(reader, reader.size(), $undefined, _depth + 1, message.errorResponse);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.remoteConfig = $root.opamp.proto.v1.AgentRemoteConfig.decode(reader, reader.size(), $undefined, _depth + 1, message.remoteConfig);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.connectionSettings = $root.opamp.proto.v1.ConnectionSettingsOffers.decode(reader, reader.size(), $undefined, _depth + 1, message.connectionSettings);
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.packagesAvailable = $root.opamp.proto.v1.PackagesAvailable.decode(reader, reader.size(), $undefined, _depth + 1, message.packagesAvailable);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.flags = value;
                                else
                                    delete message.flags;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.capabilities = value;
                                else
                                    delete message.capabilities;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.agentIdentification = $root.opamp.proto.v1.AgentIdentification.decode(reader, reader.size(), $undefined, _depth + 1, message.agentIdentification);
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.command = $root.opamp.proto.v1.ServerToAgentCommand.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.customCapabilities = $root.opamp.proto.v1.CustomCapabilities.decode(reader, reader.size(), $undefined, _depth + 1, message.customCapabilities);
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.customMessage = $root.opamp.proto.v1.CustomMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.customMessage);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ServerToAgent;
            })();

            /**
             * ServerToAgentFlags enum.
             * @name opamp.proto.v1.ServerToAgentFlags
             * @enum {number}
             * @property {number} ServerToAgentFlags_Unspecified=0 ServerToAgentFlags_Unspecified value
             * @property {number} ServerToAgentFlags_ReportFullState=1 ServerToAgentFlags_ReportFullState value
             * @property {number} ServerToAgentFlags_ReportAvailableComponents=2 ServerToAgentFlags_ReportAvailableComponents value
             */
            v1.ServerToAgentFlags = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ServerToAgentFlags_Unspecified"] = 0;
                values[valuesById[1] = "ServerToAgentFlags_ReportFullState"] = 1;
                values[valuesById[2] = "ServerToAgentFlags_ReportAvailableComponents"] = 2;
                return values;
            })();

            v1.ServerErrorResponse = (function() {

                /**
                 * Properties of a ServerErrorResponse.
                 * @typedef {Object} opamp.proto.v1.ServerErrorResponse.$Properties
                 * @property {opamp.proto.v1.ServerErrorResponseType} [type] ServerErrorResponse type
                 * @property {string} [errorMessage] ServerErrorResponse errorMessage
                 * @property {opamp.proto.v1.RetryInfo.$Properties|null} [retryInfo] ServerErrorResponse retryInfo
                 * @property {"retryInfo"} [Details] ServerErrorResponse Details
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ServerErrorResponse.
                 * @memberof opamp.proto.v1
                 * @interface IServerErrorResponse
                 * @augments opamp.proto.v1.ServerErrorResponse.$Properties
                 * @deprecated Use opamp.proto.v1.ServerErrorResponse.$Properties instead.
                 */

                /**
                 * Narrowed shape of a ServerErrorResponse.
                 * @typedef {{
                 *   type?: opamp.proto.v1.ServerErrorResponseType;
                 *   errorMessage?: string;
                 *   retryInfo?: opamp.proto.v1.RetryInfo.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ Details?: undefined; retryInfo?: null }|{ Details?: "retryInfo"; retryInfo: opamp.proto.v1.RetryInfo.$Shape })
                 * )} opamp.proto.v1.ServerErrorResponse.$Shape
                 */

                /**
                 * Constructs a new ServerErrorResponse.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ServerErrorResponse.
                 * @constructor
                 * @param {opamp.proto.v1.ServerErrorResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ServerErrorResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ServerErrorResponse type.
                 * @member {opamp.proto.v1.ServerErrorResponseType} type
                 * @memberof opamp.proto.v1.ServerErrorResponse
                 * @instance
                 */
                ServerErrorResponse.prototype.type = 0;

                /**
                 * ServerErrorResponse errorMessage.
                 * @member {string} errorMessage
                 * @memberof opamp.proto.v1.ServerErrorResponse
                 * @instance
                 */
                ServerErrorResponse.prototype.errorMessage = "";

                /**
                 * ServerErrorResponse retryInfo.
                 * @member {opamp.proto.v1.RetryInfo|null} retryInfo
                 * @memberof opamp.proto.v1.ServerErrorResponse
                 * @instance
                 */
                ServerErrorResponse.prototype.retryInfo = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * ServerErrorResponse Details.
                 * @member {"retryInfo"|undefined} Details
                 * @memberof opamp.proto.v1.ServerErrorResponse
                 * @instance
                 */
                $Object.defineProperty(ServerErrorResponse.prototype, "Details", {
                    get: $util.oneOfGetter($oneOfFields = ["retryInfo"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new ServerErrorResponse instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ServerErrorResponse
                 * @static
                 * @param {opamp.proto.v1.ServerErrorResponse.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ServerErrorResponse} ServerErrorResponse instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ServerErrorResponse.$Shape): opamp.proto.v1.ServerErrorResponse & opamp.proto.v1.ServerErrorResponse.$Shape;
                 *   (properties?: opamp.proto.v1.ServerErrorResponse.$Properties): opamp.proto.v1.ServerErrorResponse;
                 * }}
                 */
                ServerErrorResponse.create = function(properties) {
                    return new ServerErrorResponse(properties);
                };

                /**
                 * Encodes the specified ServerErrorResponse message. Does not implicitly {@link opamp.proto.v1.ServerErrorResponse.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ServerErrorResponse
                 * @static
                 * @param {opamp.proto.v1.ServerErrorResponse.$Properties} message ServerErrorResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ServerErrorResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.type);
                    if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage") && message.errorMessage !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.errorMessage);
                    if (message.retryInfo != null && $Object.hasOwnProperty.call(message, "retryInfo"))
                        $root.opamp.proto.v1.RetryInfo.encode(message.retryInfo, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ServerErrorResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ServerErrorResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ServerErrorResponse & opamp.proto.v1.ServerErrorResponse.$Shape} ServerErrorResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ServerErrorResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ServerErrorResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.errorMessage = value;
                                else
                                    delete message.errorMessage;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.retryInfo = $root.opamp.proto.v1.RetryInfo.decode(reader, reader.size(), $undefined, _depth + 1, message.retryInfo);
                                message.Details = "retryInfo";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ServerErrorResponse;
            })();

            /**
             * ServerErrorResponseType enum.
             * @name opamp.proto.v1.ServerErrorResponseType
             * @enum {number}
             * @property {number} ServerErrorResponseType_Unknown=0 ServerErrorResponseType_Unknown value
             * @property {number} ServerErrorResponseType_BadRequest=1 ServerErrorResponseType_BadRequest value
             * @property {number} ServerErrorResponseType_Unavailable=2 ServerErrorResponseType_Unavailable value
             */
            v1.ServerErrorResponseType = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ServerErrorResponseType_Unknown"] = 0;
                values[valuesById[1] = "ServerErrorResponseType_BadRequest"] = 1;
                values[valuesById[2] = "ServerErrorResponseType_Unavailable"] = 2;
                return values;
            })();

            v1.RetryInfo = (function() {

                /**
                 * Properties of a RetryInfo.
                 * @typedef {Object} opamp.proto.v1.RetryInfo.$Properties
                 * @property {number|Long} [retryAfterNanoseconds] RetryInfo retryAfterNanoseconds
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a RetryInfo.
                 * @memberof opamp.proto.v1
                 * @interface IRetryInfo
                 * @augments opamp.proto.v1.RetryInfo.$Properties
                 * @deprecated Use opamp.proto.v1.RetryInfo.$Properties instead.
                 */

                /**
                 * Shape of a RetryInfo.
                 * @typedef {opamp.proto.v1.RetryInfo.$Properties} opamp.proto.v1.RetryInfo.$Shape
                 */

                /**
                 * Constructs a new RetryInfo.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a RetryInfo.
                 * @constructor
                 * @param {opamp.proto.v1.RetryInfo.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const RetryInfo = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * RetryInfo retryAfterNanoseconds.
                 * @member {number|Long} retryAfterNanoseconds
                 * @memberof opamp.proto.v1.RetryInfo
                 * @instance
                 */
                RetryInfo.prototype.retryAfterNanoseconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new RetryInfo instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.RetryInfo
                 * @static
                 * @param {opamp.proto.v1.RetryInfo.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.RetryInfo} RetryInfo instance
                 * @type {{
                 *   (properties: opamp.proto.v1.RetryInfo.$Shape): opamp.proto.v1.RetryInfo & opamp.proto.v1.RetryInfo.$Shape;
                 *   (properties?: opamp.proto.v1.RetryInfo.$Properties): opamp.proto.v1.RetryInfo;
                 * }}
                 */
                RetryInfo.create = function(properties) {
                    return new RetryInfo(properties);
                };

                /**
                 * Encodes the specified RetryInfo message. Does not implicitly {@link opamp.proto.v1.RetryInfo.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.RetryInfo
                 * @static
                 * @param {opamp.proto.v1.RetryInfo.$Properties} message RetryInfo message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                RetryInfo.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.retryAfterNanoseconds != null && $Object.hasOwnProperty.call(message, "retryAfterNanoseconds") && (typeof message.retryAfterNanoseconds === "object" ? message.retryAfterNanoseconds.low || message.retryAfterNanoseconds.high : message.retryAfterNanoseconds !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.retryAfterNanoseconds);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a RetryInfo message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.RetryInfo
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.RetryInfo & opamp.proto.v1.RetryInfo.$Shape} RetryInfo
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                RetryInfo.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.RetryInfo();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.retryAfterNanoseconds = value;
                                else
                                    delete message.retryAfterNanoseconds;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return RetryInfo;
            })();

            v1.ServerToAgentCommand = (function() {

                /**
                 * Properties of a ServerToAgentCommand.
                 * @typedef {Object} opamp.proto.v1.ServerToAgentCommand.$Properties
                 * @property {opamp.proto.v1.CommandType} [type] ServerToAgentCommand type
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ServerToAgentCommand.
                 * @memberof opamp.proto.v1
                 * @interface IServerToAgentCommand
                 * @augments opamp.proto.v1.ServerToAgentCommand.$Properties
                 * @deprecated Use opamp.proto.v1.ServerToAgentCommand.$Properties instead.
                 */

                /**
                 * Shape of a ServerToAgentCommand.
                 * @typedef {opamp.proto.v1.ServerToAgentCommand.$Properties} opamp.proto.v1.ServerToAgentCommand.$Shape
                 */

                /**
                 * Constructs a new ServerToAgentCommand.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ServerToAgentCommand.
                 * @constructor
                 * @param {opamp.proto.v1.ServerToAgentCommand.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ServerToAgentCommand = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ServerToAgentCommand type.
                 * @member {opamp.proto.v1.CommandType} type
                 * @memberof opamp.proto.v1.ServerToAgentCommand
                 * @instance
                 */
                ServerToAgentCommand.prototype.type = 0;

                /**
                 * Creates a new ServerToAgentCommand instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ServerToAgentCommand
                 * @static
                 * @param {opamp.proto.v1.ServerToAgentCommand.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ServerToAgentCommand} ServerToAgentCommand instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ServerToAgentCommand.$Shape): opamp.proto.v1.ServerToAgentCommand & opamp.proto.v1.ServerToAgentCommand.$Shape;
                 *   (properties?: opamp.proto.v1.ServerToAgentCommand.$Properties): opamp.proto.v1.ServerToAgentCommand;
                 * }}
                 */
                ServerToAgentCommand.create = function(properties) {
                    return new ServerToAgentCommand(properties);
                };

                /**
                 * Encodes the specified ServerToAgentCommand message. Does not implicitly {@link opamp.proto.v1.ServerToAgentCommand.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ServerToAgentCommand
                 * @static
                 * @param {opamp.proto.v1.ServerToAgentCommand.$Properties} message ServerToAgentCommand message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ServerToAgentCommand.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.type);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ServerToAgentCommand message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ServerToAgentCommand
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ServerToAgentCommand & opamp.proto.v1.ServerToAgentCommand.$Shape} ServerToAgentCommand
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ServerToAgentCommand.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ServerToAgentCommand();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ServerToAgentCommand;
            })();

            /**
             * CommandType enum.
             * @name opamp.proto.v1.CommandType
             * @enum {number}
             * @property {number} CommandType_Restart=0 CommandType_Restart value
             */
            v1.CommandType = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CommandType_Restart"] = 0;
                return values;
            })();

            v1.AgentIdentification = (function() {

                /**
                 * Properties of an AgentIdentification.
                 * @typedef {Object} opamp.proto.v1.AgentIdentification.$Properties
                 * @property {Uint8Array} [newInstanceUid] AgentIdentification newInstanceUid
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentIdentification.
                 * @memberof opamp.proto.v1
                 * @interface IAgentIdentification
                 * @augments opamp.proto.v1.AgentIdentification.$Properties
                 * @deprecated Use opamp.proto.v1.AgentIdentification.$Properties instead.
                 */

                /**
                 * Shape of an AgentIdentification.
                 * @typedef {opamp.proto.v1.AgentIdentification.$Properties} opamp.proto.v1.AgentIdentification.$Shape
                 */

                /**
                 * Constructs a new AgentIdentification.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AgentIdentification.
                 * @constructor
                 * @param {opamp.proto.v1.AgentIdentification.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentIdentification = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AgentIdentification newInstanceUid.
                 * @member {Uint8Array} newInstanceUid
                 * @memberof opamp.proto.v1.AgentIdentification
                 * @instance
                 */
                AgentIdentification.prototype.newInstanceUid = $util.newBuffer([]);

                /**
                 * Creates a new AgentIdentification instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AgentIdentification
                 * @static
                 * @param {opamp.proto.v1.AgentIdentification.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AgentIdentification} AgentIdentification instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AgentIdentification.$Shape): opamp.proto.v1.AgentIdentification & opamp.proto.v1.AgentIdentification.$Shape;
                 *   (properties?: opamp.proto.v1.AgentIdentification.$Properties): opamp.proto.v1.AgentIdentification;
                 * }}
                 */
                AgentIdentification.create = function(properties) {
                    return new AgentIdentification(properties);
                };

                /**
                 * Encodes the specified AgentIdentification message. Does not implicitly {@link opamp.proto.v1.AgentIdentification.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AgentIdentification
                 * @static
                 * @param {opamp.proto.v1.AgentIdentification.$Properties} message AgentIdentification message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentIdentification.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.newInstanceUid != null && $Object.hasOwnProperty.call(message, "newInstanceUid") && message.newInstanceUid.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.newInstanceUid);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentIdentification message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AgentIdentification
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentIdentification & opamp.proto.v1.AgentIdentification.$Shape} AgentIdentification
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentIdentification.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AgentIdentification();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.newInstanceUid = value;
                                else
                                    delete message.newInstanceUid;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentIdentification;
            })();

            v1.AgentRemoteConfig = (function() {

                /**
                 * Properties of an AgentRemoteConfig.
                 * @typedef {Object} opamp.proto.v1.AgentRemoteConfig.$Properties
                 * @property {opamp.proto.v1.AgentConfigMap.$Properties} [config] AgentRemoteConfig config
                 * @property {Uint8Array} [configHash] AgentRemoteConfig configHash
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentRemoteConfig.
                 * @memberof opamp.proto.v1
                 * @interface IAgentRemoteConfig
                 * @augments opamp.proto.v1.AgentRemoteConfig.$Properties
                 * @deprecated Use opamp.proto.v1.AgentRemoteConfig.$Properties instead.
                 */

                /**
                 * Shape of an AgentRemoteConfig.
                 * @typedef {opamp.proto.v1.AgentRemoteConfig.$Properties} opamp.proto.v1.AgentRemoteConfig.$Shape
                 */

                /**
                 * Constructs a new AgentRemoteConfig.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AgentRemoteConfig.
                 * @constructor
                 * @param {opamp.proto.v1.AgentRemoteConfig.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentRemoteConfig = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AgentRemoteConfig config.
                 * @member {opamp.proto.v1.AgentConfigMap} config
                 * @memberof opamp.proto.v1.AgentRemoteConfig
                 * @instance
                 */
                AgentRemoteConfig.prototype.config = null;

                /**
                 * AgentRemoteConfig configHash.
                 * @member {Uint8Array} configHash
                 * @memberof opamp.proto.v1.AgentRemoteConfig
                 * @instance
                 */
                AgentRemoteConfig.prototype.configHash = $util.newBuffer([]);

                /**
                 * Creates a new AgentRemoteConfig instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AgentRemoteConfig
                 * @static
                 * @param {opamp.proto.v1.AgentRemoteConfig.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AgentRemoteConfig} AgentRemoteConfig instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AgentRemoteConfig.$Shape): opamp.proto.v1.AgentRemoteConfig & opamp.proto.v1.AgentRemoteConfig.$Shape;
                 *   (properties?: opamp.proto.v1.AgentRemoteConfig.$Properties): opamp.proto.v1.AgentRemoteConfig;
                 * }}
                 */
                AgentRemoteConfig.create = function(properties) {
                    return new AgentRemoteConfig(properties);
                };

                /**
                 * Encodes the specified AgentRemoteConfig message. Does not implicitly {@link opamp.proto.v1.AgentRemoteConfig.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AgentRemoteConfig
                 * @static
                 * @param {opamp.proto.v1.AgentRemoteConfig.$Properties} message AgentRemoteConfig message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentRemoteConfig.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.config != null && $Object.hasOwnProperty.call(message, "config"))
                        $root.opamp.proto.v1.AgentConfigMap.encode(message.config, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.configHash != null && $Object.hasOwnProperty.call(message, "configHash") && message.configHash.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.configHash);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentRemoteConfig message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AgentRemoteConfig
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentRemoteConfig & opamp.proto.v1.AgentRemoteConfig.$Shape} AgentRemoteConfig
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentRemoteConfig.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AgentRemoteConfig();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.config = $root.opamp.proto.v1.AgentConfigMap.decode(reader, reader.size(), $undefined, _depth + 1, message.config);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.configHash = value;
                                else
                                    delete message.configHash;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentRemoteConfig;
            })();

            v1.AgentConfigMap = (function() {

                /**
                 * Properties of an AgentConfigMap.
                 * @typedef {Object} opamp.proto.v1.AgentConfigMap.$Properties
                 * @property {Object.<string,opamp.proto.v1.AgentConfigFile.$Properties>} [configMap] AgentConfigMap configMap
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentConfigMap.
                 * @memberof opamp.proto.v1
                 * @interface IAgentConfigMap
                 * @augments opamp.proto.v1.AgentConfigMap.$Properties
                 * @deprecated Use opamp.proto.v1.AgentConfigMap.$Properties instead.
                 */

                /**
                 * Shape of an AgentConfigMap.
                 * @typedef {opamp.proto.v1.AgentConfigMap.$Properties} opamp.proto.v1.AgentConfigMap.$Shape
                 */

                /**
                 * Constructs a new AgentConfigMap.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AgentConfigMap.
                 * @constructor
                 * @param {opamp.proto.v1.AgentConfigMap.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentConfigMap = function (properties) {
                    this.configMap = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AgentConfigMap configMap.
                 * @member {Object.<string,opamp.proto.v1.AgentConfigFile>} configMap
                 * @memberof opamp.proto.v1.AgentConfigMap
                 * @instance
                 */
                AgentConfigMap.prototype.configMap = $util.emptyObject;

                /**
                 * Creates a new AgentConfigMap instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AgentConfigMap
                 * @static
                 * @param {opamp.proto.v1.AgentConfigMap.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AgentConfigMap} AgentConfigMap instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AgentConfigMap.$Shape): opamp.proto.v1.AgentConfigMap & opamp.proto.v1.AgentConfigMap.$Shape;
                 *   (properties?: opamp.proto.v1.AgentConfigMap.$Properties): opamp.proto.v1.AgentConfigMap;
                 * }}
                 */
                AgentConfigMap.create = function(properties) {
                    return new AgentConfigMap(properties);
                };

                /**
                 * Encodes the specified AgentConfigMap message. Does not implicitly {@link opamp.proto.v1.AgentConfigMap.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AgentConfigMap
                 * @static
                 * @param {opamp.proto.v1.AgentConfigMap.$Properties} message AgentConfigMap message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentConfigMap.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.configMap != null && $Object.hasOwnProperty.call(message, "configMap"))
                        for (let keys = $Object.keys(message.configMap), i = 0; i < keys.length; ++i) {
                            writer.uint32(/* id 1, wireType 2 =*/10).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                            $root.opamp.proto.v1.AgentConfigFile.encode(message.configMap[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                        }
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentConfigMap message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AgentConfigMap
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentConfigMap & opamp.proto.v1.AgentConfigMap.$Shape} AgentConfigMap
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentConfigMap.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AgentConfigMap();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (message.configMap === $util.emptyObject)
                                    message.configMap = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = null;
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = $root.opamp.proto.v1.AgentConfigFile.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.configMap, key);
                                message.configMap[key] = value || new $root.opamp.proto.v1.AgentConfigFile();
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentConfigMap;
            })();

            v1.AgentConfigFile = (function() {

                /**
                 * Properties of an AgentConfigFile.
                 * @typedef {Object} opamp.proto.v1.AgentConfigFile.$Properties
                 * @property {Uint8Array} [body] AgentConfigFile body
                 * @property {string} [contentType] AgentConfigFile contentType
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentConfigFile.
                 * @memberof opamp.proto.v1
                 * @interface IAgentConfigFile
                 * @augments opamp.proto.v1.AgentConfigFile.$Properties
                 * @deprecated Use opamp.proto.v1.AgentConfigFile.$Properties instead.
                 */

                /**
                 * Shape of an AgentConfigFile.
                 * @typedef {opamp.proto.v1.AgentConfigFile.$Properties} opamp.proto.v1.AgentConfigFile.$Shape
                 */

                /**
                 * Constructs a new AgentConfigFile.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AgentConfigFile.
                 * @constructor
                 * @param {opamp.proto.v1.AgentConfigFile.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentConfigFile = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AgentConfigFile body.
                 * @member {Uint8Array} body
                 * @memberof opamp.proto.v1.AgentConfigFile
                 * @instance
                 */
                AgentConfigFile.prototype.body = $util.newBuffer([]);

                /**
                 * AgentConfigFile contentType.
                 * @member {string} contentType
                 * @memberof opamp.proto.v1.AgentConfigFile
                 * @instance
                 */
                AgentConfigFile.prototype.contentType = "";

                /**
                 * Creates a new AgentConfigFile instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AgentConfigFile
                 * @static
                 * @param {opamp.proto.v1.AgentConfigFile.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AgentConfigFile} AgentConfigFile instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AgentConfigFile.$Shape): opamp.proto.v1.AgentConfigFile & opamp.proto.v1.AgentConfigFile.$Shape;
                 *   (properties?: opamp.proto.v1.AgentConfigFile.$Properties): opamp.proto.v1.AgentConfigFile;
                 * }}
                 */
                AgentConfigFile.create = function(properties) {
                    return new AgentConfigFile(properties);
                };

                /**
                 * Encodes the specified AgentConfigFile message. Does not implicitly {@link opamp.proto.v1.AgentConfigFile.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AgentConfigFile
                 * @static
                 * @param {opamp.proto.v1.AgentConfigFile.$Properties} message AgentConfigFile message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentConfigFile.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                    if (message.contentType != null && $Object.hasOwnProperty.call(message, "contentType") && message.contentType !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.contentType);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentConfigFile message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AgentConfigFile
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AgentConfigFile & opamp.proto.v1.AgentConfigFile.$Shape} AgentConfigFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentConfigFile.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AgentConfigFile();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.body = value;
                                else
                                    delete message.body;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.contentType = value;
                                else
                                    delete message.contentType;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentConfigFile;
            })();

            v1.ConnectionSettingsOffers = (function() {

                /**
                 * Properties of a ConnectionSettingsOffers.
                 * @typedef {Object} opamp.proto.v1.ConnectionSettingsOffers.$Properties
                 * @property {Uint8Array} [hash] ConnectionSettingsOffers hash
                 * @property {opamp.proto.v1.OpAMPConnectionSettings.$Properties} [opamp] ConnectionSettingsOffers opamp
                 * @property {opamp.proto.v1.TelemetryConnectionSettings.$Properties} [ownMetrics] ConnectionSettingsOffers ownMetrics
                 * @property {opamp.proto.v1.TelemetryConnectionSettings.$Properties} [ownTraces] ConnectionSettingsOffers ownTraces
                 * @property {opamp.proto.v1.TelemetryConnectionSettings.$Properties} [ownLogs] ConnectionSettingsOffers ownLogs
                 * @property {Object.<string,opamp.proto.v1.OtherConnectionSettings.$Properties>} [otherConnections] ConnectionSettingsOffers otherConnections
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ConnectionSettingsOffers.
                 * @memberof opamp.proto.v1
                 * @interface IConnectionSettingsOffers
                 * @augments opamp.proto.v1.ConnectionSettingsOffers.$Properties
                 * @deprecated Use opamp.proto.v1.ConnectionSettingsOffers.$Properties instead.
                 */

                /**
                 * Shape of a ConnectionSettingsOffers.
                 * @typedef {opamp.proto.v1.ConnectionSettingsOffers.$Properties} opamp.proto.v1.ConnectionSettingsOffers.$Shape
                 */

                /**
                 * Constructs a new ConnectionSettingsOffers.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ConnectionSettingsOffers.
                 * @constructor
                 * @param {opamp.proto.v1.ConnectionSettingsOffers.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ConnectionSettingsOffers = function (properties) {
                    this.otherConnections = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ConnectionSettingsOffers hash.
                 * @member {Uint8Array} hash
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @instance
                 */
                ConnectionSettingsOffers.prototype.hash = $util.newBuffer([]);

                /**
                 * ConnectionSettingsOffers opamp.
                 * @member {opamp.proto.v1.OpAMPConnectionSettings} opamp
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @instance
                 */
                ConnectionSettingsOffers.prototype.opamp = null;

                /**
                 * ConnectionSettingsOffers ownMetrics.
                 * @member {opamp.proto.v1.TelemetryConnectionSettings} ownMetrics
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @instance
                 */
                ConnectionSettingsOffers.prototype.ownMetrics = null;

                /**
                 * ConnectionSettingsOffers ownTraces.
                 * @member {opamp.proto.v1.TelemetryConnectionSettings} ownTraces
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @instance
                 */
                ConnectionSettingsOffers.prototype.ownTraces = null;

                /**
                 * ConnectionSettingsOffers ownLogs.
                 * @member {opamp.proto.v1.TelemetryConnectionSettings} ownLogs
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @instance
                 */
                ConnectionSettingsOffers.prototype.ownLogs = null;

                /**
                 * ConnectionSettingsOffers otherConnections.
                 * @member {Object.<string,opamp.proto.v1.OtherConnectionSettings>} otherConnections
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @instance
                 */
                ConnectionSettingsOffers.prototype.otherConnections = $util.emptyObject;

                /**
                 * Creates a new ConnectionSettingsOffers instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @static
                 * @param {opamp.proto.v1.ConnectionSettingsOffers.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ConnectionSettingsOffers} ConnectionSettingsOffers instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ConnectionSettingsOffers.$Shape): opamp.proto.v1.ConnectionSettingsOffers & opamp.proto.v1.ConnectionSettingsOffers.$Shape;
                 *   (properties?: opamp.proto.v1.ConnectionSettingsOffers.$Properties): opamp.proto.v1.ConnectionSettingsOffers;
                 * }}
                 */
                ConnectionSettingsOffers.create = function(properties) {
                    return new ConnectionSettingsOffers(properties);
                };

                /**
                 * Encodes the specified ConnectionSettingsOffers message. Does not implicitly {@link opamp.proto.v1.ConnectionSettingsOffers.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @static
                 * @param {opamp.proto.v1.ConnectionSettingsOffers.$Properties} message ConnectionSettingsOffers message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ConnectionSettingsOffers.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.hash != null && $Object.hasOwnProperty.call(message, "hash") && message.hash.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.hash);
                    if (message.opamp != null && $Object.hasOwnProperty.call(message, "opamp"))
                        $root.opamp.proto.v1.OpAMPConnectionSettings.encode(message.opamp, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.ownMetrics != null && $Object.hasOwnProperty.call(message, "ownMetrics"))
                        $root.opamp.proto.v1.TelemetryConnectionSettings.encode(message.ownMetrics, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.ownTraces != null && $Object.hasOwnProperty.call(message, "ownTraces"))
                        $root.opamp.proto.v1.TelemetryConnectionSettings.encode(message.ownTraces, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.ownLogs != null && $Object.hasOwnProperty.call(message, "ownLogs"))
                        $root.opamp.proto.v1.TelemetryConnectionSettings.encode(message.ownLogs, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.otherConnections != null && $Object.hasOwnProperty.call(message, "otherConnections"))
                        for (let keys = $Object.keys(message.otherConnections), i = 0; i < keys.length; ++i) {
                            writer.uint32(/* id 6, wireType 2 =*/50).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                            $root.opamp.proto.v1.OtherConnectionSettings.encode(message.otherConnections[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                        }
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ConnectionSettingsOffers message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ConnectionSettingsOffers
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ConnectionSettingsOffers & opamp.proto.v1.ConnectionSettingsOffers.$Shape} ConnectionSettingsOffers
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ConnectionSettingsOffers.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ConnectionSettingsOffers();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.hash = value;
                                else
                                    delete message.hash;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.opamp = $root.opamp.proto.v1.OpAMPConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.opamp);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.ownMetrics = $root.opamp.proto.v1.TelemetryConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.ownMetrics);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.ownTraces = $root.opamp.proto.v1.TelemetryConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.ownTraces);
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.ownLogs = $root.opamp.proto.v1.TelemetryConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.ownLogs);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (message.otherConnections === $util.emptyObject)
                                    message.otherConnections = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = null;
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = $root.opamp.proto.v1.OtherConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.otherConnections, key);
                                message.otherConnections[key] = value || new $root.opamp.proto.v1.OtherConnectionSettings();
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ConnectionSettingsOffers;
            })();

            v1.OpAMPConnectionSettings = (function() {

                /**
                 * Properties of an OpAMPConnectionSettings.
                 * @typedef {Object} opamp.proto.v1.OpAMPConnectionSettings.$Properties
                 * @property {string} [destinationEndpoint] OpAMPConnectionSettings destinationEndpoint
                 * @property {opamp.proto.v1.Headers.$Properties} [headers] OpAMPConnectionSettings headers
                 * @property {opamp.proto.v1.TLSCertificate.$Properties} [certificate] OpAMPConnectionSettings certificate
                 * @property {number|Long} [heartbeatIntervalSeconds] OpAMPConnectionSettings heartbeatIntervalSeconds
                 * @property {opamp.proto.v1.TLSConnectionSettings.$Properties} [tls] OpAMPConnectionSettings tls
                 * @property {opamp.proto.v1.ProxyConnectionSettings.$Properties} [proxy] OpAMPConnectionSettings proxy
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an OpAMPConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @interface IOpAMPConnectionSettings
                 * @augments opamp.proto.v1.OpAMPConnectionSettings.$Properties
                 * @deprecated Use opamp.proto.v1.OpAMPConnectionSettings.$Properties instead.
                 */

                /**
                 * Shape of an OpAMPConnectionSettings.
                 * @typedef {opamp.proto.v1.OpAMPConnectionSettings.$Properties} opamp.proto.v1.OpAMPConnectionSettings.$Shape
                 */

                /**
                 * Constructs a new OpAMPConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an OpAMPConnectionSettings.
                 * @constructor
                 * @param {opamp.proto.v1.OpAMPConnectionSettings.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const OpAMPConnectionSettings = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * OpAMPConnectionSettings destinationEndpoint.
                 * @member {string} destinationEndpoint
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @instance
                 */
                OpAMPConnectionSettings.prototype.destinationEndpoint = "";

                /**
                 * OpAMPConnectionSettings headers.
                 * @member {opamp.proto.v1.Headers} headers
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @instance
                 */
                OpAMPConnectionSettings.prototype.headers = null;

                /**
                 * OpAMPConnectionSettings certificate.
                 * @member {opamp.proto.v1.TLSCertificate} certificate
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @instance
                 */
                OpAMPConnectionSettings.prototype.certificate = null;

                /**
                 * OpAMPConnectionSettings heartbeatIntervalSeconds.
                 * @member {number|Long} heartbeatIntervalSeconds
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @instance
                 */
                OpAMPConnectionSettings.prototype.heartbeatIntervalSeconds = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * OpAMPConnectionSettings tls.
                 * @member {opamp.proto.v1.TLSConnectionSettings} tls
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @instance
                 */
                OpAMPConnectionSettings.prototype.tls = null;

                /**
                 * OpAMPConnectionSettings proxy.
                 * @member {opamp.proto.v1.ProxyConnectionSettings} proxy
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @instance
                 */
                OpAMPConnectionSettings.prototype.proxy = null;

                /**
                 * Creates a new OpAMPConnectionSettings instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.OpAMPConnectionSettings.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.OpAMPConnectionSettings} OpAMPConnectionSettings instance
                 * @type {{
                 *   (properties: opamp.proto.v1.OpAMPConnectionSettings.$Shape): opamp.proto.v1.OpAMPConnectionSettings & opamp.proto.v1.OpAMPConnectionSettings.$Shape;
                 *   (properties?: opamp.proto.v1.OpAMPConnectionSettings.$Properties): opamp.proto.v1.OpAMPConnectionSettings;
                 * }}
                 */
                OpAMPConnectionSettings.create = function(properties) {
                    return new OpAMPConnectionSettings(properties);
                };

                /**
                 * Encodes the specified OpAMPConnectionSettings message. Does not implicitly {@link opamp.proto.v1.OpAMPConnectionSettings.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.OpAMPConnectionSettings.$Properties} message OpAMPConnectionSettings message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                OpAMPConnectionSettings.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.destinationEndpoint != null && $Object.hasOwnProperty.call(message, "destinationEndpoint") && message.destinationEndpoint !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.destinationEndpoint);
                    if (message.headers != null && $Object.hasOwnProperty.call(message, "headers"))
                        $root.opamp.proto.v1.Headers.encode(message.headers, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.certificate != null && $Object.hasOwnProperty.call(message, "certificate"))
                        $root.opamp.proto.v1.TLSCertificate.encode(message.certificate, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.heartbeatIntervalSeconds != null && $Object.hasOwnProperty.call(message, "heartbeatIntervalSeconds") && (typeof message.heartbeatIntervalSeconds === "object" ? message.heartbeatIntervalSeconds.low || message.heartbeatIntervalSeconds.high : message.heartbeatIntervalSeconds !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.heartbeatIntervalSeconds);
                    if (message.tls != null && $Object.hasOwnProperty.call(message, "tls"))
                        $root.opamp.proto.v1.TLSConnectionSettings.encode(message.tls, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.proxy != null && $Object.hasOwnProperty.call(message, "proxy"))
                        $root.opamp.proto.v1.ProxyConnectionSettings.encode(message.proxy, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an OpAMPConnectionSettings message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.OpAMPConnectionSettings
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.OpAMPConnectionSettings & opamp.proto.v1.OpAMPConnectionSettings.$Shape} OpAMPConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                OpAMPConnectionSettings.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.OpAMPConnectionSettings();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.destinationEndpoint = value;
                                else
                                    delete message.destinationEndpoint;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.headers = $root.opamp.proto.v1.Headers.decode(reader, reader.size(), $undefined, _depth + 1, message.headers);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.certificate = $root.opamp.proto.v1.TLSCertificate.decode(reader, reader.size(), $undefined, _depth + 1, message.certificate);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.heartbeatIntervalSeconds = value;
                                else
                                    delete message.heartbeatIntervalSeconds;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.tls = $root.opamp.proto.v1.TLSConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.tls);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.proxy = $root.opamp.proto.v1.ProxyConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.proxy);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return OpAMPConnectionSettings;
            })();

            v1.TelemetryConnectionSettings = (function() {

                /**
                 * Properties of a TelemetryConnectionSettings.
                 * @typedef {Object} opamp.proto.v1.TelemetryConnectionSettings.$Properties
                 * @property {string} [destinationEndpoint] TelemetryConnectionSettings destinationEndpoint
                 * @property {opamp.proto.v1.Headers.$Properties} [headers] TelemetryConnectionSettings headers
                 * @property {opamp.proto.v1.TLSCertificate.$Properties} [certificate] TelemetryConnectionSettings certificate
                 * @property {opamp.proto.v1.TLSConnectionSettings.$Properties} [tls] TelemetryConnectionSettings tls
                 * @property {opamp.proto.v1.ProxyConnectionSettings.$Properties} [proxy] TelemetryConnectionSettings proxy
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a TelemetryConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @interface ITelemetryConnectionSettings
                 * @augments opamp.proto.v1.TelemetryConnectionSettings.$Properties
                 * @deprecated Use opamp.proto.v1.TelemetryConnectionSettings.$Properties instead.
                 */

                /**
                 * Shape of a TelemetryConnectionSettings.
                 * @typedef {opamp.proto.v1.TelemetryConnectionSettings.$Properties} opamp.proto.v1.TelemetryConnectionSettings.$Shape
                 */

                /**
                 * Constructs a new TelemetryConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a TelemetryConnectionSettings.
                 * @constructor
                 * @param {opamp.proto.v1.TelemetryConnectionSettings.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const TelemetryConnectionSettings = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * TelemetryConnectionSettings destinationEndpoint.
                 * @member {string} destinationEndpoint
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @instance
                 */
                TelemetryConnectionSettings.prototype.destinationEndpoint = "";

                /**
                 * TelemetryConnectionSettings headers.
                 * @member {opamp.proto.v1.Headers} headers
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @instance
                 */
                TelemetryConnectionSettings.prototype.headers = null;

                /**
                 * TelemetryConnectionSettings certificate.
                 * @member {opamp.proto.v1.TLSCertificate} certificate
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @instance
                 */
                TelemetryConnectionSettings.prototype.certificate = null;

                /**
                 * TelemetryConnectionSettings tls.
                 * @member {opamp.proto.v1.TLSConnectionSettings} tls
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @instance
                 */
                TelemetryConnectionSettings.prototype.tls = null;

                /**
                 * TelemetryConnectionSettings proxy.
                 * @member {opamp.proto.v1.ProxyConnectionSettings} proxy
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @instance
                 */
                TelemetryConnectionSettings.prototype.proxy = null;

                /**
                 * Creates a new TelemetryConnectionSettings instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.TelemetryConnectionSettings.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.TelemetryConnectionSettings} TelemetryConnectionSettings instance
                 * @type {{
                 *   (properties: opamp.proto.v1.TelemetryConnectionSettings.$Shape): opamp.proto.v1.TelemetryConnectionSettings & opamp.proto.v1.TelemetryConnectionSettings.$Shape;
                 *   (properties?: opamp.proto.v1.TelemetryConnectionSettings.$Properties): opamp.proto.v1.TelemetryConnectionSettings;
                 * }}
                 */
                TelemetryConnectionSettings.create = function(properties) {
                    return new TelemetryConnectionSettings(properties);
                };

                /**
                 * Encodes the specified TelemetryConnectionSettings message. Does not implicitly {@link opamp.proto.v1.TelemetryConnectionSettings.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.TelemetryConnectionSettings.$Properties} message TelemetryConnectionSettings message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                TelemetryConnectionSettings.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.destinationEndpoint != null && $Object.hasOwnProperty.call(message, "destinationEndpoint") && message.destinationEndpoint !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.destinationEndpoint);
                    if (message.headers != null && $Object.hasOwnProperty.call(message, "headers"))
                        $root.opamp.proto.v1.Headers.encode(message.headers, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.certificate != null && $Object.hasOwnProperty.call(message, "certificate"))
                        $root.opamp.proto.v1.TLSCertificate.encode(message.certificate, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.tls != null && $Object.hasOwnProperty.call(message, "tls"))
                        $root.opamp.proto.v1.TLSConnectionSettings.encode(message.tls, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.proxy != null && $Object.hasOwnProperty.call(message, "proxy"))
                        $root.opamp.proto.v1.ProxyConnectionSettings.encode(message.proxy, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a TelemetryConnectionSettings message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.TelemetryConnectionSettings
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.TelemetryConnectionSettings & opamp.proto.v1.TelemetryConnectionSettings.$Shape} TelemetryConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                TelemetryConnectionSettings.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.TelemetryConnectionSettings();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.destinationEndpoint = value;
                                else
                                    delete message.destinationEndpoint;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.headers = $root.opamp.proto.v1.Headers.decode(reader, reader.size(), $undefined, _depth + 1, message.headers);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.certificate = $root.opamp.proto.v1.TLSCertificate.decode(reader, reader.size(), $undefined, _depth + 1, message.certificate);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.tls = $root.opamp.proto.v1.TLSConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.tls);
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.proxy = $root.opamp.proto.v1.ProxyConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.proxy);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return TelemetryConnectionSettings;
            })();

            v1.OtherConnectionSettings = (function() {

                /**
                 * Properties of an OtherConnectionSettings.
                 * @typedef {Object} opamp.proto.v1.OtherConnectionSettings.$Properties
                 * @property {string} [destinationEndpoint] OtherConnectionSettings destinationEndpoint
                 * @property {opamp.proto.v1.Headers.$Properties} [headers] OtherConnectionSettings headers
                 * @property {opamp.proto.v1.TLSCertificate.$Properties} [certificate] OtherConnectionSettings certificate
                 * @property {Object.<string,string>} [otherSettings] OtherConnectionSettings otherSettings
                 * @property {opamp.proto.v1.TLSConnectionSettings.$Properties} [tls] OtherConnectionSettings tls
                 * @property {opamp.proto.v1.ProxyConnectionSettings.$Properties} [proxy] OtherConnectionSettings proxy
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an OtherConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @interface IOtherConnectionSettings
                 * @augments opamp.proto.v1.OtherConnectionSettings.$Properties
                 * @deprecated Use opamp.proto.v1.OtherConnectionSettings.$Properties instead.
                 */

                /**
                 * Shape of an OtherConnectionSettings.
                 * @typedef {opamp.proto.v1.OtherConnectionSettings.$Properties} opamp.proto.v1.OtherConnectionSettings.$Shape
                 */

                /**
                 * Constructs a new OtherConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an OtherConnectionSettings.
                 * @constructor
                 * @param {opamp.proto.v1.OtherConnectionSettings.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const OtherConnectionSettings = function (properties) {
                    this.otherSettings = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * OtherConnectionSettings destinationEndpoint.
                 * @member {string} destinationEndpoint
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @instance
                 */
                OtherConnectionSettings.prototype.destinationEndpoint = "";

                /**
                 * OtherConnectionSettings headers.
                 * @member {opamp.proto.v1.Headers} headers
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @instance
                 */
                OtherConnectionSettings.prototype.headers = null;

                /**
                 * OtherConnectionSettings certificate.
                 * @member {opamp.proto.v1.TLSCertificate} certificate
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @instance
                 */
                OtherConnectionSettings.prototype.certificate = null;

                /**
                 * OtherConnectionSettings otherSettings.
                 * @member {Object.<string,string>} otherSettings
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @instance
                 */
                OtherConnectionSettings.prototype.otherSettings = $util.emptyObject;

                /**
                 * OtherConnectionSettings tls.
                 * @member {opamp.proto.v1.TLSConnectionSettings} tls
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @instance
                 */
                OtherConnectionSettings.prototype.tls = null;

                /**
                 * OtherConnectionSettings proxy.
                 * @member {opamp.proto.v1.ProxyConnectionSettings} proxy
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @instance
                 */
                OtherConnectionSettings.prototype.proxy = null;

                /**
                 * Creates a new OtherConnectionSettings instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.OtherConnectionSettings.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.OtherConnectionSettings} OtherConnectionSettings instance
                 * @type {{
                 *   (properties: opamp.proto.v1.OtherConnectionSettings.$Shape): opamp.proto.v1.OtherConnectionSettings & opamp.proto.v1.OtherConnectionSettings.$Shape;
                 *   (properties?: opamp.proto.v1.OtherConnectionSettings.$Properties): opamp.proto.v1.OtherConnectionSettings;
                 * }}
                 */
                OtherConnectionSettings.create = function(properties) {
                    return new OtherConnectionSettings(properties);
                };

                /**
                 * Encodes the specified OtherConnectionSettings message. Does not implicitly {@link opamp.proto.v1.OtherConnectionSettings.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.OtherConnectionSettings.$Properties} message OtherConnectionSettings message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                OtherConnectionSettings.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.destinationEndpoint != null && $Object.hasOwnProperty.call(message, "destinationEndpoint") && message.destinationEndpoint !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.destinationEndpoint);
                    if (message.headers != null && $Object.hasOwnProperty.call(message, "headers"))
                        $root.opamp.proto.v1.Headers.encode(message.headers, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.certificate != null && $Object.hasOwnProperty.call(message, "certificate"))
                        $root.opamp.proto.v1.TLSCertificate.encode(message.certificate, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.otherSettings != null && $Object.hasOwnProperty.call(message, "otherSettings"))
                        for (let keys = $Object.keys(message.otherSettings), i = 0; i < keys.length; ++i)
                            writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.otherSettings[keys[i]]).ldelim();
                    if (message.tls != null && $Object.hasOwnProperty.call(message, "tls"))
                        $root.opamp.proto.v1.TLSConnectionSettings.encode(message.tls, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.proxy != null && $Object.hasOwnProperty.call(message, "proxy"))
                        $root.opamp.proto.v1.ProxyConnectionSettings.encode(message.proxy, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an OtherConnectionSettings message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.OtherConnectionSettings
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.OtherConnectionSettings & opamp.proto.v1.OtherConnectionSettings.$Shape} OtherConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                OtherConnectionSettings.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.OtherConnectionSettings();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.destinationEndpoint = value;
                                else
                                    delete message.destinationEndpoint;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.headers = $root.opamp.proto.v1.Headers.decode(reader, reader.size(), $undefined, _depth + 1, message.headers);
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.certificate = $root.opamp.proto.v1.TLSCertificate.decode(reader, reader.size(), $undefined, _depth + 1, message.certificate);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if (message.otherSettings === $util.emptyObject)
                                    message.otherSettings = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = "";
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = reader.stringVerify();
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.otherSettings, key);
                                message.otherSettings[key] = value;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.tls = $root.opamp.proto.v1.TLSConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.tls);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.proxy = $root.opamp.proto.v1.ProxyConnectionSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.proxy);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return OtherConnectionSettings;
            })();

            v1.TLSConnectionSettings = (function() {

                /**
                 * Properties of a TLSConnectionSettings.
                 * @typedef {Object} opamp.proto.v1.TLSConnectionSettings.$Properties
                 * @property {string} [caPemContents] TLSConnectionSettings caPemContents
                 * @property {boolean} [includeSystemCaCertsPool] TLSConnectionSettings includeSystemCaCertsPool
                 * @property {boolean} [insecureSkipVerify] TLSConnectionSettings insecureSkipVerify
                 * @property {string} [minVersion] TLSConnectionSettings minVersion
                 * @property {string} [maxVersion] TLSConnectionSettings maxVersion
                 * @property {Array.<string>} [cipherSuites] TLSConnectionSettings cipherSuites
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a TLSConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @interface ITLSConnectionSettings
                 * @augments opamp.proto.v1.TLSConnectionSettings.$Properties
                 * @deprecated Use opamp.proto.v1.TLSConnectionSettings.$Properties instead.
                 */

                /**
                 * Shape of a TLSConnectionSettings.
                 * @typedef {opamp.proto.v1.TLSConnectionSettings.$Properties} opamp.proto.v1.TLSConnectionSettings.$Shape
                 */

                /**
                 * Constructs a new TLSConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a TLSConnectionSettings.
                 * @constructor
                 * @param {opamp.proto.v1.TLSConnectionSettings.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const TLSConnectionSettings = function (properties) {
                    this.cipherSuites = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * TLSConnectionSettings caPemContents.
                 * @member {string} caPemContents
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @instance
                 */
                TLSConnectionSettings.prototype.caPemContents = "";

                /**
                 * TLSConnectionSettings includeSystemCaCertsPool.
                 * @member {boolean} includeSystemCaCertsPool
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @instance
                 */
                TLSConnectionSettings.prototype.includeSystemCaCertsPool = false;

                /**
                 * TLSConnectionSettings insecureSkipVerify.
                 * @member {boolean} insecureSkipVerify
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @instance
                 */
                TLSConnectionSettings.prototype.insecureSkipVerify = false;

                /**
                 * TLSConnectionSettings minVersion.
                 * @member {string} minVersion
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @instance
                 */
                TLSConnectionSettings.prototype.minVersion = "";

                /**
                 * TLSConnectionSettings maxVersion.
                 * @member {string} maxVersion
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @instance
                 */
                TLSConnectionSettings.prototype.maxVersion = "";

                /**
                 * TLSConnectionSettings cipherSuites.
                 * @member {Array.<string>} cipherSuites
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @instance
                 */
                TLSConnectionSettings.prototype.cipherSuites = $util.emptyArray;

                /**
                 * Creates a new TLSConnectionSettings instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.TLSConnectionSettings.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.TLSConnectionSettings} TLSConnectionSettings instance
                 * @type {{
                 *   (properties: opamp.proto.v1.TLSConnectionSettings.$Shape): opamp.proto.v1.TLSConnectionSettings & opamp.proto.v1.TLSConnectionSettings.$Shape;
                 *   (properties?: opamp.proto.v1.TLSConnectionSettings.$Properties): opamp.proto.v1.TLSConnectionSettings;
                 * }}
                 */
                TLSConnectionSettings.create = function(properties) {
                    return new TLSConnectionSettings(properties);
                };

                /**
                 * Encodes the specified TLSConnectionSettings message. Does not implicitly {@link opamp.proto.v1.TLSConnectionSettings.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.TLSConnectionSettings.$Properties} message TLSConnectionSettings message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                TLSConnectionSettings.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.caPemContents != null && $Object.hasOwnProperty.call(message, "caPemContents") && message.caPemContents !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.caPemContents);
                    if (message.includeSystemCaCertsPool != null && $Object.hasOwnProperty.call(message, "includeSystemCaCertsPool") && message.includeSystemCaCertsPool !== false)
                        writer.uint32(/* id 2, wireType 0 =*/16).bool(message.includeSystemCaCertsPool);
                    if (message.insecureSkipVerify != null && $Object.hasOwnProperty.call(message, "insecureSkipVerify") && message.insecureSkipVerify !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.insecureSkipVerify);
                    if (message.minVersion != null && $Object.hasOwnProperty.call(message, "minVersion") && message.minVersion !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.minVersion);
                    if (message.maxVersion != null && $Object.hasOwnProperty.call(message, "maxVersion") && message.maxVersion !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.maxVersion);
                    if (message.cipherSuites != null && message.cipherSuites.length)
                        for (let i = 0; i < message.cipherSuites.length; ++i)
                            writer.uint32(/* id 6, wireType 2 =*/50).string(message.cipherSuites[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a TLSConnectionSettings message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.TLSConnectionSettings
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.TLSConnectionSettings & opamp.proto.v1.TLSConnectionSettings.$Shape} TLSConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                TLSConnectionSettings.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.TLSConnectionSettings();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.caPemContents = value;
                                else
                                    delete message.caPemContents;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.includeSystemCaCertsPool = value;
                                else
                                    delete message.includeSystemCaCertsPool;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.insecureSkipVerify = value;
                                else
                                    delete message.insecureSkipVerify;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.minVersion = value;
                                else
                                    delete message.minVersion;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.maxVersion = value;
                                else
                                    delete message.maxVersion;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.cipherSuites && message.cipherSuites.length))
                                    message.cipherSuites = [];
                                message.cipherSuites.push(reader.stringVerify());
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return TLSConnectionSettings;
            })();

            v1.ProxyConnectionSettings = (function() {

                /**
                 * Properties of a ProxyConnectionSettings.
                 * @typedef {Object} opamp.proto.v1.ProxyConnectionSettings.$Properties
                 * @property {string} [url] ProxyConnectionSettings url
                 * @property {opamp.proto.v1.Headers.$Properties} [connectHeaders] ProxyConnectionSettings connectHeaders
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ProxyConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @interface IProxyConnectionSettings
                 * @augments opamp.proto.v1.ProxyConnectionSettings.$Properties
                 * @deprecated Use opamp.proto.v1.ProxyConnectionSettings.$Properties instead.
                 */

                /**
                 * Shape of a ProxyConnectionSettings.
                 * @typedef {opamp.proto.v1.ProxyConnectionSettings.$Properties} opamp.proto.v1.ProxyConnectionSettings.$Shape
                 */

                /**
                 * Constructs a new ProxyConnectionSettings.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a ProxyConnectionSettings.
                 * @constructor
                 * @param {opamp.proto.v1.ProxyConnectionSettings.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ProxyConnectionSettings = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ProxyConnectionSettings url.
                 * @member {string} url
                 * @memberof opamp.proto.v1.ProxyConnectionSettings
                 * @instance
                 */
                ProxyConnectionSettings.prototype.url = "";

                /**
                 * ProxyConnectionSettings connectHeaders.
                 * @member {opamp.proto.v1.Headers} connectHeaders
                 * @memberof opamp.proto.v1.ProxyConnectionSettings
                 * @instance
                 */
                ProxyConnectionSettings.prototype.connectHeaders = null;

                /**
                 * Creates a new ProxyConnectionSettings instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ProxyConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.ProxyConnectionSettings.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ProxyConnectionSettings} ProxyConnectionSettings instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ProxyConnectionSettings.$Shape): opamp.proto.v1.ProxyConnectionSettings & opamp.proto.v1.ProxyConnectionSettings.$Shape;
                 *   (properties?: opamp.proto.v1.ProxyConnectionSettings.$Properties): opamp.proto.v1.ProxyConnectionSettings;
                 * }}
                 */
                ProxyConnectionSettings.create = function(properties) {
                    return new ProxyConnectionSettings(properties);
                };

                /**
                 * Encodes the specified ProxyConnectionSettings message. Does not implicitly {@link opamp.proto.v1.ProxyConnectionSettings.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ProxyConnectionSettings
                 * @static
                 * @param {opamp.proto.v1.ProxyConnectionSettings.$Properties} message ProxyConnectionSettings message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ProxyConnectionSettings.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.url != null && $Object.hasOwnProperty.call(message, "url") && message.url !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.url);
                    if (message.connectHeaders != null && $Object.hasOwnProperty.call(message, "connectHeaders"))
                        $root.opamp.proto.v1.Headers.encode(message.connectHeaders, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ProxyConnectionSettings message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ProxyConnectionSettings
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ProxyConnectionSettings & opamp.proto.v1.ProxyConnectionSettings.$Shape} ProxyConnectionSettings
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ProxyConnectionSettings.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ProxyConnectionSettings();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.url = value;
                                else
                                    delete message.url;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.connectHeaders = $root.opamp.proto.v1.Headers.decode(reader, reader.size(), $undefined, _depth + 1, message.connectHeaders);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ProxyConnectionSettings;
            })();

            v1.Headers = (function() {

                /**
                 * Properties of a Headers.
                 * @typedef {Object} opamp.proto.v1.Headers.$Properties
                 * @property {Array.<opamp.proto.v1.Header.$Properties>} [headers] Headers headers
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Headers.
                 * @memberof opamp.proto.v1
                 * @interface IHeaders
                 * @augments opamp.proto.v1.Headers.$Properties
                 * @deprecated Use opamp.proto.v1.Headers.$Properties instead.
                 */

                /**
                 * Shape of a Headers.
                 * @typedef {opamp.proto.v1.Headers.$Properties} opamp.proto.v1.Headers.$Shape
                 */

                /**
                 * Constructs a new Headers.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a Headers.
                 * @constructor
                 * @param {opamp.proto.v1.Headers.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Headers = function (properties) {
                    this.headers = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Headers headers.
                 * @member {Array.<opamp.proto.v1.Header>} headers
                 * @memberof opamp.proto.v1.Headers
                 * @instance
                 */
                Headers.prototype.headers = $util.emptyArray;

                /**
                 * Creates a new Headers instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.Headers
                 * @static
                 * @param {opamp.proto.v1.Headers.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.Headers} Headers instance
                 * @type {{
                 *   (properties: opamp.proto.v1.Headers.$Shape): opamp.proto.v1.Headers & opamp.proto.v1.Headers.$Shape;
                 *   (properties?: opamp.proto.v1.Headers.$Properties): opamp.proto.v1.Headers;
                 * }}
                 */
                Headers.create = function(properties) {
                    return new Headers(properties);
                };

                /**
                 * Encodes the specified Headers message. Does not implicitly {@link opamp.proto.v1.Headers.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.Headers
                 * @static
                 * @param {opamp.proto.v1.Headers.$Properties} message Headers message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Headers.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.headers != null && message.headers.length)
                        for (let i = 0; i < message.headers.length; ++i)
                            $root.opamp.proto.v1.Header.encode(message.headers[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Headers message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.Headers
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.Headers & opamp.proto.v1.Headers.$Shape} Headers
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Headers.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.Headers();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.headers && message.headers.length))
                                    message.headers = [];
                                message.headers.push($root.opamp.proto.v1.Header.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Headers;
            })();

            v1.Header = (function() {

                /**
                 * Properties of a Header.
                 * @typedef {Object} opamp.proto.v1.Header.$Properties
                 * @property {string} [key] Header key
                 * @property {string} [value] Header value
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Header.
                 * @memberof opamp.proto.v1
                 * @interface IHeader
                 * @augments opamp.proto.v1.Header.$Properties
                 * @deprecated Use opamp.proto.v1.Header.$Properties instead.
                 */

                /**
                 * Shape of a Header.
                 * @typedef {opamp.proto.v1.Header.$Properties} opamp.proto.v1.Header.$Shape
                 */

                /**
                 * Constructs a new Header.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a Header.
                 * @constructor
                 * @param {opamp.proto.v1.Header.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Header = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Header key.
                 * @member {string} key
                 * @memberof opamp.proto.v1.Header
                 * @instance
                 */
                Header.prototype.key = "";

                /**
                 * Header value.
                 * @member {string} value
                 * @memberof opamp.proto.v1.Header
                 * @instance
                 */
                Header.prototype.value = "";

                /**
                 * Creates a new Header instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.Header
                 * @static
                 * @param {opamp.proto.v1.Header.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.Header} Header instance
                 * @type {{
                 *   (properties: opamp.proto.v1.Header.$Shape): opamp.proto.v1.Header & opamp.proto.v1.Header.$Shape;
                 *   (properties?: opamp.proto.v1.Header.$Properties): opamp.proto.v1.Header;
                 * }}
                 */
                Header.create = function(properties) {
                    return new Header(properties);
                };

                /**
                 * Encodes the specified Header message. Does not implicitly {@link opamp.proto.v1.Header.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.Header
                 * @static
                 * @param {opamp.proto.v1.Header.$Properties} message Header message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Header.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
                    if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.value);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Header message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.Header
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.Header & opamp.proto.v1.Header.$Shape} Header
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Header.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.Header();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.value = value;
                                else
                                    delete message.value;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Header;
            })();

            v1.TLSCertificate = (function() {

                /**
                 * Properties of a TLSCertificate.
                 * @typedef {Object} opamp.proto.v1.TLSCertificate.$Properties
                 * @property {Uint8Array} [cert] TLSCertificate cert
                 * @property {Uint8Array} [privateKey] TLSCertificate privateKey
                 * @property {Uint8Array} [caCert] TLSCertificate caCert
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a TLSCertificate.
                 * @memberof opamp.proto.v1
                 * @interface ITLSCertificate
                 * @augments opamp.proto.v1.TLSCertificate.$Properties
                 * @deprecated Use opamp.proto.v1.TLSCertificate.$Properties instead.
                 */

                /**
                 * Shape of a TLSCertificate.
                 * @typedef {opamp.proto.v1.TLSCertificate.$Properties} opamp.proto.v1.TLSCertificate.$Shape
                 */

                /**
                 * Constructs a new TLSCertificate.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a TLSCertificate.
                 * @constructor
                 * @param {opamp.proto.v1.TLSCertificate.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const TLSCertificate = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * TLSCertificate cert.
                 * @member {Uint8Array} cert
                 * @memberof opamp.proto.v1.TLSCertificate
                 * @instance
                 */
                TLSCertificate.prototype.cert = $util.newBuffer([]);

                /**
                 * TLSCertificate privateKey.
                 * @member {Uint8Array} privateKey
                 * @memberof opamp.proto.v1.TLSCertificate
                 * @instance
                 */
                TLSCertificate.prototype.privateKey = $util.newBuffer([]);

                /**
                 * TLSCertificate caCert.
                 * @member {Uint8Array} caCert
                 * @memberof opamp.proto.v1.TLSCertificate
                 * @instance
                 */
                TLSCertificate.prototype.caCert = $util.newBuffer([]);

                /**
                 * Creates a new TLSCertificate instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.TLSCertificate
                 * @static
                 * @param {opamp.proto.v1.TLSCertificate.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.TLSCertificate} TLSCertificate instance
                 * @type {{
                 *   (properties: opamp.proto.v1.TLSCertificate.$Shape): opamp.proto.v1.TLSCertificate & opamp.proto.v1.TLSCertificate.$Shape;
                 *   (properties?: opamp.proto.v1.TLSCertificate.$Properties): opamp.proto.v1.TLSCertificate;
                 * }}
                 */
                TLSCertificate.create = function(properties) {
                    return new TLSCertificate(properties);
                };

                /**
                 * Encodes the specified TLSCertificate message. Does not implicitly {@link opamp.proto.v1.TLSCertificate.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.TLSCertificate
                 * @static
                 * @param {opamp.proto.v1.TLSCertificate.$Properties} message TLSCertificate message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                TLSCertificate.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.cert != null && $Object.hasOwnProperty.call(message, "cert") && message.cert.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.cert);
                    if (message.privateKey != null && $Object.hasOwnProperty.call(message, "privateKey") && message.privateKey.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.privateKey);
                    if (message.caCert != null && $Object.hasOwnProperty.call(message, "caCert") && message.caCert.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.caCert);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a TLSCertificate message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.TLSCertificate
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.TLSCertificate & opamp.proto.v1.TLSCertificate.$Shape} TLSCertificate
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                TLSCertificate.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.TLSCertificate();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.cert = value;
                                else
                                    delete message.cert;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.privateKey = value;
                                else
                                    delete message.privateKey;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.caCert = value;
                                else
                                    delete message.caCert;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return TLSCertificate;
            })();

            v1.PackagesAvailable = (function() {

                /**
                 * Properties of a PackagesAvailable.
                 * @typedef {Object} opamp.proto.v1.PackagesAvailable.$Properties
                 * @property {Object.<string,opamp.proto.v1.PackageAvailable.$Properties>} [packages] PackagesAvailable packages
                 * @property {Uint8Array} [allPackagesHash] PackagesAvailable allPackagesHash
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PackagesAvailable.
                 * @memberof opamp.proto.v1
                 * @interface IPackagesAvailable
                 * @augments opamp.proto.v1.PackagesAvailable.$Properties
                 * @deprecated Use opamp.proto.v1.PackagesAvailable.$Properties instead.
                 */

                /**
                 * Shape of a PackagesAvailable.
                 * @typedef {opamp.proto.v1.PackagesAvailable.$Properties} opamp.proto.v1.PackagesAvailable.$Shape
                 */

                /**
                 * Constructs a new PackagesAvailable.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a PackagesAvailable.
                 * @constructor
                 * @param {opamp.proto.v1.PackagesAvailable.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PackagesAvailable = function (properties) {
                    this.packages = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PackagesAvailable packages.
                 * @member {Object.<string,opamp.proto.v1.PackageAvailable>} packages
                 * @memberof opamp.proto.v1.PackagesAvailable
                 * @instance
                 */
                PackagesAvailable.prototype.packages = $util.emptyObject;

                /**
                 * PackagesAvailable allPackagesHash.
                 * @member {Uint8Array} allPackagesHash
                 * @memberof opamp.proto.v1.PackagesAvailable
                 * @instance
                 */
                PackagesAvailable.prototype.allPackagesHash = $util.newBuffer([]);

                /**
                 * Creates a new PackagesAvailable instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.PackagesAvailable
                 * @static
                 * @param {opamp.proto.v1.PackagesAvailable.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.PackagesAvailable} PackagesAvailable instance
                 * @type {{
                 *   (properties: opamp.proto.v1.PackagesAvailable.$Shape): opamp.proto.v1.PackagesAvailable & opamp.proto.v1.PackagesAvailable.$Shape;
                 *   (properties?: opamp.proto.v1.PackagesAvailable.$Properties): opamp.proto.v1.PackagesAvailable;
                 * }}
                 */
                PackagesAvailable.create = function(properties) {
                    return new PackagesAvailable(properties);
                };

                /**
                 * Encodes the specified PackagesAvailable message. Does not implicitly {@link opamp.proto.v1.PackagesAvailable.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.PackagesAvailable
                 * @static
                 * @param {opamp.proto.v1.PackagesAvailable.$Properties} message PackagesAvailable message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PackagesAvailable.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.packages != null && $Object.hasOwnProperty.call(message, "packages"))
                        for (let keys = $Object.keys(message.packages), i = 0; i < keys.length; ++i) {
                            writer.uint32(/* id 1, wireType 2 =*/10).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                            $root.opamp.proto.v1.PackageAvailable.encode(message.packages[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                        }
                    if (message.allPackagesHash != null && $Object.hasOwnProperty.call(message, "allPackagesHash") && message.allPackagesHash.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.allPackagesHash);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PackagesAvailable message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.PackagesAvailable
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackagesAvailable & opamp.proto.v1.PackagesAvailable.$Shape} PackagesAvailable
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PackagesAvailable.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.PackagesAvailable();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (message.packages === $util.emptyObject)
                                    message.packages = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = null;
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = $root.opamp.proto.v1.PackageAvailable.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.packages, key);
                                message.packages[key] = value || new $root.opamp.proto.v1.PackageAvailable();
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.allPackagesHash = value;
                                else
                                    delete message.allPackagesHash;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PackagesAvailable;
            })();

            v1.PackageAvailable = (function() {

                /**
                 * Properties of a PackageAvailable.
                 * @typedef {Object} opamp.proto.v1.PackageAvailable.$Properties
                 * @property {opamp.proto.v1.PackageType} [type] PackageAvailable type
                 * @property {string} [version] PackageAvailable version
                 * @property {opamp.proto.v1.DownloadableFile.$Properties} [file] PackageAvailable file
                 * @property {Uint8Array} [hash] PackageAvailable hash
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PackageAvailable.
                 * @memberof opamp.proto.v1
                 * @interface IPackageAvailable
                 * @augments opamp.proto.v1.PackageAvailable.$Properties
                 * @deprecated Use opamp.proto.v1.PackageAvailable.$Properties instead.
                 */

                /**
                 * Shape of a PackageAvailable.
                 * @typedef {opamp.proto.v1.PackageAvailable.$Properties} opamp.proto.v1.PackageAvailable.$Shape
                 */

                /**
                 * Constructs a new PackageAvailable.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a PackageAvailable.
                 * @constructor
                 * @param {opamp.proto.v1.PackageAvailable.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PackageAvailable = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PackageAvailable type.
                 * @member {opamp.proto.v1.PackageType} type
                 * @memberof opamp.proto.v1.PackageAvailable
                 * @instance
                 */
                PackageAvailable.prototype.type = 0;

                /**
                 * PackageAvailable version.
                 * @member {string} version
                 * @memberof opamp.proto.v1.PackageAvailable
                 * @instance
                 */
                PackageAvailable.prototype.version = "";

                /**
                 * PackageAvailable file.
                 * @member {opamp.proto.v1.DownloadableFile} file
                 * @memberof opamp.proto.v1.PackageAvailable
                 * @instance
                 */
                PackageAvailable.prototype.file = null;

                /**
                 * PackageAvailable hash.
                 * @member {Uint8Array} hash
                 * @memberof opamp.proto.v1.PackageAvailable
                 * @instance
                 */
                PackageAvailable.prototype.hash = $util.newBuffer([]);

                /**
                 * Creates a new PackageAvailable instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.PackageAvailable
                 * @static
                 * @param {opamp.proto.v1.PackageAvailable.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.PackageAvailable} PackageAvailable instance
                 * @type {{
                 *   (properties: opamp.proto.v1.PackageAvailable.$Shape): opamp.proto.v1.PackageAvailable & opamp.proto.v1.PackageAvailable.$Shape;
                 *   (properties?: opamp.proto.v1.PackageAvailable.$Properties): opamp.proto.v1.PackageAvailable;
                 * }}
                 */
                PackageAvailable.create = function(properties) {
                    return new PackageAvailable(properties);
                };

                /**
                 * Encodes the specified PackageAvailable message. Does not implicitly {@link opamp.proto.v1.PackageAvailable.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.PackageAvailable
                 * @static
                 * @param {opamp.proto.v1.PackageAvailable.$Properties} message PackageAvailable message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PackageAvailable.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.type);
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.version);
                    if (message.file != null && $Object.hasOwnProperty.call(message, "file"))
                        $root.opamp.proto.v1.DownloadableFile.encode(message.file, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.hash != null && $Object.hasOwnProperty.call(message, "hash") && message.hash.length)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.hash);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PackageAvailable message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.PackageAvailable
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.PackageAvailable & opamp.proto.v1.PackageAvailable.$Shape} PackageAvailable
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PackageAvailable.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.PackageAvailable();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.file = $root.opamp.proto.v1.DownloadableFile.decode(reader, reader.size(), $undefined, _depth + 1, message.file);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.hash = value;
                                else
                                    delete message.hash;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PackageAvailable;
            })();

            /**
             * PackageType enum.
             * @name opamp.proto.v1.PackageType
             * @enum {number}
             * @property {number} PackageType_TopLevel=0 PackageType_TopLevel value
             * @property {number} PackageType_Addon=1 PackageType_Addon value
             */
            v1.PackageType = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "PackageType_TopLevel"] = 0;
                values[valuesById[1] = "PackageType_Addon"] = 1;
                return values;
            })();

            v1.DownloadableFile = (function() {

                /**
                 * Properties of a DownloadableFile.
                 * @typedef {Object} opamp.proto.v1.DownloadableFile.$Properties
                 * @property {string} [downloadUrl] DownloadableFile downloadUrl
                 * @property {Uint8Array} [contentHash] DownloadableFile contentHash
                 * @property {Uint8Array} [signature] DownloadableFile signature
                 * @property {opamp.proto.v1.Headers.$Properties} [headers] DownloadableFile headers
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a DownloadableFile.
                 * @memberof opamp.proto.v1
                 * @interface IDownloadableFile
                 * @augments opamp.proto.v1.DownloadableFile.$Properties
                 * @deprecated Use opamp.proto.v1.DownloadableFile.$Properties instead.
                 */

                /**
                 * Shape of a DownloadableFile.
                 * @typedef {opamp.proto.v1.DownloadableFile.$Properties} opamp.proto.v1.DownloadableFile.$Shape
                 */

                /**
                 * Constructs a new DownloadableFile.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a DownloadableFile.
                 * @constructor
                 * @param {opamp.proto.v1.DownloadableFile.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const DownloadableFile = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * DownloadableFile downloadUrl.
                 * @member {string} downloadUrl
                 * @memberof opamp.proto.v1.DownloadableFile
                 * @instance
                 */
                DownloadableFile.prototype.downloadUrl = "";

                /**
                 * DownloadableFile contentHash.
                 * @member {Uint8Array} contentHash
                 * @memberof opamp.proto.v1.DownloadableFile
                 * @instance
                 */
                DownloadableFile.prototype.contentHash = $util.newBuffer([]);

                /**
                 * DownloadableFile signature.
                 * @member {Uint8Array} signature
                 * @memberof opamp.proto.v1.DownloadableFile
                 * @instance
                 */
                DownloadableFile.prototype.signature = $util.newBuffer([]);

                /**
                 * DownloadableFile headers.
                 * @member {opamp.proto.v1.Headers} headers
                 * @memberof opamp.proto.v1.DownloadableFile
                 * @instance
                 */
                DownloadableFile.prototype.headers = null;

                /**
                 * Creates a new DownloadableFile instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.DownloadableFile
                 * @static
                 * @param {opamp.proto.v1.DownloadableFile.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.DownloadableFile} DownloadableFile instance
                 * @type {{
                 *   (properties: opamp.proto.v1.DownloadableFile.$Shape): opamp.proto.v1.DownloadableFile & opamp.proto.v1.DownloadableFile.$Shape;
                 *   (properties?: opamp.proto.v1.DownloadableFile.$Properties): opamp.proto.v1.DownloadableFile;
                 * }}
                 */
                DownloadableFile.create = function(properties) {
                    return new DownloadableFile(properties);
                };

                /**
                 * Encodes the specified DownloadableFile message. Does not implicitly {@link opamp.proto.v1.DownloadableFile.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.DownloadableFile
                 * @static
                 * @param {opamp.proto.v1.DownloadableFile.$Properties} message DownloadableFile message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                DownloadableFile.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.downloadUrl != null && $Object.hasOwnProperty.call(message, "downloadUrl") && message.downloadUrl !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.downloadUrl);
                    if (message.contentHash != null && $Object.hasOwnProperty.call(message, "contentHash") && message.contentHash.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.contentHash);
                    if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.signature);
                    if (message.headers != null && $Object.hasOwnProperty.call(message, "headers"))
                        $root.opamp.proto.v1.Headers.encode(message.headers, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a DownloadableFile message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.DownloadableFile
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.DownloadableFile & opamp.proto.v1.DownloadableFile.$Shape} DownloadableFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                DownloadableFile.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.DownloadableFile();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.downloadUrl = value;
                                else
                                    delete message.downloadUrl;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.contentHash = value;
                                else
                                    delete message.contentHash;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.signature = value;
                                else
                                    delete message.signature;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.headers = $root.opamp.proto.v1.Headers.decode(reader, reader.size(), $undefined, _depth + 1, message.headers);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return DownloadableFile;
            })();

            /**
             * ServerCapabilities enum.
             * @name opamp.proto.v1.ServerCapabilities
             * @enum {number}
             * @property {number} ServerCapabilities_Unspecified=0 ServerCapabilities_Unspecified value
             * @property {number} ServerCapabilities_AcceptsStatus=1 ServerCapabilities_AcceptsStatus value
             * @property {number} ServerCapabilities_OffersRemoteConfig=2 ServerCapabilities_OffersRemoteConfig value
             * @property {number} ServerCapabilities_AcceptsEffectiveConfig=4 ServerCapabilities_AcceptsEffectiveConfig value
             * @property {number} ServerCapabilities_OffersPackages=8 ServerCapabilities_OffersPackages value
             * @property {number} ServerCapabilities_AcceptsPackagesStatus=16 ServerCapabilities_AcceptsPackagesStatus value
             * @property {number} ServerCapabilities_OffersConnectionSettings=32 ServerCapabilities_OffersConnectionSettings value
             * @property {number} ServerCapabilities_AcceptsConnectionSettingsRequest=64 ServerCapabilities_AcceptsConnectionSettingsRequest value
             */
            v1.ServerCapabilities = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ServerCapabilities_Unspecified"] = 0;
                values[valuesById[1] = "ServerCapabilities_AcceptsStatus"] = 1;
                values[valuesById[2] = "ServerCapabilities_OffersRemoteConfig"] = 2;
                values[valuesById[4] = "ServerCapabilities_AcceptsEffectiveConfig"] = 4;
                values[valuesById[8] = "ServerCapabilities_OffersPackages"] = 8;
                values[valuesById[16] = "ServerCapabilities_AcceptsPackagesStatus"] = 16;
                values[valuesById[32] = "ServerCapabilities_OffersConnectionSettings"] = 32;
                values[valuesById[64] = "ServerCapabilities_AcceptsConnectionSettingsRequest"] = 64;
                return values;
            })();

            v1.CustomCapabilities = (function() {

                /**
                 * Properties of a CustomCapabilities.
                 * @typedef {Object} opamp.proto.v1.CustomCapabilities.$Properties
                 * @property {Array.<string>} [capabilities] CustomCapabilities capabilities
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CustomCapabilities.
                 * @memberof opamp.proto.v1
                 * @interface ICustomCapabilities
                 * @augments opamp.proto.v1.CustomCapabilities.$Properties
                 * @deprecated Use opamp.proto.v1.CustomCapabilities.$Properties instead.
                 */

                /**
                 * Shape of a CustomCapabilities.
                 * @typedef {opamp.proto.v1.CustomCapabilities.$Properties} opamp.proto.v1.CustomCapabilities.$Shape
                 */

                /**
                 * Constructs a new CustomCapabilities.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a CustomCapabilities.
                 * @constructor
                 * @param {opamp.proto.v1.CustomCapabilities.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CustomCapabilities = function (properties) {
                    this.capabilities = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * CustomCapabilities capabilities.
                 * @member {Array.<string>} capabilities
                 * @memberof opamp.proto.v1.CustomCapabilities
                 * @instance
                 */
                CustomCapabilities.prototype.capabilities = $util.emptyArray;

                /**
                 * Creates a new CustomCapabilities instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.CustomCapabilities
                 * @static
                 * @param {opamp.proto.v1.CustomCapabilities.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.CustomCapabilities} CustomCapabilities instance
                 * @type {{
                 *   (properties: opamp.proto.v1.CustomCapabilities.$Shape): opamp.proto.v1.CustomCapabilities & opamp.proto.v1.CustomCapabilities.$Shape;
                 *   (properties?: opamp.proto.v1.CustomCapabilities.$Properties): opamp.proto.v1.CustomCapabilities;
                 * }}
                 */
                CustomCapabilities.create = function(properties) {
                    return new CustomCapabilities(properties);
                };

                /**
                 * Encodes the specified CustomCapabilities message. Does not implicitly {@link opamp.proto.v1.CustomCapabilities.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.CustomCapabilities
                 * @static
                 * @param {opamp.proto.v1.CustomCapabilities.$Properties} message CustomCapabilities message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CustomCapabilities.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.capabilities != null && message.capabilities.length)
                        for (let i = 0; i < message.capabilities.length; ++i)
                            writer.uint32(/* id 1, wireType 2 =*/10).string(message.capabilities[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a CustomCapabilities message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.CustomCapabilities
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.CustomCapabilities & opamp.proto.v1.CustomCapabilities.$Shape} CustomCapabilities
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CustomCapabilities.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.CustomCapabilities();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.capabilities && message.capabilities.length))
                                    message.capabilities = [];
                                message.capabilities.push(reader.stringVerify());
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return CustomCapabilities;
            })();

            v1.CustomMessage = (function() {

                /**
                 * Properties of a CustomMessage.
                 * @typedef {Object} opamp.proto.v1.CustomMessage.$Properties
                 * @property {string} [capability] CustomMessage capability
                 * @property {string} [type] CustomMessage type
                 * @property {Uint8Array} [data] CustomMessage data
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CustomMessage.
                 * @memberof opamp.proto.v1
                 * @interface ICustomMessage
                 * @augments opamp.proto.v1.CustomMessage.$Properties
                 * @deprecated Use opamp.proto.v1.CustomMessage.$Properties instead.
                 */

                /**
                 * Shape of a CustomMessage.
                 * @typedef {opamp.proto.v1.CustomMessage.$Properties} opamp.proto.v1.CustomMessage.$Shape
                 */

                /**
                 * Constructs a new CustomMessage.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a CustomMessage.
                 * @constructor
                 * @param {opamp.proto.v1.CustomMessage.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CustomMessage = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * CustomMessage capability.
                 * @member {string} capability
                 * @memberof opamp.proto.v1.CustomMessage
                 * @instance
                 */
                CustomMessage.prototype.capability = "";

                /**
                 * CustomMessage type.
                 * @member {string} type
                 * @memberof opamp.proto.v1.CustomMessage
                 * @instance
                 */
                CustomMessage.prototype.type = "";

                /**
                 * CustomMessage data.
                 * @member {Uint8Array} data
                 * @memberof opamp.proto.v1.CustomMessage
                 * @instance
                 */
                CustomMessage.prototype.data = $util.newBuffer([]);

                /**
                 * Creates a new CustomMessage instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.CustomMessage
                 * @static
                 * @param {opamp.proto.v1.CustomMessage.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.CustomMessage} CustomMessage instance
                 * @type {{
                 *   (properties: opamp.proto.v1.CustomMessage.$Shape): opamp.proto.v1.CustomMessage & opamp.proto.v1.CustomMessage.$Shape;
                 *   (properties?: opamp.proto.v1.CustomMessage.$Properties): opamp.proto.v1.CustomMessage;
                 * }}
                 */
                CustomMessage.create = function(properties) {
                    return new CustomMessage(properties);
                };

                /**
                 * Encodes the specified CustomMessage message. Does not implicitly {@link opamp.proto.v1.CustomMessage.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.CustomMessage
                 * @static
                 * @param {opamp.proto.v1.CustomMessage.$Properties} message CustomMessage message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CustomMessage.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.capability != null && $Object.hasOwnProperty.call(message, "capability") && message.capability !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.capability);
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.type);
                    if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.data);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a CustomMessage message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.CustomMessage
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.CustomMessage & opamp.proto.v1.CustomMessage.$Shape} CustomMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CustomMessage.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.CustomMessage();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.capability = value;
                                else
                                    delete message.capability;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.data = value;
                                else
                                    delete message.data;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return CustomMessage;
            })();

            v1.AnyValue = (function() {

                /**
                 * Properties of an AnyValue.
                 * @typedef {Object} opamp.proto.v1.AnyValue.$Properties
                 * @property {string|null} [stringValue] AnyValue stringValue
                 * @property {boolean|null} [boolValue] AnyValue boolValue
                 * @property {number|Long|null} [intValue] AnyValue intValue
                 * @property {number|null} [doubleValue] AnyValue doubleValue
                 * @property {opamp.proto.v1.ArrayValue.$Properties|null} [arrayValue] AnyValue arrayValue
                 * @property {opamp.proto.v1.KeyValueList.$Properties|null} [kvlistValue] AnyValue kvlistValue
                 * @property {Uint8Array|null} [bytesValue] AnyValue bytesValue
                 * @property {"stringValue"|"boolValue"|"intValue"|"doubleValue"|"arrayValue"|"kvlistValue"|"bytesValue"} [value] AnyValue value
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AnyValue.
                 * @memberof opamp.proto.v1
                 * @interface IAnyValue
                 * @augments opamp.proto.v1.AnyValue.$Properties
                 * @deprecated Use opamp.proto.v1.AnyValue.$Properties instead.
                 */

                /**
                 * Narrowed shape of an AnyValue.
                 * @typedef {{
                 *   stringValue?: string|null;
                 *   boolValue?: boolean|null;
                 *   intValue?: number|Long|null;
                 *   doubleValue?: number|null;
                 *   arrayValue?: opamp.proto.v1.ArrayValue.$Shape|null;
                 *   kvlistValue?: opamp.proto.v1.KeyValueList.$Shape|null;
                 *   bytesValue?: Uint8Array|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ value?: undefined; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "stringValue"; stringValue: string; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "boolValue"; stringValue?: null; boolValue: boolean; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "intValue"; stringValue?: null; boolValue?: null; intValue: number|Long; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "doubleValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue: number; arrayValue?: null; kvlistValue?: null; bytesValue?: null }|{ value?: "arrayValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue: opamp.proto.v1.ArrayValue.$Shape; kvlistValue?: null; bytesValue?: null }|{ value?: "kvlistValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue: opamp.proto.v1.KeyValueList.$Shape; bytesValue?: null }|{ value?: "bytesValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null; kvlistValue?: null; bytesValue: Uint8Array })
                 * )} opamp.proto.v1.AnyValue.$Shape
                 */

                /**
                 * Constructs a new AnyValue.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an AnyValue.
                 * @constructor
                 * @param {opamp.proto.v1.AnyValue.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AnyValue = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AnyValue stringValue.
                 * @member {string|null} stringValue
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                AnyValue.prototype.stringValue = null;

                /**
                 * AnyValue boolValue.
                 * @member {boolean|null} boolValue
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                AnyValue.prototype.boolValue = null;

                /**
                 * AnyValue intValue.
                 * @member {number|Long|null} intValue
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                AnyValue.prototype.intValue = null;

                /**
                 * AnyValue doubleValue.
                 * @member {number|null} doubleValue
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                AnyValue.prototype.doubleValue = null;

                /**
                 * AnyValue arrayValue.
                 * @member {opamp.proto.v1.ArrayValue|null} arrayValue
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                AnyValue.prototype.arrayValue = null;

                /**
                 * AnyValue kvlistValue.
                 * @member {opamp.proto.v1.KeyValueList|null} kvlistValue
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                AnyValue.prototype.kvlistValue = null;

                /**
                 * AnyValue bytesValue.
                 * @member {Uint8Array|null} bytesValue
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                AnyValue.prototype.bytesValue = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * AnyValue value.
                 * @member {"stringValue"|"boolValue"|"intValue"|"doubleValue"|"arrayValue"|"kvlistValue"|"bytesValue"|undefined} value
                 * @memberof opamp.proto.v1.AnyValue
                 * @instance
                 */
                $Object.defineProperty(AnyValue.prototype, "value", {
                    get: $util.oneOfGetter($oneOfFields = ["stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue", "bytesValue"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new AnyValue instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.AnyValue
                 * @static
                 * @param {opamp.proto.v1.AnyValue.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.AnyValue} AnyValue instance
                 * @type {{
                 *   (properties: opamp.proto.v1.AnyValue.$Shape): opamp.proto.v1.AnyValue & opamp.proto.v1.AnyValue.$Shape;
                 *   (properties?: opamp.proto.v1.AnyValue.$Properties): opamp.proto.v1.AnyValue;
                 * }}
                 */
                AnyValue.create = function(properties) {
                    return new AnyValue(properties);
                };

                /**
                 * Encodes the specified AnyValue message. Does not implicitly {@link opamp.proto.v1.AnyValue.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.AnyValue
                 * @static
                 * @param {opamp.proto.v1.AnyValue.$Properties} message AnyValue message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AnyValue.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.stringValue != null && $Object.hasOwnProperty.call(message, "stringValue"))
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.stringValue);
                    if (message.boolValue != null && $Object.hasOwnProperty.call(message, "boolValue"))
                        writer.uint32(/* id 2, wireType 0 =*/16).bool(message.boolValue);
                    if (message.intValue != null && $Object.hasOwnProperty.call(message, "intValue"))
                        writer.uint32(/* id 3, wireType 0 =*/24).int64(message.intValue);
                    if (message.doubleValue != null && $Object.hasOwnProperty.call(message, "doubleValue"))
                        writer.uint32(/* id 4, wireType 1 =*/33).double(message.doubleValue);
                    if (message.arrayValue != null && $Object.hasOwnProperty.call(message, "arrayValue"))
                        $root.opamp.proto.v1.ArrayValue.encode(message.arrayValue, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.kvlistValue != null && $Object.hasOwnProperty.call(message, "kvlistValue"))
                        $root.opamp.proto.v1.KeyValueList.encode(message.kvlistValue, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.bytesValue != null && $Object.hasOwnProperty.call(message, "bytesValue"))
                        writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.bytesValue);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AnyValue message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.AnyValue
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.AnyValue & opamp.proto.v1.AnyValue.$Shape} AnyValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AnyValue.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.AnyValue();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.stringValue = reader.stringVerify();
                                message.value = "stringValue";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                message.boolValue = reader.bool();
                                message.value = "boolValue";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                message.intValue = reader.int64();
                                message.value = "intValue";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 1)
                                    break;
                                message.doubleValue = reader.double();
                                message.value = "doubleValue";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.arrayValue = $root.opamp.proto.v1.ArrayValue.decode(reader, reader.size(), $undefined, _depth + 1, message.arrayValue);
                                message.value = "arrayValue";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.kvlistValue = $root.opamp.proto.v1.KeyValueList.decode(reader, reader.size(), $undefined, _depth + 1, message.kvlistValue);
                                message.value = "kvlistValue";
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                message.bytesValue = reader.bytes();
                                message.value = "bytesValue";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AnyValue;
            })();

            v1.ArrayValue = (function() {

                /**
                 * Properties of an ArrayValue.
                 * @typedef {Object} opamp.proto.v1.ArrayValue.$Properties
                 * @property {Array.<opamp.proto.v1.AnyValue.$Properties>} [values] ArrayValue values
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an ArrayValue.
                 * @memberof opamp.proto.v1
                 * @interface IArrayValue
                 * @augments opamp.proto.v1.ArrayValue.$Properties
                 * @deprecated Use opamp.proto.v1.ArrayValue.$Properties instead.
                 */

                /**
                 * Shape of an ArrayValue.
                 * @typedef {{
                 *   values?: Array.<opamp.proto.v1.AnyValue.$Shape>;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.ArrayValue.$Shape
                 */

                /**
                 * Constructs a new ArrayValue.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents an ArrayValue.
                 * @constructor
                 * @param {opamp.proto.v1.ArrayValue.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ArrayValue = function (properties) {
                    this.values = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ArrayValue values.
                 * @member {Array.<opamp.proto.v1.AnyValue>} values
                 * @memberof opamp.proto.v1.ArrayValue
                 * @instance
                 */
                ArrayValue.prototype.values = $util.emptyArray;

                /**
                 * Creates a new ArrayValue instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.ArrayValue
                 * @static
                 * @param {opamp.proto.v1.ArrayValue.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.ArrayValue} ArrayValue instance
                 * @type {{
                 *   (properties: opamp.proto.v1.ArrayValue.$Shape): opamp.proto.v1.ArrayValue & opamp.proto.v1.ArrayValue.$Shape;
                 *   (properties?: opamp.proto.v1.ArrayValue.$Properties): opamp.proto.v1.ArrayValue;
                 * }}
                 */
                ArrayValue.create = function(properties) {
                    return new ArrayValue(properties);
                };

                /**
                 * Encodes the specified ArrayValue message. Does not implicitly {@link opamp.proto.v1.ArrayValue.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.ArrayValue
                 * @static
                 * @param {opamp.proto.v1.ArrayValue.$Properties} message ArrayValue message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ArrayValue.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.values != null && message.values.length)
                        for (let i = 0; i < message.values.length; ++i)
                            $root.opamp.proto.v1.AnyValue.encode(message.values[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an ArrayValue message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.ArrayValue
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.ArrayValue & opamp.proto.v1.ArrayValue.$Shape} ArrayValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ArrayValue.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.ArrayValue();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.values && message.values.length))
                                    message.values = [];
                                message.values.push($root.opamp.proto.v1.AnyValue.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ArrayValue;
            })();

            v1.KeyValueList = (function() {

                /**
                 * Properties of a KeyValueList.
                 * @typedef {Object} opamp.proto.v1.KeyValueList.$Properties
                 * @property {Array.<opamp.proto.v1.KeyValue.$Properties>} [values] KeyValueList values
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a KeyValueList.
                 * @memberof opamp.proto.v1
                 * @interface IKeyValueList
                 * @augments opamp.proto.v1.KeyValueList.$Properties
                 * @deprecated Use opamp.proto.v1.KeyValueList.$Properties instead.
                 */

                /**
                 * Shape of a KeyValueList.
                 * @typedef {{
                 *   values?: Array.<opamp.proto.v1.KeyValue.$Shape>;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.KeyValueList.$Shape
                 */

                /**
                 * Constructs a new KeyValueList.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a KeyValueList.
                 * @constructor
                 * @param {opamp.proto.v1.KeyValueList.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const KeyValueList = function (properties) {
                    this.values = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * KeyValueList values.
                 * @member {Array.<opamp.proto.v1.KeyValue>} values
                 * @memberof opamp.proto.v1.KeyValueList
                 * @instance
                 */
                KeyValueList.prototype.values = $util.emptyArray;

                /**
                 * Creates a new KeyValueList instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.KeyValueList
                 * @static
                 * @param {opamp.proto.v1.KeyValueList.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.KeyValueList} KeyValueList instance
                 * @type {{
                 *   (properties: opamp.proto.v1.KeyValueList.$Shape): opamp.proto.v1.KeyValueList & opamp.proto.v1.KeyValueList.$Shape;
                 *   (properties?: opamp.proto.v1.KeyValueList.$Properties): opamp.proto.v1.KeyValueList;
                 * }}
                 */
                KeyValueList.create = function(properties) {
                    return new KeyValueList(properties);
                };

                /**
                 * Encodes the specified KeyValueList message. Does not implicitly {@link opamp.proto.v1.KeyValueList.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.KeyValueList
                 * @static
                 * @param {opamp.proto.v1.KeyValueList.$Properties} message KeyValueList message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                KeyValueList.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.values != null && message.values.length)
                        for (let i = 0; i < message.values.length; ++i)
                            $root.opamp.proto.v1.KeyValue.encode(message.values[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a KeyValueList message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.KeyValueList
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.KeyValueList & opamp.proto.v1.KeyValueList.$Shape} KeyValueList
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                KeyValueList.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.KeyValueList();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.values && message.values.length))
                                    message.values = [];
                                message.values.push($root.opamp.proto.v1.KeyValue.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return KeyValueList;
            })();

            v1.KeyValue = (function() {

                /**
                 * Properties of a KeyValue.
                 * @typedef {Object} opamp.proto.v1.KeyValue.$Properties
                 * @property {string} [key] KeyValue key
                 * @property {opamp.proto.v1.AnyValue.$Properties} [value] KeyValue value
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a KeyValue.
                 * @memberof opamp.proto.v1
                 * @interface IKeyValue
                 * @augments opamp.proto.v1.KeyValue.$Properties
                 * @deprecated Use opamp.proto.v1.KeyValue.$Properties instead.
                 */

                /**
                 * Shape of a KeyValue.
                 * @typedef {{
                 *   key?: string;
                 *   value?: opamp.proto.v1.AnyValue.$Shape;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} opamp.proto.v1.KeyValue.$Shape
                 */

                /**
                 * Constructs a new KeyValue.
                 * @memberof opamp.proto.v1
                 * @classdesc Represents a KeyValue.
                 * @constructor
                 * @param {opamp.proto.v1.KeyValue.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const KeyValue = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * KeyValue key.
                 * @member {string} key
                 * @memberof opamp.proto.v1.KeyValue
                 * @instance
                 */
                KeyValue.prototype.key = "";

                /**
                 * KeyValue value.
                 * @member {opamp.proto.v1.AnyValue} value
                 * @memberof opamp.proto.v1.KeyValue
                 * @instance
                 */
                KeyValue.prototype.value = null;

                /**
                 * Creates a new KeyValue instance using the specified properties.
                 * @function create
                 * @memberof opamp.proto.v1.KeyValue
                 * @static
                 * @param {opamp.proto.v1.KeyValue.$Properties=} [properties] Properties to set
                 * @returns {opamp.proto.v1.KeyValue} KeyValue instance
                 * @type {{
                 *   (properties: opamp.proto.v1.KeyValue.$Shape): opamp.proto.v1.KeyValue & opamp.proto.v1.KeyValue.$Shape;
                 *   (properties?: opamp.proto.v1.KeyValue.$Properties): opamp.proto.v1.KeyValue;
                 * }}
                 */
                KeyValue.create = function(properties) {
                    return new KeyValue(properties);
                };

                /**
                 * Encodes the specified KeyValue message. Does not implicitly {@link opamp.proto.v1.KeyValue.verify|verify} messages.
                 * @function encode
                 * @memberof opamp.proto.v1.KeyValue
                 * @static
                 * @param {opamp.proto.v1.KeyValue.$Properties} message KeyValue message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                KeyValue.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
                    if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                        $root.opamp.proto.v1.AnyValue.encode(message.value, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a KeyValue message from the specified reader or buffer.
                 * @function decode
                 * @memberof opamp.proto.v1.KeyValue
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {opamp.proto.v1.KeyValue & opamp.proto.v1.KeyValue.$Shape} KeyValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                KeyValue.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.opamp.proto.v1.KeyValue();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.value = $root.opamp.proto.v1.AnyValue.decode(reader, reader.size(), $undefined, _depth + 1, message.value);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return KeyValue;
            })();

            return v1;
        })();

        return proto;
    })();

    return opamp;
})();

export {
  $root as default
};
