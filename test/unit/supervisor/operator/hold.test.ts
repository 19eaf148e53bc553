import { describe, expect, test } from "bun:test";

import { initialState } from "../../../../src/supervisor/mind/initial-state.ts";
import { bothSettings } from "../../../../src/supervisor/operator/held.ts";
import { holdSnapshot } from "../../../../src/supervisor/report/hold-snapshot.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { MindDriver, ok, ownUid, withARunning } from "../../../support/mind-driver.ts";
import { packagesText } from "../../../support/package-offers.ts";
import { otherOffer, settingsOffer } from "../../../support/settings-offers.ts";
import { knowledge, offered, type Remains, remote, stored } from "../../../support/stored.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

/** A runs, and the operator holds. */
const holding = (reason = "a quiet night", forMs?: number) => withARunning().holds(reason, forMs);
/** An offer that is about one signal alone. */
const signal = (name: "metrics" | "logs", endpoint: string) =>
  settingsOffer(name, { telemetry: [{ signal: name, asks: { endpoint, headers: [] } }] });
const withAddons = {
  agent: { package: { ...supervisorConfig().agent.package, allowed: [{ name: "geo*", unpack: true }] } },
};
/** B runs with version 1 of the add-on to which it refers, and has stood its probation. */
function withGeo(): MindDriver {
  const driver = withARunning({ config: withAddons }).offersAddons({ geo: "v1" }).offers(remote("B", "needs=geo"));
  return driver.composesOnly().addonArrives().bringsIntoForce().passes(60_000);
}
/** Of the hold. */
const attributesOf = (driver: MindDriver) =>
  Object.fromEntries(
    (driver.told.health?.attributes ?? []).flatMap(({ key = "", value }) =>
      key?.startsWith("opampsupervisor.hold") ? [[key, value?.stringValue] as const] : [],
    ),
  );

