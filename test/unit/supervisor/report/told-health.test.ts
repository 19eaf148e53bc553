import { describe, expect, test } from "bun:test";

import type { FlowCounts } from "../../../../src/collector/flow-counts.ts";
import { attributeValues } from "../../../../src/supervisor/compose/attribute-values.ts";
import { timeText } from "../../../../src/supervisor/report/time-text.ts";
import { day } from "../../../support/certificates.ts";
import { MindDriver, ok } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

const running = () => new MindDriver().starts().bringsIntoForce().offers(remote("A")).bringsIntoForce();
const seen = (driver: MindDriver) => Object.fromEntries(attributeValues(driver.told.health?.attributes ?? []));
const statuses = (driver: MindDriver) => driver.effectsThat("TellStatus").length;
const healths = (driver: MindDriver) => driver.effectsThat("Report").filter(({ parts }) => parts.health).length;

/** The Collector counts: so many spans came in and went out since its start. */
function measures(driver: MindDriver, spans: number, more: Partial<FlowCounts> = {}): MindDriver {
  driver.passes(10_000);
  const generation = driver.process?.generation ?? 0;
  const counts = (["receiver", "exporter"] as const).map((role) => {
    return { role, id: "otlp", unit: "spans" as const, passed: spans, failed: 0 };
  });
  const seconds = driver.clock.monotonic() / 1000;
  const all = { counts, queues: { otlp: 0.25 }, cpuSeconds: seconds / 2, memoryBytes: 1 << 20, ...more };
  return driver.post({ is: "CollectorMeasured", generation, counts: all });
}

const isDue = (driver: MindDriver) => driver.post({ is: "FiguresDue" });

describe("beside the words of health the server sees", () => {
  test("what runs, from its proof on, and what the change has cost", () => {
    const driver = running();
    expect(seen(driver)).toEqual({ "collector.configuration": "41", "collector.last_outage_ms": 0n });
    driver.offers(remote("B")).composes().collectorStops().passes(300).collectorStarts();
    expect(seen(driver)["collector.configuration"]).toBe("41");
    driver.collectorSays(ok);
    expect(seen(driver)).toEqual({ "collector.configuration": "42", "collector.last_outage_ms": 300n });
  });

  test("how often the Collector has ended, how it ended last, and when the next try is", () => {
    const driver = running().passes(600_000).collectorExits();
    driver.collectorStarts().collectorExits({ how: "exit code 7" });
    const nextTry = "collector.next_try_at";
    expect(seen(driver)).toMatchObject({
      "collector.deaths_in_a_row": 2n,
      "collector.last_death": "exit code 7",
      [nextTry]: expect.stringMatching(/^2026-01-01T00:1\d:\d\d/),
    });
    expect(seen(driver)).not.toHaveProperty(["collector.configuration"]);
    driver.passes(2_000).collectorStarts().collectorSays(ok);
    expect(seen(driver)).toMatchObject({ "collector.deaths_in_a_row": 2n, "collector.configuration": "41" });
    expect(seen(driver)).not.toHaveProperty([nextTry]);
    driver.passes(60_000);
    expect(seen(driver)).not.toHaveProperty(["collector.deaths_in_a_row"]);
  });

  test("when the client certificate ends", () => {
    const driver = running();
    const validTo = Date.UTC(2027, 0, 1);
    driver.post({ is: "ServerReached", use: 0, certificate: { subject: "CN=a", validFrom: 0, validTo } });
    expect(seen(driver)).toMatchObject({ "opampsupervisor.certificate.not_after": "2027-01-01T00:00:00.000Z" });
    driver.post({ is: "ServerReached", use: 0 });
    expect(seen(driver)).not.toHaveProperty(["opampsupervisor.certificate.not_after"]);
  });

  test("when the certificates end that are shown to others, and behind the words which of all is near its end", () => {
    const driver = running().collectorSays(ok);
    const now = driver.clock.now();
    const lasting = (section: string, days: number) => {
      return { section, subject: `CN=${section}`, validFrom: now - 300 * day, validTo: now + days * day };
    };
    const read = (...certificates: ReturnType<typeof lasting>[]) =>
      driver.post({ is: "CertificatesRead", certificates });
    const [health, metrics] = [lasting("healthcheck::tls", 14), lasting("own_metrics", 13)];
    read(health);
    const at = (days: number) => timeText(now + days * day);
    expect(seen(driver)["opampsupervisor.certificates"]).toEqual(new Map([["healthcheck::tls", at(14)]]));
    expect(driver.health).toBe("healthy StatusOK");
    read(health, metrics);
    expect(seen(driver)["opampsupervisor.certificates"]).toEqual(
      new Map([
        ["healthcheck::tls", at(14)],
        ["own_metrics", at(13)],
      ]),
    );
    expect(driver.health).toBe(`healthy StatusOK; the certificate of own_metrics ends ${at(13)}`);
    const own = { subject: "CN=a", validFrom: now - 300 * day, validTo: now - day };
    driver.post({ is: "ServerReached", use: 0, certificate: own });
    expect(driver.health).toBe(`healthy StatusOK; the client certificate ended ${at(-1)} (and 1 more)`);
    driver.post({ is: "ServerReached", use: 0 });
    read();
    expect(driver.health).toBe("healthy StatusOK");
    expect(seen(driver)).not.toHaveProperty(["opampsupervisor.certificates"]);
  });

  test("what the Collector itself says in attributes", () => {
    const attributes = [{ key: "own", value: { boolValue: true } }];
    const driver = running().collectorSays({ ...ok, attributes });
    expect(seen(driver)).toMatchObject({ own: true, "collector.configuration": "41" });
  });
});

