import type { AgentState } from "../../../src/opamp/server/server.ts";
import { agentCapabilityNames } from "../../../src/opamp/wire/capabilities.ts";
import {
  componentsOf,
  type ComponentView,
  type ConfigFileView,
  filesOf,
  healthOf,
  type HealthView,
} from "./agent-parts.ts";
import { type Attribute, attributesOf, textOf } from "./attribute.ts";
import { remoteConfigOf, type RemoteConfigView } from "./remote-config-view.ts";
import type { SavedConfiguration } from "./saved-configurations.ts";

/** What the list shows of an agent; also the form of `GET /api/agents`. */
export interface AgentSummary {
  /** Canonical text of a UUID. */
  uid: string;
  /** `service.name`, or the uid where the agent gives none. */
  name: string;
  /** `service.version`, or empty. */
  version: string;
  /** `host.name`, or empty. */
  host: string;
  connected: boolean;
  /** Connected and healthy; `null` while connected without a word about health. */
  up: boolean | null;
  remoteConfig: RemoteConfigView;
  /** ISO 8601; of the last message. */
  lastSeen: string;
}

/** Everything known of an agent; also the form of `GET /api/agents/:uid`. */
export interface AgentView extends AgentSummary {
  identifyingAttributes: Attribute[];
  nonIdentifyingAttributes: Attribute[];
  health: HealthView | null;
  effectiveConfig: ConfigFileView[];
  availableComponents: ComponentView[];
  capabilities: string[];
  customCapabilities: string[];
}

export interface AgentFacts {
  uid: string;
  state: AgentState;
  connected: boolean;
  /** Milliseconds since the Unix epoch. */
  lastSeen: number;
}

export function agentSummary(
  { uid, state, connected, lastSeen }: AgentFacts,
  saved?: SavedConfiguration,
): AgentSummary {
  const identifying = attributesOf(state.agentDescription?.identifyingAttributes);
  const others = attributesOf(state.agentDescription?.nonIdentifyingAttributes);
  return {
    uid,
    name: textOf(identifying, "service.name") ?? uid,
    version: textOf(identifying, "service.version") ?? textOf(others, "service.version") ?? "",
    host: textOf(others, "host.name") ?? textOf(identifying, "host.name") ?? "",
    connected,
    up: connected ? (state.health ? (state.health.healthy ?? false) : null) : false,
    remoteConfig: remoteConfigOf(state, saved),
    lastSeen: new Date(lastSeen).toISOString(),
  };
}

export function agentView(facts: AgentFacts, saved?: SavedConfiguration): AgentView {
  const { state } = facts;
  return {
    ...agentSummary(facts, saved),
    identifyingAttributes: attributesOf(state.agentDescription?.identifyingAttributes),
    nonIdentifyingAttributes: attributesOf(state.agentDescription?.nonIdentifyingAttributes),
    health: state.health ? healthOf(state.health) : null,
    effectiveConfig: filesOf(state.effectiveConfig),
    availableComponents: componentsOf(state.availableComponents?.components),
    capabilities: agentCapabilityNames(state.capabilities),
    customCapabilities: [...(state.customCapabilities?.capabilities ?? [])],
  };
}
