import type { SelfDescription } from "../../collector/learn.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { type AgentDescription, RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import { readPackagesOffer } from "../../packages/packages-offer.ts";
import type { StoredState } from "../../storage/stored-state.ts";
import { isWithdrawal } from "../apply/probation.ts";
import { readRemoteConfig, type RemoteConfig, sameRemote } from "../apply/remote-config.ts";
import { isRolledBack, readEarlier } from "../apply/rollback.ts";
import { describeAgent, type DescriptionOverrides, versionOf } from "../collector/describe-agent.ts";
import { nothingHeld } from "../operator/held.ts";
import { storedAddons, storedAddonsBefore } from "../packages/addon-set.ts";
import { packageStatuses } from "../packages/package-status.ts";
import { initialPackages, storedPrograms } from "../packages/packages-state.ts";
import { heldSelf, initialSelf, installedSelf, lonely, type OwnFacts, trialBoundMs } from "../packages/self-state.ts";
import { remoteConfigStatus } from "../report/report.ts";
import { ownCapability } from "../report/tally-message.ts";
import { takesPackages } from "../server/capabilities.ts";
import { initialCertificate } from "../server/certificate-state.ts";
import { settingsStatusMessage } from "../server/settings-status.ts";
import { storedConnection, storedConnections, storedOffer } from "../server/stored-connections.ts";
import type { Candidate, RemoteStatus, Settings, State } from "./state.ts";

export interface InitialStateOptions {
  config: SupervisorConfig;
  knowledge: SelfDescription;
  stored: StoredState;
  uid: Uint8Array;
  /** Where packages lie, absolute. Default: nowhere, for a supervisor that runs none. */
  packagesDirectory?: string;
  /** What this program is. Default: one that nobody exchanges. */
  own?: OwnFacts;
  /** The uid on the machine that this one is a copy of. Default: it is none. */
  clonedFrom?: Uint8Array | undefined;
}

/**
 * What the mind starts from. The remote configuration received last is in force if it was applied before. If it
 * failed, the last working one is, and the failure stands. If its verdict is missing, because the supervisor ended in
 * the middle, it is tried again, with the last working one to go back to. One that was applied and is not yet the last
 * working one is on probation.
 */
export function initialState(options: InitialStateOptions): State {
  const { config, knowledge, stored, uid, clonedFrom, packagesDirectory = "", own = lonely } = options;
  const description = describedAs(config, clonedFrom);
  const { acceptsRemoteConfig } = config.capabilities;
  const acceptsPackages = takesPackages(config.capabilities);
  const received = acceptsRemoteConfig ? remoteConfig(stored.receivedRemoteConfig) : undefined;
  const working = acceptsRemoteConfig ? remoteConfig(stored.workingRemoteConfig) : undefined;
  const remoteStatus = storedStatus(stored);
  const verdict = remoteStatus?.id === received?.id ? remoteStatus?.status : undefined;
  const hasFailed = verdict === RemoteConfigStatuses.RemoteConfigStatuses_FAILED;
  const stays = hasFailed && !config.agent.automaticConfigRollback && !isRolledBack(remoteStatus?.error);
  const before = acceptsRemoteConfig ? remoteConfig(stored.lastGoodRemoteConfig) : undefined;
  const waiting = acceptsRemoteConfig ? remoteConfig(stored.heldRemoteConfig) : undefined;
  // The way back was cut short after the word on it, before the records of what is in force.
  const isWithdrawn = hasFailed && isWithdrawal(remoteStatus?.error) && sameRemote(working, received);
  const stoodLast = isWithdrawn ? before : working;
  const inForce = verdict === RemoteConfigStatuses.RemoteConfigStatuses_APPLIED || stays ? received : stoodLast;
  const { connections, whole } = storedConnections(stored, config);
  const programs = storedPrograms(stored.packages, packagesDirectory);
  const addons = storedAddons(stored.packages.addons, inForce?.id);
  const accepted: Candidate = { remote: inForce, connections, program: programs.installed, addons };
  const { candidate, inForce: connectionInForce, isStale, isGivenUp } = storedConnection(stored, config);
  const settingsOffer = whole ? storedOffer(stored, connections, candidate !== undefined) : undefined;
  const pending = inForce === received || hasFailed ? undefined : received;
  const isOnProbation = inForce !== undefined && before !== undefined && before !== inForce;
  const lastGoodRemote = isOnProbation ? before : inForce;
  const lastGood: Candidate = {
    ...accepted,
    remote: lastGoodRemote,
    program: programs.before,
    addons: storedAddonsBefore(stored.packages.addons, lastGoodRemote?.id, addons),
  };
  const self = initialSelf({ record: stored.supervisorPackages, own });
  const packages = initialPackages({
    stored,
    heldSelf: heldSelf(self),
    offer: acceptsPackages && stored.receivedPackages ? readPackagesOffer(stored.receivedPackages) : undefined,
    version: versionOf(knowledge.description) ?? "",
    hold: stored.hold,
  });
  return {
    settings: mindSettings(config, description, packagesDirectory),
    uid,
    stopRequested: false,
    finished: false,
    desired: pending === undefined ? accepted : { ...accepted, remote: pending },
    accepted,
    lastGood: { candidate: lastGood, composition: undefined },
    keptLastGood: before,
    earlier: acceptsRemoteConfig ? readEarlier(stored.earlierRemoteConfig) : undefined,
    rollback: undefined,
    hold: stored.hold,
    held: waiting === undefined ? nothingHeld : { ...nothingHeld, remote: waiting },
    fallback: "none",
    serverReached: undefined,
    certificate: initialCertificate(config.server?.certificateRequest && stored.certificateRequest),
    otherCertificates: [],
    rejected: stored.rejected,
    operatorChange: undefined,
    partBefore: undefined,
    trial: stored.trial,
    trialBegun: undefined,
    outages: [],
    probationEndsAt: undefined,
    tally: stored.deaths,
    restart: undefined,
    offered: received,
    pending: pending?.id,
    refusedConnections: undefined,
    settingsOffer,
    connection: candidate === undefined ? { is: "steady" } : { is: "trying", candidate, loss: undefined },
    failedSettings: undefined,
    connectionInForce,
    connectionUse: 0,
    connectionGap: undefined,
    staleCandidate: isStale,
    staleConnection: isGivenUp,
    good: undefined,
    target: { is: "nothing", onPurpose: false, reason: "the Collector is starting" },
    apply: { is: "idle" },
    process: { is: "down" },
    deaths: 0,
    trouble: undefined,
    view: undefined,
    remoteStatus,
    learned: undefined,
    reported: {
      agentDescription: rememberedDescription(knowledge, description, uid),
      ...(knowledge.components && { availableComponents: knowledge.components }),
      remoteConfigStatus: remoteConfigStatus(remoteStatus ?? nothingReceived),
      ...(acceptsPackages && { packageStatuses: packageStatuses(packages, installedSelf(self)) }),
      ...(settingsOffer && { connectionSettingsStatus: settingsStatusMessage(settingsOffer.status) }),
      customCapabilities: { capabilities: [ownCapability] },
    },
    packages,
    flow: undefined,
    figures: { at: 0, told: [] },
    self,
    nextTicket: 1,
    nextGeneration: 1,
    starts: 0,
    nextTimer: 1,
    timers: {},
    due: {},
  };
}

