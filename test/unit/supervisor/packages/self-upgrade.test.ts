import { describe, expect, test } from "bun:test";

import { noPackages, type PackagesRecord } from "../../../../src/storage/packages-record.ts";
import { cannotRollBackSelf } from "../../../../src/supervisor/packages/self-orders.ts";
import type { OwnFacts } from "../../../../src/supervisor/packages/self-state.ts";
import { holdSnapshot } from "../../../../src/supervisor/report/hold-snapshot.ts";
import { packagesSnapshot } from "../../../../src/supervisor/report/packages-snapshot.ts";
import { type DriverOptions, type MindDriver, ok } from "../../../support/mind-driver.ts";
import { addonPackage, collectorPackage, packagesOffer } from "../../../support/package-offers.ts";
import { remote } from "../../../support/stored.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";
import {
  installedOwn,
  isWell,
  successorAnswers,
  supervisorArrives,
  supervisorDriver,
  supervisorOffer,
  supervisorPackage,
  supervisorPhases,
} from "../../../support/supervisor-offers.ts";

const running = (options?: DriverOptions, own: OwnFacts = installedOwn) => isWell(supervisorDriver(own, options));
const record = (driver: MindDriver) => driver.effectsThat("SaveSupervisorPackages").at(-1)?.packages ?? noPackages;
const v2 = supervisorPackage("2.0.0");
/** The Collector and the supervisor in these versions. */
const bothAt = (collector: string, supervisor: string) =>
  packagesOffer({ "": collectorPackage(collector), supervisor: collectorPackage(supervisor) });
const has = (driver: MindDriver, text: string) => expect(driver.packages).toContain(text);