describe("under a hold", () => {
  test("a remote configuration waits, and the server hears that it has come", () => {
    const driver = holding().offers(remote("B"));
    expect(driver.compositions).toEqual([]);
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe("B APPLYING");
    expect(driver.statuses).not.toContain("B APPLYING");
    expect(driver.effectsThat("SaveHeldRemoteConfig").at(-1)?.remote).toEqual(remote("B"));
  });

  test("the newest one waits alone, and comes into force when it is released", () => {
    const driver = holding().offers(remote("B")).offers(remote("C")).offers(remote("D")).releases();
    expect(driver.bringsIntoForce().verdict).toBe("D APPLIED");
    expect(driver.runs).toBe("D");
    expect(driver.statuses.filter((status) => /^[BC]/.test(status))).toEqual([]);
    expect(driver.effectsThat("SaveHeldRemoteConfig").at(-1)?.remote).toBeUndefined();
  });

  test("what the server wants no more is forgotten: it has gone back to what runs", () => {
    const driver = holding().offers(remote("B")).offers(remote("A")).releases();
    expect(driver.compositions).toEqual([]);
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("what is on disk is taken from the hold only when it is on disk as received", () => {
    const driver = holding().offers(remote("B"));
    const before = driver.effects.length;
    driver.releases();
    const saved = driver.effects.slice(before).map((effect): string => effect.do);
    const order = ["SaveReceivedRemoteConfig", "SaveHeldRemoteConfig", "SaveHold"];
    expect(saved.filter((name) => order.includes(name))).toEqual(order);
  });

  test("what the operator has written anew comes into force, and what the server wants goes on waiting", () => {
    const driver = holding().offers(remote("B")).operatorWrites("own").bringsIntoForce();
    expect(driver.state.operatorChange?.outcome).toEqual({ is: "applied" });
    expect([driver.runs, driver.verdict]).toEqual(["A", "B APPLYING"]);
    driver.releases().bringsIntoForce();
    expect([driver.runs, driver.verdict]).toEqual(["B", "B APPLIED"]);
    expect(driver.state.accepted.operator).toBe(driver.state.operatorChange?.operator);
  });

  test("an add-on that is on its way is fetched, and in force when it is released", () => {
    const allowed = [{ name: "geo", unpack: true }];
    const config = { agent: { package: { ...supervisorConfig().agent.package, allowed } } };
    const driver = withARunning({ config }).offersAddons({ geo: "v1" }).holds().addonArrives();
    expect(driver.compositions).toEqual([]);
    expect(driver.state.accepted.addons.size).toBe(0);
    expect(holdSnapshot(driver.state)?.waiting).toEqual(["packages"]);
    driver.releases().composesOnly();
    expect(driver.state.accepted.addons.size).toBe(1);
  });

  test("add-ons that are offered are not fetched, but for those of a configuration that has begun", () => {
    const allowed = [{ name: "geo", unpack: true }];
    const config = { agent: { package: { ...supervisorConfig().agent.package, allowed } } };
    const idle = withARunning({ config }).holds().offersAddons({ geo: "v1" });
    expect(idle.addon).toBeUndefined();
    const begun = withARunning({ config }).offersAddons({ geo: "v1" }).offers(remote("B", "needs=geo"));
    begun.composesOnly().holds().addonArrives().bringsIntoForce();
    expect([begun.runs, begun.verdict]).toEqual(["B", "B APPLIED"]);
  });

  test("what is under way comes to its end", () => {
    const driver = withARunning().offers(remote("B")).composes().holds().offers(remote("C"));
    driver.switches().collectorSays(ok);
    expect(driver.statuses).toContain("B APPLIED");
    expect(driver.verdict).toBe("C APPLYING");
    expect(driver.runs).toBe("B");
  });

  test("connection settings wait, and one by one what all of them ask for", () => {
    const driver = holding().offersSettings(signal("metrics", "https://m")).offersSettings(signal("logs", "https://l"));
    expect(driver.compositions).toEqual([]);
    driver.releases();
    const [composition] = driver.compositions;
    expect(composition?.candidate.connections.telemetry).toMatchObject({
      metrics: { endpoint: "https://m" },
      logs: { endpoint: "https://l" },
    });
  });

  test("a restart that the server commands waits, one that the operator orders does not", () => {
    const driver = holding().post({ is: "RestartRequested", by: "server" });
    expect(driver.process?.is).toBe("up");
    driver.post({ is: "RestartRequested", by: "operator" });
    expect(driver.process?.is).toBe("stopping");
    driver.collectorStops().collectorStarts().collectorSays(ok).releases();
    expect(driver.process?.is).toBe("stopping");
  });

  test("a package waits, and is fetched when it is released", () => {
    const driver = holding().offersVersion("v2.0.0");
    expect(driver.fetch).toBeUndefined();
    driver.releases();
    expect(driver.fetch?.wanted.version).toBe("v2.0.0");
  });

  test("the server hears that packages wait, whatever it has offered before", () => {
    const v2 = packagesText(
      withARunning().offersVersion("v2.0.0").packageArrives().bringsIntoForce().told.packageStatuses,
    );
    expect(v2).toBe('"" Installed has v2.0.0 offered v2.0.0');
    const driver = withARunning().offersVersion("v2.0.0").packageArrives().bringsIntoForce().passes(60_000).holds();
    driver.offersVersion("v3.0.0");
    expect(packagesText(driver.told.packageStatuses)).toBe('"" InstallPending has v2.0.0 offered v3.0.0');
    expect(driver.told.packageStatuses?.serverProvidedAllPackagesHash).toEqual(driver.state.packages.offer?.hash);
    driver.offersVersion("v2.0.0");
    expect(packagesText(driver.told.packageStatuses)).toBe(v2);
    driver.offersVersion("v3.0.0").releases();
    expect(driver.fetch?.wanted.version).toBe("v3.0.0");
  });

  test("the server hears that an add-on waits, whatever becomes of the one before, and no more of one that it takes back", () => {
    const driver = withGeo().holds().offersAddons({ geo: "v2", "geo-2": "v1" });
    const waiting = '"geo" InstallPending has v1 offered v2; "geo-2" InstallPending offered v1';
    expect(driver.packages).toBe(waiting);
    driver.collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.packages).toBe(waiting);
    driver.offersAddons({});
    expect(driver.packages).toBe('"geo" Installed has v1');
  });

  test("a package that is being fetched is fetched, and not switched to before the release", () => {
    const driver = withARunning().offersVersion("v2.0.0").holds().packageArrives();
    expect(driver.state.packages.upgrade.is).toBe("staged");
    expect(driver.compositions).toEqual([]);
    driver.releases().bringsIntoForce();
    expect(packagesText(driver.told.packageStatuses)).toBe('"" Installed has v2.0.0 offered v2.0.0');
  });

  test("`retry` is the operator's, and is not held", () => {
    const driver = withARunning().offersVersion("v2.0.0").packageFails();
    driver.holds().isToldToRetry();
    expect(driver.fetch?.wanted.version).toBe("v2.0.0");
    expect(driver.packageArrives().compositions).toHaveLength(1);
  });

  test("`retry` tries what was tried before, and not what has come since", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).addonFails().holds().isToldToRetry();
    expect(driver.addon?.addon.version).toBe("v2");
    const newer = withGeo().offersAddons({ geo: "v2" }).addonFails().holds().offersAddons({ geo: "v2", "geo-2": "v1" });
    expect(newer.packages).toContain('"geo" InstallFailed has v1 offered v2');
    newer.isToldToRetry();
    expect(newer.addon).toBeUndefined();
    expect(newer.packages).toBe('"geo-2" InstallPending offered v1; "geo" InstallPending has v1 offered v2');
    newer.releases().addonArrives();
    expect(newer.addon?.addon.name).toBe("geo-2");
  });

  test("a rollback of the operator's to another version is not held", () => {
    const driver = withARunning().offersVersion("v2.0.0").packageArrives().bringsIntoForce().passes(60_000);
    driver.holds().rollsBack();
    expect(driver.compositions).toHaveLength(1);
  });

  test("a Collector that ends is started again", () => {
    const driver = holding().collectorExits();
    expect(driver.process?.is).toBe("starting");
  });
});

