import type { Component } from "../components.ts";
import { integrityHex, packageUrl } from "../npm-package.ts";
import type { Runtime } from "../runtimes.ts";
import type { Bill } from "./bill.ts";

const supervisorId = "SPDXRef-opampsupervisor";

/** The bill as an SPDX 2.3 document in JSON. */
export function spdx(bill: Bill): string {
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `opampsupervisor-${bill.version}`,
    documentNamespace: `urn:uuid:${bill.identity}`,
    creationInfo: {
      created: new Date(bill.time * 1000).toISOString().replace(".000", ""),
      creators: ["Tool: opampsupervisor-release"],
    },
    packages: [
      {
        name: "opampsupervisor",
        SPDXID: supervisorId,
        versionInfo: bill.version,
        primaryPackagePurpose: "APPLICATION",
        ...sources("Apache-2.0"),
      },
      ...bill.components.map(packageOf),
      ...bill.runtimes.map(runtimeOf),
    ],
    relationships: relationships(bill),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Nobody has looked for other licences than the declared one, nor for holders of rights beyond those in the texts. */
function sources(licence: string, downloadLocation = "NOASSERTION") {
  return {
    downloadLocation,
    filesAnalyzed: false,
    licenseConcluded: "NOASSERTION",
    licenseDeclared: licence,
    copyrightText: "NOASSERTION",
  };
}

function packageOf({ key, name, version, integrity, licence }: Component) {
  return { SPDXID: idOf(key), ...published(name, version, integrity), ...sources(licence) };
}

function runtimeOf({ name, version, integrity, licence: expression }: Runtime) {
  return { SPDXID: idOf(name), ...published(name, version, integrity), ...sources(expression) };
}

function published(name: string, version: string, integrity: string) {
  return {
    name,
    versionInfo: version,
    checksums: [{ algorithm: "SHA512", checksumValue: integrityHex(integrity) }],
    externalRefs: [
      {
        referenceCategory: "PACKAGE-MANAGER",
        referenceType: "purl",
        referenceLocator: packageUrl(name, version),
      },
    ],
  };
}

function relationships(bill: Bill) {
  const relation = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string) => ({
    spdxElementId,
    relationshipType,
    relatedSpdxElement,
  });
  return [
    relation("SPDXRef-DOCUMENT", "DESCRIBES", supervisorId),
    ...bill.root.map((key) => relation(supervisorId, "DEPENDS_ON", idOf(key))),
    ...bill.runtimes.map(({ name }) => relation(supervisorId, "STATIC_LINK", idOf(name))),
    ...bill.components.flatMap(({ key, needs }) => needs.map((need) => relation(idOf(key), "DEPENDS_ON", idOf(need)))),
  ];
}

/** Letters, digits, `.` and `-` are all that it may have (SPDX 2.3, 7.2). */
function idOf(key: string): string {
  return `SPDXRef-package-${key
    .replaceAll("@", "at-")
    .replaceAll("/", "--")
    .replaceAll(/[^A-Za-z0-9.-]/g, "-")}`;
}