describe("a supervisor that is offered", () => {
  test("is fetched, and this one hands over to it, which is in the journal before", () => {
    const driver = running().offersPackages(supervisorOffer("2.0.0"));
    has(driver, '"supervisor" InstallPending offered 2.0.0');
    supervisorArrives(driver);
    expect(driver.effectsThat("AskSuccessor")).toMatchObject([{ program: v2.program, by: "server" }]);
    expect(driver.effectsThat("SaveSupervisorPackages").at(-1)?.packages.trial).toBeUndefined();
    successorAnswers(driver);
    expect(driver.effectsThat("HandOver")).toEqual([
      {
        do: "HandOver",
        program: v2.program,
        version: "2.0.0",
        hash: v2.hash,
        by: "server",
        proofMs: driver.state.settings.self.proofMs,
      },
    ]);
    expect(record(driver)).toMatchObject({ trial: { hash: v2.hash, begun: 1 }, replaced: { ownVersion: "1.0.0" } });
    expect(record(driver).installed).toBeUndefined();
    const [save, hand] = (["SaveSupervisorPackages", "HandOver"] as const).map((what) =>
      driver.effects.findLastIndex((effect) => effect.do === what),
    );
    expect(save).toBeLessThan(hand ?? 0);
    expect(supervisorPhases(driver)).toEqual(["InstallPending", "Installing"]);
  });

  test("waits until no configuration is on probation, and for the server", () => {
    const driver = running();
    driver.offersPackages(supervisorOffer("2.0.0")).post({ is: "ServerMissed", use: 0, reason: "gone" });
    supervisorArrives(driver);
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
    driver.post({ is: "ServerReached", use: 0 });
    expect(driver.effectsThat("AskSuccessor")).toHaveLength(1);
  });

  test("waits for the end of a hold, and that is shown", () => {
    const driver = running().offersPackages(supervisorOffer("2.0.0")).holds();
    supervisorArrives(driver);
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
    expect(holdSnapshot(driver.state)?.waiting).toEqual(["packages"]);
    driver.post({ is: "ReleaseRequested" });
    expect(driver.effectsThat("AskSuccessor")).toHaveLength(1);
  });

  test("leaves nothing of the versions that were given up on their way", () => {
    const driver = running();
    for (const version of ["2.0.0", "3.0.0"]) driver.offersPackages(supervisorOffer(version));
    expect(driver.effectsThat("KeepSupervisors").at(-1)?.programs).toHaveLength(1);
  });

  test("waits for a Collector that is healthy: its own proof is nothing else", () => {
    const driver = running().offersPackages(supervisorOffer("2.0.0")).collectorExits();
    supervisorArrives(driver);
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
    driver.passes(0).collectorStarts().collectorSays(ok);
    expect(driver.effectsThat("AskSuccessor")).toHaveLength(1);
  });

  test("waits where the operator's last change has failed, since the next start would run with it, until it is mended", () => {
    const driver = running().operatorWrites("broken").composes();
    expect(driver.state.operatorChange?.outcome.is).toBe("failed");
    supervisorArrives(driver.offersPackages(supervisorOffer("2.0.0")));
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
    expect(driver.effectsThat("Log").at(-1)?.message).toContain("waits until the operator's change");
    driver.operatorWrites("mended").bringsIntoForce().passes(60_000);
    expect(driver.effectsThat("AskSuccessor")).toHaveLength(1);
  });

  test("waits as well where what he wrote could not be used at all", () => {
    const driver = running().post({ is: "OperatorPartRefused", reason: "no such key" });
    supervisorArrives(driver.offersPackages(supervisorOffer("2.0.0")));
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
  });

  test("and does not take what is here by now is no fault of its package, and this one goes on", () => {
    const driver = running().offersPackages(supervisorOffer("2.0.0"));
    supervisorArrives(driver);
    const failure = { code: "CONFIG_INVALID", phase: "preflight" as const, text: "no such key", isCondemned: true };
    successorAnswers(driver, failure);
    has(driver, '"supervisor" InstallFailed offered 2.0.0 : CONFIG_INVALID: preflight: no such key');
    expect(record(driver)).toMatchObject({ trial: undefined, rejected: [] });
    expect(driver.state.self.upgrade).toEqual({ is: "idle" });
    driver.passes(60_000);
    expect(driver.effectsThat("AskSuccessor")).toHaveLength(1);
    expect(driver.effectsThat("HandOver")).toEqual([]);
  });

  test.each([
    ["a remote configuration", (d: MindDriver) => d.offers(remote("B")), (d: MindDriver) => d.bringsIntoForce()],
    ["a hold", (d: MindDriver) => d.holds(), (d: MindDriver) => d.releases()],
    ["a SIGHUP", (d: MindDriver) => d.operatorWrites("other"), (d: MindDriver) => d.bringsIntoForce()],
    [
      "a Collector",
      (d: MindDriver) => d.offersPackages(bothAt("v2.0.0", "2.0.0")),
      (d: MindDriver) => d.packageArrives().bringsIntoForce(),
    ],
    [
      "a loss of the server",
      (d: MindDriver) => d.post({ is: "ServerMissed", use: 0, reason: "gone" }),
      (d: MindDriver) => d.post({ is: "ServerReached", use: 0 }),
    ],
  ])("lets %s go first that comes while it is asked once more, and is asked anew then", (_, comes, ends) => {
    const driver = running().offersPackages(supervisorOffer("2.0.0"));
    supervisorArrives(driver);
    const asked = driver.effectsThat("AskSuccessor").at(-1)?.ticket ?? 0;
    comes(driver);
    expect(driver.state.self.upgrade.is).toBe("staged");
    expect(driver.effectsThat("AbandonSupervisor")).toHaveLength(1);
    driver.post({ is: "SuccessorAsked", ticket: asked, refusal: undefined });
    expect(driver.effectsThat("HandOver")).toEqual([]);
    ends(driver).passes(60_000);
    expect(driver.effectsThat("AskSuccessor")).toHaveLength(2);
    expect(driver.state.self.record.trial).toBeUndefined();
    successorAnswers(driver);
    expect(driver.effectsThat("HandOver")).toHaveLength(1);
  });

  test("gives way to a newer one while it is asked once more, and to nothing once this one ends", () => {
    const driver = running().offersPackages(supervisorOffer("2.0.0"));
    supervisorArrives(driver).offersPackages(supervisorOffer("3.0.0"));
    expect(driver.effectsThat("AbandonSupervisor")).toHaveLength(1);
    successorAnswers(supervisorArrives(driver)).holds().offersPackages(packagesOffer({}, "nothing"));
    expect(driver.effectsThat("HandOver")).toMatchObject([{ version: "3.0.0" }]);
    expect(driver.state.self.upgrade.is).toBe("left");
    expect(driver.state.self.record.trial).toEqual({ hash: supervisorPackage("3.0.0").hash, begun: 1 });
  });

  test("has as long for its proof as the operator says by now", () => {
    const driver = running();
    const self = { ...driver.state.settings.self, proofMs: 777_000 };
    driver.operatorWrites("slow", { self }).bringsIntoForce().passes(60_000);
    supervisorArrives(driver.offersPackages(supervisorOffer("2.0.0")));
    successorAnswers(driver);
    expect(driver.effectsThat("HandOver")).toMatchObject([{ proofMs: 777_000 }]);
  });

  test("waits for the Collector of the same offer, and is tried when that has stood its probation", () => {
    const driver = running();
    driver.offersPackages(bothAt("v2.0.0", "2.0.0"));
    supervisorArrives(driver);
    driver.packageArrives().bringsIntoForce();
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
    driver.passes(60_000);
    expect(driver.effectsThat("AskSuccessor")).toHaveLength(1);
  });

  test("and is older, or another one than it says, is refused and nothing is handed over", () => {
    const driver = running().offersPackages(supervisorOffer("0.9.0"));
    has(driver, '"supervisor" InstallFailed offered 0.9.0 : DOWNGRADE: ');
    driver.offersPackages(supervisorOffer("2.0.0"));
    supervisorArrives(driver, { ownVersion: "1.5.0" });
    has(driver, ": VERSION_MISMATCH: preflight: ");
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
  });

  test("is refused by name where its packages are not taken, while the Collector's are, and the reverse", () => {
    const both = bothAt("v2.0.0", "2.0.0");
    const collectors = running({ config: { capabilities: { acceptsSupervisorPackage: false } } }).offersPackages(both);
    has(collectors, '"supervisor" InstallFailed offered 2.0.0 : NOT_ALLOWED: ');
    expect(collectors.fetch).toBeDefined();
    const own = running({ config: { capabilities: { acceptsPackages: false } } }).offersPackages(both);
    has(own, '"" InstallFailed offered v2.0.0 : NOT_ALLOWED: packages of the Collector are not taken');
    expect(own.effectsThat("FetchSupervisor")).toHaveLength(1);
    expect(own.fetch).toBeUndefined();
    own.offersPackages(packagesOffer({ rules: addonPackage("rules", "1.0.0") }));
    has(own, '"rules" InstallFailed offered 1.0.0 : NOT_ALLOWED: packages are not taken');
  });

  test("is refused with the reason where this program cannot be exchanged", () => {
    const obstacle = { code: "IN_CONTAINER", reason: "it is process 1" };
    const driver = running({}, { ...installedOwn, obstacle }).offersPackages(supervisorOffer("2.0.0"));
    has(driver, '"supervisor" InstallFailed offered 2.0.0 : IN_CONTAINER: it is process 1');
    expect(driver.effectsThat("FetchSupervisor")).toEqual([]);
  });

  test("that was cut short three times is given up", () => {
    const supervisorPackages = { ...noPackages, versions: [v2], trial: { hash: v2.hash, begun: 3 } };
    const receivedPackages = supervisorOffer("2.0.0").message;
    const driver = running({ remains: { supervisorPackages, receivedPackages } });
    supervisorArrives(driver);
    has(driver, ": INTERRUPTED: starting: ");
    expect(record(driver)).toMatchObject({ trial: undefined, rejected: [{ hash: v2.hash }] });
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
  });

  test("and is wanted no more is given up on its way", () => {
    const driver = running().offersPackages(supervisorOffer("2.0.0"));
    driver.offersPackages(packagesOffer({}, "nothing"));
    expect(driver.effectsThat("AbandonSupervisor")).toHaveLength(1);
    expect(driver.state.self.upgrade).toEqual({ is: "idle" });
  });
});

