import { describe, expect, test } from "bun:test";

import { noPackages } from "../../../../src/storage/packages-record.ts";
import { type DriverOptions, failure, MindDriver, ok, withARunning } from "../../../support/mind-driver.ts";
import {
  addonPackage,
  addonsOffer,
  collectorPackage,
  packagesOffer,
  packagesText,
  storedAddon,
} from "../../../support/package-offers.ts";
import { offered, remote } from "../../../support/stored.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

const allowed = [
  { name: "geo", unpack: true },
  { name: "rules*", unpack: true },
];
const letting: DriverOptions = {
  config: { agent: { useHupConfigReload: true, package: { ...supervisorConfig().agent.package, allowed } } },
};

/** A runs, which refers to nothing. */
const running = (options: DriverOptions = letting) => withARunning(options);
/** B runs with this version of the add-on to which it refers, and has stood its probation. */
function withGeo(version = "v1"): MindDriver {
  const driver = running().offersAddons({ geo: version }).offers(remote("B", "steady needs=geo"));
  return driver.composesOnly().addonArrives().bringsIntoForce().passes(60_000);
}
const record = (driver: MindDriver) => driver.effectsThat("SavePackages").at(-1)?.packages ?? noPackages;

function phases(driver: MindDriver): string[] {
  const told = driver.effectsThat("Report").map(({ parts }) => packagesText(parts.packageStatuses).split(" ")[1] ?? "");
  return told.filter((phase, place) => phase !== "" && phase !== told[place - 1]);
}

