import type {
  AgentDescription,
  AvailableComponents,
  ComponentHealth,
  ConnectionSettingsStatus,
  CustomCapabilities,
  EffectiveConfig,
  PackageStatuses,
  RemoteConfigStatus,
} from "../wire/messages.ts";
import { encodeFields, type Encoding } from "./encode-fields.ts";

/** The sub-messages that are left out of a message while they are unchanged (§ Agent Status Compression). */
export const partNames = [
  "agentDescription",
  "health",
  "effectiveConfig",
  "remoteConfigStatus",
  "packageStatuses",
  "availableComponents",
  "customCapabilities",
  "connectionSettingsStatus",
] as const;

/** Name of a part of what an agent tells of itself. */
export type PartName = (typeof partNames)[number];

/**
 * What an agent tells of itself, each part whole. A part that is not there is as it was; one that was never there has
 * never been reported. A part whose capability bit is not set waits for it (`capability-rules.ts`).
 */
export interface ReportedState {
  /** What and where the agent is: `service.*` identify it, `os.*`, `host.*` and labels do not. */
  agentDescription?: AgentDescription;
  /** Of the whole agent, with its components below. Times are nanoseconds since the epoch; start time 0: not running. */
  health?: ComponentHealth;
  /** The files in use, by name; after a change all of them. */
  effectiveConfig?: EffectiveConfig;
  /** What became of the last remote configuration: its hash byte for byte; an error text only with FAILED. */
  remoteConfigStatus?: RemoteConfigStatus;
  /** Every package that the agent has or is getting, by name, with the aggregate hash of the last offer. */
  packageStatuses?: PackageStatuses;
  /**
   * What the agent is made of, with a hash that is equal for equal components. The server is told the hash; the map goes
   * out when it asks for it.
   */
  availableComponents?: AvailableComponents;
  /** The whole list of custom capabilities, reverse domain names; it says which custom messages are taken and sent. */
  customCapabilities?: CustomCapabilities;
  /** What became of the last connection settings: the hash of the offers byte for byte; an error text only with FAILED. */
  connectionSettingsStatus?: ConnectionSettingsStatus;
}

/**
 * Answers to what the server ordered: they do not wait behind changes that happen by themselves, so that each phase of an order is
 * heard. How often the progress of a download is told is for the one who reports it.
 */
export const urgentParts: ReadonlySet<PartName> = new Set([
  "remoteConfigStatus",
  "connectionSettingsStatus",
  "packageStatuses",
]);

/** A part that was not taken, and why. */
export interface RefusedPart {
  part: PartName;
  reason: string;
}

/**
 * A part as a field of AgentToServer; `undefined` where the state has no such part. Components that have a hash are told
 * by it alone: `wholeMap` is for the server that asks for more.
 */
export function encodePart(state: ReportedState, part: PartName): (Encoding & { wholeMap?: Uint8Array }) | undefined {
  const value = state[part];
  if (!value) return undefined;
  const whole = encodeFields({ [part]: value });
  if (part !== "availableComponents" || !whole.ok) return whole;
  const { hash } = state.availableComponents ?? {};
  return { ...(hash ? encodeFields({ availableComponents: { hash } }) : whole), wholeMap: whole.bytes };
}
