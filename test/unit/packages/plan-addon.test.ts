import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { addonVariable } from "../../../src/config/addon-variable.ts";
import { ruleFor } from "../../../src/packages/plan-addon.ts";
import { planPackages } from "../../../src/packages/plan.ts";
import { noPackages, type PackagesRecord, packagesRecord } from "../../../src/storage/packages-record.ts";
import { addonPackage, collectorPackage, packagesOffer, storedAddon } from "../../support/package-offers.ts";

const rule = (name: string, unpack = true) => ({ name, unpack });

function planned(
  packages: Parameters<typeof packagesOffer>[0],
  allowed = [rule("geo*"), rule("rules.a"), rule("rules-a")],
  record: PackagesRecord = noPackages,
) {
  const rules = { allowDowngrade: false, minimumVersion: undefined, running: "0.149.0", record };
  const refusals = { collector: undefined, addon: undefined, supervisor: undefined };
  const facts = { ...rules, allowed, supervisor: rules, refusals };
  return Object.fromEntries(planPackages(packagesOffer(packages), facts));
}

describe("an add-on", () => {
  test("is taken under the first name that lets it in, and others of the offer go on", () => {
    const plan = planned({
      "": collectorPackage("v9.0.0"),
      geoip: addonPackage("geoip", "1"),
      x: addonPackage("x", "1"),
    });
    expect(plan).toMatchObject({
      "": { do: "fetch" },
      geoip: { do: "add", addon: { variable: "OPAMP_PACKAGE_GEOIP", rule: rule("geo*"), held: undefined } },
      x: { do: "refuse", code: "NOT_ALLOWED", reason: 'agent::package::allowed has no entry for an add-on "x"' },
    });
  });

  test("that has the variable of another one is refused, and so is that", () => {
    const plan = planned({ "rules.a": addonPackage("rules.a", "1"), "rules-a": addonPackage("rules-a", "1") });
    expect(plan).toMatchObject({ "rules.a": { code: "NAME_CLASH" }, "rules-a": { code: "NAME_CLASH" } });
  });

  test("clashes with none that is not let in", () => {
    const packages = { "rules.a": addonPackage("rules.a", "1"), rules_a: addonPackage("rules_a", "1") };
    expect(planned(packages)).toMatchObject({ "rules.a": { do: "add" }, rules_a: { code: "NOT_ALLOWED" } });
  });

  test("whose content lies here in the form that is asked for is not fetched", () => {
    const held = storedAddon("geo", "1");
    const record = { ...noPackages, addons: { here: [held] } };
    const packages = { geo: addonPackage("geo", "1", { hash: Buffer.from("other") }) };
    expect(planned(packages, [rule("geo")], record)).toMatchObject({ geo: { addon: { held } } });
    expect(planned(packages, [rule("geo", false)], record)).toMatchObject({ geo: { addon: { held: undefined } } });
  });

  test("needs hash, file and SHA-256 as the Collector does, and is refused when it is known as bad", () => {
    const file = { downloadUrl: "https://f.test/", contentHash: Uint8Array.of(1) };
    const { file: _, ...withoutFile } = addonPackage("geo", "1");
    const rejected = [{ hash: Buffer.from("geo 1").toString("hex"), reason: "UNSAFE_ENTRY: why", at: 0 }];
    const codes = [
      planned({ geo: addonPackage("geo", "1", { hash: new Uint8Array() }) }),
      planned({ geo: { ...withoutFile } }),
      planned({ geo: addonPackage("geo", "1", { file }) }),
      planned({ geo: addonPackage("geo", "1") }, [rule("geo")], { ...noPackages, rejected }),
    ];
    expect(codes.map((plan) => plan["geo"])).toMatchObject([
      { code: "NO_HASH" },
      { code: "NO_FILE" },
      { code: "NO_CONTENT_HASH" },
      { code: "REJECTED", reason: "UNSAFE_ENTRY: why" },
    ]);
  });
});

describe("a name", () => {
  test("becomes a variable of capitals, digits and underscores, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(addonVariable(name)).toMatch(/^OPAMP_PACKAGE_[A-Z0-9_]*$/);
      }),
    );
  });

  test("fits a pattern exactly where a regular expression of it says so", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 6 });
    const name = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pattern, name, (text, wanted) => {
        const expected = new RegExp(`^${text.replaceAll("*", ".*")}$`).test(wanted);
        expect(ruleFor(wanted, [rule(text)]) !== undefined).toBe(expected);
      }),
    );
  });

  test("that is empty fits none", () => {
    expect(ruleFor("", [rule("*")])).toBeUndefined();
  });
});

describe("the record", () => {
  const whole = { ...noPackages, addons: { here: [storedAddon("geo", "1")], inForce: { config: "", addons: [] } } };
  const parse = (value: unknown) => packagesRecord.parse(Buffer.from(JSON.stringify(value)));

  test("comes back as it was written, and one of before add-ons is read", () => {
    expect(packagesRecord.parse(Buffer.from(packagesRecord.render(whole)))).toMatchObject(whole);
    expect(parse({ versions: [], rejected: [] }).addons).toBeUndefined();
  });

  test.each([
    ["no record of add-ons", 7],
    ["a path that leads elsewhere", { here: [{ ...storedAddon("geo", "1"), path: "../../etc/passwd" }] }],
    ["a path to what is hidden", { here: [storedAddon("geo", "1", { path: "abcdef01/.package" })] }],
  ])("with %s loses the add-ons and nothing else", (_, addons) => {
    const read = parse({ ...whole, highest: "1.0.0", addons });
    expect(read).toMatchObject({ highest: "1.0.0" });
    expect(read.addons).toBeUndefined();
  });
});
