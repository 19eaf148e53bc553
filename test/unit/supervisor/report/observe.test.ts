import { describe, expect, test } from "bun:test";

import { type JournalEntry, journalEvents } from "../../../../src/storage/journal-entry.ts";
import { noPackages } from "../../../../src/storage/packages-record.ts";
import { type FlowFinding, withReport } from "../../../../src/supervisor/apply/flow.ts";
import type { State } from "../../../../src/supervisor/mind/state.ts";
import { step } from "../../../../src/supervisor/mind/step.ts";
import { observe } from "../../../../src/supervisor/report/observe.ts";
import { type DriverOptions, MindDriver, permanent, withARunning } from "../../../support/mind-driver.ts";
import { storedPackage } from "../../../support/package-offers.ts";
import { settingsOffer } from "../../../support/settings-offers.ts";
import { remote } from "../../../support/stored.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";
import { isWell, successorAnswers, supervisorDriver, supervisorPackage } from "../../../support/supervisor-offers.ts";

/** The names of the entries of all that `story` makes happen, with their codes. */
function entriesOf(driver: MindDriver, story: (driver: MindDriver) => void): JournalEntry[] {
  const entries: JournalEntry[] = [];
  const original = driver.mind.post.bind(driver.mind);
  driver.mind.post = (event) => {
    const before = driver.state;
    const moment = { now: driver.clock.now(), elapsed: driver.clock.monotonic(), unit: 0 };
    const { state: after, effects } = step(before, event, moment);
    entries.push(...observe({ before, event, after, effects }, moment.now));
    original(event);
  };
  story(driver);
  return entries;
}
const noCounts = { counts: [], queues: {}, cpuSeconds: undefined, memoryBytes: undefined };
const told = (entries: readonly JournalEntry[]) =>
  entries.map(({ event, code }) => [event, code].filter(Boolean).join(" "));
const running = (options?: DriverOptions) => withARunning(options);

