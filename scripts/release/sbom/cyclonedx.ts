import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";

import type { Component } from "../components.ts";
import { integrityHex, packageUrl } from "../npm-package.ts";
import type { Runtime } from "../runtimes.ts";
import type { Bill } from "./bill.ts";

/** The bill as a CycloneDX 1.6 document in JSON. */
export function cycloneDx(bill: Bill): string {
  const supervisor = new Models.Component(Enums.ComponentType.Application, "opampsupervisor", {
    bomRef: "opampsupervisor",
    version: bill.version,
    licenses: licence("Apache-2.0"),
  });
  const packages = new Map(bill.components.map((component) => [component.key, packageOf(component)]));
  const runtimes = bill.runtimes.map(runtimeOf);
  const refsOf = (keys: readonly string[]) => keys.flatMap((key) => packages.get(key)?.bomRef ?? []);
  for (const { key, needs } of bill.components) {
    for (const ref of refsOf(needs)) packages.get(key)?.dependencies.add(ref);
  }
  for (const ref of [...refsOf(bill.root), ...runtimes.map(({ bomRef }) => bomRef)]) supervisor.dependencies.add(ref);
  const document = new Models.Bom({
    serialNumber: `urn:uuid:${bill.identity}`,
    metadata: new Models.Metadata({
      timestamp: new Date(bill.time * 1000),
      lifecycles: new Models.LifecycleRepository([Enums.LifecyclePhase.Build]),
      component: supervisor,
    }),
    components: new Models.ComponentRepository([...packages.values(), ...runtimes]),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(document, { sortLists: true, space: 2 })}\n`;
}

function packageOf({ key, name, version, integrity, licence: expression, repository }: Component): Models.Component {
  const [short = name, group] = name.split("/").toReversed();
  return new Models.Component(Enums.ComponentType.Library, short, {
    bomRef: key,
    version,
    ...(group !== undefined && { group }),
    purl: packageUrl(name, version),
    hashes: sha512(integrity),
    licenses: licence(expression),
    ...(repository?.includes("://") === true && {
      externalReferences: new Models.ExternalReferenceRepository([
        new Models.ExternalReference(repository, Enums.ExternalReferenceType.VCS),
      ]),
    }),
  });
}

/** What it itself consists of stands among the third-party licences. */
function runtimeOf({ name, version, integrity, licence: expression }: Runtime): Models.Component {
  const [short = name, group] = name.split("/").toReversed();
  return new Models.Component(Enums.ComponentType.Platform, short, {
    bomRef: name,
    ...(group !== undefined && { group }),
    version,
    purl: packageUrl(name, version),
    hashes: sha512(integrity),
    licenses: licence(expression),
  });
}

function sha512(integrity: string): Models.HashDictionary {
  return new Models.HashDictionary([[Enums.HashAlgorithm["SHA-512"], integrityHex(integrity)]]);
}

function licence(expression: string): Models.LicenseRepository {
  const one = expression.includes(" ") ? new Models.LicenseExpression(expression) : new Models.SpdxLicense(expression);
  return new Models.LicenseRepository([one]);
}
