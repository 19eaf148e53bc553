import { describe, expect, test } from "bun:test";

import { acceptedHeartbeat, longestSilence, offeredHeartbeat } from "../../../../src/opamp/client/heartbeat.ts";
import { AgentCapabilities } from "../../../../src/opamp/wire/messages.ts";

const { AgentCapabilities_ReportsHeartbeat: beats, AgentCapabilities_AcceptsOpAMPConnectionSettings: accepts } =
  AgentCapabilities;

/** An offer as it comes off the wire, where 64-bit numbers are objects and 0 is the same as absent. */
function offer(heartbeatIntervalSeconds: number | bigint) {
  return { heartbeatIntervalSeconds: { toString: () => String(heartbeatIntervalSeconds) } as never };
}

describe("an offered interval", () => {
  test.each(["websocket", "http"] as const)("C-079, C-082 holds over %s", (transport) => {
    expect(offeredHeartbeat(offer(7), transport, 30_000)).toBe(7_000);
  });

  test("C-080 of 0 switches heartbeats off over WebSocket, and leaves the polling of HTTP as it is", () => {
    expect(offeredHeartbeat(offer(0), "websocket", 30_000)).toBe(0);
    expect(offeredHeartbeat({}, "websocket", 30_000)).toBe(0);
    expect(offeredHeartbeat(offer(0), "http", 30_000)).toBe(30_000);
  });

  test("of absurd length is a number that a clock can take", () => {
    expect(offeredHeartbeat(offer(2n ** 64n - 1n), "websocket", 30_000)).toBe(Number.MAX_SAFE_INTEGER);
  });

  test.each([
    [beats | accepts, 7_000],
    [beats, 30_000],
    [accepts, 30_000],
    [0, 30_000],
  ])("changes an agent with the capabilities %d: %d", (capabilities, period) => {
    expect(acceptedHeartbeat(offer(7), { transport: "http", currentMs: 30_000, capabilities })).toBe(period);
  });

  test("that is not there changes nothing", () => {
    const inForce = { transport: "websocket", currentMs: 30_000, capabilities: beats | accepts } as const;
    expect(acceptedHeartbeat(undefined, inForce)).toBe(30_000);
    expect(acceptedHeartbeat(null, inForce)).toBe(30_000);
  });
});

describe("the longest silence", () => {
  const silence = { transport: "websocket", periodMs: 30_000, capabilities: beats, unit: 0.5 } as const;

  test("over WebSocket is the period, or endless without capability or period", () => {
    expect(longestSilence(silence)).toBe(30_000);
    expect(longestSilence({ ...silence, capabilities: 0 })).toBeUndefined();
    expect(longestSilence({ ...silence, periodMs: 0 })).toBeUndefined();
  });

  test("over HTTP ends up to a tenth early, whatever the capabilities", () => {
    const polling = { ...silence, transport: "http", capabilities: 0 } as const;
    expect([0, 0.5, 1].map((unit) => longestSilence({ ...polling, unit }))).toEqual([30_000, 28_500, 27_000]);
    expect(longestSilence({ ...polling, periodMs: 0, unit: 0 })).toBe(30_000);
  });
});
