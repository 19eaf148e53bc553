import { describe, expect, test } from "bun:test";

import { configOf, linesOf, minimal, problemsOf, warningsOf } from "../../support/supervisor-yaml.ts";

const withPackage = (text: string, capabilities = "accepts_packages: true") =>
  `agent: { executable: /otelcol, package: ${text} }\ncapabilities: { ${capabilities} }\n`;

describe("packages", () => {
  test("are not taken, nor told of, unless they are asked for", async () => {
    const { capabilities } = await configOf(minimal);
    expect(capabilities).toMatchObject({ acceptsPackages: false, reportsPackageStatuses: false });
    const only = withPackage("{}", "reports_package_statuses: true");
    expect((await configOf(only)).capabilities.reportsPackageStatuses).toBe(false);
  });

  test("are told of where they are taken, unless the operator says otherwise", async () => {
    const taken = await configOf(withPackage("{ verifier: { type: none } }"));
    expect(taken.capabilities).toMatchObject({ acceptsPackages: true, reportsPackageStatuses: true });
    const untold = withPackage(
      "{ verifier: { type: none } }",
      "accepts_packages: true, reports_package_statuses: false",
    );
    expect((await configOf(untold)).capabilities).toMatchObject({
      acceptsPackages: true,
      reportsPackageStatuses: false,
    });
  });

  test.each(["{}", "{ verifier: {} }", '{ verifier: { type: "" } }'])(
    "are not taken where nobody says how they are verified: %s",
    async (text) => {
      const [line, ...others] = await linesOf(withPackage(text));
      expect(others).toEqual([]);
      expect(line).toEndWith(
        "capabilities::accepts_packages: needs agent::package::verifier::type, one of cosign, key, none: packages are programs that run here",
      );
    },
  );

  test("of the supervisor itself are taken by a word of their own, under the same rules", async () => {
    const word = "accepts_supervisor_package: true";
    const taken = await configOf(withPackage("{ verifier: { type: none } }", word));
    expect(taken.capabilities).toMatchObject({
      acceptsPackages: false,
      acceptsSupervisorPackage: true,
      reportsPackageStatuses: true,
    });
    expect(await linesOf(withPackage("{}", word))).toEqual([
      expect.stringContaining("capabilities::accepts_supervisor_package: needs agent::package::verifier::type"),
    ]);
    expect(await warningsOf(withPackage("{ verifier: { type: none } }", word))).toEqual([
      expect.stringContaining("none: whoever has the server may run any program here"),
    ]);
  });

  test("that nobody verifies are worth a warning", async () => {
    expect(await warningsOf(withPackage("{ verifier: { type: none } }"))).toEqual([
      expect.stringContaining("none: whoever has the server may run any program here"),
    ]);
    expect(await warningsOf(withPackage("{ verifier: { type: none } }", "accepts_packages: false"))).toEqual([]);
  });

  test("of which the server hears nothing are worth one, and so is a report of what is not taken", async () => {
    const key = { verifier: "{ type: key, key: { public_keys: [{ file: k }] } }" };
    const untold = "accepts_packages: true, reports_package_statuses: false";
    expect(await warningsOf(withPackage(`{ verifier: ${key.verifier} }`, untold))).toEqual([
      expect.stringContaining("the server will not be told what became of a package"),
    ]);
    expect(await warningsOf(withPackage("{}", "reports_package_statuses: true"))).toEqual([
      expect.stringContaining("true has no effect without accepts_packages"),
    ]);
  });

  test.each(["", "accepts_supervisor_package: true"])(
    "that are allowed beside the Collector and not taken are worth one: %s",
    async (capabilities) => {
      const allowed = "{ verifier: { type: key, key: { public_keys: [{ file: k }] } }, allowed: [{ name: rules }] }";
      expect(await warningsOf(withPackage(allowed, capabilities))).toEqual([
        expect.stringContaining("agent::package::allowed: has no effect without capabilities::accepts_packages"),
      ]);
      expect(await warningsOf(withPackage(allowed))).toEqual([]);
    },
  );

  test("have their bounds", async () => {
    const text =
      "{ verifier: { type: none }, agent_binary: otelcol, allow_downgrade: true, minimum_version: v1.2.3, keep: 0, allowed: [{ name: rules-* }, { name: jmx.jar, max_size_mib: 3, unpack: false }], download: { max_size_mib: 2, timeout: 5m, max_rate_kib: 3 } }";
    expect((await configOf(withPackage(text))).agent.package).toEqual({
      verifier: { type: "none" },
      agentBinary: "otelcol",
      allowDowngrade: true,
      minimumVersion: "v1.2.3",
      keep: 0,
      allowed: [
        { name: "rules-*", unpack: true },
        { name: "jmx.jar", unpack: false, maxBytes: 3 * 1024 * 1024 },
      ],
      download: { maxBytes: 2 * 1024 * 1024, maxDurationMs: 300_000, maxBytesPerSecond: 3 * 1024 },
    });
  });

  test.each([
    ["{ minimum_version: latest }", "must be a version such as 1.2.3"],
    ["{ allowed: [{ unpack: true }] }", "must be specified"],
    ["{ allowed: [{ name: '' }] }", "must be the name of a package, in which * stands for any text"],
    ["{ allowed: [{ name: x, max_size_mib: 0 }] }", "must be between 1 and 65536"],
    ["{ keep: -1 }", "must be between 0 and 100"],
    ["{ download: { timeout: 0s } }", "must be positive"],
    ["{ download: { max_size_mib: 0 } }", "must be between 1 and 65536"],
  ])("have no bounds that make no sense: %s", async (text, message) => {
    const [problem] = await problemsOf(withPackage(text, ""));
    expect(problem?.message).toContain(message);
  });
});
