import { isDeepStrictEqual } from "node:util";

import type { ReportedState } from "../../opamp/client/parts.ts";
import type { AgentState } from "../../opamp/server/agent-state.ts";
import { type RemoteConfigStatus, RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import { describeAgent } from "../collector/describe-agent.ts";
import type { RemoteStatus, State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { packageStatuses } from "../packages/package-status.ts";
import { installedSelf } from "../packages/self-state.ts";
import { settingsStatusMessage } from "../server/settings-status.ts";
import { ownCapability } from "./tally-message.ts";
import { toldHealth } from "./told-health.ts";

type Part = keyof ReportedState;

/**
 * What the server is told: derived from what was observed, at the end of every step. Only parts that are new go out.
 * While a planned switch is under way, and until the new process has proved itself, what was last said stands: the old
 * generation's farewell is no illness, and the new one's words are no truth yet.
 */
export function reportObservations(turn: Turn): void {
  const { state } = turn;
  const next: ReportedState = {
    health: toldHealth(turn),
    ...remoteStatusPart(state),
    ...settingsPart(state),
    ...packagesPart(state),
    ...collectorPart(state),
  };
  const changed = Object.fromEntries(
    Object.entries(next).filter(([part, value]) => !same(state.reported[part as Part], value)),
  );
  learn(turn);
  if (Object.keys(changed).length === 0) return;
  state.reported = { ...state.reported, ...changed };
  savePackageStatuses(turn, changed);
  turn.effects.push({ do: "Report", parts: changed });
}

/** The status of the last remote configuration as a message. */
export function remoteConfigStatus({ hash, status, error }: RemoteStatus): RemoteConfigStatus {
  return { lastRemoteConfigHash: hash, status, errorMessage: error };
}

/** The Collector's own word, once it runs what was asked for. */
function collectorPart(state: State): ReportedState {
  const { process, target } = state;
  if (process.is === "down" && target.is === "nothing" && target.onPurpose) {
    return { effectiveConfig: nothingInForce, ...customPart(undefined) };
  }
  const view = provenView(state);
  if (view === undefined) return {};
  return {
    ...(view.agentDescription && { agentDescription: describeAgent(view.agentDescription, state.settings) }),
    ...(view.effectiveConfig && { effectiveConfig: view.effectiveConfig }),
    ...(view.availableComponents && { availableComponents: view.availableComponents }),
    ...customPart(view),
  };
}

/** The supervisor's own capability, and those of the Collector. */
function customPart(view: AgentState | undefined): ReportedState {
  return { customCapabilities: { capabilities: [ownCapability, ...(view?.customCapabilities?.capabilities ?? [])] } };
}

const nothingInForce = { configMap: { configMap: {} } };

function provenView({ process, view }: State): AgentState | undefined {
  return process.is === "up" && process.proven ? view : undefined;
}

/** What came while changes are held is not begun, and the server need not send it again. */
function remoteStatusPart({ remoteStatus, held, pending }: State): ReportedState {
  if (held.remote !== undefined && pending === undefined && held.remote.id !== remoteStatus?.id) {
    const { hash, id } = held.remote;
    const status = RemoteConfigStatuses.RemoteConfigStatuses_APPLYING;
    return { remoteConfigStatus: remoteConfigStatus({ hash, id, status, error: "" }) };
  }
  return remoteStatus === undefined ? {} : { remoteConfigStatus: remoteConfigStatus(remoteStatus) };
}

function settingsPart({ settingsOffer }: State): ReportedState {
  if (settingsOffer === undefined || settingsOffer.id === "") return {};
  return { connectionSettingsStatus: settingsStatusMessage(settingsOffer.status) };
}

function packagesPart({ packages, settings, self }: State): ReportedState {
  const isTold = settings.packages.accepts || settings.self.accepts;
  return isTold ? { packageStatuses: packageStatuses(packages, installedSelf(self)) } : {};
}

/** On disk before the server hears of it. How far a download is, is not worth a write. */
function savePackageStatuses(turn: Turn, { packageStatuses: statuses }: ReportedState): void {
  const isProgress = Object.values(statuses?.packages ?? {}).some(({ downloadDetails }) => downloadDetails);
  if (statuses !== undefined && !isProgress) turn.effects.push({ do: "SavePackageStatuses", statuses });
}

/** What a running Collector says of itself corrects what is remembered of its binary. */
function learn(turn: Turn): void {
  const { state } = turn;
  const view = provenView(state);
  if (view === undefined || state.process.is !== "up") return;
  const { program } = state.process.run.composition.candidate;
  const now = { description: view.agentDescription, components: view.availableComponents };
  if (same(state.learned, now)) return;
  state.learned = now;
  turn.effects.push({ do: "Learn", program, ...now });
}

function same(a: unknown, b: unknown): boolean {
  return a === b || isDeepStrictEqual(a, b);
}
