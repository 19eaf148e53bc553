import { expect, test } from "bun:test";

import { whatFailed } from "../../../../src/supervisor/apply/what-failed.ts";
import { MindDriver, ok, permanent } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

const running = () => new MindDriver().starts().bringsIntoForce().offers(remote("A")).bringsIntoForce();
const found = (driver: MindDriver) => whatFailed(driver.mind.state);

test("where nothing has failed, there is nothing to try again", () => {
  expect(found(running())).toEqual([]);
});

test("a configuration that failed last is named by its hash, until it is tried again", () => {
  const driver = running().offers(remote("B")).composes().switches().collectorSays(permanent);
  driver.switches().collectorSays(ok);
  expect(found(driver)).toEqual([{ kind: "configuration", name: "42" }]);
  driver.isToldToRetry();
  expect(found(driver)).toEqual([]);
});

test("a Collector that waits for its next start is one of it, until it is started", () => {
  const driver = running().passes(600_000).collectorExits().collectorStarts().collectorExits();
  expect(found(driver)).toEqual([{ kind: "Collector" }]);
  driver.isToldToRetry();
  expect(found(driver)).toEqual([]);
});

test("a supervisor that ends tries nothing again", () => {
  const driver = running().passes(600_000).collectorExits().collectorStarts().collectorExits();
  driver.post({ is: "StopRequested" });
  expect(found(driver)).toEqual([]);
});
