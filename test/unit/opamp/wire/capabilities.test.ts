import { describe, expect, test } from "bun:test";

import {
  agentCapabilities,
  agentCapabilityNames,
  ownAgentCapabilities,
  receivedBits,
  serverCapabilities,
} from "../../../../src/opamp/wire/capabilities.ts";

describe("capabilities", () => {
  test("C-029 bits that the protocol does not define are never sent", () => {
    expect(ownAgentCapabilities(0x7fff_ffff)).toBe(0xffff);
  });

  test("C-030 ReportsStatus is always set", () => {
    expect(ownAgentCapabilities(0)).toBe(1);
  });

  test("a received mask may have all 64 bits", () => {
    expect(receivedBits({ toString: () => "18446744073709551615" })).toBe(0x7fff_ffff);
    expect(receivedBits(undefined)).toBe(0);
  });

  test("a mask is made of names", () => {
    expect(agentCapabilities()).toBe(0);
    expect(agentCapabilities("ReportsStatus", "ReportsHealth", "ReportsHealth")).toBe(1 | 2048);
    expect(serverCapabilities("AcceptsStatus", "AcceptsEffectiveConfig")).toBe(1 | 4);
  });

  test("bits have names", () => {
    expect(agentCapabilityNames(1 | 2048 | 0x10000)).toEqual(["ReportsStatus", "ReportsHealth"]);
  });
});
