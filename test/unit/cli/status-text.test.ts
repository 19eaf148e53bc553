import { describe, expect, test } from "bun:test";

import { statusText } from "../../../src/cli/status-text.ts";
import { summaryOf } from "../../../src/control/summary.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

test("the status of a supervisor that has all it wants", () => {
  expect(statusText(snapshotOf())).toBe(`OK: Collector up (pid 123), configuration abcdef01 applied

  Supervisor     1.2.3, pid 7, running for 10 s
  Storage        /state
  Instance uid   018feed6-905b-7aa6-ba37-b0eec565de03
  Server         wss://h/v1/opamp
    state        connected since 2026-01-01T00:00:01Z (9 s ago)
  Collector      /opt/otelcol, pid 123, version 0.149.0
    state        up since 2026-01-01T00:00:01Z (9 s ago)
    health       StatusOK
    starts       1
  Configuration  abcdef0123456789
    outcome      APPLIED abcdef0123456789`);
});

test("what is held, used, layered and awaited", () => {
  const { supervisor, collector, configuration } = snapshotOf();
  const usage = { memoryBytes: 61_000_000, cpuMs: 4_000, cpuPercent: 0.42 };
  const text = statusText(
    snapshotOf({
      supervisor: { ...supervisor, usage },
      collector: { ...collector, usage, deathsInARow: 2 },
      hold: { since: "2026-01-01T00:00:00.000Z", reason: "load test", waiting: ["configuration", "restart"] },
      configuration: { ...configuration, layers: ["local.yaml", 'remote file ""'], rollbackTo: "a".repeat(64) },
      certificates: [
        { section: "healthcheck::tls", subject: "CN=h", notAfter: "2026-01-02T00:00:10.000Z" },
        { section: "telemetry::logs", subject: "CN=agent", notAfter: "2026-01-03T00:00:10.000Z" },
      ],
      timers: [
        { name: "stable", at: "2026-01-01T00:00:15.000Z" },
        { name: "hold", at: "2026-01-01T01:59:59.000Z" },
      ],
    }),
  );
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      "    uses         58 MiB, 0.42 % of a processor (4 s in all)",
      "  ON HOLD        since 2026-01-01T00:00:00Z (10 s ago)",
      "    because      load test",
      "    waiting      configuration, restart",
      "  Certificates   healthcheck::tls: CN=h, until 2026-01-02T00:00:10Z (in 1 d)",
      "                 telemetry::logs: CN=agent, until 2026-01-03T00:00:10Z (in 2 d)",
      "    starts       1, 2 ends in a row",
      '    layers       local.yaml; remote file ""',
      "    rollback to  aaaaaaaaaaaa…",
      "  Next           2026-01-01T01:59:59Z (in 1 h 59 m): end of the hold",
    ]),
  );
  expect(text).not.toContain("stable");
});

test("no line is longer than 80 columns, where a blank lets it be broken, and none is a command to the terminal", () => {
  const { collector } = snapshotOf();
  const reason = `${"a long story ".repeat(30)}\n  with \u001b[31m lines`;
  const lines = statusText(snapshotOf({ collector: { ...collector, reason } })).split("\n");
  expect(lines.filter(({ length }) => length > 80)).toEqual([]);
  expect(lines).toContain("                   with \\u001b[31m lines");
});

test("the status of a copy of another machine", () => {
  const text = statusText(snapshotOf({ identity: { instanceUid: "b", clonedFrom: "a" } }));
  expect(text).toContain("  Instance uid   b\n    cloned from  a\n");
});

test("the status of one in trouble, with all that there can be", () => {
  const text = statusText(
    snapshotOf({
      ok: false,
      server: {
        endpoint: "wss://h/",
        state: "waiting",
        nextTryAt: "2026-01-01T00:01:10.000Z",
        lastError: { at: "2026-01-01T00:00:09.500Z", code: "ECONNREFUSED", message: "nobody there" },
      },
      collector: {
        executable: "/opt/otelcol",
        state: "parked",
        healthy: false,
        reason: "the Collector exited unexpectedly",
        starts: 9,
        nextTryAt: "2026-01-01T00:05:10.000Z",
        deaths: [
          {
            at: "2026-01-01T00:00:08.000Z",
            how: "signal SIGKILL",
            outOfMemory: true,
            configuration: "ab",
            version: "1",
          },
        ],
      },
      configuration: {
        phase: "proving",
        offered: "bb",
        desired: "bb",
        running: "aa",
        lastGood: "aa",
        outcome: {
          hash: "bb",
          status: "FAILED",
          code: "PORT_IN_USE",
          message: "PORT_IN_USE: preflight: port 1 is taken",
        },
        probationUntil: "2026-01-01T00:00:40.000Z",
        condemned: [{ hash: "cc", reason: "boom" }],
      },
      outages: [
        { at: "2026-01-01T00:00:05.000Z", durationMs: 21, by: "reload" },
        { at: "2026-01-01T00:00:09.000Z", by: "restart" },
      ],
      ties: { parentDeathSignal: true, stdinLease: false },
    }),
  );
  expect(text.split("\n")).toEqual([
    "NOT OK: Collector parked until 2026-01-01T00:05:10.000Z, configuration bb failed",
    "",
    expect.any(String),
    expect.any(String),
    expect.any(String),
    "  Server          wss://h/",
    "    state         waiting",
    "    next try      2026-01-01T00:01:10Z (in 1 m)",
    "    last error    nobody there (ECONNREFUSED), 2026-01-01T00:00:09Z (500 ms ago)",
    "  Collector       /opt/otelcol",
    "    state         parked",
    "    reason        the Collector exited unexpectedly",
    "    next try      2026-01-01T00:05:10Z (in 5 m)",
    "    starts        9",
    "    unprotected   it may outlive a killed supervisor: stdinLease off",
    "  Configuration   proving",
    "    offered       bb",
    "    desired       bb",
    "    outcome       FAILED bb",
    "    because       PORT_IN_USE: preflight: port 1 is taken",
    "    on probation  until 2026-01-01T00:00:40Z (in 30 s)",
    "    condemned     cc: boom",
    "  Unexpected end  2026-01-01T00:00:08Z (2 s ago): signal SIGKILL, out of memory,",
    "                  configuration ab, version 1",
    "  Outage          2026-01-01T00:00:05Z (5 s ago): 21 ms, by reload",
    "  Outage          2026-01-01T00:00:09Z (1 s ago): it lasts, by restart",
  ]);
});

test("the status of one without a server", () => {
  const facts = statusText(snapshotOf({ server: { state: "none" } })).split("\n");
  expect(facts.filter((line) => line.includes("Server"))).toEqual(["  Server         none is configured"]);
});

describe("the summary of", () => {
  const { supervisor, collector } = snapshotOf();
  test.each([
    [
      "a start",
      { supervisor: { ...supervisor, state: "starting" as const } },
      "Starting: the Collector is being looked at",
    ],
    ["an end", { supervisor: { ...supervisor, state: "stopping" as const } }, "Stopping"],
    [
      "an ill Collector",
      { collector: { ...collector, healthy: false } },
      "Collector up (pid 123), unhealthy, configuration abcdef01 applied",
    ],
    [
      "a hold",
      { hold: { since: "2026-01-01T00:00:00.000Z", waiting: [] } },
      "Collector up (pid 123), configuration abcdef01 applied, on hold",
    ],
    ["no remote configuration", { configuration: { phase: "idle" } }, "Collector up (pid 123)"],
  ])("%s", (_, parts, expected) => {
    expect(summaryOf(snapshotOf(parts))).toBe(expected);
  });
});
