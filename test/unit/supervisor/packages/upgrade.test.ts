import { describe, expect, test } from "bun:test";

import { PackageType } from "../../../../src/opamp/wire/messages.ts";
import { noPackages } from "../../../../src/storage/packages-record.ts";
import { cannotRollBack } from "../../../../src/supervisor/packages/package-orders.ts";
import { packagesSnapshot } from "../../../../src/supervisor/report/packages-snapshot.ts";
import { compositionOf } from "../../../support/compositions.ts";
import {
  type DriverOptions,
  failure,
  MindDriver,
  ofVersion,
  ok,
  permanent,
  saying,
  withARunning,
} from "../../../support/mind-driver.ts";
import { collectorPackage, packagesOffer, packagesText, storedPackage } from "../../../support/package-offers.ts";
import { remote } from "../../../support/stored.ts";

/** A version lies ready, and is tried at once. */
const tries = (version: string, driver = withARunning()) => driver.offersVersion(version).packageArrives();
/** It runs, on probation. */
const onProbation = (version = "v2.0.0", driver = withARunning()) => tries(version, driver).bringsIntoForce();
const record = (driver: MindDriver) => driver.effectsThat("SavePackages").at(-1)?.packages ?? noPackages;

/** Every phase of the Collector's package that the server was told, oldest first. */
function phases(driver: MindDriver): string[] {
  const told = driver
    .effectsThat("Report")
    .map(({ parts }) => packagesText(parts.packageStatuses).split(" ")[1] ?? "")
    .filter((phase) => phase !== "");
  return told.filter((phase, place) => phase !== told[place - 1]);
}