/** The supervisor that is tried. */
function onTrial(more: Partial<PackagesRecord> = {}, by: "server" | "operator" = "server"): MindDriver {
  const supervisorPackages = { ...noPackages, versions: [v2], trial: { hash: v2.hash, begun: 1 }, ...more };
  return supervisorDriver(
    { role: { is: "trial", by, since: 0 }, version: "2.0.0", obstacle: undefined },
    {
      remains: { supervisorPackages },
    },
  );
}

describe("a supervisor on trial", () => {
  test("has proved itself once the server has answered and the Collector is healthy, in whatever order", () => {
    const answeredFirst = onTrial().starts().post({ is: "ServerAnswered", use: 0 });
    expect(answeredFirst.effectsThat("EndTrial")).toEqual([]);
    answeredFirst.bringsIntoForce();
    const healthyFirst = onTrial().starts().bringsIntoForce();
    expect(healthyFirst.effectsThat("EndTrial")).toEqual([]);
    healthyFirst.post({ is: "ServerAnswered", use: 0 });
    for (const driver of [answeredFirst, healthyFirst]) {
      expect(driver.effectsThat("EndTrial")).toEqual([{ do: "EndTrial", proved: true }]);
      expect(record(driver)).toMatchObject({ installed: v2.hash, before: { hash: undefined }, trial: undefined });
      has(driver, '"supervisor" Installed has 2.0.0 offered 2.0.0');
    }
  });

  test("judges itself once, and starts no package of its own on the way", () => {
    const driver = onTrial().starts().offersPackages(supervisorOffer("2.0.0"));
    has(driver, '"supervisor" Installing offered 2.0.0');
    driver.post({ is: "ServerAnswered", use: 0 }).bringsIntoForce().passes(1_000_000);
    expect(driver.effectsThat("EndTrial")).toHaveLength(1);
    expect(driver.effectsThat("FetchSupervisor")).toEqual([]);
  });

  test.each([
    ["never hears of the server", (driver: MindDriver) => driver.bringsIntoForce(), "NOT_CONNECTED: proving: "],
    [
      "has no healthy Collector",
      (driver: MindDriver) => driver.post({ is: "ServerAnswered", use: 0 }).composes(),
      "NOT_HEALTHY: proving: ",
    ],
  ])("and %s says so when its time is over, and is not tried again", (_, happens, reason) => {
    const driver = happens(onTrial().starts()).passes(75_000);
    expect(driver.effectsThat("EndTrial")).toEqual([{ do: "EndTrial", proved: false }]);
    expect([record(driver).trial, record(driver).installed]).toEqual([undefined, undefined]);
    expect(record(driver).rejected[0]).toMatchObject({ hash: v2.hash, reason: expect.stringContaining(reason) });
    has(driver, reason);
  });

  test("that the operator wants needs no server, and what the server had offered is left until it is asked for again", () => {
    const v3 = supervisorPackage("3.0.0");
    const driver = onTrial({ versions: [v2, v3], installed: v3.hash }, "operator")
      .starts()
      .bringsIntoForce();
    expect(driver.effectsThat("EndTrial")).toEqual([{ do: "EndTrial", proved: true }]);
    expect(record(driver)).toMatchObject({ installed: v2.hash, rejected: [{ hash: v3.hash }] });
    expect(record(driver).before).toEqual({ hash: v3.hash, isWayBack: true });
    has(driver, "ROLLED_BACK: the operator went back to 2.0.0");
  });

  test("that is told to stop has no verdict, and the next start tries it again", () => {
    const driver = onTrial().starts().bringsIntoForce().isToldToStop();
    expect(driver.effectsThat("EndTrial")).toEqual([]);
    expect(driver.effectsThat("SaveSupervisorPackages")).toEqual([]);
  });
});