describe("the server sees a hold", () => {
  test("in the attributes of health, whose words stay", () => {
    const driver = holding("audit", 60_000);
    expect(driver.told.health).toMatchObject({ healthy: true, status: "StatusOK" });
    const until = new Date(driver.clock.now() + 60_000).toISOString();
    expect(attributesOf(driver)).toEqual({ "opampsupervisor.hold": "audit", "opampsupervisor.hold.until": until });
    driver.releases();
    expect(attributesOf(driver)).toEqual({});
  });

  test("without a reason too", () => {
    expect(attributesOf(holding(""))).toEqual({ "opampsupervisor.hold": "held by the operator" });
  });

  test("as a message, with what waits, and once more when it is over", () => {
    const driver = holding("audit").offers(remote("B")).releases();
    const told = driver.effectsThat("TellHold").map(({ hold, held }) => [hold?.reason, held.remote?.id]);
    expect(told).toEqual([
      ["audit", undefined],
      ["audit", remote("B").id],
      [undefined, undefined],
    ]);
  });
});

describe("a hold for some time", () => {
  test("ends by itself", () => {
    const driver = holding("", 60_000).offers(remote("B")).passes(59_999);
    expect(driver.compositions).toEqual([]);
    expect(driver.passes(1).compositions).toHaveLength(1);
    expect(driver.effectsThat("SaveHold").at(-1)?.hold).toBeUndefined();
  });

  test("is replaced by another one", () => {
    const driver = holding("", 60_000).holds("longer", 120_000).passes(60_000);
    expect(driver.state.hold?.reason).toBe("longer");
    expect(driver.passes(60_000).state.hold).toBeUndefined();
    expect(driver.holds("", 60_000).holds().passes(1_000_000).state.hold).toBeDefined();
  });
});