describe("an add-on that is offered", () => {
  test("is refused by name where the operator does not let it in, and others go on", () => {
    const driver = running().offersAddons({ geo: "v1", virus: "v1" });
    expect(driver.packages).toContain('"virus" InstallFailed offered v1 : NOT_ALLOWED: ');
    expect(driver.packages).toContain('"virus"');
    expect(driver.addon?.addon.name).toBe("geo");
  });

  test("is refused where another one would stand under the same variable", () => {
    const driver = running().offersPackages(
      packagesOffer({ "rules.a": addonPackage("rules.a", "v1"), "rules-a": addonPackage("rules-a", "v1") }),
    );
    expect(driver.packages.match(/NAME_CLASH/g)).toHaveLength(2);
    expect(driver.addon).toBeUndefined();
  });

  test("and to which no configuration refers is installed without an outage", () => {
    const driver = running();
    const starts = driver.startCount;
    driver.offersAddons({ geo: "v1" });
    driver.addonIs("downloading", 40);
    expect(driver.packages).toBe('"geo" Downloading offered v1 at 40 %');
    driver.addonIs("verifying").addonIs("unpacking").addonArrives().composesOnly();
    expect(driver.packages).toBe('"geo" Installed has v1 offered v1');
    expect(phases(driver)).toEqual(["InstallPending", "Downloading", "Installing", "Installed"]);
    expect([driver.startCount, driver.process?.is]).toEqual([starts, "up"]);
    expect(driver.addons).toEqual([]);
  });

  test("comes into force together with the configuration that waits for it, as one change", () => {
    const driver = running().offersAddons({ geo: "v1" }).offers(remote("B", "steady needs=geo")).composesOnly();
    expect(driver.verdict).toBe("B APPLYING");
    expect([driver.runs, driver.process?.is]).toEqual(["A", "up"]);
    driver.addonArrives().composes();
    expect(driver.process?.is).toBe("stopping");
    driver.switches().collectorSays(ok);
    expect([driver.runs, driver.verdict, ...driver.addons]).toEqual(["B", "B APPLIED", "geo v1"]);
    expect(driver.packages).toBe('"geo" Installed has v1 offered v1');
  });

  test("comes into force with it too where the configuration came first in one message", () => {
    const driver = running().offers(remote("B", "steady needs=geo")).offersAddons({ geo: "v1" }).composesOnly();
    driver.addonArrives().bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
  });

  test("in a newer version holds up the configuration that came with it, and one restart has both", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).offers(remote("C", "new needs=geo")).composesOnly();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    const starts = driver.startCount;
    driver.addonArrives().bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["C", "geo v2"]);
    expect(driver.startCount).toBe(starts + 1);
  });

  test("in a newer version alone restarts the Collector that refers to it", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).addonArrives().composes();
    expect(driver.effectsThat("ReloadCollector").filter(({ composition }) => composition.addons.size > 0)).toEqual([]);
    expect(driver.process?.is).toBe("stopping");
    driver.switches().collectorSays(ok);
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v2"]);
    expect(driver.packages).toBe('"geo" Installed has v2 offered v2');
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("is in the journal with its configuration before anything is touched", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).addonArrives().composesOnly();
    expect(record(driver).addons?.tried).toMatchObject({ addons: [{ version: "v2" }], begun: 1 });
    expect(record(driver).addons?.inForce).toMatchObject({ addons: [{ version: "v1" }] });
  });

  test("under another hash and with the same content is told, and nothing is restarted", () => {
    const driver = withGeo();
    const before = driver.effects.length;
    const file = {
      downloadUrl: "https://files.test/else",
      contentHash: Buffer.from(storedAddon("geo", "v1").contentHash, "hex"),
    };
    driver.offersPackages(packagesOffer({ geo: addonPackage("geo", "v1", { hash: Buffer.from("renamed"), file }) }));
    expect(driver.effects.slice(before).map((effect) => effect.do)).not.toContain("FetchAddon");
    expect(driver.compositions).toEqual([]);
    expect(driver.told.packageStatuses?.packages?.["geo"]?.agentHasHash).toEqual(
      Uint8Array.from(Buffer.from("renamed")),
    );
  });

  test("gives way to a newer one while it is fetched", () => {
    const driver = running().offersAddons({ geo: "v1" }).addonIs("downloading", 10).offersAddons({ geo: "v2" });
    expect(driver.effectsThat("AbandonAddon")).toHaveLength(1);
    expect(driver.addonArrives().composesOnly().packages).toBe('"geo" Installed has v2 offered v2');
  });

  test("goes on where others come beside it", () => {
    const driver = running().offersAddons({ geo: "v1" }).addonIs("downloading", 10);
    const { ticket } = driver.addon ?? {};
    driver.offersAddons({ geo: "v1", rules: "v1" });
    expect(driver.addon?.ticket).toBe(ticket ?? 0);
    expect(driver.packages).toContain('"geo" Downloading');
    driver.addonArrives().addonArrives().composesOnly();
    expect(driver.packages).toBe('"geo" Installed has v1 offered v1; "rules" Installed has v1 offered v1');
  });

  test("comes beside others, three at a time: one whose server is away holds none of them up", () => {
    const fetched = (driver: MindDriver) => driver.addonFetches.map(({ addon }) => addon.name);
    const driver = running().offersAddons({ geo: "v1", "rules.a": "v1", "rules.b": "v1", "rules.c": "v1" });
    expect(fetched(driver)).toEqual(["geo", "rules.a", "rules.b"]);
    expect(driver.packages).toContain('"rules.c" InstallPending');
    driver.addonIs("downloading", 10, "rules.b").addonArrives("rules.a");
    expect(driver.packages).toContain('"rules.b" Downloading offered v1 at 10 %');
    expect(fetched(driver)).toEqual(["geo", "rules.b", "rules.c"]);
    driver.addonArrives("rules.c").addonArrives("rules.b");
    expect(fetched(driver)).toEqual(["geo"]);
    expect(driver.compositions).toEqual([]);
    driver.offersAddons({ "rules.a": "v1", "rules.b": "v1" });
    expect(driver.effectsThat("AbandonAddon")).toHaveLength(1);
    // What came in this life is looked at again, and used.
    driver.addonArrives().addonArrives().composesOnly();
    expect(driver.packages).toBe('"rules.a" Installed has v1 offered v1; "rules.b" Installed has v1 offered v1');
  });

  test("waits for the verdict on another program", () => {
    const driver = running().offersVersion("v2.0.0").packageArrives().composes().switches();
    const both = packagesOffer({ "": collectorPackage("v2.0.0"), geo: addonPackage("geo", "v1") });
    driver.offersPackages(both).collectorSays(ok).addonArrives().composesOnly();
    expect(driver.packages).toContain('"geo" Installed has v1 offered v1');
    expect(driver.packages).toContain('"" Installed has v2.0.0 offered v2.0.0');
  });
});

