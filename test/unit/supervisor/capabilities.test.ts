import { expect, test } from "bun:test";

import { AgentCapabilities } from "../../../src/opamp/wire/messages.ts";
import { acceptedSignals, capabilityBits } from "../../../src/supervisor/capabilities.ts";
import { supervisorConfig } from "../../support/supervisor-config.ts";

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
  acceptsOpampConnectionSettings: false,
  reportsConnectionSettingsStatus: false,
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
  ["acceptsOpampConnectionSettings", "AcceptsOpAMPConnectionSettings"],
  ["reportsConnectionSettingsStatus", "ReportsConnectionSettingsStatus"],
] as const)("%s sets its own bit alone", (name, bit) => {
  expect(capabilityBits({ ...allOff, [name]: true })).toBe(1 | AgentCapabilities[`AgentCapabilities_${bit}`]);
  expect(capabilityBits({ ...allOn, [name]: false })).toBe(
    capabilityBits(allOn) - AgentCapabilities[`AgentCapabilities_${bit}`],
  );
});

test("the signals that the server may direct are those that are on", () => {
  expect([...acceptedSignals(allOn)]).toEqual(["metrics", "logs", "traces"]);
  expect([...acceptedSignals({ ...allOff, reportsOwnLogs: true })]).toEqual(["logs"]);
});
