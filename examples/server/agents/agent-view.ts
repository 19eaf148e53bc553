import { agentCapabilityNames, hasCapability } from "../../../src/opamp/wire/capabilities.ts";
import { AgentCapabilities } from "../../../src/opamp/wire/messages.ts";
import type { KnownAgent } from "../store/known-agents.ts";
import type { SavedConfiguration } from "../store/saved-configurations.ts";
import type { TimelineEntry } from "../store/timeline-event.ts";
import {
  componentsOf,
  type ComponentView,
  type ConfigFileView,
  filesOf,
  healthOf,
  type HealthView,
} from "./agent-parts.ts";
import { type Attribute, attributesOf, textOf } from "./attribute.ts";
import { versionOf } from "./observed-events.ts";
import { remoteConfigOf, type RemoteConfigView } from "./remote-config-view.ts";
import { restartOf, type RestartView } from "./restart-view.ts";
import type { SupervisorStatus } from "./supervisor-status.ts";

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
  /** How its supervisor says that it is; `null`: it has not, or there is none. */
  supervisor: SupervisorStatus | null;
  /** Whether the agent can be asked to restart. */
  acceptsRestart: boolean;
  /** The last restart that was asked for here. */
  restart: RestartView | null;
  /** What happened, newest first. */
  timeline: TimelineEntry[];
}

export function agentSummary(
  { uid, state, connected, lastSeen }: KnownAgent,
  saved?: SavedConfiguration,
): AgentSummary {
  const identifying = attributesOf(state.agentDescription?.identifyingAttributes);
  const others = attributesOf(state.agentDescription?.nonIdentifyingAttributes);
  return {
    uid,
    name: textOf(identifying, "service.name") ?? uid,
    version: versionOf(state) ?? "",
    host: textOf(others, "host.name") ?? textOf(identifying, "host.name") ?? "",
    connected,
    up: connected ? (state.health ? (state.health.healthy ?? false) : null) : false,
    remoteConfig: remoteConfigOf(state, saved),
    lastSeen: new Date(lastSeen).toISOString(),
  };
}

export interface AgentRecords {
  saved: SavedConfiguration | undefined;
  timeline: TimelineEntry[];
  supervisor: SupervisorStatus | undefined;
}

export function agentView(agent: KnownAgent, { saved, timeline, supervisor }: AgentRecords): AgentView {
  const { state } = agent;
  return {
    ...agentSummary(agent, saved),
    identifyingAttributes: attributesOf(state.agentDescription?.identifyingAttributes),
    nonIdentifyingAttributes: attributesOf(state.agentDescription?.nonIdentifyingAttributes),
    health: state.health ? healthOf(state.health) : null,
    effectiveConfig: filesOf(state.effectiveConfig),
    availableComponents: componentsOf(state.availableComponents?.components),
    capabilities: agentCapabilityNames(state.capabilities),
    customCapabilities: [...(state.customCapabilities?.capabilities ?? [])],
    supervisor: supervisor ?? null,
    acceptsRestart: acceptsRestart(state),
    restart: restartOf(timeline),
    timeline,
  };
}

/** Without this bit an agent must not be sent the command (§ AgentCapabilities). */
export function acceptsRestart({ capabilities }: KnownAgent["state"]): boolean {
  return hasCapability(capabilities, AgentCapabilities.AgentCapabilities_AcceptsRestartCommand);
}