describe("a configuration that refers to an add-on", () => {
  test("which nobody offers fails by its name, before anything is touched", () => {
    const driver = running();
    const starts = driver.startCount;
    driver.offers(remote("B", "steady needs=geo")).composesOnly();
    expect(driver.verdict).toBe(
      "B FAILED: ADDON_MISSING: composing: it needs OPAMP_PACKAGE_GEO, and no package is offered for that",
    );
    expect([driver.startCount, driver.runs]).toEqual([starts, "A"]);
  });

  test("which does not come fails with its name and the reason, and what runs stays", () => {
    const driver = running().offersAddons({ geo: "v1" }).offers(remote("B", "steady needs=geo")).composesOnly();
    driver.addonFails();
    expect(driver.verdict).toStartWith(
      'B FAILED: ADDON_MISSING: composing: it needs the package "geo" (OPAMP_PACKAGE_GEO)',
    );
    expect(driver.verdict).toContain("HTTP_404: downloading: why");
    expect([driver.runs, driver.process?.is]).toEqual(["A", "up"]);
  });

  test("which does not come is no matter of what is tried meanwhile", () => {
    const driver = running().offersAddons({ geo: "v1" }).offers(remote("B", "steady needs=geo")).composesOnly();
    driver.operatorWrites("own").composes().addonFails();
    expect(driver.verdict).toStartWith("B FAILED: ADDON_MISSING");
    driver.switches().collectorSays(ok);
    expect(driver.state.operatorChange?.outcome).toEqual({ is: "applied" });
    expect(driver.process?.composition.text).toContain("own");
  });

  test("does not wait longer than a download may take", () => {
    const driver = running().offersAddons({ geo: "v1" }).offers(remote("B", "steady needs=geo")).composesOnly();
    driver.passes(3_599_000);
    expect(driver.verdict).toBe("B APPLYING");
    driver.passes(2_000);
    expect(driver.verdict).toBe(
      'B FAILED: ADDON_MISSING: composing: the package "geo" (OPAMP_PACKAGE_GEO) did not come within 3600 s',
    );
  });

  test("and waits gives way to a newer one that does not", () => {
    const driver = running().offersAddons({ geo: "v1" }).offers(remote("B", "steady needs=geo")).composesOnly();
    driver.offers(remote("C")).bringsIntoForce();
    expect([driver.runs, driver.verdict]).toEqual(["C", "C APPLIED"]);
    driver.addonArrives().composesOnly();
    expect(driver.runs).toBe("C");
  });

  test("that came after the failure of a newer version is tried with the one that is there", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).addonFails();
    expect(driver.packages).toContain('"geo" InstallFailed has v1 offered v2');
    driver.offers(remote("C", "new needs=geo")).bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["C", "geo v1"]);
  });

  test("which is here for the sake of another configuration alone fails", () => {
    const driver = withGeo().offersAddons({}).offers(remote("C", "new needs=geo")).composesOnly();
    expect(driver.verdict).toStartWith(
      "C FAILED: ADDON_MISSING: composing: it needs OPAMP_PACKAGE_GEO, and no package",
    );
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
  });
});

