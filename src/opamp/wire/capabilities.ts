import { lowBits, type Wide } from "./integers.ts";
import { AgentCapabilities, ServerCapabilities } from "./messages.ts";

/** Bits 0 to 15, the ones that the protocol defines for agents. All others are sent as 0 (§ AgentToServer.capabilities). */
const definedAgentBits = 0xffff;

/** Bits 0 to 6, the ones that the protocol defines for servers (§ ServerToAgent.capabilities). */
const definedServerBits = 0x7f;

/** What an agent says of itself: defined bits only, and ReportsStatus, which every agent must set. */
export function ownAgentCapabilities(wanted: number): number {
  return (wanted & definedAgentBits) | AgentCapabilities.AgentCapabilities_ReportsStatus;
}

/** What a server says of itself: defined bits only, and AcceptsStatus, which every server must set. */
export function ownServerCapabilities(wanted: number): number {
  return (wanted & definedServerBits) | ServerCapabilities.ServerCapabilities_AcceptsStatus;
}

/** A received field of bits (capabilities, flags) as a number. Bits from 31 on, which no version defines, are dropped. */
export function receivedBits(mask: Wide): number {
  return lowBits(mask);
}

/** Whether `mask` has `bit`. */
export function hasCapability(mask: number, bit: number): boolean {
  return (mask & bit) !== 0;
}

type Unprefixed<Name, Prefix extends string> = Name extends `${Prefix}_${infer Short}` ? Short : never;

/** A bit of an agent by its name without prefix, such as `ReportsHealth`. */
export type AgentCapability = Unprefixed<keyof typeof AgentCapabilities, "AgentCapabilities">;

/** A bit of a server by its name without prefix, such as `OffersRemoteConfig`. */
export type ServerCapability = Unprefixed<keyof typeof ServerCapabilities, "ServerCapabilities">;

/** A mask with these bits, for an agent to start with. */
export function agentCapabilities(...names: readonly AgentCapability[]): number {
  return names.reduce((mask, name) => mask | AgentCapabilities[`AgentCapabilities_${name}`], 0);
}

/** A mask with these bits, for a server to start with. */
export function serverCapabilities(...names: readonly ServerCapability[]): number {
  return names.reduce((mask, name) => mask | ServerCapabilities[`ServerCapabilities_${name}`], 0);
}

/** Names of the bits of an agent's mask, such as `ReportsHealth`, in the order of the bits. */
export function agentCapabilityNames(mask: number): string[] {
  return Object.entries(AgentCapabilities).flatMap(([name, bit]) =>
    typeof bit === "number" && hasCapability(mask, bit) ? [name.replace("AgentCapabilities_", "")] : [],
  );
}
