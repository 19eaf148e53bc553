import { describe, expect, test } from "bun:test";

import { compareVersions, versionIn } from "../../../src/packages/compare-versions.ts";

describe("versions", () => {
  test("are ranked as semantic versioning ranks them", () => {
    const rising = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1"];
    const all = [...rising, "v1.0.0", "1.0.1", "1.9.0", "1.10", "2"];
    for (const [place, version] of all.entries()) {
      for (const [other, than] of all.entries()) {
        expect([version, than, Math.sign(compareVersions(version, than) ?? NaN)]).toEqual([
          version,
          than,
          Math.sign(place - other),
        ]);
      }
    }
  });

  test("are equal whatever stands in front of them or names their build", () => {
    expect(compareVersions("v1.2.0+build.7", "1.2")).toBe(0);
  });

  test.each(["", "latest", "1.x", "v", "1.2.3.4.5", "1..2", "1.2.3 evil"])(
    "cannot be ranked where one is %j",
    (odd) => {
      expect(compareVersions(odd, "1.0.0")).toBeUndefined();
      expect(compareVersions("1.0.0", odd)).toBeUndefined();
    },
  );

  test("are found in what a Collector says of itself", () => {
    expect(versionIn("otelcol-contrib version 0.149.0\n")).toBe("0.149.0");
    expect(versionIn("otelcol version v1.2.3-rc.1 (go1.25)\n")).toBe("v1.2.3-rc.1");
    expect(versionIn("no such thing")).toBeUndefined();
  });
});
