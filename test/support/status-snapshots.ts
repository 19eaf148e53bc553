import type { StatusSnapshot } from "../../src/control/snapshot.ts";

/** A supervisor whose Collector runs a remote configuration; `parts` differ. */
export function snapshotOf(parts: Partial<StatusSnapshot> = {}): StatusSnapshot {
  return {
    at: "2026-01-01T00:00:10.000Z",
    ok: true,
    supervisor: {
      version: "1.2.3",
      pid: 7,
      state: "running",
      startedAt: "2026-01-01T00:00:00.000Z",
      uptimeMs: 10_000,
      storageDirectory: "/state",
      executable: "/usr/bin/opampsupervisor",
    },
    identity: { instanceUid: "018feed6-905b-7aa6-ba37-b0eec565de03" },
    server: { endpoint: "wss://h/v1/opamp", state: "connected", connectedSince: "2026-01-01T00:00:01.000Z" },
    collector: {
      executable: "/opt/otelcol",
      state: "up",
      pid: 123,
      since: "2026-01-01T00:00:01.000Z",
      version: "0.149.0",
      healthy: true,
      health: "StatusOK",
      starts: 1,
    },
    configuration: {
      phase: "idle",
      offered: "abcdef0123456789",
      desired: "abcdef0123456789",
      running: "abcdef0123456789",
      lastGood: "abcdef0123456789",
      outcome: { hash: "abcdef0123456789", status: "APPLIED" },
    },
    ties: { parentDeathSignal: true, stdinLease: true },
    ...parts,
  };
}