describe("the journal tells of", () => {
  test("a configuration from its offer to its verdict", () => {
    const entries = entriesOf(running(), (driver) => driver.offers(remote("B")).bringsIntoForce().passes(60_000));
    expect(told(entries)).toEqual([
      "configuration-offered",
      "configuration-composed",
      "check-passed",
      "collector-starting",
      "collector-started",
      "configuration-applied",
      "collector-healthy",
      "configuration-good",
    ]);
    expect(entries.every(({ hash, pid }) => hash === remote("B").id || pid !== undefined)).toBe(true);
  });

  test("one that fails, and the way back", () => {
    const driver = running({ config: { agent: { useHupConfigReload: false } } });
    const entries = entriesOf(driver, () => driver.offers(remote("B")).composes().switches().collectorSays(permanent));
    expect(told(entries)).toEqual([
      "configuration-offered",
      "configuration-composed",
      "check-passed",
      "collector-starting",
      "collector-started",
      "going-back",
      "configuration-failed UNHEALTHY",
    ]);
    expect(entries.at(-1)?.reason).toContain("boom");
  });

  test("what cannot be composed, or does not pass the check", () => {
    expect(told(entriesOf(running(), (driver) => driver.offers(remote("B", "broken")).composes()))).toContain(
      "composing-failed CONFIG_INVALID",
    );
    expect(told(entriesOf(running(), (driver) => driver.offers(remote("B", "refused")).composes()))).toContain(
      "check-failed CONFIG_INVALID",
    );
  });

  test("a withdrawal, a rollback and one that fails", () => {
    const withdrawn = entriesOf(running().offers(remote("B")).bringsIntoForce(), (driver) =>
      driver.collectorSays(permanent),
    );
    expect(told(withdrawn)).toContain("configuration-withdrawn UNHEALTHY");
    const back = entriesOf(running(), (driver) => driver.goesBack().bringsIntoForce());
    expect(back[0]).toMatchObject({ event: "operator-order", order: "rollback" });
    expect(told(back)).toContain("configuration-rolled-back ROLLED_BACK");
    const failed = entriesOf(running(), (driver) => driver.goesBack().composes().switches().collectorSays(permanent));
    expect(told(failed)).toContain("rollback-failed UNHEALTHY");
  });

  test("ends of the Collector, with their causes and the next try", () => {
    const entries = entriesOf(running(), (driver) => {
      driver.collectorExits({ statement: "bind: address already in use" });
      driver.collectorStarts().collectorExits({ how: "signal SIGKILL", killed: "memory" });
    });
    const ends = entries.filter(({ event }) => event === "collector-ended");
    expect(ends).toMatchObject([
      { code: "PORT_IN_USE", deaths: 1 },
      { code: "OUT_OF_MEMORY", deaths: 2, until: expect.any(String) },
    ]);
  });

  test("restarts, by whom and why", () => {
    const entries = entriesOf(running(), (driver) => driver.post({ is: "RestartRequested", by: "server" }));
    expect(entries).toMatchObject([
      { event: "server-order", order: "restart" },
      { event: "collector-restarting", reason: "restarting, as the server asked" },
    ]);
  });

  test("holds and releases", () => {
    const entries = entriesOf(running(), (driver) =>
      driver.holds("audit", 1_000).offers(remote("B")).passes(1_000).holds().releases().isToldToStop(),
    );
    expect(entries.filter(({ event }) => ["hold", "release", "configuration-held"].includes(event))).toMatchObject([
      { event: "hold", by: "operator", reason: "audit", until: expect.any(String) },
      { event: "configuration-held", hash: remote("B").id },
      { event: "release", by: "time" },
      { event: "hold", by: "operator" },
      { event: "release", by: "operator" },
    ]);
    expect(told(entries)).toContain("supervisor-stopping");
  });

  test("packages, up to their failure", () => {
    const good = entriesOf(running(), (driver) => driver.offersVersion("v2.0.0").packageArrives().bringsIntoForce());
    expect(told(good).filter((name) => name.startsWith("package"))).toEqual([
      "packages-offered",
      "package-fetching",
      "package-trying",
      "package-installed",
    ]);
    const held = entriesOf(running().offersVersion("v2.0.0").holds(), (driver) => driver.packageArrives());
    expect(told(held)).toContain("package-ready");
    const bad = entriesOf(running(), (driver) => driver.offersVersion("v2.0.0").packageFails());
    expect(told(bad)).toContain("package-failed HASH_MISMATCH");
    const back = entriesOf(running(), (driver) => driver.rollsBack("v1.0.0").isToldToRetry());
    expect(back).toMatchObject([
      { event: "operator-order", order: "packages rollback", version: "v1.0.0" },
      { event: "operator-order", order: "retry" },
    ]);
  });

  test("an operator's way back to another version, and one that fails", () => {
    const installed = () => running().offersVersion("v2.0.0").packageArrives().bringsIntoForce().passes(60_000);
    const back = entriesOf(installed(), (driver) => driver.rollsBack().bringsIntoForce());
    expect(told(back)).toContain("package-installed");
    expect(back.filter(({ event, by }) => event === "package-failed" && by === "operator")).toEqual([]);
    const failed = entriesOf(installed(), (driver) => driver.rollsBack().composes().switches().collectorExits());
    expect(failed).toContainEqual(expect.objectContaining({ event: "package-failed", by: "operator" }));
    const ended = entriesOf(installed(), (driver) => driver.rollsBack().composes().post({ is: "StopRequested" }));
    expect(told(ended).filter((name) => name.startsWith("package-failed"))).toEqual([]);
  });

  test("an operator's way back to another supervisor that fails, once, also where nothing could tell of it then", () => {
    const own = { role: { is: "newer" as const }, version: "2.0.0", obstacle: undefined };
    const [v1, v2] = [supervisorPackage("1.0.0"), supervisorPackage("2.0.0")];
    const record = { ...noPackages, versions: [v1, v2], installed: v2.hash };
    const failed = { event: "package-failed", name: "supervisor", version: "1.0.0", by: "operator" } as const;
    const failures = (entries: readonly JournalEntry[]) => entries.filter(({ event }) => event === "package-failed");
    const driver = isWell(supervisorDriver(own, { remains: { supervisorPackages: record } }));
    const failure = { code: "SUPERVISOR_EXITED", phase: "preflight" as const, text: "why", isCondemned: true };
    const refused = entriesOf(driver, () =>
      successorAnswers(driver.post({ is: "SupervisorRollbackRequested", version: undefined }), failure),
    );
    expect(failures(refused)).toEqual([expect.objectContaining({ ...failed, code: "SUPERVISOR_EXITED" })]);

    const untold = { version: "1.0.0", reason: "TIMEOUT: proving: why", at: 0, isUntold: true };
    const next = supervisorDriver(own, { remains: { supervisorPackages: { ...record, failedRollback: untold } } });
    expect(failures(entriesOf(next, () => next.starts()))).toEqual([
      expect.objectContaining({ ...failed, code: "TIMEOUT" }),
    ]);
    const [kept] = next.effectsThat("SaveSupervisorPackages").map(({ packages }) => packages);
    const third = supervisorDriver(own, { remains: { supervisorPackages: kept ?? noPackages } });
    expect(failures(entriesOf(third, () => third.starts()))).toEqual([]);
    expect(third.state.self.record.failedRollback?.version).toBe("1.0.0");
  });

  test("what the operator has written anew, up to its verdict", () => {
    const good = entriesOf(running(), (driver) => driver.operatorWrites("own").bringsIntoForce());
    expect(good[0]).toMatchObject({ event: "operator-change", by: "operator", reason: "agent::config_files" });
    expect(told(good)).toContain("operator-change-applied");
    const bad = entriesOf(running(), (driver) => driver.operatorWrites("broken").composes());
    expect(told(bad)).toEqual([
      "operator-change",
      "operator-change-failed CONFIG_INVALID",
      "composing-failed CONFIG_INVALID",
    ]);
    const refused = entriesOf(running(), (driver) => driver.post({ is: "OperatorPartRefused", reason: "no YAML" }));
    expect(refused).toMatchObject([{ event: "operator-change-failed", reason: "no YAML" }]);
  });

  test("add-ons, and a configuration that waits for them", () => {
    const allowed = [{ name: "geo", unpack: true }];
    const config = { agent: { package: { ...supervisorConfig().agent.package, allowed } } };
    const entries = entriesOf(running({ config }), (driver) => {
      driver.offersAddons({ geo: "v1" }).offers(remote("B", "needs=geo")).composesOnly();
      driver.addonArrives().bringsIntoForce();
    });
    expect(told(entries)).toContain("configuration-waiting");
    expect(entries.filter(({ name }) => name === "geo")).toMatchObject([
      { event: "package-fetching", version: "v1", by: "server" },
      { event: "package-installed", version: "v1" },
    ]);
  });

  test("a program that is lost", () => {
    const driver = running().offersVersion("v2.0.0").packageArrives().bringsIntoForce().passes(60_000);
    const { program } = storedPackage("v2.0.0");
    const entries = entriesOf(driver, () =>
      driver.post({ is: "ProgramLost", program, reason: "PACKAGE_LOST: v2.0.0 is gone" }),
    );
    expect(entries[0]).toMatchObject({ event: "package-lost", version: "v2.0.0", code: "PACKAGE_LOST" });
  });

  test("data that stops, and flows again", () => {
    const { state } = running();
    const finding = { pipeline: "traces", is: "dry", blame: "change", text: "nothing comes in" } as const;
    const flow = (findings: readonly FlowFinding[]): State => ({
      ...state,
      flow: { ...withReport(undefined, report), findings },
    });
    const report = { generation: 1, fingerprint: "f", routes: [], counts: noCounts, at: 0 };
    const seen = (before: State, after: State) =>
      observe({ before, event: { is: "RetryRequested" }, after, effects: [] }, 0).slice(1);
    expect(seen(flow([]), flow([finding]))).toMatchObject([
      { event: "data-stopped", name: "traces", reason: "nothing comes in" },
    ]);
    expect(seen(flow([finding]), flow([finding]))).toEqual([]);
    expect(told(seen(flow([finding]), flow([])))).toEqual(["data-flows"]);
  });

  test("the connection to the server, and what it offers of connections", () => {
    const entries = entriesOf(running(), (driver) => {
      driver.post({ is: "ServerReached", use: 0 }).post({ is: "ServerAnswered", use: 0 });
      driver.post({ is: "ServerMissed", use: 0, reason: "gone" }).post({ is: "ServerMissed", use: 0, reason: "gone" });
      driver.offersSettings(settingsOffer("s", { telemetry: [{ signal: "metrics", refused: "no" }] }));
      driver.assignsUid(new Uint8Array(16).fill(9));
    });
    expect(told(entries)).toEqual([
      "server-connected",
      "server-lost",
      "settings-offered",
      "settings-failed",
      "identity-assigned",
    ]);
    expect(entries[1]?.reason).toBe("gone");
  });

  test("the fallback configuration", () => {
    const config = { agent: { startupFallbackConfigs: ["f.yaml"] } };
    const entries = entriesOf(new MindDriver({ config }), (driver) => {
      driver.starts().passes(2_000).bringsIntoForce();
      driver.post({ is: "ServerReached", use: 0 });
    });
    expect(told(entries).filter((name) => name.startsWith("fallback"))).toEqual(["fallback-entered", "fallback-left"]);
  });
});

test("a reason is bounded", () => {
  const reason = "x".repeat(100_000);
  const entries = entriesOf(running().post({ is: "ServerReached", use: 0 }), (driver) =>
    driver.post({ is: "ServerMissed", use: 0, reason }),
  );
  expect(entries[0]?.reason?.length).toBeLessThan(3_000);
  expect(entries[0]?.reason).toContain("cut after");
});

test("each name is kebab-case and has a meaning", () => {
  for (const [name, meaning] of Object.entries(journalEvents)) {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(meaning).not.toBe("");
  }
});