describe("a start under a hold", () => {
  /** A is in force, B came under a hold. */
  const remains: Remains = {
    received: offered("A"),
    working: offered("A"),
    told: ["A", "APPLIED"],
    held: offered("B"),
  };
  function starting(hold: Remains["hold"], more: Remains = {}) {
    const clock = new FakeClock();
    const left = stored({ ...remains, ...more, hold });
    const initial = initialState({ config: supervisorConfig(), knowledge, stored: left, uid: ownUid });
    return new MindDriver({ initial, clock });
  }

  test("runs what was in force, and holds on", () => {
    const driver = starting({ since: 1, reason: "r" }).starts().bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe("B APPLYING");
    expect(driver.releases().bringsIntoForce().verdict).toBe("B APPLIED");
  });

  test("goes on with what waited where the time is over", () => {
    const driver = starting({ since: 1, forMs: 1, reason: "r" }).starts().bringsIntoForce();
    expect(driver.runs).toBe("B");
    expect(driver.effectsThat("SaveHold").at(-1)?.hold).toBeUndefined();
  });

  test("does so where the end came between a release and the record of it", () => {
    expect(starting(undefined).starts().bringsIntoForce().runs).toBe("B");
  });

  test("waits no longer than it was meant to, whatever the clock says", () => {
    const clock = new FakeClock();
    const driver = starting({ since: clock.now() + 1e9, forMs: 60_000, reason: "" })
      .starts()
      .bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.passes(60_000).state.hold).toBeUndefined();
  });

  test("holds packages that came before", () => {
    const driver = starting({ since: 1, reason: "r" }).starts().bringsIntoForce().offersVersion("v2.0.0");
    expect(driver.fetch).toBeUndefined();
  });
});

describe("packages at a start under a hold", () => {
  const statusOf = (driver: MindDriver) => driver.effectsThat("SavePackageStatuses").at(-1)?.statuses;
  /** The supervisor ends, and another one finds what it has left. */
  function again(before: MindDriver): MindDriver {
    const { packages, hold } = before.state;
    const b = offered("B", "needs=geo");
    const remains: Remains = {
      received: b,
      working: b,
      told: ["B", "APPLIED"],
      ...(hold && { hold }),
      packages: packages.record,
      ...(packages.offer && { receivedPackages: packages.offer.message }),
      packageStatuses: statusOf(before),
    };
    return new MindDriver({ remains, config: withAddons }).starts().bringsIntoForce();
  }
  const waits = (driver: MindDriver) => holdSnapshot(driver.state)?.waiting;

  test("that are all here wait for nothing, and come to nothing when it is over", () => {
    const driver = again(withGeo().holds());
    expect(waits(driver)).toEqual([]);
    driver.releases();
    expect([driver.addon, driver.packages]).toEqual([undefined, '"geo" Installed has v1 offered v1']);
  });

  test("that came under it wait, also where another one is tried again", () => {
    const newer = { geo: "v2", "geo-2": "v1" };
    const driver = again(withGeo().offersAddons({ geo: "v2" }).addonFails().holds().offersAddons(newer));
    expect(waits(driver)).toEqual(["packages"]);
    driver.isToldToRetry();
    expect(driver.addon).toBeUndefined();
    driver.releases().addonArrives();
    expect(driver.addon?.addon.name).toBe("geo-2");
  });

  test("that were begun before it are tried again, and wait until they are", () => {
    const driver = again(withGeo().offersAddons({ geo: "v2" }).addonFails().holds());
    expect(waits(driver)).toEqual([]);
    expect(driver.isToldToRetry().addon?.addon.version).toBe("v2");
    const unfinished = again(withGeo().offersAddons({ geo: "v2" }).holds());
    expect(waits(unfinished)).toEqual(["packages"]);
  });
});

test("a release of nothing changes nothing", () => {
  const driver = withARunning();
  const before = driver.effects.length;
  driver.releases();
  expect(driver.effects.slice(before).map((effect) => effect.do)).toEqual(["Log"]);
});

describe("two offers of connection settings in a row", () => {
  const opamp = (endpoint: string) =>
    settingsOffer(endpoint, { opamp: { is: "asked", settings: { destinationEndpoint: endpoint }, notes: [] } });

  test("are the second, with what it does not name from the first", () => {
    const merged = bothSettings(opamp("one"), signal("logs", "https://l"));
    expect(merged.opamp).toEqual(opamp("one").opamp);
    expect(merged.telemetry).toMatchObject([{ signal: "logs" }]);
    expect(merged.hash).toEqual(signal("logs", "").hash);
  });

  test("leave parts of a connection alone that the second does not name", () => {
    const merged = bothSettings(
      otherOffer("b", { endpoint: "https://e" }, "1"),
      otherOffer("b", { proxy: "http://p" }, "2"),
    );
    expect(merged.others).toEqual([{ name: "b", asks: { endpoint: "https://e", proxy: "http://p" } }]);
  });
});