describe("a change that fails", () => {
  test("in its check is gone back from together, without an outage", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).offers(remote("C", "new needs=geo")).composesOnly();
    const starts = driver.startCount;
    driver.addonArrives().composesOnly().checks(failure("bad database", "CONFIG_INVALID"));
    expect(driver.startCount).toBe(starts);
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    expect(driver.verdict).toStartWith("C FAILED: CONFIG_INVALID");
    expect(driver.packages).toStartWith('"geo" InstallFailed has v1 offered v2 : CONFIG_INVALID: validating: ');
  });

  test("at its start is gone back from together", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).offers(remote("C", "new needs=geo")).composesOnly();
    driver.addonArrives().composes().switches().collectorExits({ statement: "bad database" });
    driver.collectorStarts().collectorSays(ok);
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    expect(driver.packages).toContain("InstallFailed has v1 offered v2 : COLLECTOR_EXITED: starting: ");
  });

  test("of an add-on alone leaves the verdict on the configuration, and is not tried again by itself", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).addonArrives().composes().switches().collectorExits();
    driver.collectorStarts().collectorSays(ok);
    expect([driver.runs, driver.verdict, ...driver.addons]).toEqual(["B", "B APPLIED", "geo v1"]);
    expect(driver.packages).toContain("InstallFailed has v1 offered v2");
    const starts = driver.startCount;
    driver.offersAddons({ geo: "v1" }).offersAddons({ geo: "v2" }).addonArrives().composesOnly();
    expect(driver.startCount).toBe(starts);
    expect(driver.packages).toContain("InstallFailed has v1 offered v2 : COLLECTOR_EXITED");
    driver.isToldToRetry();
    // Whom the operator trusts may have changed since it came.
    expect(driver.addon?.held).toMatchObject({ name: "geo", version: "v2" });
    driver.addonArrives().bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v2"]);
  });

  test("of an add-on alone is gone back from even where configurations are not", () => {
    const config = { agent: { ...letting.config?.agent, automaticConfigRollback: false } };
    const driver = running({ config }).offersAddons({ geo: "v1" }).offers(remote("B", "steady needs=geo"));
    driver.composesOnly().addonArrives().bringsIntoForce().passes(60_000).offersAddons({ geo: "v2" });
    driver.addonArrives().composes().switches().collectorExits().collectorStarts().collectorSays(ok);
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
  });

  test("of add-ons to which it does not refer condemns nothing: the configuration in force is as good with them as without", () => {
    const remains = { received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] as const };
    const driver = new MindDriver({ ...letting, remains }).starts().composes().collectorStarts();
    driver.offers(remote("B")).composes().collectorStops().collectorStarts();
    driver.offersAddons({ geo: "v1" }).addonArrives().composes().collectorExits();
    driver.composes().collectorStarts().passes(5_000);
    expect(driver.verdict).toStartWith("B FAILED");
    expect(driver.state.rejected.map(({ hash }) => Buffer.from(hash, "hex").toString())).toEqual(["B"]);
  });

  test("is tried again with the next configuration", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).offers(remote("C", "new needs=geo")).composesOnly();
    driver.addonArrives().composesOnly().checks(failure("bad key", "CONFIG_INVALID"));
    driver.offers(remote("D", "newer needs=geo")).bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["D", "geo v2"]);
    expect(driver.packages).toBe('"geo" Installed has v2 offered v2');
  });

  test("of what nothing else refers to leaves the add-on here, as it does no harm", () => {
    const driver = running().offersAddons({ geo: "v1" }).offers(remote("B", "steady needs=geo")).composesOnly();
    driver.addonArrives().composesOnly().checks(failure("bad key", "CONFIG_INVALID")).composesOnly();
    expect(driver.verdict).toStartWith("B FAILED");
    expect(driver.packages).toBe('"geo" Installed has v1 offered v1');
    expect([driver.runs, ...driver.addons]).toEqual(["A"]);
  });

  test("on probation is withdrawn together", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).offers(remote("C", "new needs=geo")).composesOnly();
    driver.addonArrives().bringsIntoForce().passes(10_000).collectorExits({ statement: "panic" });
    expect(driver.verdict).toStartWith("C FAILED: withdrawn: ");
    expect(driver.packages).toStartWith('"geo" InstallFailed has v1 offered v2 : withdrawn: COLLECTOR_EXITED');
    driver.collectorStarts().collectorSays(ok);
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
  });

  test("on probation of an add-on alone is withdrawn alone", () => {
    const driver = withGeo().offersAddons({ geo: "v2" }).addonArrives().bringsIntoForce();
    driver.passes(10_000).collectorExits().collectorStarts().collectorSays(ok);
    expect([driver.runs, driver.verdict, ...driver.addons]).toEqual(["B", "B APPLIED", "geo v1"]);
  });
});

