import { expect, test } from "bun:test";

import { orderedEnd } from "../../../../src/opamp/client/transport.ts";
import { ServerConnection } from "../../../../src/supervisor/report/server-connection.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

test("the connection is shown as it is, its last error outlives it, and no secret of the address is shown", () => {
  const clock = new FakeClock();
  let changes = 0;
  const changed = () => void (changes += 1);
  const server = new ServerConnection({ clock, endpoint: "wss://h:1/v1/opamp?token=secret", changed });
  expect(server.status).toEqual({ endpoint: "wss://h:1/v1/opamp", state: "connecting" });
  server.disconnected({ code: "ECONNREFUSED", message: "nothing accepts connections" }, 5_000);
  const lastError = { at: "2026-01-01T00:00:00.000Z", code: "ECONNREFUSED", message: "nothing accepts connections" };
  expect(server.status).toEqual({
    endpoint: "wss://h:1/v1/opamp",
    state: "waiting",
    nextTryAt: "2026-01-01T00:00:05.000Z",
    lastError,
  });
  clock.advance(5_000);
  server.connected();
  expect(server.status).toEqual({
    endpoint: "wss://h:1/v1/opamp",
    state: "connected",
    connectedSince: "2026-01-01T00:00:05.000Z",
    lastError,
  });
  expect(changes).toBe(2);
});

test("that one connection ends for another is no error", () => {
  const server = new ServerConnection({ clock: new FakeClock(), endpoint: "wss://h/v1/opamp", changed: () => {} });
  server.connected();
  server.disconnected(orderedEnd.loss, 0);
  expect(server.status).toEqual({
    endpoint: "wss://h/v1/opamp",
    state: "waiting",
    nextTryAt: "2026-01-01T00:00:00.000Z",
  });
});
