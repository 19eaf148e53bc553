import { describe, expect, test } from "bun:test";

import type { OrderCode } from "../../../../src/control/protocol.ts";
import { noPackages, type StoredPackage } from "../../../../src/storage/packages-record.ts";
import { cannotRollBack, rollbackTarget } from "../../../../src/supervisor/packages/package-orders.ts";
import { findWayBack } from "../../../../src/supervisor/packages/way-back.ts";
import { withARunning } from "../../../support/mind-driver.ts";
import { storedPackage } from "../../../support/package-offers.ts";

const versions = ["v1.0.0", "v2.0.0", "v3.0.0"].map((version) => storedPackage(version));
const [first, second, third] = versions as [StoredPackage, StoredPackage, StoredPackage];

/** The third one runs; `lost` and `distrusted` are versions. */
function world({ lost = "", distrusted = "", minimumVersion = "" } = {}) {
  const packages = { ...noPackages, versions, installed: third.hash };
  const download = { maxBytes: 1, maxDurationMs: 1 };
  const rules = {
    verifier: { type: "none" as const },
    agentBinary: "",
    allowDowngrade: false,
    allowed: [],
    keep: 4,
    download,
  };
  const config = { agent: { package: minimumVersion === "" ? rules : { ...rules, minimumVersion } } };
  const driver = withARunning({ remains: { packages }, config });
  const fault = (each: StoredPackage, name: string, text: string) => (each.version === name ? text : undefined);
  const bounds = (passedOver: readonly string[]) => {
    return { minimumVersion: driver.state.settings.packages.minimumVersion, passedOver };
  };
  return (version?: string) =>
    findWayBack(version, {
      target: (passedOver) => rollbackTarget(driver.state.packages, version, bounds(passedOver)),
      refusal: (passedOver) => cannotRollBack(driver.state.packages, version, bounds(passedOver)),
      lookAt: async (each) => fault(each, lost, `PACKAGE_LOST: ${each.version} is gone`),
      trustFault: async (each) => fault(each, distrusted, "VERIFIER_CHANGED: it has"),
    });
}

const there = (passedOver: string[], notes: string[]) => ({ is: "there" as const, passedOver, notes });
const none = (code: OrderCode, message: string) => ({
  is: "none" as const,
  answer: { taken: false as const, code, message },
});

describe("the way back that an operator asks for", () => {
  test("leads to the version before", async () => {
    expect(await world()()).toEqual(there([], []));
    expect(await world()("1.0.0")).toEqual(there([], []));
  });

  test("leads past what is lost or not trusted any more, which is said", async () => {
    expect(await world({ lost: "v2.0.0" })()).toEqual(there([second.hash], ["PACKAGE_LOST: v2.0.0 is gone"]));
    const both = await world({ lost: "v2.0.0", distrusted: "v1.0.0" })();
    expect(both).toEqual(
      there([second.hash, first.hash], ["PACKAGE_LOST: v2.0.0 is gone", "VERIFIER_CHANGED: it has"]),
    );
  });

  test("is refused where what he names is lost, not trusted, too old or not here", async () => {
    expect(await world({ lost: "v2.0.0" })("v2.0.0")).toEqual(none("PACKAGE_LOST", "PACKAGE_LOST: v2.0.0 is gone"));
    expect(await world({ distrusted: "v1.0.0" })("v1.0.0")).toEqual(
      none("VERIFIER_CHANGED", "VERIFIER_CHANGED: it has"),
    );
    expect(await world({ minimumVersion: "2.0.0" })("v1.0.0")).toEqual(
      none("BELOW_MINIMUM", "v1.0.0 is older than agent.package.minimum_version, 2.0.0"),
    );
    expect(await world()("v9.0.0")).toEqual(
      none("NO_SUCH_VERSION", "there is no other version v9.0.0 here; there are v1.0.0, v2.0.0"),
    );
  });
});
