import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { errorMessage } from "../src/runtime/error-message.ts";
import { projectVersion } from "./build.ts";
import { makeRelease } from "./release/make-release.ts";
import { keyVariable, signingKey } from "./release/signing-key.ts";
import { grown, readSizes, recordSizes } from "./release/sizes.ts";
import { readSource } from "./release/source.ts";
import { targetNamed, targets } from "./release/targets.ts";
import { root } from "./support/root.ts";

const usage = `usage: npm run release [-- OPTION…]
  --out=FOLDER      where the files are to be; what is there is replaced (default: dist/release)
  --targets=A,B     only these (default: ${targets.map(({ name }) => name).join(",")})
  --record-sizes    take the sizes for the ones that later releases are measured by

${keyVariable} names the PEM file of a key of the curve P-256: with it every file is signed.
OPAMPSUPERVISOR_RELEASES_URL is the page of the releases, for the install script, which else has to be told.
OPAMPSUPERVISOR_RELEASE_BUILDER is the URI of who builds, for the statement of provenance (default: urn:opampsupervisor:builder:local).
SOURCE_DATE_EPOCH is the date of everything, in seconds since 1970 (default: that of the commit).`;

/** Makes a release; it appears in its folder as a whole. The exit code is 1 where a file has grown too much. */
async function release(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string" },
      targets: { type: "string" },
      "record-sizes": { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const chosen = values.targets === undefined ? targets : values.targets.split(",").map((name) => targetNamed(name));
  const key = await signingKey();
  const out = resolve(root, values.out ?? "dist/release");
  await mkdir(dirname(out), { recursive: true });
  const scratch = await mkdtemp(join(dirname(out), ".release-"));
  try {
    const sizes = await makeRelease({
      out: scratch,
      version: await projectVersion(),
      targets: chosen,
      source: await readSource(),
      builder: process.env["OPAMPSUPERVISOR_RELEASE_BUILDER"] ?? "urn:opampsupervisor:builder:local",
      releases: (process.env["OPAMPSUPERVISOR_RELEASES_URL"] ?? "").replace(/\/$/, ""),
      ...(key !== undefined && { key }),
      say: console.log,
    });
    if (values["record-sizes"] === true) await recordSizes(sizes);
    const faults = grown(sizes, await readSizes());
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) {
      console.error("Where that is meant to be: npm run release -- --record-sizes");
      return 1;
    }
    await rm(out, { recursive: true, force: true });
    await chmod(scratch, 0o755);
    await rename(scratch, out);
    console.log(`${out}${key === undefined ? `, not signed: ${keyVariable} names no key` : ""}`);
    return 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

try {
  process.exit(await release(process.argv.slice(2)));
} catch (error) {
  console.error(errorMessage(error));
  process.exit(2);
}