describe("a rollback of the operator's while a configuration and its add-ons are on probation", () => {
  test("has the add-on to which what he goes back to refers, though nobody offers it any more", () => {
    const driver = withGeo().offersAddons({}).offers(remote("C")).bringsIntoForce().composesOnly();
    expect(driver.runs).toBe("C");
    expect(driver.state.accepted.addons.size).toBe(0);
    driver.goesBack().bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    expect(driver.verdict).toStartWith("C FAILED: withdrawn: ROLLED_BACK");
    expect(driver.packages).toBe('"geo" Installed has v1');
  });

  /** C came with a newer version, and is on probation. */
  const withBoth = () =>
    withGeo().offersAddons({ geo: "v2" }).offers(remote("C", "new needs=geo")).composesOnly().addonArrives();

  test("has the version with which that has run, and the newer one comes again with the next configuration only", () => {
    const driver = withBoth().bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["C", "geo v2"]);
    const starts = driver.startCount;
    driver.goesBack().bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    expect(driver.packages).toBe(
      '"geo" InstallFailed has v1 offered v2 : withdrawn: ROLLED_BACK: rolled back by the operator',
    );
    expect(driver.compositions).toEqual([]);
    driver.passes(60_000);
    expect([driver.runs, driver.startCount, ...driver.addons]).toEqual(["B", starts + 1, "geo v1"]);
    driver.offers(remote("D", "newer needs=geo")).bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["D", "geo v2"]);
  });

  test("is undone by `retry`, with both", () => {
    const driver = withBoth().bringsIntoForce().goesBack().bringsIntoForce().isToldToRetry().composesOnly();
    driver.addonArrives().bringsIntoForce();
    expect([driver.runs, driver.verdict, ...driver.addons]).toEqual(["C", "C APPLIED", "geo v2"]);
  });

  test("leaves both in force where it does not work", () => {
    const driver = withBoth().bringsIntoForce().goesBack().composes().switches();
    driver.collectorExits().collectorStarts().collectorSays(ok);
    expect([driver.runs, driver.verdict, ...driver.addons]).toEqual(["C", "C APPLIED", "geo v2"]);
    expect(driver.packages).toBe('"geo" Installed has v2 offered v2');
  });

  test("is not disturbed by what is offered meanwhile", () => {
    const driver = withBoth().bringsIntoForce().goesBack().offersAddons({ geo: "v2", rules: "v1" });
    driver.addonArrives().bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    driver.composesOnly();
    expect(driver.state.accepted.addons.size).toBe(2);
    expect(driver.packages).toContain('"rules" Installed has v1 offered v1');
  });
});

