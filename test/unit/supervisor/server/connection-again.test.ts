import { describe, expect, test } from "bun:test";

import { ConnectionSettingsStatuses } from "../../../../src/opamp/wire/messages.ts";
import { MindDriver, withARunning } from "../../../support/mind-driver.ts";
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
import type { Remains } from "../../../support/stored.ts";

const { ConnectionSettingsStatuses_APPLYING: applying, ConnectionSettingsStatuses_FAILED: failed } =
  ConnectionSettingsStatuses;
const telemetry = { metrics: { endpoint: "http://m", headers: [] } };
const settings = newSettings;

function told(status: ConnectionSettingsStatuses, errorMessage = ""): Remains["settingsStatus"] {
  return { status, lastConnectionSettingsHash: Buffer.from("n"), errorMessage };
}

describe("a supervisor that begins", () => {
  test("tries settings whose trial was cut short again, from the start", () => {
    const driver = new MindDriver({ remains: { connectionCandidate: settings, settingsStatus: told(applying) } });
    expect(driver.state.connection).toMatchObject({ is: "trying", candidate: settings });
    answers(driver.starts());
    expect(driver.settingsVerdict).toBe("n APPLIED");
    expect(deeds(driver)).toEqual(["keep accepted", "status 1", "forget candidate"]);
  });

  test("goes back to those in force where that fails, and remembers what else had failed of the offer", () => {
    const remains = {
      connection: { destinationEndpoint: "wss://accepted" },
      connectionCandidate: settings,
      settingsStatus: told(applying, "own telemetry: boom"),
    };
    const driver = new MindDriver({ remains }).starts().passes(60_000);
    expect(driver.settingsVerdict).toBe(
      "n FAILED: own telemetry: boom; opamp: SETTINGS_UNREACHABLE: no answer of the server within 60 s",
    );
    expect(deeds(driver)).toEqual(["status 3", "forget candidate", "use 1 wss://accepted"]);
  });

  test("forgets settings whose verdict is known", () => {
    const driver = new MindDriver({ remains: { connectionCandidate: settings, settingsStatus: told(failed, "no") } });
    expect(driver.state.connection).toEqual({ is: "steady" });
    expect(deeds(driver.starts())).toEqual(["forget candidate"]);
    expect(driver.settingsVerdict).toBe("n FAILED: no");
  });

  test("forgets accepted settings that were given up, where the end came between the word on them and their removal", () => {
    const before = answers(misses(answers(trying())).passes(3_600_000));
    const { status } = before.effectsThat("SaveSettingsStatus").at(-1) ?? {};
    const settingsStatus = told(failed, status?.error);
    const driver = new MindDriver({ remains: { connection: settings, settingsStatus } });
    expect(driver.state.connectionInForce).toBeUndefined();
    expect(deeds(driver.starts())).toEqual(["forget accepted"]);
    expect(driver.settingsVerdict).toBe(before.settingsVerdict);
  });

  test("leaves all stored settings alone while it may not accept any", () => {
    const config = { capabilities: { acceptsOpampConnectionSettings: false } };
    const remains = { connection: settings, connectionCandidate: settings, settingsStatus: told(failed) };
    const driver = new MindDriver({ remains, config }).starts();
    expect(driver.state).toMatchObject({ connection: { is: "steady" }, connectionInForce: undefined });
    expect(deeds(driver)).toEqual([]);
  });
});

describe("settings that have failed", () => {
  const no = { reached: false as const, reason: "no address is known" };
  const failing = () => probed(withARunning().offersSettings(newOffer), no);
  const looks = (driver: MindDriver) => driver.effectsThat("ProbeServer").length;

  test("are tried again when the same offer comes again, but not at once", () => {
    const driver = failing().passes(4_999).offersSettings(newOffer);
    expect(looks(driver)).toBe(1);
    expect(driver.settingsVerdict).toBe("n FAILED: opamp: SETTINGS_UNREACHABLE: no address is known");
    driver.passes(1).offersSettings(newOffer);
    expect(driver.settingsVerdict).toBe("n APPLYING");
    answers(probed(driver));
    expect(driver.settingsVerdict).toBe("n APPLIED");
  });

  test("rest longer after each failure, an hour at most, where a server offers them with every answer", () => {
    const driver = failing();
    for (let beats = 0; beats < 720; beats += 1) {
      const before = looks(driver);
      driver.passes(30_000).offersSettings(newOffer);
      if (looks(driver) > before) probed(driver, no);
    }
    expect(looks(driver)).toBe(15);
  });

  test.each([
    ["no hash", ""],
    ["the same hash", "n"],
  ])("take their interval of heartbeats back while they rest and come with %s", (_, hash) => {
    const offer = settingsOffer(hash, { opamp: asked });
    const driver = probed(withARunning().offersSettings(offer), no);
    const before = driver.effects.length;
    driver.offersSettings(offer);
    expect(driver.effects.slice(before)).toContainEqual({ do: "UseHeartbeat", settings: undefined });
    expect(looks(driver)).toBe(1);
  });

  test("are tried at once under another hash", () => {
    expect(looks(failing().offersSettings(settingsOffer("m", { opamp: asked })))).toBe(2);
  });

  test("are tried again where they failed in an earlier run", () => {
    const remains = { settingsStatus: told(failed, "opamp: no address is known") };
    const driver = new MindDriver({ remains }).starts().bringsIntoForce().offersSettings(newOffer);
    expect(driver.settingsVerdict).toBe("n APPLYING");
    answers(probed(driver));
    expect(driver.settingsVerdict).toBe("n APPLIED");
  });

  test("are tried again where they had been given up, once the server offers them again", () => {
    const driver = answers(misses(answers(trying())).passes(3_600_000));
    expect(driver.settingsVerdict).toStartWith("n FAILED: withdrawn: ");
    driver.offersSettings(newOffer);
    expect(driver.settingsVerdict).toStartWith("n FAILED: withdrawn: ");
    answers(probed(driver.passes(5_000).offersSettings(newOffer)));
    expect(driver.settingsVerdict).toBe("n APPLIED");
  });
});

describe("an offer of own telemetry during a trial of the connection", () => {
  const during = () => trying().offersSettings(telemetryOffer(telemetry, "t"));

  test("is not on disk before the Collector is proved with it, since a start would take up the trial alone", () => {
    const driver = during();
    expect(driver.settingsVerdict).toBe("t APPLYING");
    expect(driver.effectsThat("SaveSettingsStatus").map(({ status }) => status.id)).toEqual(["6e"]);
    answers(driver.bringsIntoForce());
    expect(driver.settingsVerdict).toBe("t APPLIED");
    expect(driver.effectsThat("SaveSettingsStatus").map(({ status }) => status.id)).toEqual(["6e", "74", "74"]);
  });

  test("that the server of the trial answers first waits for the Collector", () => {
    const driver = answers(during());
    expect(driver.settingsVerdict).toBe("t APPLYING");
    expect(driver.state.connectionInForce).toEqual(settings);
    expect(driver.bringsIntoForce().settingsVerdict).toBe("t APPLIED");
  });
});
