import { isDeepStrictEqual } from "node:util";

import type { AgentState } from "../../../src/opamp/server/server.ts";
import { settingsReportedBy } from "../connections/settings-report.ts";
import { packagesReportedBy } from "../packages/package-report.ts";
import { packageTitle } from "../packages/stored-package.ts";
import type { TimelineEvent } from "../store/timeline-event.ts";
import { filesOf, healthOf } from "./agent-parts.ts";
import { attributesOf, textOf } from "./attribute.ts";
import { reportedBy } from "./remote-config-view.ts";

/** What happened to an agent, as far as its words before and after tell. `before`: unset for its first words. */
export function observedEvents(before: AgentState | undefined, after: AgentState): TimelineEvent[] {
  return [
    ...versionEvents(before, after),
    ...healthEvents(before, after),
    ...statusEvents(before, after),
    ...settingsEvents(before, after),
    ...packageEvents(before, after),
    ...effectiveEvents(before, after),
  ];
}

function versionEvents(before: AgentState | undefined, after: AgentState): TimelineEvent[] {
  const [from, to] = [versionOf(before), versionOf(after)];
  return from === undefined || to === undefined || from === to ? [] : [{ kind: "version", from, to }];
}

/** `service.version` of the agent, if it gave one. */
export function versionOf(state: AgentState | undefined): string | undefined {
  const { identifyingAttributes, nonIdentifyingAttributes } = state?.agentDescription ?? {};
  return [identifyingAttributes, nonIdentifyingAttributes]
    .map((list) => textOf(attributesOf(list), "service.version"))
    .find((version) => version !== undefined);
}

/** Another moment of start is a restart; one that is 0 says only that nothing runs now. */
function healthEvents(before: AgentState | undefined, after: AgentState): TimelineEvent[] {
  if (!after.health || before?.health === after.health) return [];
  const now = healthOf(after.health);
  const then = before?.health ? healthOf(before.health) : undefined;
  const events: TimelineEvent[] = [];
  if (before !== undefined && now.startedAt !== null && now.startedAt !== then?.startedAt) {
    events.push({ kind: then?.startedAt ? "restarted" : "started", startedAt: now.startedAt });
  }
  const { healthy, status, error } = now;
  if (!then || then.healthy !== healthy || then.status !== status || then.error !== error) {
    events.push({ kind: "health", healthy, status, error });
  }
  return events;
}

function statusEvents(before: AgentState | undefined, after: AgentState): TimelineEvent[] {
  if (before?.remoteConfigStatus === after.remoteConfigStatus) return [];
  const [then, now] = [before && reportedBy(before), reportedBy(after)];
  if (!now || now.status === "UNSET" || isDeepStrictEqual(then, now)) return [];
  return [{ kind: "configuration-status", ...now }];
}

function settingsEvents(before: AgentState | undefined, after: AgentState): TimelineEvent[] {
  if (before?.connectionSettingsStatus === after.connectionSettingsStatus) return [];
  const [then, now] = [before && settingsReportedBy(before), settingsReportedBy(after)];
  if (!now || now.status === "UNSET" || isDeepStrictEqual(then, now)) return [];
  return [{ kind: "settings-status", ...now }];
}

/** One for each phase that a package has reached; how far a download is is none. */
function packageEvents(before: AgentState | undefined, after: AgentState): TimelineEvent[] {
  if (before?.packageStatuses === after.packageStatuses) return [];
  const then = new Map((before && packagesReportedBy(before)?.packages)?.map((report) => [report.name, report]));
  return (packagesReportedBy(after)?.packages ?? []).flatMap((report): TimelineEvent[] => {
    const { name, phase, error, offeredVersion, hasVersion, offeredHash } = report;
    const last = then.get(name);
    const isNew = last?.phase !== phase || last.error !== error || last.offeredHash !== offeredHash;
    if (!isNew || offeredHash === "") return [];
    const version = offeredVersion || hasVersion;
    return [{ kind: "package-status", package: packageTitle(name), version, phase, error }];
  });
}

function effectiveEvents(before: AgentState | undefined, after: AgentState): TimelineEvent[] {
  if (!before?.effectiveConfig || before.effectiveConfig === after.effectiveConfig) return [];
  const unchanged = isDeepStrictEqual(filesOf(before.effectiveConfig), filesOf(after.effectiveConfig));
  return unchanged ? [] : [{ kind: "effective-configuration" }];
}
