import { expect, test } from "bun:test";

import { failureReason, verdictOf } from "../../../src/collector/health-verdict.ts";

test("StatusOK proves a configuration", () => {
  expect(verdictOf({ healthy: true, status: "StatusOK" })).toEqual({ is: "proven" });
});

test("healthy without a status is the word of an older extension", () => {
  expect(verdictOf({ healthy: true })).toEqual({ is: "healthy-without-status" });
  expect(verdictOf({ healthy: true, status: "" })).toEqual({ is: "healthy-without-status" });
});

test.each([
  [{ healthy: false, status: "StatusStarting" }],
  [{ healthy: false, status: "StatusRecoverableError", lastError: "the backend is away" }],
  [{ healthy: false, status: "StatusOK" }],
  [{ healthy: true, status: "StatusStopping" }],
  [{ healthy: false }],
  [{}],
])("%p leaves it open", (health) => {
  expect(verdictOf(health)).toEqual({ is: "open" });
});

test.each(["StatusPermanentError", "StatusFatalError"])("%s is a failure, with its reason", (status) => {
  expect(verdictOf({ healthy: false, status, lastError: "port taken" })).toEqual({
    is: "failed",
    reason: `${status}: port taken`,
  });
});

test("the reason names the components that fail, by their path, and not those that are well", () => {
  const failing = { healthy: false, status: "StatusPermanentError" };
  const health = {
    ...failing,
    componentHealthMap: {
      "pipeline:traces": {
        ...failing,
        componentHealthMap: {
          "receiver:otlp": { ...failing, lastError: "bind: address already in use" },
          "exporter:nop": { healthy: true, status: "StatusOK" },
        },
      },
      extensions: { ...failing, componentHealthMap: { "extension:health_check": failing } },
    },
  };
  expect(failureReason(health)).toBe(
    "extensions / extension:health_check: StatusPermanentError; " +
      "pipeline:traces / receiver:otlp: StatusPermanentError: bind: address already in use",
  );
});

test("an unhealthy Collector without a status is called unhealthy", () => {
  expect(failureReason({ healthy: false, lastError: "gone wrong" })).toBe("unhealthy: gone wrong");
});