describe("a supervisor that was installed", () => {
  const newer: OwnFacts = { role: { is: "newer" }, version: "2.0.0", obstacle: undefined };
  const [v0, v1] = [supervisorPackage("0.1.0"), supervisorPackage("1.0.0")];
  const supervisorPackages = {
    ...noPackages,
    versions: [v0, supervisorPackage("0.2.0"), v1, v2],
    installed: v2.hash,
    before: { hash: v1.hash },
    trial: { hash: v2.hash, begun: 2 },
  };

  test("keeps the one before until it has brought the Collector up, and then needs no way back", () => {
    const driver = supervisorDriver(newer, {
      remains: { supervisorPackages },
      config: { agent: { package: { ...supervisorConfig().agent.package, keep: 1 } } },
    });
    driver.starts();
    expect(driver.effectsThat("SaveSupervisorPackages")).toEqual([]);
    driver.bringsIntoForce();
    expect(record(driver)).toMatchObject({ before: undefined, trial: undefined, highest: "2.0.0" });
    expect(record(driver).versions.map(({ version }) => version)).toEqual(["1.0.0", "2.0.0"]);
    expect(driver.effectsThat("KeepSupervisors")).toEqual([
      { do: "KeepSupervisors", programs: [v1.program, v2.program] },
    ]);
  });

  test("has the operator's own among what nothing older may follow", () => {
    const replaced = { size: 1, modifiedAt: 1, sha256: "", ownVersion: "2.5.0" };
    const left = { ...noPackages, versions: [v2], installed: v2.hash, before: {}, replaced };
    const driver = supervisorDriver(newer, { remains: { supervisorPackages: left } })
      .starts()
      .bringsIntoForce();
    expect(record(driver)).toMatchObject({ before: undefined, highest: "2.5.0" });
  });

  test("has another file under the hash of the one before wait until that is needed no more", () => {
    const driver = supervisorDriver(newer, {
      remains: { supervisorPackages },
      config: { agent: { package: { ...supervisorConfig().agent.package, allowDowngrade: true } } },
    });
    const file = { downloadUrl: "https://files.test/rebuilt", contentHash: new Uint8Array(32) };
    driver.starts().offersPackages(packagesOffer({ supervisor: collectorPackage("1.0.0", { file }) }));
    has(driver, '"supervisor" InstallPending has 2.0.0 offered 1.0.0');
    expect(driver.effectsThat("FetchSupervisor")).toEqual([]);
    driver.bringsIntoForce();
    expect(driver.effectsThat("FetchSupervisor")).toHaveLength(1);
  });

  test("is told as installed after every start, and known when it is offered again", () => {
    const driver = isWell(supervisorDriver(newer, { remains: { supervisorPackages } }));
    driver.offersPackages(supervisorOffer("2.0.0"));
    has(driver, '"supervisor" Installed has 2.0.0 offered 2.0.0');
    expect(driver.effectsThat("FetchSupervisor")).toEqual([]);
  });

  test("is gone back from where the operator says so, to the version that is named or the one before", () => {
    const remains = { supervisorPackages };
    const config = { agent: { package: { ...supervisorConfig().agent.package, keep: 9 } } };
    const named = isWell(supervisorDriver(newer, { remains, config }));
    named.post({ is: "SupervisorRollbackRequested", version: "0.1.0" });
    expect(named.effectsThat("AskSuccessor")).toMatchObject([{ program: v0.program, by: "operator" }]);
    const before = isWell(supervisorDriver(newer, { remains }));
    before.post({ is: "SupervisorRollbackRequested", version: undefined });
    expect(before.effectsThat("AskSuccessor")).toMatchObject([{ program: v1.program, by: "operator" }]);
    const past = isWell(supervisorDriver(newer, { remains, config }));
    past.post({ is: "SupervisorRollbackRequested", version: undefined, passedOver: [v1.hash] });
    expect(past.effectsThat("AskSuccessor")).toMatchObject([{ program: supervisorPackage("0.2.0").program }]);
    const none = isWell(supervisorDriver(newer, { remains })).post({ is: "SupervisorRollbackRequested", version: "9" });
    expect(none.effectsThat("AskSuccessor")).toEqual([]);
  });

  test("is gone back from past what has failed, and past what was gone back from, in the end to the operator's own", () => {
    const failed = [v0, supervisorPackage("0.2.0"), v1].map(({ hash }) => ({
      hash,
      reason: "ROLLED_BACK: why",
      at: 0,
    }));
    const remains = { supervisorPackages: { ...supervisorPackages, rejected: failed } };
    const driver = isWell(supervisorDriver(newer, { remains }));
    driver.post({ is: "SupervisorRollbackRequested", version: undefined });
    expect(driver.effectsThat("AskSuccessor")).toMatchObject([{ program: undefined, by: "operator" }]);
  });

  test("is gone back from to the operator's own where that is named by its version", () => {
    const replaced = { size: 1, modifiedAt: 1, sha256: "", ownVersion: "0.5.0" };
    const remains = { supervisorPackages: { ...supervisorPackages, replaced } };
    const driver = isWell(supervisorDriver(newer, { remains }));
    driver.post({ is: "SupervisorRollbackRequested", version: "v0.5.0" });
    expect(driver.effectsThat("AskSuccessor")).toMatchObject([{ program: undefined, by: "operator" }]);
    expect(cannotRollBackSelf(driver.state.self, "0.6.0")).toContain(", 0.5.0");
  });

  test("is gone back from whatever the server says meanwhile", () => {
    const driver = isWell(supervisorDriver(newer, { remains: { supervisorPackages } }));
    driver
      .post({ is: "RestartRequested", by: "operator" })
      .post({ is: "SupervisorRollbackRequested", version: undefined });
    driver.offersPackages(packagesOffer({}, "nothing")).offersPackages(supervisorOffer("3.0.0"));
    expect(driver.effectsThat("AskSuccessor")).toEqual([]);
    driver.switches().collectorSays(ok);
    expect(driver.effectsThat("AskSuccessor")).toMatchObject([{ program: v1.program, by: "operator" }]);
    expect(driver.effectsThat("FetchSupervisor")).toEqual([]);
  });

  test("is gone back from to the operator's own where there is no other", () => {
    const only = { ...noPackages, versions: [v2], installed: v2.hash };
    const driver = isWell(supervisorDriver(newer, { remains: { supervisorPackages: only } }));
    driver.post({ is: "SupervisorRollbackRequested", version: undefined });
    successorAnswers(driver);
    expect(driver.effectsThat("HandOver")).toMatchObject([{ program: undefined, hash: "", by: "operator" }]);
    expect(record(driver).trial).toEqual({ hash: "", begun: 1 });
  });
});

