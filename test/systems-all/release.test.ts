import { beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, projectVersion } from "../../scripts/build.ts";
import { sha256Of } from "../../scripts/release/checksums.ts";
import { makeRelease } from "../../scripts/release/make-release.ts";
import { grown, readSizes, type Sizes } from "../../scripts/release/sizes.ts";
import { targets } from "../../scripts/release/targets.ts";
import { judgeSignature } from "../../src/packages/trust/judge-signature.ts";
import { unpack } from "../../src/packages/unpack.ts";
import { createFiles } from "../../src/runtime/shared/files.ts";
import { projectRoot } from "../support/project.ts";
import { releaseKey } from "../support/release-key.ts";
import { scratchDirectory } from "../support/scratch.ts";

const version = await projectVersion();
const [first, second] = [scratchDirectory(), scratchDirectory()];
let sizes: Sizes;

const file = (suffix: string, folder = first) => join(folder, `opampsupervisor_${version}_${suffix}`);

beforeAll(async () => {
  const key = await releaseKey();
  const source = { revision: undefined, modified: false, time: 1_700_000_000 };
  for (const out of [first, second]) {
    sizes = await makeRelease({ out, version, targets, source, builder: "urn:example:builder", key });
  }
}, 600_000);

test("made twice, a release has the same files with the same bytes, signatures too", () => {
  const content = (folder: string) => readdirSync(folder).map((name) => `${sha256Of(join(folder, name))}  ${name}`);
  expect(content(first)).toEqual(content(second));
  const packages = readdirSync(first).filter((name) => /\.(?:deb|rpm|apk|msi)$/.test(name));
  expect(packages).toHaveLength(9);
  expect(content(first)).toHaveLength(2 * (2 * targets.length + packages.length + 9) + 1);
});

test("what a checkout elsewhere builds for this machine is the released executable", async () => {
  const elsewhere = join(scratchDirectory(), "another/checkout");
  const own = join(elsewhere, "dist");
  const copy = `mkdir -p "$1"; tar -c --exclude=./dist --exclude=./.git -C "$0" . | tar -x -C "$1"`;
  expect(Bun.spawnSync(["sh", "-euc", copy, projectRoot, elsewhere]).exitCode).toBe(0);
  const script = [process.execPath, join(elsewhere, "scripts/build.ts"), `--out=${own}`];
  expect(Bun.spawnSync(script, { cwd: elsewhere }).exitCode).toBe(0);
  const here = await build({ out: scratchDirectory() });
  const [name = ""] = readdirSync(own);
  expect(sha256Of(join(own, name))).toBe(sha256Of(here.path));
  expect(sha256Of(here.path)).toBe(sha256Of(join(first, name)));
});

test("the checksums are those of the files", () => {
  const check = Bun.spawnSync(["sha256sum", "--check", "--quiet", file("checksums.txt")], { cwd: first });
  expect([check.exitCode, check.stderr.toString()]).toEqual([0, ""]);
});

test("no file has grown more than the record allows", async () => {
  expect(grown(sizes, await readSizes())).toEqual([]);
});

describe.each([
  ["linux_amd64.tar.gz", "linux_amd64", "opampsupervisor"],
  ["linux_arm64_musl.tar.gz", "linux_arm64_musl", "opampsupervisor"],
  ["darwin_arm64.tar.gz", "darwin_arm64", "opampsupervisor"],
  ["windows_amd64.zip", "windows_amd64.exe", "opampsupervisor.exe"],
])("a supervisor that is to become what is in %s", (archive, executable, entry) => {
  test("takes its signature and unpacks the released executable", async () => {
    for (const path of [file(archive), file(executable)]) {
      const trust = await judgeSignature({
        path,
        sha256: Buffer.from(sha256Of(path), "hex"),
        signature: readFileSync(`${path}.sigstore.json`),
        material: {
          type: "key",
          threshold: 1,
          keys: [{ name: "key", text: readFileSync(file("release-key.pub"), "utf8") }],
        },
      });
      expect(trust).toMatchObject({ kind: "trusted" });
    }
    const into = join(scratchDirectory(), "unpacked");
    const request = { archive: file(archive), entry, into, maxBytes: 1 << 30 };
    const files = createFiles({ libc: undefined });
    const outcome = await unpack(request, { files, signal: AbortSignal.timeout(120_000) });
    expect(outcome).toMatchObject({ kind: "unpacked" });
    expect(sha256Of(into)).toBe(sha256Of(file(executable)));
  });
});

test("OpenSSL verifies the signature of the checksums", () => {
  const { messageSignature } = JSON.parse(readFileSync(file("checksums.txt.sigstore.json"), "utf8"));
  const signature = join(scratchDirectory(), "signature");
  writeFileSync(signature, Buffer.from(messageSignature.signature, "base64"));
  const command = ["openssl", "dgst", "-sha256", "-verify", file("release-key.pub"), "-signature", signature];
  expect(Bun.spawnSync([...command, file("checksums.txt")]).stdout.toString()).toBe("Verified OK\n");
});

test("the tools of SPDX take the document, and refuse one with a relation to nothing", async () => {
  const validate = process.env["PYSPDXTOOLS"] ?? "";
  const run = (path: string) => Bun.spawnSync([validate, "--infile", path]).exitCode;
  expect(run(file("sbom.spdx.json"))).toBe(0);
  const broken = join(scratchDirectory(), "broken.spdx.json");
  writeFileSync(
    broken,
    readFileSync(file("sbom.spdx.json"), "utf8").replace('"SPDXRef-opampsupervisor"', '"SPDXRef-other"'),
  );
  expect(run(broken)).not.toBe(0);
});