describe("figures", () => {
  const figures = {
    "collector.cpu": 0.5,
    "collector.memory_bytes": 1_048_576n,
    "collector.pipelines": new Map([
      ["traces", new Map(Object.entries({ accepted: 5, refused: 0, sent: 5, failed: 0 }))],
    ]),
    "collector.queues": new Map([["otlp", 0.25]]),
  };

  test("go with a heartbeat, and alone no more often than every five minutes", () => {
    const driver = running();
    const before = healths(driver);
    for (const spans of [0, 50, 100]) measures(driver, spans);
    expect(healths(driver)).toBe(before);
    isDue(driver);
    expect(seen(driver)).toMatchObject(figures);
    expect(healths(driver)).toBe(before + 1);
    for (let spans = 200; spans <= 3_000; spans += 100) isDue(measures(driver, spans));
    expect(healths(driver)).toBe(before + 1);
    isDue(measures(driver, 3_100));
    expect(healths(driver)).toBe(before + 2);
    expect(seen(driver)["collector.pipelines"]).toMatchObject(new Map([["traces", new Map([["accepted", 10]])]]));
  });

  test("that come to be later go with the next heartbeat", () => {
    const driver = running();
    isDue(measures(driver, 0));
    expect(seen(driver)).toMatchObject({ "collector.memory_bytes": 1_048_576n });
    expect(seen(driver)).not.toHaveProperty(["collector.pipelines"]);
    isDue(measures(driver, 50));
    expect(seen(driver)).toMatchObject(figures);
  });

  test("go with a health that is told anyway", () => {
    const driver = running();
    for (const spans of [0, 50]) measures(driver, spans);
    driver.holds("audit");
    expect(seen(driver)).toMatchObject(figures);
  });

  test("of a Collector that is gone are not told", () => {
    const driver = running();
    for (const spans of [0, 50]) measures(driver, spans);
    isDue(driver).collectorExits();
    expect(seen(driver)).not.toHaveProperty(["collector.cpu"]);
  });
});

describe("a server that takes the supervisor's own words hears how everything is", () => {
  test("with each heartbeat, and when it says that it takes them", () => {
    const driver = running();
    const before = statuses(driver);
    isDue(isDue(driver));
    expect(statuses(driver)).toBe(before + 2);
    for (const spans of [0, 50]) measures(driver, spans);
    driver.collectorSays(ok);
    expect(statuses(driver)).toBe(before + 2);
  });

  test("at once with news, after the report of the same", () => {
    const driver = running();
    const before = statuses(driver);
    driver.collectorExits();
    expect(statuses(driver)).toBe(before + 1);
    const order = driver.effects.map(({ do: what }) => what);
    expect(order.lastIndexOf("TellStatus")).toBeGreaterThan(order.lastIndexOf("Report"));
    driver.holds("audit").offers(remote("B"));
    expect(statuses(driver)).toBe(before + 3);
    driver.releases();
    expect(statuses(driver)).toBe(before + 4);
  });
});