describe("an operator's way back to another supervisor that does not work", () => {
  const installed = { ...noPackages, versions: [supervisorPackage("1.0.0"), v2], installed: v2.hash };
  const newer: OwnFacts = { role: { is: "newer" }, version: "2.0.0", obstacle: undefined };
  const failure = {
    code: "CONFIG_INVALID",
    phase: "preflight" as const,
    text: "/etc/x: no such key",
    isCondemned: true,
  };
  const reason = "CONFIG_INVALID: preflight: /etc/x: no such key";
  const back = (supervisorPackages: PackagesRecord = installed) =>
    isWell(supervisorDriver(newer, { remains: { supervisorPackages } })).post({
      is: "SupervisorRollbackRequested",
      version: undefined,
    });
  const shown = (driver: MindDriver) => packagesSnapshot(driver.state)?.supervisor?.failedRollback;
  const attribute = (driver: MindDriver) =>
    driver.state.reported.health?.attributes?.find(({ key }) => key === "opampsupervisor.failed_rollback")?.value;

  test("since it is refused when it is asked is kept, shown, and told to the server without what is the machine's own", () => {
    const driver = successorAnswers(back(), failure);
    expect(record(driver)).toMatchObject({ failedRollback: { version: "1.0.0", reason }, rejected: [] });
    expect(shown(driver)).toMatchObject({ version: "1.0.0", code: "CONFIG_INVALID", message: reason });
    expect(attribute(driver)).toEqual({ stringValue: "1.0.0: CONFIG_INVALID" });
    has(driver, '"supervisor" Installed has 2.0.0');
  });

  test("as the one on trial says is kept by that", () => {
    const driver = onTrial({ versions: [v2] }, "operator")
      .starts()
      .composes()
      .passes(75_000);
    expect(record(driver)).toMatchObject({
      failedRollback: { version: "2.0.0", reason: expect.stringMatching(/^NOT_HEALTHY: proving: /) },
      trial: undefined,
      rejected: [],
    });
  });

  test("is shown after the next start too, and until something else is ordered", () => {
    const driver = back({ ...installed, failedRollback: { version: "0.1.0", reason, at: 0 } });
    expect([record(driver).failedRollback, shown(driver), attribute(driver)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const offered = running({
      remains: { supervisorPackages: { ...noPackages, failedRollback: { version: "", reason, at: 0 } } },
    });
    supervisorArrives(offered.offersPackages(supervisorOffer("2.0.0")));
    expect(attribute(offered)).toEqual({ stringValue: "CONFIG_INVALID" });
    successorAnswers(offered);
    expect(record(offered).failedRollback).toBeUndefined();
  });
});

test("a supervisor's package that failed is tried again when the operator says so", () => {
  const driver = running().offersPackages(supervisorOffer("2.0.0"));
  const { ticket } = driver.effectsThat("FetchSupervisor")[0] ?? { ticket: 0 };
  const failure = { code: "SELF_CHECK", phase: "preflight" as const, text: "no", isCondemned: true };
  driver.post({ is: "SupervisorFetched", ticket, outcome: { fetched: false, failure } });
  has(driver, ": SELF_CHECK: preflight: no");
  expect(record(driver).rejected).toHaveLength(1);
  driver.isToldToRetry();
  expect(record(driver).rejected).toEqual([]);
  expect(driver.effectsThat("FetchSupervisor")).toHaveLength(2);
});

test("the outage of an exchange is counted from the moment at which the one before was told to end", () => {
  const driver = supervisorDriver({ role: { is: "newer" }, version: "2.0.0", obstacle: undefined });
  const since = driver.clock.now() - 250;
  const next = supervisorDriver({ role: { is: "newer", since }, version: "2.0.0", obstacle: undefined });
  next.starts().composes().switches().passes(50).collectorSays(ok);
  expect(next.state.outages).toMatchObject([{ since, by: "restart", lastedMs: 300 }]);
});
