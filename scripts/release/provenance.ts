import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { root } from "../support/root.ts";
import { sha256Of } from "./checksums.ts";
import { integrityHex, packageUrl } from "./npm-package.ts";
import { bunVersion } from "./runtimes.ts";
import type { Source } from "./source.ts";
import type { Target } from "./targets.ts";

export interface ProvenanceOptions {
  /** What it is the provenance of, absolute. */
  files: readonly string[];
  version: string;
  targets: ReadonlyArray<Pick<Target, "name" | "runtime">>;
  source: Source;
  /** URI of who has built it. */
  builder: string;
}

/** What this build is, for whoever reads a statement. */
const buildType = "urn:opampsupervisor:release:1";

/**
 * Where the files come from: an in-toto statement (version 1) with the predicate of SLSA 1.0, from what went in. It holds no time of
 * the build, so that whoever builds the same gets the same.
 */
export async function provenance({ files, version, targets, source, builder }: ProvenanceOptions): Promise<string> {
  const lock = createHash("sha256").update(await readFile(join(root, "bun.lock")));
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: files.map((path) => ({ name: basename(path), digest: { sha256: sha256Of(path) } })),
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: { command: "bun run release", version, targets: targets.map(({ name }) => name) },
        internalParameters: { bun: bunVersion, sourceDateEpoch: source.time, sourcesModified: source.modified },
        resolvedDependencies: [
          ...(source.revision === undefined ? [] : [{ name: "sources", digest: { gitCommit: source.revision } }]),
          { name: "bun.lock", digest: { sha256: lock.digest("hex") } },
          ...targets.map(({ runtime: { name, version: its, integrity } }) => ({
            uri: packageUrl(name, its),
            digest: { sha512: integrityHex(integrity) },
          })),
        ],
      },
      runDetails: { builder: { id: builder } },
    },
  };
  return `${JSON.stringify(statement, null, 2)}\n`;
}