/** Nobody waits for a server that is not configured: there a fallback is the last resort alone. */
export function mindSettings(
  { server, agent, capabilities, connection }: SupervisorConfig,
  description: DescriptionOverrides,
  packagesDirectory: string,
): Settings {
  const hasFallback = agent.startupFallbackConfigs.length > 0;
  return {
    acceptsRemoteConfig: capabilities.acceptsRemoteConfig,
    packages: {
      accepts: capabilities.acceptsPackages,
      directory: packagesDirectory,
      keep: agent.package.keep,
      allowed: agent.package.allowed,
      addonWaitMs: agent.package.download.maxDurationMs,
      allowDowngrade: agent.package.allowDowngrade,
      minimumVersion: agent.package.minimumVersion,
    },
    self: {
      accepts: capabilities.acceptsSupervisorPackage,
      proofMs: trialBoundMs({ agent, connection }),
    },
    acceptsRestartCommand: capabilities.acceptsRestartCommand,
    certificateRequest: server?.certificateRequest,
    validate: agent.validateConfig,
    rollback: agent.automaticConfigRollback,
    reload: agent.useHupConfigReload,
    emptyStops: agent.onEmptyRemoteConfig === "stop",
    livenessMs: agent.livenessTimeoutMs,
    livenessUnhealthy: agent.restartUnhealthy,
    hasFallback,
    fallbackAtStart: hasFallback && server !== undefined,
    fallbackAfterMs: hasFallback && server !== undefined ? agent.fallbackAfterMs : 0,
    probationMs: agent.configProbationMs,
    flowGuard: agent.flowGuard,
    configApplyTimeoutMs: agent.configApplyTimeoutMs,
    verifyTimeoutMs: connection.verifyTimeoutMs,
    returnAfterMs: connection.returnAfterMs,
    identifyingAttributes: description.identifyingAttributes,
    nonIdentifyingAttributes: description.nonIdentifyingAttributes,
  };
}

/** What the operator says of the agent, and that it is a copy: a server that knows the original can tell the two. */
export function describedAs({ agent }: SupervisorConfig, clonedFrom: Uint8Array | undefined): DescriptionOverrides {
  const { identifyingAttributes, nonIdentifyingAttributes } = agent.description;
  const origin = clonedFrom && { "opampsupervisor.cloned_from": formatUid(clonedFrom) };
  return { identifyingAttributes, nonIdentifyingAttributes: { ...origin, ...nonIdentifyingAttributes } };
}

/** What the Collector said of itself before, under the identity that it has now. */
function rememberedDescription(
  { description, reportedDescription }: SelfDescription,
  overrides: DescriptionOverrides,
  uid: Uint8Array,
): AgentDescription {
  const own = reportedDescription ?? description;
  const instanceId = { "service.instance.id": formatUid(uid) };
  const identified = describeAgent(own, { identifyingAttributes: instanceId, nonIdentifyingAttributes: {} });
  return describeAgent(identified, overrides);
}

/** Says to the server that no remote configuration has come yet. */
const nothingReceived: RemoteStatus = {
  hash: new Uint8Array(),
  id: "",
  status: RemoteConfigStatuses.RemoteConfigStatuses_UNSET,
  error: "",
};

function remoteConfig(message: StoredState["receivedRemoteConfig"]): RemoteConfig | undefined {
  return message && readRemoteConfig(message);
}

function storedStatus({ persistent }: StoredState): RemoteStatus | undefined {
  const status = persistent.remoteConfigStatus;
  if (status === undefined || status.status === RemoteConfigStatuses.RemoteConfigStatuses_UNSET) return undefined;
  const { lastRemoteConfigHash: hash, errorMessage: error } = status;
  return { hash, id: hash.toHex(), status: status.status, error };
}
