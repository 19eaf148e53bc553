/**
 * The vocabulary of both ends: messages, capabilities, identities, and the bytes of each for tools that speak OpAMP
 * themselves. docs/opamp-library.md is the guide.
 */
export * from "./wire/messages.ts";
export { sameBytes } from "./wire/bytes.ts";
export {
  agentCapabilities,
  type AgentCapability,
  agentCapabilityNames,
  hasCapability,
  receivedBits,
  serverCapabilities,
  type ServerCapability,
} from "./wire/capabilities.ts";
export { decodeMessage, type Decoder } from "./wire/decode.ts";
export { type DecodedFrame, decodeFrame, encodeFrame } from "./wire/framing.ts";
export { encodeMessage, type Encoder } from "./wire/encode.ts";
export { toBigInt, toClampedNumber, type Wide } from "./wire/integers.ts";
export { formatUid, isUid, parseUid } from "./wire/uid.ts";
