import { describe, expect, test } from "bun:test";

import type { OfferVerdict } from "../../../../src/connection/offered-settings.ts";
import { settingsSnapshot } from "../../../../src/supervisor/report/settings-snapshot.ts";
import { ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import {
  answers,
  asked,
  deeds,
  misses,
  newOffer,
  newSettings,
  probed,
  trying,
} from "../../../support/offered-connection.ts";
import { settingsOffer, telemetryOffer } from "../../../support/settings-offers.ts";

const telemetry = { metrics: { endpoint: "http://m", headers: [] } };
const hour = 3_600_000;

describe("offered settings of the connection", () => {
  test("are kept, looked at, used, and in force with the first answer", () => {
    const driver = withARunning().offersSettings(newOffer);
    expect(driver.settingsVerdict).toBe("n APPLYING");
    probed(driver).passes(40);
    answers(driver, 0);
    expect(driver.settingsVerdict).toBe("n APPLYING");
    answers(driver);
    expect(driver.settingsVerdict).toBe("n APPLIED");
    expect(deeds(driver)).toEqual([
      "status 2",
      "keep candidate",
      "ProbeServer",
      "use 1 wss://new",
      "keep accepted",
      "status 1",
      "forget candidate",
    ]);
    expect(driver.state.connectionGap?.lastedMs).toBe(40);
  });

  test("that lead nowhere fail with the cause, and the old connection has never been gone", () => {
    const driver = probed(withARunning().offersSettings(newOffer), { reached: false, reason: "no address is known" });
    expect(driver.settingsVerdict).toBe("n FAILED: opamp: SETTINGS_UNREACHABLE: no address is known");
    expect(driver.effectsThat("UseConnection")).toEqual([]);
    expect(deeds(driver).slice(-3)).toEqual(["status 3", "AbandonProbe", "forget candidate"]);
  });

  test("that are looked at for too long fail", () => {
    const driver = withARunning().offersSettings(newOffer).passes(60_000);
    expect(driver.settingsVerdict).toBe("n FAILED: opamp: SETTINGS_UNREACHABLE: nothing answered within 60 s");
    expect(deeds(driver)).toContain("AbandonProbe");
    probed(driver);
    expect(driver.effectsThat("UseConnection")).toEqual([]);
  });

  test("without an answer in time fail with what went wrong last, and the old ones return", () => {
    const driver = misses(trying()).passes(60_000);
    expect(driver.settingsVerdict).toBe(
      "n FAILED: opamp: SETTINGS_UNREACHABLE: no answer of the server within 60 s: nobody is there",
    );
    expect(deeds(driver).slice(-3)).toEqual(["status 3", "forget candidate", "use 2 own"]);
    answers(driver.passes(500));
    expect(driver.state.connectionGap?.lastedMs).toBe(60_500);
  });

  test("are not judged by the end of the connection before them", () => {
    const driver = misses(trying(), 0).passes(60_000);
    expect(driver.settingsVerdict).toBe("n FAILED: opamp: SETTINGS_UNREACHABLE: no answer of the server within 60 s");
  });

  test("that come again while they are looked at are known", () => {
    const driver = probed(withARunning().offersSettings(newOffer).offersSettings(newOffer), {
      reached: false,
      reason: "no",
    });
    expect(driver.effectsThat("ProbeServer")).toHaveLength(1);
    expect(driver.settingsVerdict).toBe("n FAILED: opamp: SETTINGS_UNREACHABLE: no");
  });

  test("that the server answers with an error fail with its words", () => {
    const driver = trying();
    const { connectionUse: use } = driver.state;
    driver
      .post({ is: "ServerRefused", use: use - 1, reason: "the old one" })
      .post({ is: "ServerRefused", use, reason: "who are you" });
    expect(driver.passes(60_000).settingsVerdict).toBe(
      "n FAILED: opamp: SETTINGS_UNREACHABLE: no answer of the server within 60 s: who are you",
    );
  });

  test("that are refused fail at once, and take the interval of heartbeats back", () => {
    const refused: OfferVerdict = { is: "refused", reason: "tls.insecure_skip_verify is not allowed here" };
    const driver = withARunning().offersSettings(settingsOffer("r", { opamp: refused }));
    expect(driver.settingsVerdict).toBe(
      "r FAILED: opamp: SETTINGS_REFUSED: tls.insecure_skip_verify is not allowed here",
    );
    expect(driver.effectsThat("UseHeartbeat")).toEqual([{ do: "UseHeartbeat", settings: undefined }]);
  });

  test("that are in force already are applied without another connection, with their interval", () => {
    const same: OfferVerdict = { is: "same", settings: { heartbeatIntervalSeconds: 7 } };
    const driver = withARunning().offersSettings(settingsOffer("s", { opamp: same }));
    expect(driver.settingsVerdict).toBe("s APPLIED");
    expect(deeds(driver)).toEqual(["keep accepted", "status 1"]);
  });

  test("wait for the Collector's part of the offer, and fail with its name where only that fails", () => {
    const both = { ...telemetryOffer(telemetry, "b"), opamp: asked };
    const driver = withARunning().offersSettings(both);
    expect(driver.effectsThat("ProbeServer")).toEqual([]);
    driver.composes().switches().collectorSays(permanent);
    expect(driver.settingsVerdict).toBe("b APPLYING");
    answers(probed(driver.switches().collectorSays(ok)));
    expect(driver.settingsVerdict).toStartWith("b FAILED: own telemetry: ");
    expect(driver.state.connectionInForce).toEqual(newSettings);
  });
});

describe("the newest offer wins", () => {
  const newer = { destinationEndpoint: "wss://newer", heartbeatIntervalSeconds: 0 };
  const newerOffer = settingsOffer("m", { opamp: { is: "asked", settings: newer, notes: [] } });

  test("while another is looked at", () => {
    const driver = withARunning().offersSettings(newOffer).offersSettings(newerOffer);
    expect(deeds(driver).slice(-4)).toEqual(["forget candidate", "status 2", "keep candidate", "ProbeServer"]);
    answers(probed(driver));
    expect(driver.settingsVerdict).toBe("m APPLIED");
    expect(driver.state.connectionInForce).toEqual(newer);
  });

  test("while another is tried: the old connection comes back first", () => {
    const driver = trying().offersSettings(newerOffer);
    expect(deeds(driver)).toContain("use 2 own");
    answers(probed(driver), 3);
    expect(driver.settingsVerdict).toBe("m APPLIED");
  });

  test("and one that says nothing of this connection leaves the trial, whose verdict is its own too", () => {
    const driver = trying().offersSettings(telemetryOffer({}, "t"));
    expect(driver.settingsVerdict).toBe("t APPLYING");
    answers(driver);
    expect(driver.settingsVerdict).toBe("t APPLIED");
  });
});

describe("accepted settings that lead nowhere any more", () => {
  const dead = () => misses(answers(trying()));

  test("are given up after connection.return_after, when the operator's lead to an answer", () => {
    const driver = dead().passes(hour - 1);
    expect(driver.state.connection.is).toBe("steady");
    driver.passes(1);
    expect(driver.state.connection.is).toBe("returning");
    expect(driver.settingsVerdict).toBe("n APPLIED");
    answers(driver);
    expect(driver.settingsVerdict).toStartWith(
      "n FAILED: withdrawn: opamp: SETTINGS_UNREACHABLE: no answer for 3600 s",
    );
    expect(deeds(driver).slice(-3)).toEqual(["use 2 own", "status 3", "forget accepted"]);
    expect(driver.state.connectionInForce).toBeUndefined();
  });

  test("take turns with the operator's while neither leads to an answer", () => {
    const driver = dead().passes(3 * hour);
    expect(deeds(driver).slice(-3)).toEqual(["use 2 own", "use 3 wss://new", "use 4 own"]);
    driver.passes(hour);
    answers(driver);
    expect(driver.settingsVerdict).toBe("n APPLIED");
    expect(driver.state.connection).toEqual({ is: "steady" });
  });

  test("stay where an answer comes in time, and for ever with 0s", () => {
    const driver = answers(dead().passes(hour - 1)).passes(2 * hour);
    expect(driver.state.connectionUse).toBe(1);
    const never = misses(answers(trying({ config: { connection: { returnAfterMs: 0 } } }))).passes(10 * hour);
    expect(never.state.connectionUse).toBe(1);
  });

  test("are not gone from where they lead nowhere else than the operator's", () => {
    const same: OfferVerdict = { is: "same", settings: { heartbeatIntervalSeconds: 7 } };
    const driver = misses(withARunning().offersSettings(settingsOffer("s", { opamp: same }))).passes(3 * hour);
    expect(driver.effectsThat("UseConnection")).toEqual([]);
  });
});

test("a stop gives up the look, and what comes after it changes nothing", () => {
  const driver = withARunning().offersSettings(newOffer).isToldToStop();
  expect(deeds(driver).at(-1)).toBe("AbandonProbe");
  const before = driver.effects.length;
  answers(probed(driver).offersSettings(newOffer), 0);
  expect(driver.effects).toHaveLength(before);
});

test("status shows whose settings are in force, what is on trial and how the last offer ended, without a secret", () => {
  const secret = { ...newSettings, headers: { headers: [{ key: "a", value: "hunter22" }] } };
  const driver = withARunning().offersSettings(
    settingsOffer("n", { opamp: { is: "asked", settings: secret, notes: [] } }),
  );
  expect(settingsSnapshot(driver.state)).toMatchObject({
    inForce: "operator",
    phase: "probing",
    candidateEndpoint: "wss://new/",
    outcome: { hash: "6e", status: "APPLYING" },
  });
  answers(probed(driver).passes(7));
  const shown = settingsSnapshot(driver.state);
  expect(shown).toMatchObject({ inForce: "offered", offeredEndpoint: "wss://new/", lastGap: { durationMs: 7 } });
  expect(JSON.stringify(shown)).not.toContain("hunter22");
  expect(settingsSnapshot(withARunning().state)).toBeUndefined();
});

test("another identity during a trial is used, and the trial goes on", () => {
  const driver = trying().assignsUid(new Uint8Array(16).fill(9));
  expect(driver.effectsThat("UseInstanceUid")).toHaveLength(1);
  answers(driver);
  expect(driver.settingsVerdict).toBe("n APPLIED");
});