describe("a package that is offered", () => {
  test("is fetched, looked at, switched to and proved, and the server hears of each step", () => {
    const driver = withARunning().offersVersion("v2.0.0");
    driver.packageIs("downloading").packageIs("downloading", 42);
    expect(driver.packages).toBe('"" Downloading offered v2.0.0 at 42 %');
    driver.packageIs("verifying").packageIs("unpacking").packageIs("preflight");
    expect(driver.packages).toBe('"" Installing offered v2.0.0');
    expect(driver.program).toBe("own");
    driver.packageArrives().composes();
    expect(driver.process?.is).toBe("stopping");
    driver.switches().collectorSays(ok);
    expect(driver.program).toBe("v2.0.0");
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
    expect(phases(driver)).toEqual(["InstallPending", "Downloading", "Installing", "Installed"]);
    expect(record(driver)).toMatchObject({ installed: storedPackage("v2.0.0").hash, before: {}, trial: undefined });
  });

  test("whose file server is away is told as on its way, and why it waits to those who look", () => {
    const driver = withARunning().offersVersion("v2.0.0");
    const { ticket = 0 } = driver.fetch ?? {};
    const progress = { percent: 0, bytesPerSecond: 0, trouble: "files.test answered with HTTP 503" };
    driver.post({ is: "PackageProgressed", ticket, phase: "downloading", progress });
    expect(driver.packages).toStartWith('"" Downloading offered v2.0.0');
    const shown = () => packagesSnapshot(driver.state)?.offered[0];
    expect(shown()).toMatchObject({ status: "Downloading", trouble: progress.trouble });
    driver.packageIs("downloading", 10);
    expect(shown()).not.toHaveProperty("trouble");
  });

  test("is in the journal before anything is touched", () => {
    const driver = tries("v2.0.0");
    const journal = driver.effects.findLastIndex((effect) => effect.do === "SavePackages");
    const compose = driver.effects.findLastIndex((effect) => effect.do === "Compose");
    expect(journal).toBeLessThan(compose);
    expect(record(driver).installed).toBeUndefined();
    expect(record(driver)).toMatchObject({ trial: { hash: storedPackage("v2.0.0").hash, begun: 1 } });
  });

  test("runs with the configuration that is in force", () => {
    const driver = onProbation();
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("is known when it comes again, and starts nothing", () => {
    const driver = onProbation().passes(60_000);
    const before = driver.effects.length;
    driver.offersVersion("v2.0.0");
    expect(driver.effects.slice(before).filter(({ do: what }) => what !== "Log")).toEqual([]);
  });

  test("echoes the aggregate hash from the beginning", () => {
    const driver = withARunning().offersVersion("v2.0.0");
    expect(driver.told.packageStatuses?.serverProvidedAllPackagesHash).toEqual(Buffer.from("all v2.0.0"));
  });

  test("gives way to a newer one while it is fetched", () => {
    const driver = withARunning().offersVersion("v2.0.0").packageIs("downloading", 10).offersVersion("v3.0.0");
    expect(driver.effectsThat("AbandonPackage")).toHaveLength(1);
    expect(driver.fetch?.wanted.version).toBe("v3.0.0");
    driver.packageArrives().bringsIntoForce();
    expect(driver.program).toBe("v3.0.0");
  });

  test("is not fetched anew where another package comes beside it", () => {
    const driver = withARunning().offersVersion("v2.0.0").packageIs("downloading", 10);
    const { ticket } = driver.fetch ?? {};
    const addon = collectorPackage("v9.0.0", { type: PackageType.PackageType_Addon });
    driver.offersPackages(packagesOffer({ "": collectorPackage("v2.0.0"), rules: addon }));
    expect(driver.fetch?.ticket).toBe(ticket ?? 0);
    expect(driver.packages).toContain('"rules" InstallFailed offered v9.0.0 : NOT_ALLOWED');
    expect(driver.packages).toContain('"" Downloading offered v2.0.0');
  });

  test("that is withdrawn on its way leaves nothing behind", () => {
    const driver = withARunning()
      .offersVersion("v2.0.0")
      .packageIs("downloading")
      .offersPackages(packagesOffer({}, "none"));
    expect(driver.effectsThat("AbandonPackage")).toHaveLength(1);
    expect(driver.packages).toBe("");
  });

  test("that is withdrawn when it is installed stays, as it runs", () => {
    const driver = onProbation().passes(60_000).offersPackages(packagesOffer({}, "none"));
    expect(driver.packages).toBe('"" Installed has v2.0.0');
    expect(driver.program).toBe("v2.0.0");
    expect(driver.told.packageStatuses?.serverProvidedAllPackagesHash).toEqual(Buffer.from("none"));
  });

  test("whose fetch fails is told with code, phase and reason, and not tried again under its hash", () => {
    const driver = withARunning().offersVersion("v2.0.0").packageFails();
    expect(driver.packages).toBe('"" InstallFailed offered v2.0.0 : HASH_MISMATCH: downloading: why');
    driver.offersVersion("v3.0.0").packageFails().offersVersion("v2.0.0");
    expect(driver.fetch).toBeUndefined();
    expect(driver.packages).toBe('"" InstallFailed offered v2.0.0 : HASH_MISMATCH: downloading: why');
    expect(driver.program).toBe("own");
  });

  test("that was not to blame is tried again by an offer with another address, and by the operator", () => {
    const driver = withARunning().offersVersion("v2.0.0").packageFails({ code: "ECONNREFUSED", isCondemned: false });
    driver.offersVersion("v2.0.0");
    expect(driver.fetch).toBeUndefined();
    const file = { downloadUrl: "https://other.test/", contentHash: storedHash("v2.0.0") };
    driver.offersPackages(packagesOffer({ "": collectorPackage("v2.0.0", { file }) }));
    driver.packageFails({ isCondemned: false }).isToldToRetry();
    expect(driver.packageArrives().bringsIntoForce().program).toBe("v2.0.0");
  });

  test("is refused where the program in it is older than it says", () => {
    const driver = withARunning().offersVersion("v2.0.0").packageArrives({ ownVersion: "1.0.0" });
    expect(driver.packages).toContain("VERSION_MISMATCH: preflight: ");
    expect(driver.state.apply.is).toBe("idle");
  });

  test("is held against what the operator has put in the place of his executable meanwhile", () => {
    const driver = withARunning().offersVersion("v2.0.0").post({ is: "OwnVersionLearned", version: "2.1.0" });
    driver.packageArrives();
    expect(driver.packages).toContain("DOWNGRADE: preflight: ");
    driver.post({ is: "OwnVersionLearned", version: "1.9.0" }).isToldToRetry().packageArrives().bringsIntoForce();
    expect(driver.program).toBe("v2.0.0");
    expect(record(driver).replaced?.ownVersion).toBe("1.9.0");
  });

  test("is no downgrade back to what was the operator's own, once that was left for something older", () => {
    const config = { agent: { package: { ...packageConfig, allowDowngrade: true } } };
    const driver = withARunning({ config }).post({ is: "OwnVersionLearned", version: "3.0.0" });
    tries("v2.0.0", driver).bringsIntoForce().passes(60_000);
    expect(record(driver)).toMatchObject({ installed: storedPackage("v2.0.0").hash, highest: "3.0.0" });
    const strict = withARunning({ remains: { packages: record(driver) } }).offersVersion("v2.5.0");
    expect(strict.packages).toContain("DOWNGRADE: ");
    expect(strict.packages).toContain("3.0.0");
  });

  test("is not looked at where packages are not taken", () => {
    const options: DriverOptions = {
      config: { capabilities: { acceptsPackages: false, acceptsSupervisorPackage: false } },
    };
    const driver = withARunning(options).offersVersion("v2.0.0");
    expect(driver.fetch).toBeUndefined();
    expect(driver.told.packageStatuses).toBeUndefined();
  });

  test("is not fetched where its content lies here already", () => {
    const driver = onProbation().passes(60_000);
    driver.offersVersion("v3.0.0").packageArrives().bringsIntoForce().passes(60_000);
    driver.offersPackages(packagesOffer({ "": collectorPackage("v3.0.0", { hash: Buffer.from("renamed") }) }));
    expect(driver.fetch?.held?.version).toBe("v3.0.0");
    const starts = driver.startCount;
    driver.packageArrives({ program: storedPackage("v3.0.0").program });
    expect(driver.startCount).toBe(starts);
    expect(driver.packages).toBe('"" Installed has v3.0.0 offered v3.0.0');
  });
});

describe("a program that does not work", () => {
  test("in its check costs no outage: the Collector runs on, and the server hears why", () => {
    const driver = tries("v2.0.0").composesOnly();
    const starts = driver.startCount;
    driver.checks(failure("unknown exporter", "CONFIG_INVALID"));
    expect(driver.startCount).toBe(starts);
    expect(driver.packages).toBe('"" InstallFailed offered v2.0.0 : CONFIG_INVALID: validating: unknown exporter');
    expect(driver.verdict).toBe("A APPLIED");
    expect(record(driver)).toMatchObject({ trial: undefined, rejected: [{ hash: storedPackage("v2.0.0").hash }] });
  });

  test("at its start is gone back from, and the old one is healthy", () => {
    const driver = tries("v2.0.0").composes().switches().collectorExits({ statement: "bad flag", tail: "last words" });
    expect(driver.packages).toStartWith('"" InstallFailed offered v2.0.0 : COLLECTOR_EXITED: starting: ');
    expect(driver.packages).toContain("bad flag");
    expect(driver.packages).toContain("last words");
    driver.collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("own");
    expect(driver.runs).toBe("A");
    expect(driver.health).toStartWith("healthy");
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("that never becomes healthy is gone back from", () => {
    const driver = tries("v2.0.0").composes().switches().passes(5_000);
    expect(driver.packages).toContain("TIMEOUT: starting: ");
    driver.switches().collectorSays(ok);
    expect(driver.program).toBe("own");
  });

  test("but another version than it prints is gone back from, though it is healthy", () => {
    const driver = tries("v2.0.0")
      .composes()
      .switches()
      .collectorSays(ok, { agentDescription: ofVersion("1.9.0") });
    const said = 'VERSION_MISMATCH: starting: the Collector says that its service.version is "1.9.0", and not "2.0.0"';
    expect(driver.packages).toBe(`"" InstallFailed offered v2.0.0 : ${said}`);
    expect(driver.switches().collectorSays(ok).program).toBe("own");
    expect(record(driver).rejected).toHaveLength(1);
  });

  test("but introduces itself as another version is not even started", () => {
    const driver = tries("v2.0.0");
    const asked = driver.compositions.shift() ?? missing();
    const composition = { ...compositionOf(asked.candidate, "A"), ownVersion: "1.9.0" };
    const starts = driver.startCount;
    driver.post({ is: "Composed", ticket: asked.ticket, outcome: { composed: true, composition } });
    expect(driver.packages).toContain("InstallFailed offered v2.0.0 : VERSION_MISMATCH: preflight: ");
    expect([driver.startCount, driver.program]).toEqual([starts, "own"]);
  });

  test("and never says which version it is has no proof, though it is healthy", () => {
    const driver = tries("v2.0.0").composes().switches();
    const { generation = 0 } = driver.process ?? {};
    driver.post({ is: "CollectorReported", generation, report: saying({ health: ok }) });
    expect(driver.packages).toContain("Installing");
    driver.passes(5_000);
    expect(driver.packages).toContain("TIMEOUT: starting: the Collector did not say its service.version within 5 s");
    expect(driver.switches().collectorSays(ok).program).toBe("own");
  });

  test("but says a version that the configuration states is held against that", () => {
    const started = () => {
      const driver = tries("v2.0.0");
      const asked = driver.compositions.shift() ?? missing();
      const serviceVersion = { is: "stated" as const, version: "mine" };
      const composition = { ...compositionOf(asked.candidate, "A"), serviceVersion };
      driver.post({ is: "Composed", ticket: asked.ticket, outcome: { composed: true, composition } });
      return driver.switches();
    };
    expect(started().collectorSays(ok, { agentDescription: ofVersion("mine") }).packages).toContain("Installed has");
    expect(started().collectorSays(ok).packages).toContain("VERSION_MISMATCH");
  });

  test("and cannot even be executed is remembered as bad", () => {
    const driver = tries("v2.0.0").composes();
    driver.collectorStops().collectorCannotStart("no loader");
    expect(record(driver).rejected).toHaveLength(1);
    expect(driver.collectorStarts().collectorSays(ok).program).toBe("own");
  });

  test.each([
    ["somebody has ended while it introduced itself", "COLLECTOR_KILLED", false],
    ["the machine could not execute", "EXECUTABLE", true],
    ["was silent on a busy machine", "EXECUTABLE", true],
  ] as const)("and that %s is told and not condemned", (_, code, blameless) => {
    const driver = tries("v2.0.0");
    const asked = driver.compositions.shift() ?? missing();
    const why = { code, phase: "composing" as const, text: "why", ...(blameless && { blameless }) };
    driver.post({ is: "Composed", ticket: asked.ticket, outcome: { composed: false, failure: why } });
    expect(driver.packages).toBe(`"" InstallFailed offered v2.0.0 : ${code}: composing: why`);
    expect(record(driver)).toMatchObject({ trial: undefined, rejected: [] });
    expect([driver.program, driver.startCount]).toEqual(["own", withARunning().startCount]);
  });

  test("and lacks what a Collector needs is remembered as bad, before anything was touched", () => {
    const driver = tries("v2.0.0");
    const asked = driver.compositions.shift() ?? missing();
    const why = { code: "EXECUTABLE" as const, phase: "composing" as const, text: "no opamp extension" };
    driver.post({ is: "Composed", ticket: asked.ticket, outcome: { composed: false, failure: why } });
    expect(record(driver).rejected).toHaveLength(1);
  });

  test("is gone back from even where configurations are not", () => {
    const driver = tries("v2.0.0", withARunning({ config: { agent: { automaticConfigRollback: false } } }));
    driver.composes().switches().collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("own");
    expect(driver.runs).toBe("A");
  });

  test("for want of a port is told and not condemned", () => {
    const driver = tries("v2.0.0").composesOnly().checks(failure("port 1 is taken", "PORT_IN_USE"));
    expect(driver.packages).toContain("InstallFailed");
    expect(record(driver).rejected).toEqual([]);
  });

  test("is answered at once when it comes again after another one, with the reason of then", () => {
    const driver = tries("v2.0.0").composes().switches().collectorExits().collectorStarts().collectorSays(ok);
    const reason = driver.packages;
    driver.offersVersion("v3.0.0").packageArrives().bringsIntoForce().passes(60_000);
    driver.offersVersion("v2.0.0");
    expect(driver.fetch).toBeUndefined();
    expect(driver.packages).toContain(reason.slice(reason.indexOf("COLLECTOR_EXITED")));
    expect(driver.packages).toContain("has v3.0.0");
  });
});

describe("a program on probation", () => {
  test("under which the Collector ends is withdrawn, and the one before returns", () => {
    const driver = onProbation().passes(10_000).collectorExits({ statement: "panic" });
    expect(driver.packages).toStartWith('"" InstallFailed offered v2.0.0 : withdrawn: COLLECTOR_EXITED: probation: ');
    driver.collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("own");
    expect(record(driver)).toMatchObject({ installed: undefined, before: undefined, rejected: [{}] });
  });

  test("that turns permanently unhealthy is withdrawn", () => {
    const driver = onProbation().collectorSays(permanent).switches().collectorSays(ok);
    expect(driver.program).toBe("own");
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("is not blamed for what somebody else has ended", () => {
    const driver = onProbation().collectorIsKilled().collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("v2.0.0");
  });

  test("has stood it after its time, and then stays whatever happens", () => {
    const driver = onProbation().passes(60_000);
    expect(record(driver)).toMatchObject({ before: undefined, highest: "2.0.0" });
    driver.collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("v2.0.0");
  });

  test("stays where a newer configuration is to blame, and is watched on", () => {
    const driver = onProbation().offers(remote("B")).bringsIntoForce().collectorExits();
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: ");
    driver.bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["A", "v2.0.0"]);
    expect(driver.waitsFor).toContain("probation");
    driver.collectorExits().collectorStarts().collectorSays(ok);
    expect([driver.runs, driver.program]).toEqual(["A", "own"]);
  });

  test("goes on with it after a restart of the supervisor, and is gone back from where it does not even start", () => {
    const packages = {
      ...noPackages,
      versions: [storedPackage("v2.0.0")],
      installed: storedPackage("v2.0.0").hash,
      before: {},
    };
    const driver = new MindDriver({ remains: { packages } }).starts().composes().collectorStarts();
    expect(driver.program).toBe("v2.0.0");
    driver.collectorExits().bringsIntoForce();
    expect(driver.program).toBe("own");
    expect(driver.packages).toContain("withdrawn: COLLECTOR_EXITED");
  });
});

describe("another file under the hash of the version to go back to", () => {
  const rebuilt = { downloadUrl: "https://files.test/rebuilt", contentHash: storedHash("rebuilt") };
  const sameHash = packagesOffer({ "": collectorPackage("v2.0.0", { file: rebuilt }) }, "rebuilt");
  const hash = storedPackage("v2.0.0").hash;
  const onWayBack = () => {
    const driver = withARunning({ config: { agent: { package: { ...packageConfig, allowDowngrade: true } } } });
    return onProbation("v3.0.0", onProbation("v2.0.0", driver).passes(60_000));
  };

  test("waits until nothing is gone back to, and is tried then", () => {
    const driver = onWayBack().offersPackages(sameHash);
    expect(driver.packages).toBe('"" InstallPending has v3.0.0 offered v2.0.0');
    expect(driver.fetch).toBeUndefined();
    driver.passes(60_000);
    const contentHash = storedPackage("rebuilt").contentHash;
    driver.packageArrives({ contentHash, program: storedPackage("rebuilt").program }).bringsIntoForce();
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
    expect(record(driver).versions.at(-1)).toMatchObject({ hash, contentHash });
  });

  test("takes nothing away from the way back, and is not needed any more where that was gone", () => {
    const driver = onWayBack().offersPackages(sameHash).collectorExits().collectorStarts().collectorSays(ok);
    expect([driver.program, driver.fetch]).toEqual(["v2.0.0", undefined]);
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
  });

  test("is no other program where the same content comes anew", () => {
    const driver = onWayBack().offersVersion("v2.0.0");
    driver.packageArrives({ program: `${storedPackage("v2.0.0").program}-renamed` });
    expect(driver.packages).toBe('"" InstallPending has v3.0.0 offered v2.0.0');
    driver.collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("v2.0.0");
    expect(record(driver).versions.find((each) => each.hash === hash)).toEqual(storedPackage("v2.0.0"));
  });

  test("does not take the place of what was gone back to meanwhile", () => {
    const driver = onWayBack().offersVersion("v2.0.0").collectorExits().collectorStarts().collectorSays(ok);
    driver.packageArrives({ program: `${storedPackage("v2.0.0").program}-renamed` });
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
    expect(driver.state.packages.upgrade).toEqual({ is: "idle" });
  });
});

describe("configuration and program", () => {
  test("a configuration that comes in the middle of a switch waits for its verdict", () => {
    const driver = tries("v2.0.0").composes().switches().offers(remote("B"));
    expect(driver.compositions).toEqual([]);
    driver.collectorSays(ok).bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["B", "v2.0.0"]);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("a configuration that has waited is tried with the old program where the new one fails", () => {
    const driver = tries("v2.0.0").composes().switches().offers(remote("B")).collectorExits();
    driver.bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["B", "own"]);
  });

  test("a package waits while a configuration is tried and while it is on probation, and is told as pending", () => {
    const driver = withARunning().offers(remote("B")).offersVersion("v2.0.0");
    driver.packageIs("downloading", 50).packageIs("verifying").packageArrives();
    expect(driver.packages).toBe('"" InstallPending offered v2.0.0');
    driver.bringsIntoForce().passes(59_000);
    expect([driver.runs, driver.program]).toEqual(["B", "own"]);
    driver.offersPackages(packagesOffer({ "": collectorPackage("v2.0.0") }, "the same once more"));
    expect(driver.packages).toBe('"" InstallPending offered v2.0.0');
    driver.passes(1_000).composes();
    expect(driver.packages).toBe('"" Installing offered v2.0.0');
    driver.switches().collectorSays(ok);
    const before = ["InstallPending", "Downloading", "Installing"];
    expect(phases(driver)).toEqual([...before, "InstallPending", "Installing", "Installed"]);
    expect([driver.runs, driver.program]).toEqual(["B", "v2.0.0"]);
  });

  test("where nothing is to run, the package is installed for what comes", () => {
    const driver = withARunning().offers(remote("none", null)).collectorStops();
    driver.offersVersion("v2.0.0").packageArrives();
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
    expect(record(driver).before).toEqual({});
    expect(driver.offers(remote("B")).bringsIntoForce().program).toBe("v2.0.0");
    expect(record(driver.passes(60_000)).before).toBeUndefined();
  });

  test("where the first configuration that runs by such a program fails, that is tried with the one before", () => {
    const driver = withARunning().offers(remote("none", null)).collectorStops();
    driver.offersVersion("v2.0.0").packageArrives().offers(remote("B")).composes().collectorStarts();
    driver.collectorExits({ statement: "panic" });
    expect(driver.packages).toContain("InstallFailed offered v2.0.0 : withdrawn: COLLECTOR_EXITED: starting: ");
    driver.bringsIntoForce();
    expect([driver.runs, driver.program, driver.verdict]).toEqual(["B", "own", "B APPLIED"]);
    expect(record(driver)).toMatchObject({ installed: undefined, before: undefined });
  });
});

describe("a supervisor that ended in the middle", () => {
  const packages = { ...noPackages, versions: [storedPackage("v2.0.0")] };
  const offer = packagesOffer({ "": collectorPackage("v2.0.0") }).message;

  test("of a trial runs the old program and tries the new one again", () => {
    const trial = { hash: storedPackage("v2.0.0").hash, begun: 1 };
    const remains = { packages: { ...packages, trial }, receivedPackages: offer };
    const driver = new MindDriver({ remains }).starts().bringsIntoForce();
    expect(driver.program).toBe("own");
    expect(driver.fetch?.held?.version).toBe("v2.0.0");
    expect(driver.packageArrives().bringsIntoForce().program).toBe("v2.0.0");
  });

  test("of the same trial three times gives it up", () => {
    const trial = { hash: storedPackage("v2.0.0").hash, begun: 3 };
    const remains = { packages: { ...packages, trial }, receivedPackages: offer };
    const driver = new MindDriver({ remains }).starts().bringsIntoForce().packageArrives();
    expect(driver.packages).toContain("INTERRUPTED");
    expect(driver.program).toBe("own");
  });

  test("in order counts no trial", () => {
    const driver = tries("v2.0.0").composes().switches().isToldToStop();
    expect(record(driver).trial).toBeUndefined();
    expect(record(driver).installed).toBeUndefined();
  });
});

describe("an operator who goes back", () => {
  test("has the program before, and what was offered is not installed again before he says so", () => {
    const driver = onProbation().passes(60_000).rollsBack().bringsIntoForce();
    expect(driver.program).toBe("own");
    expect(driver.packages).toContain("ROLLED_BACK");
    driver.passes(60_000).offersPackages(packagesOffer({ "": collectorPackage("v2.0.0") }, "again"));
    expect(driver.fetch).toBeUndefined();
    driver.isToldToRetry().packageArrives().bringsIntoForce();
    expect(driver.program).toBe("v2.0.0");
  });

  test("may name a version that is here", () => {
    const driver = onProbation().passes(60_000);
    driver.offersVersion("v3.0.0").packageArrives().bringsIntoForce().passes(60_000);
    driver.rollsBack("2.0.0").bringsIntoForce();
    expect(driver.program).toBe("v2.0.0");
    expect(driver.rollsBack("1.0.0").state.packages.upgrade).toEqual({ is: "idle" });
  });

  test("may name the version of his own executable, with or without v, unless it is forbidden", () => {
    const driver = withARunning().post({ is: "OwnVersionLearned", version: "1.5.0" });
    tries("v2.0.0", driver).bringsIntoForce().passes(60_000);
    tries("v3.0.0", driver).bringsIntoForce().passes(60_000);
    const { packages } = driver.state;
    expect(cannotRollBack(packages, "1.5.1", { minimumVersion: undefined })?.message).toEndWith(
      "there are v2.0.0, 1.5.0",
    );
    expect(cannotRollBack(packages, "1.5.0", { minimumVersion: "1.6.0" })?.code).toBe("BELOW_MINIMUM");
    driver.rollsBack("v1.5.0").bringsIntoForce();
    expect(driver.program).toBe("own");
    expect(cannotRollBack(driver.state.packages, "1.5.0", { minimumVersion: undefined })?.code).toBe("NO_SUCH_VERSION");
  });

  test("stays where he is if the program before does not work", () => {
    const driver = onProbation().passes(60_000).rollsBack().composes().switches().collectorExits();
    driver.collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("v2.0.0");
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
  });
});

test("what came of a download that was given up goes with the next one, and stays for the same one", () => {
  const driver = onProbation().passes(60_000).offersVersion("v3.0.0").packageIs("downloading", 10);
  driver.offersVersion("v4.0.0");
  const kept = driver
    .effectsThat("KeepPackages")
    .at(-1)
    ?.programs.map((program) => program.split("/")[0]);
  expect(kept).toEqual([storedPackage("v2.0.0").program.split("/")[0], storedHash("v4.0.0").toHex().slice(0, 32)]);
  expect(driver.effects.findLastIndex((effect) => effect.do === "KeepPackages")).toBeLessThan(
    driver.effects.findLastIndex((effect) => effect.do === "FetchPackage"),
  );
});

const directories = (driver: MindDriver) =>
  driver
    .effectsThat("KeepPackages")
    .at(-1)
    ?.programs.map((program) => program.split("/")[0]);

test("what is being fetched stays when the one before it has stood its probation", () => {
  const driver = onProbation().offersVersion("v3.0.0").packageIs("downloading", 10).passes(60_000);
  expect(directories(driver)).toContain(storedHash("v3.0.0").toHex().slice(0, 32));
});

test("versions that have failed are removed by count too", () => {
  const driver = onProbation().passes(60_000);
  for (const version of ["v3.0.0", "v4.0.0", "v5.0.0", "v6.0.0"]) {
    tries(version, driver).composes().switches().collectorExits().collectorStarts().collectorSays(ok);
  }
  driver.offersVersion("v7.0.0");
  expect(record(driver).versions.map(({ version }) => version)).toEqual(["v2.0.0", "v5.0.0", "v6.0.0"]);
});

test("an operator goes back past what has failed, and past what he has gone back from", () => {
  const driver = onProbation().passes(60_000);
  tries("v3.0.0", driver).bringsIntoForce().passes(60_000);
  tries("v4.0.0", driver).composes().switches().collectorExits().collectorStarts().collectorSays(ok);
  driver.rollsBack().bringsIntoForce().passes(60_000);
  expect(driver.program).toBe("v2.0.0");
  driver.rollsBack().bringsIntoForce();
  expect(driver.program).toBe("own");
});

test("old versions are removed by count, and never what runs or what there is to go back to", () => {
  const driver = withARunning({ config: { agent: { package: { ...packageConfig, keep: 1 } } } });
  for (const version of ["v2.0.0", "v3.0.0", "v4.0.0", "v5.0.0"]) onProbation(version, driver).passes(60_000);
  const programs = driver.effectsThat("KeepPackages").at(-1)?.programs;
  expect(programs).toEqual(["v4.0.0", "v5.0.0"].map((version) => storedPackage(version).program));
});

const packageConfig = {
  verifier: { type: "none" as const },
  allowed: [],
  agentBinary: "",
  allowDowngrade: false,
  keep: 2,
  download: { maxBytes: 1, maxDurationMs: 1 },
};

function missing(): never {
  throw new Error("no composition is asked for");
}

function storedHash(version: string): Uint8Array {
  return Uint8Array.fromHex(storedPackage(version).contentHash);
}
