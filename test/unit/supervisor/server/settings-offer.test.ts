import { describe, expect, test } from "bun:test";

import { ConnectionSettingsStatuses } from "../../../../src/opamp/wire/messages.ts";
import { MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { otherOffer, settingsOffer, settingsStatusName, telemetryOffer } from "../../../support/settings-offers.ts";
import { remote } from "../../../support/stored.ts";

const telemetry = { metrics: { endpoint: "http://metrics", headers: [] } };
const answer = { signal: "metrics" as const, asks: telemetry.metrics };
const other = { name: "gateway", asks: { endpoint: "http://gateway" } };

describe("the status of offered connection settings", () => {
  test("is APPLYING until the Collector is proved with them, then APPLIED", () => {
    const driver = withARunning().offersSettings(telemetryOffer(telemetry, "t"));
    expect(driver.settingsVerdict).toBe("t APPLYING");
    driver.composes().switches();
    expect(driver.settingsVerdict).toBe("t APPLYING");
    driver.collectorSays(ok);
    expect(driver.settingsVerdict).toBe("t APPLIED");
    const kept = driver.effectsThat("SaveSettingsStatus").map(({ status }) => settingsStatusName(status.status));
    expect(kept).toEqual(["APPLIED"]);
  });

  test("is APPLIED at once where nothing changes", () => {
    const driver = withARunning().offersSettings(telemetryOffer({}, "t"));
    expect(driver.settingsVerdict).toBe("t APPLIED");
    expect(driver.compositions).toEqual([]);
  });

  test("is FAILED with part and cause where the Collector does not work with them", () => {
    const driver = withARunning().offersSettings(telemetryOffer(telemetry, "t")).composes().switches();
    driver.collectorSays(permanent);
    expect(driver.settingsVerdict).toStartWith("t FAILED: own telemetry: ");
    expect(driver.settingsVerdict).toContain("boom");
  });

  test("names each part that has failed, and is not told before all have their verdict", () => {
    const offer = settingsOffer("t", { telemetry: [answer], others: [{ name: "x", refused: "no such name" }] });
    const driver = withARunning().offersSettings(offer);
    expect(driver.settingsVerdict).toBe("t APPLYING");
    driver.bringsIntoForce();
    expect(driver.settingsVerdict).toBe("t FAILED: other connections: SETTINGS_REFUSED: x: no such name");
    expect(driver.process?.composition.candidate.connections.telemetry).toEqual(telemetry);
  });

  test("is that of the newest offer alone", () => {
    const driver = withARunning()
      .offersSettings(telemetryOffer(telemetry, "t"))
      .offersSettings(otherOffer("x", {}, "o"));
    expect(driver.settingsVerdict).toBe("o APPLYING");
    driver.composes().composes().switches().collectorSays(ok);
    expect(driver.settingsVerdict).toBe("o APPLIED");
  });

  test("of an offer that comes again is not told anew, and starts nothing", () => {
    const driver = withARunning().offersSettings(telemetryOffer(telemetry, "t")).bringsIntoForce();
    const before = driver.effects.length;
    driver.offersSettings(telemetryOffer(telemetry, "t"));
    expect(driver.effects.slice(before).map((effect) => effect.do)).toEqual(["Log"]);
  });

  test("becomes FAILED once where the Collector does not stand the probation with them", () => {
    const driver = withARunning().offersSettings(telemetryOffer(telemetry, "t")).bringsIntoForce();
    driver.collectorSays(permanent);
    expect(driver.settingsVerdict).toStartWith("t FAILED: withdrawn: own telemetry: ");
  });

  test("waits for the trial of their own that settings get where the remote configuration has failed", () => {
    const driver = withARunning().offers(remote("B")).offersSettings(telemetryOffer(telemetry, "t"));
    driver.composes().composes().switches().collectorSays(permanent);
    expect(driver.verdict).toStartWith("B FAILED");
    expect(driver.settingsVerdict).toBe("t APPLYING");
    driver.bringsIntoForce();
    expect(driver.settingsVerdict).toBe("t APPLIED");
  });

  test("is not told of an offer without a hash", () => {
    const driver = withARunning().offersSettings(telemetryOffer(telemetry)).bringsIntoForce();
    expect(driver.told.connectionSettingsStatus).toBeUndefined();
    expect(driver.effectsThat("SaveSettingsStatus")).toEqual([]);
  });
});

describe("after a restart of the supervisor", () => {
  const stored = (status: ConnectionSettingsStatuses) => ({
    status,
    lastConnectionSettingsHash: Buffer.from("t"),
    errorMessage: "",
  });

  test("the outcome is told as it was", () => {
    const settingsStatus = stored(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED);
    expect(new MindDriver({ remains: { settingsStatus } }).settingsVerdict).toBe("t APPLIED");
  });

  test("an offer whose outcome was open is forgotten, so that the server sends it again", () => {
    const settingsStatus = stored(ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING);
    const driver = new MindDriver({ remains: { settingsStatus } });
    expect(driver.told.connectionSettingsStatus).toBeUndefined();
    driver.starts().bringsIntoForce().offersSettings(telemetryOffer(telemetry, "t")).bringsIntoForce();
    expect(driver.settingsVerdict).toBe("t APPLIED");
  });
});

describe("other connections", () => {
  test("are kept by name, with what an offer leaves out as it was", () => {
    const driver = withARunning()
      .offersSettings(settingsOffer("1", { others: [other] }))
      .bringsIntoForce();
    driver.offersSettings(otherOffer("gateway", { headers: [["a", "b"]] }, "2")).bringsIntoForce();
    driver.offersSettings(otherOffer("second", { endpoint: "http://second" }, "3")).bringsIntoForce();
    expect(driver.effectsThat("SaveOtherConnections").at(-1)?.others).toEqual(
      new Map([
        ["gateway", { endpoint: "http://gateway", headers: [["a", "b"]] }],
        ["second", { endpoint: "http://second", headers: [] }],
      ]),
    );
    expect(driver.effectsThat("SaveTelemetry")).toEqual([]);
  });

  test("that were stored are in force from the start", () => {
    const otherConnections = { otherConnections: { gateway: { destinationEndpoint: "http://g" } } };
    const place = { path: ["exporters", "otlp"] as const, settings: new Map(), allowInsecureTls: false };
    const agent = { otherConnections: new Map([["gateway", place]]) };
    const driver = new MindDriver({ remains: { otherConnections }, config: { agent } }).starts();
    const others = new Map([["gateway", { endpoint: "http://g", headers: [] }]]);
    expect(driver.compositions[0]?.candidate.connections.others).toEqual(others);
  });
});
