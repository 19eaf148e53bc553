import { expect, test } from "bun:test";

import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

import manifest from "../../../package.json";
import { thirdPartyLicences } from "../../../scripts/release/licences.ts";
import { integrityHex, packageUrl } from "../../../scripts/release/npm-package.ts";
import { billOf } from "../../../scripts/release/sbom/bill.ts";
import { cycloneDx } from "../../../scripts/release/sbom/cyclonedx.ts";
import { spdx } from "../../../scripts/release/sbom/spdx.ts";
import { targetNamed } from "../../../scripts/release/targets.ts";

const two = [targetNamed("linux_amd64"), targetNamed("windows_amd64")];
const bill = await billOf("1.2.3", two, 1_700_000_000);

test("what package.json ships and all that this needs is part of the bill, and what only builds and tests is not", () => {
  expect(bill.root).toEqual(Object.keys(manifest.dependencies).toSorted());
  const keys = bill.components.map(({ key }) => key);
  expect(keys).toContain("tuf-js");
  expect(keys).toContain("@tufjs/models/minimatch/brace-expansion");
  for (const name of Object.keys(manifest.devDependencies).filter((one) => !one.startsWith("@opentelemetry/"))) {
    expect(keys).not.toContain(name);
  }
});

test("CycloneDX: the document holds against its schema, and the same sources give the same document", async () => {
  const text = cycloneDx(bill);
  expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
  expect(cycloneDx(await billOf("1.2.3", two, 1_700_000_000))).toBe(text);
  const { components, dependencies, metadata } = JSON.parse(text);
  expect(components).toHaveLength(bill.components.length + 2);
  expect(metadata).toMatchObject({ timestamp: "2023-11-14T22:13:20.000Z", component: { version: "1.2.3" } });
  const known = new Set([metadata.component, ...components].map((one: { "bom-ref": string }) => one["bom-ref"]));
  const named = dependencies.flatMap((one: { ref: string; dependsOn?: string[] }) => [
    one.ref,
    ...(one.dependsOn ?? []),
  ]);
  expect(named.filter((ref: string) => !known.has(ref))).toEqual([]);
});

test("SPDX: each identifier stands for one package, and no relation leads nowhere", async () => {
  const text = spdx(bill);
  expect(spdx(await billOf("1.2.3", two, 1_700_000_000))).toBe(text);
  const { packages, relationships, creationInfo } = JSON.parse(text);
  expect(creationInfo.created).toBe("2023-11-14T22:13:20Z");
  const known = new Set(["SPDXRef-DOCUMENT", ...packages.map((one: { SPDXID: string }) => one.SPDXID)]);
  expect(known.size).toBe(packages.length + 1);
  for (const id of known) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
  const ends = relationships.flatMap((one: Record<string, string>) => [
    one["spdxElementId"],
    one["relatedSpdxElement"],
  ]);
  expect(ends.filter((id: string) => !known.has(id))).toEqual([]);
});

test("another version or other targets are another document", async () => {
  expect((await billOf("1.2.4", two, 1_700_000_000)).identity).not.toBe(bill.identity);
  expect((await billOf("1.2.3", two.slice(0, 1), 1_700_000_000)).identity).not.toBe(bill.identity);
  expect(bill.identity).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the licences name every package, with its text, or that of another under the same licence", async () => {
  const text = await thirdPartyLicences(bill.components);
  for (const { name, version, licence } of bill.components) expect(text).toContain(`${name} ${version} (${licence})`);
  const withText = new Set(bill.components.filter(({ notices }) => notices.length > 0).map(({ licence }) => licence));
  expect(bill.components.filter(({ licence }) => !withText.has(licence))).toEqual([]);
  expect(text).toContain("GNU LESSER GENERAL PUBLIC LICENSE");
  expect(text.match(/GNU LIBRARY GENERAL PUBLIC LICENSE\n\s+Version 2/g)).toHaveLength(1);
});

test("packages of npm by their addresses and hashes", () => {
  expect(packageUrl("@noble/curves", "2.4.0")).toBe("pkg:npm/%40noble/curves@2.4.0");
  expect(integrityHex(`sha512-${Buffer.from("00ff", "hex").toString("base64")}`)).toBe("00ff");
  expect(() => integrityHex("sha1-AAAA")).toThrow("not a SHA-512");
});
