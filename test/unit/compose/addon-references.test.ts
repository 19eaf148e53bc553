import { describe, expect, test } from "bun:test";

import { compose } from "../../../src/compose/compose.ts";
import type { ComposeInput } from "../../../src/compose/layers.ts";
import { composeInput } from "../../support/compose-input.ts";

function composed(text: string, more: Partial<ComposeInput> = {}) {
  const addons = new Map([["OPAMP_PACKAGE_GEO", "/state/addons/aa/geo"]]);
  return compose(composeInput({ remoteFiles: new Map([["", text]]), env: {}, addons, ...more }));
}

const geo = (reference: string) => `processors: { geoip: { database: "${reference}" } }\n`;

describe("a configuration", () => {
  test("that refers to an add-on says so, and needs its file", () => {
    expect(composed(geo("${env:OPAMP_PACKAGE_GEO}"))).toMatchObject({
      composed: true,
      addons: ["OPAMP_PACKAGE_GEO"],
      needs: { files: [{ file: "/state/addons/aa/geo", at: "OPAMP_PACKAGE_GEO" }] },
    });
  });

  test.each([
    "${OPAMP_PACKAGE_GEO}",
    "${file:${env:OPAMP_PACKAGE_GEO}/a.yaml}",
    "${env:OPAMP_PACKAGE_GEO:-/usr/share/geo}",
    "${env:UNSET:-${env:OPAMP_PACKAGE_GEO}}",
    "${env:OPAMP_PACKAGE_${env:WHICH}}",
  ])("may refer to it as %s", (reference) => {
    expect(composed(geo(reference), { env: { WHICH: "GEO" } })).toMatchObject({ addons: ["OPAMP_PACKAGE_GEO"] });
  });

  test("that does not refer to it is the same whatever lies there", () => {
    const [a, b] = ["/a", "/b"].map((path) => composed("{}", { addons: new Map([["OPAMP_PACKAGE_GEO", path]]) }));
    expect(a).toMatchObject({ addons: [] });
    expect(a?.composed && b?.composed && a.fingerprint === b.fingerprint).toBe(true);
  });

  test("that refers to it is another one with another content", () => {
    const text = geo("${env:OPAMP_PACKAGE_GEO}");
    const [a, b] = ["/a", "/b"].map((path) => composed(text, { addons: new Map([["OPAMP_PACKAGE_GEO", path]]) }));
    expect(a?.composed && b?.composed && a.text === b.text && a.fingerprint !== b.fingerprint).toBe(true);
  });

  test("that lacks one is refused by its name and place", () => {
    expect(composed(geo("${env:OPAMP_PACKAGE_RULES}"))).toMatchObject({
      composed: false,
      code: "ADDON_MISSING",
      lacking: ["OPAMP_PACKAGE_RULES"],
      reason: expect.stringContaining("processors::geoip::database needs an add-on that is not here"),
    });
  });

  test.each([
    ["a default stands for it", geo("${env:OPAMP_PACKAGE_RULES:-/etc/rules}"), {}],
    ["the operator has set the variable", geo("${env:OPAMP_PACKAGE_RULES}"), { OPAMP_PACKAGE_RULES: "/etc/rules" }],
    ["the reference is escaped", geo("$${env:OPAMP_PACKAGE_RULES}"), {}],
  ])("lacks nothing where %s", (_, text, env) => {
    expect(composed(text, { env })).toMatchObject({ composed: true, addons: [] });
  });

  test("and the operator's arguments may refer to one", () => {
    const args = ["--set=x=${env:OPAMP_PACKAGE_GEO}"];
    expect(composed("{}", { args })).toMatchObject({ addons: ["OPAMP_PACKAGE_GEO"] });
    expect(composed("{}", { args: ["${env:OPAMP_PACKAGE_X}"] })).toMatchObject({ code: "ADDON_MISSING" });
  });
});
