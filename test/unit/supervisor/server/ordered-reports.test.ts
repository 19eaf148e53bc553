import { expect, test } from "bun:test";

import type { ReportedState } from "../../../../src/opamp/client/parts.ts";
import { RemoteConfigStatuses } from "../../../../src/opamp/wire/messages.ts";
import { OrderedReports } from "../../../../src/supervisor/server/ordered-reports.ts";

const health = { health: { healthy: true } };
const status = (name: "APPLYING" | "APPLIED" | "FAILED") => ({
  remoteConfigStatus: { status: RemoteConfigStatuses[`RemoteConfigStatuses_${name}`] },
});

function reporting() {
  const told: ReportedState[] = [];
  const storing = Promise.withResolvers<void>();
  const reports = new OrderedReports({ stored: () => storing.promise, tell: (parts) => told.push(parts) });
  return { told, reports, storing };
}

test("what is no verdict is told at once", () => {
  const { told, reports } = reporting();
  reports.add(health);
  reports.add(status("APPLYING"));
  expect(told).toEqual([health, status("APPLYING")]);
});

test.each(["APPLIED", "FAILED"] as const)("%s is told once it is stored, and what follows after it", async (name) => {
  const { told, reports, storing } = reporting();
  reports.add(status(name));
  reports.add(health);
  reports.after(() => told.push({}));
  expect(told).toEqual([]);
  storing.resolve();
  await storing.promise;
  expect(told).toEqual([status(name), health, {}]);
});

test("a second verdict waits for its own storing", async () => {
  const told: ReportedState[] = [];
  const stores = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const left = [...stores];
  const reports = new OrderedReports({
    stored: async () => await left.shift()?.promise,
    tell: (parts) => told.push(parts),
  });
  reports.add(status("FAILED"));
  reports.add(status("APPLIED"));
  stores[0]?.resolve();
  while (told.length === 0) await Promise.resolve();
  expect(told).toEqual([status("FAILED")]);
  stores[1]?.resolve();
  while (told.length === 1) await Promise.resolve();
  expect(told).toEqual([status("FAILED"), status("APPLIED")]);
});
