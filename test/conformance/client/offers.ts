import { sameBytes } from "../../../src/opamp/wire/bytes.ts";
import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import {
  AgentCapabilities,
  type AgentToServer,
  codec,
  RemoteConfigStatuses,
  type ServerToAgent,
} from "../../../src/opamp/wire/messages.ts";
import type { Received } from "../peer/exchange.ts";
import { NotApplicable } from "../rule.ts";

const { RemoteConfigStatuses_APPLIED: applied, RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;
const ends = [applied, failed];

/** A hash that no other rule uses, so that an agent that outlives a rule is not taken for speaking of the next one's. */
export function newHash(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(8));
}

/** An offer of a configuration that any Collector takes, under this hash. */
export function configOffer(hash: Uint8Array, body: Uint8Array = Buffer.from("{}\n")): ServerToAgent {
  return { remoteConfig: { config: { configMap: { "": { body, contentType: "text/yaml" } } }, configHash: hash } };
}

/** Whether a message tells a status of the configuration with this hash. */
export function speaksOf(hash: Uint8Array) {
  return ({ remoteConfigStatus }: AgentToServer): boolean =>
    sameBytes(remoteConfigStatus?.lastRemoteConfigHash ?? new Uint8Array(), hash);
}

/** Whether a message tells what became of the configuration with this hash in the end. */
export function endOf(hash: Uint8Array) {
  const speaks = speaksOf(hash);
  return (message: AgentToServer) =>
    speaks(message) && ends.some((status) => status === message.remoteConfigStatus?.status);
}

export function noneSpeaksOf(hash: Uint8Array, received: readonly Received[]): boolean {
  const speaks = speaksOf(hash);
  return !received.some(({ message }) => speaks(message));
}

/** An identity that no agent has by itself. */
export const newUid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);

/** Gives the agent that identity. */
export const uidOffer: ServerToAgent = { agentIdentification: { newInstanceUid: newUid } };

/** Whether a message comes under the identity of `uidOffer`. */
export function hasNewUid({ instanceUid }: AgentToServer): boolean {
  return instanceUid?.toHex() === newUid.toHex();
}

/** Whether a message has the map of components, not their hash alone. */
export function hasComponentMap({ availableComponents }: AgentToServer): boolean {
  return Object.keys(availableComponents?.components ?? {}).length > 0;
}

/** A rule does not apply to an agent that lacks one of these bits; `what` completes "it does not …". */
export function mustBeAble({ message }: Received, bits: number, what: string): void {
  if ((capabilitiesOf(message) & bits) !== bits) throw new NotApplicable(`it does not ${what}`);
}

/** A rule about components does not apply to an agent without their bit. */
export function mustReportComponents(first: Received): void {
  mustBeAble(first, AgentCapabilities.AgentCapabilities_ReportsAvailableComponents, "report components");
}

/** The encoded message behind a header of our choice. */
export function framed(header: readonly number[], message: ServerToAgent): { bytes: Uint8Array } {
  return { bytes: Buffer.concat([Uint8Array.from(header), codec.ServerToAgent.encode(message).finish()]) };
}

/** Period of heartbeats or polling in seconds; the address stays empty, which is to say unchanged. */
export function heartbeatOffer(seconds: number): ServerToAgent {
  const hash = Uint8Array.of(0x48, seconds);
  return { connectionSettings: { hash, opamp: { heartbeatIntervalSeconds: seconds } } };
}

/** An offer to send own metrics to a place that nobody listens at. */
export function metricsOffer(hash: Uint8Array): ServerToAgent {
  return { connectionSettings: { hash, ownMetrics: { destinationEndpoint: "http://127.0.0.1:9/v1/metrics" } } };
}

export function sequenceOf(message: AgentToServer): bigint {
  return toBigInt(message.sequenceNum);
}

export function capabilitiesOf(message: AgentToServer): number {
  return Number(toBigInt(message.capabilities));
}

export function startTimeOf(message: AgentToServer): bigint {
  return toBigInt(message.health?.startTimeUnixNano);
}