describe("an add-on that is not offered any more", () => {
  test("stays as long as the configuration in force refers to it, and goes with the next one", () => {
    const driver = withGeo().offersAddons({});
    expect(driver.packages).toBe('"geo" Installed has v1');
    driver.offers(remote("C")).bringsIntoForce();
    expect(driver.addons).toEqual([]);
    driver.composesOnly().passes(60_000);
    expect(driver.packages).toBe("");
    expect(driver.effectsThat("KeepAddons").at(-1)?.directories).toEqual([]);
    expect(record(driver).addons).toMatchObject({ here: [], inForce: { addons: [] } });
  });

  test("is removed from the disk only when no way back needs it", () => {
    const driver = withGeo().offersAddons({}).offers(remote("C")).bringsIntoForce();
    driver.composesOnly();
    const { path } = storedAddon("geo", "v1");
    expect(record(driver).addons).toMatchObject({ here: [{ path }], before: { addons: [{ path }] } });
    driver.passes(60_000);
    expect(record(driver).addons?.here).toEqual([]);
  });

  test("and to which nothing refers goes at once, without an outage", () => {
    const driver = running().offersAddons({ geo: "v1" }).addonArrives().composesOnly();
    const starts = driver.startCount;
    driver.offersAddons({}).composesOnly();
    expect(driver.packages).toBe("");
    expect(driver.startCount).toBe(starts);
    expect(driver.effectsThat("KeepAddons").at(-1)?.directories).toEqual([]);
  });
});

describe("after a restart of the supervisor", () => {
  const geo = (version: string) => storedAddon("geo", version);
  const set = (config: string, version: string) => ({
    config: Buffer.from(config).toString("hex"),
    addons: [{ name: "geo", version, hash: geo(version).hash, path: geo(version).path }],
  });
  const B = offered("B", "steady needs=geo");
  const C = offered("C", "new needs=geo");
  const here = [geo("v1"), geo("v2")];
  const began = (remains: DriverOptions["remains"]) =>
    new MindDriver({
      ...letting,
      remains: { receivedPackages: addonsOffer({ geo: "v2" }).message, ...remains },
    }).starts();

  test("the configuration in force has its add-ons", () => {
    const packages = { ...noPackages, addons: { here: [geo("v1")], inForce: set("B", "v1") } };
    const offer = addonsOffer({ geo: "v1" }).message;
    const driver = began({ received: B, working: B, told: ["B", "APPLIED"], packages, receivedPackages: offer });
    driver.bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    expect(driver.packages).toBe('"geo" Installed has v1 offered v1');
  });

  test("that came between the word on a configuration and the record, it has those that were tried with it", () => {
    const packages = {
      ...noPackages,
      addons: { here, inForce: set("B", "v1"), tried: { ...set("C", "v2"), begun: 1 } },
    };
    const driver = began({ received: C, working: B, told: ["C", "APPLIED"], packages }).bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["C", "geo v2"]);
  });

  test("that came in the middle of the way back, it has those of the way back", () => {
    const packages = { ...noPackages, addons: { here, inForce: set("C", "v2"), before: set("B", "v1") } };
    const told = ["C", "FAILED", "withdrawn: COLLECTOR_EXITED: why"] as const;
    const driver = began({
      received: C,
      working: C,
      lastGood: B,
      told,
      packages,
      receivedPackages: addonsOffer({ geo: "v1" }).message,
    });
    driver.bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
  });

  test("a change of add-ons that has ended the supervisor three times is given up", () => {
    const packages = {
      ...noPackages,
      addons: { here, inForce: set("B", "v1"), tried: { ...set("B", "v2"), begun: 3 } },
    };
    const driver = began({ received: B, working: B, told: ["B", "APPLIED"], packages })
      .composesOnly()
      .bringsIntoForce();
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
    expect(driver.packages).toContain("INTERRUPTED");
  });

  test("one that was lost is fetched again, and the Collector that refers to it is started anew", () => {
    const packages = { ...noPackages, addons: { here: [], inForce: set("B", "v1") } };
    const offer = addonsOffer({ geo: "v1" }).message;
    const driver = began({ received: B, working: B, told: ["B", "APPLIED"], packages, receivedPackages: offer });
    driver.bringsIntoForce();
    expect(driver.addon?.addon.name).toBe("geo");
    driver.addonArrives();
    expect(driver.process?.is).toBe("stopping");
    driver.collectorStops().collectorStarts().collectorSays(ok);
    expect([driver.runs, ...driver.addons]).toEqual(["B", "geo v1"]);
  });
});
