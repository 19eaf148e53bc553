import { describe, expect, test } from "bun:test";

import { featureGatesFault } from "../../../src/cli/feature-gates.ts";

describe("--feature-gates", () => {
  test.each(["opampsupervisor.Extensions", "+opampsupervisor.Extensions", "-opampsupervisor.Extensions"])(
    "takes %s",
    (gates) => {
      expect(featureGatesFault(gates)).toBeUndefined();
    },
  );

  test.each([
    ["service.profilesSupport", "service.profilesSupport"],
    ["+opampsupervisor.Extensions, -other", "other"],
    [",", ""],
  ])("refuses %j by the name of the gate", (gates, name) => {
    expect(featureGatesFault(gates)).toStartWith(`no such feature gate "${name}"; there is opampsupervisor.Extensions`);
  });
});
