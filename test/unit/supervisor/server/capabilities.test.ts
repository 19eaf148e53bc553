import { expect, test } from "bun:test";

import { AgentCapabilities } from "../../../../src/opamp/wire/messages.ts";
import { acceptance, capabilityBits } from "../../../../src/supervisor/server/capabilities.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

const { capabilities: allOn } = supervisorConfig();
const allOff = {
  acceptsRemoteConfig: false,
  reportsRemoteConfig: false,
  reportsEffectiveConfig: false,
  reportsOwnMetrics: false,
  reportsOwnLogs: false,
  reportsOwnTraces: false,
  reportsHealth: false,
  reportsHeartbeat: false,
  reportsAvailableComponents: false,
  acceptsRestartCommand: false,
  acceptsOtherConnectionSettings: false,
  acceptsOpampConnectionSettings: false,
  reportsConnectionSettingsStatus: false,
  acceptsPackages: false,
  acceptsSupervisorPackage: false,
  reportsPackageStatuses: false,
};

test("an agent always reports its status, whatever is off", () => {
  expect(capabilityBits(allOff)).toBe(AgentCapabilities.AgentCapabilities_ReportsStatus);
});

test.each([
  ["acceptsRemoteConfig", "AcceptsRemoteConfig"],
  ["reportsRemoteConfig", "ReportsRemoteConfig"],
  ["reportsEffectiveConfig", "ReportsEffectiveConfig"],
  ["reportsOwnMetrics", "ReportsOwnMetrics"],
  ["reportsOwnLogs", "ReportsOwnLogs"],
  ["reportsOwnTraces", "ReportsOwnTraces"],
  ["reportsHealth", "ReportsHealth"],
  ["reportsHeartbeat", "ReportsHeartbeat"],
  ["reportsAvailableComponents", "ReportsAvailableComponents"],
  ["acceptsRestartCommand", "AcceptsRestartCommand"],
  ["acceptsOtherConnectionSettings", "AcceptsOtherConnectionSettings"],
  ["acceptsOpampConnectionSettings", "AcceptsOpAMPConnectionSettings"],
  ["reportsConnectionSettingsStatus", "ReportsConnectionSettingsStatus"],
  ["acceptsPackages", "AcceptsPackages"],
  ["acceptsSupervisorPackage", "AcceptsPackages"],
  ["reportsPackageStatuses", "ReportsPackageStatuses"],
] as const)("%s sets its own bit alone", (name, bit) => {
  expect(capabilityBits({ ...allOff, [name]: true })).toBe(1 | AgentCapabilities[`AgentCapabilities_${bit}`]);
  const [both, others] = [name === "acceptsPackages", name === "acceptsSupervisorPackage"];
  const without = {
    ...allOn,
    ...(both && { acceptsSupervisorPackage: false }),
    ...(others && { acceptsPackages: false }),
  };
  expect(capabilityBits({ ...without, [name]: false })).toBe(
    capabilityBits(allOn) - AgentCapabilities[`AgentCapabilities_${bit}`],
  );
});

test("the server may direct the signals that are on, and the other connections that have a place where those are on", () => {
  const otherConnections = new Map([
    ["b", { path: ["exporters", "otlp"] as const, settings: new Map(), allowInsecureTls: false }],
  ]);
  const { agent } = supervisorConfig({ agent: { otherConnections } });
  expect(acceptance({ agent, capabilities: allOn })).toEqual({
    signals: new Set(["metrics", "logs", "traces"]),
    places: otherConnections,
  });
  expect(acceptance({ agent, capabilities: { ...allOff, reportsOwnLogs: true } })).toEqual({
    signals: new Set(["logs"]),
    places: new Map(),
  });
});
