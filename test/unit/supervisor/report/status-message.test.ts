import { expect, test } from "bun:test";

import { statusMessage } from "../../../../src/supervisor/report/status-message.ts";
import { snapshotOf } from "../../../support/status-snapshots.ts";

const bodyOf = (snapshot = snapshotOf()) => JSON.parse(Buffer.from(statusMessage(snapshot).data ?? []).toString());

test("the status is told as `status --json` has it, without what is the machine's own", () => {
  const { collector, configuration } = snapshotOf();
  const certificate = { subject: "CN=a", notAfter: "2027-01-01T00:00:00.000Z" };
  const certificates = [{ section: "healthcheck::tls", subject: "CN=b", notAfter: "2027-02-01T00:00:00.000Z" }];
  const outages = [
    { at: "2026-01-01T00:00:02.000Z", durationMs: 30, by: "reload" },
    { at: "2026-01-01T00:00:04.000Z", durationMs: 40, by: "restart" },
  ];
  const hold = { since: "2026-01-01T00:00:05.000Z", waiting: ["configuration" as const] };
  const server = { state: "connected" as const, endpoint: "wss://h", certificate };
  const body = bodyOf(snapshotOf({ server, certificates, outages, hold }));
  const { executable, pid, ...told } = collector;
  expect([executable, pid]).not.toContain(undefined);
  expect(body).toEqual({
    at: "2026-01-01T00:00:10.000Z",
    collector: told,
    configuration: {
      phase: configuration.phase,
      running: configuration.running,
      outcome: configuration.outcome?.status,
    },
    certificate,
    certificates,
    outage: outages[1],
    hold,
  });
});

test("of deaths the newest five are told", () => {
  const deaths = [1, 2, 3, 4, 5, 6].map((code) => ({ at: "2026-01-01T00:00:00.000Z", how: `exit code ${code}` }));
  const { collector } = bodyOf(snapshotOf({ collector: { ...snapshotOf().collector, deaths } }));
  expect(collector.deaths.map(({ how }: { how: string }) => how)).toEqual(deaths.slice(1).map(({ how }) => how));
});
