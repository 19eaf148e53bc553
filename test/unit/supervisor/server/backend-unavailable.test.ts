import { expect, test } from "bun:test";

import { withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

test("a configuration whose exporters reach nobody is told as failed, and that it is not to blame", () => {
  const away = { healthy: false, status: "StatusRecoverableError", lastError: "connection refused" };
  const pipeline = { healthy: false, componentHealthMap: { "exporter:otlp": away } };
  const driver = withARunning().offers(remote("B")).composes().switches();
  driver.collectorSays({ ...away, componentHealthMap: { "pipeline:traces": pipeline } });
  driver.passes(driver.state.settings.configApplyTimeoutMs);
  expect(driver.verdict).toStartWith("B FAILED: BACKEND_UNAVAILABLE: starting: the Collector was not healthy within");
  expect(driver.state.rejected).toEqual([]);
});
