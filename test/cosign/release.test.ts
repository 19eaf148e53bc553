import { beforeAll, expect, test } from "bun:test";
import { appendFileSync, cpSync } from "node:fs";

import { makeRelease } from "../../scripts/release/make-release.ts";
import { targets } from "../../scripts/release/targets.ts";
import { CosignPlace } from "../support/cosign.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { releaseKey } from "../support/release-key.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { Sigstore } from "../support/sigstore/sigstore.ts";

const commands = blockOf("docs/release.md", "With cosign", "sh");
const alone = blockOf("docs/release.md", "With OpenSSL alone", "sh");
const version = /opampsupervisor_([0-9.]+)_checksums\.txt/.exec(commands)?.[1] ?? "";
const made = scratchDirectory();

beforeAll(async () => {
  const key = await releaseKey();
  const source = { revision: undefined, modified: false, time: 1_700_000_000 };
  const own = targets.filter(({ name }) => name === "linux_amd64");
  await makeRelease({ out: made, version, targets: own, source, builder: "urn:example:builder", key });
}, 300_000);

/** The release, which a test may change. */
function copied(): CosignPlace {
  const place = new CosignPlace(scratchDirectory(), new Sigstore().root());
  cpSync(made, place.directory, { recursive: true });
  return place;
}

test("the commands of the page verify a release, and its provenance", () => {
  expect(copied().run(commands)).toEqual({ code: 0, text: expect.stringMatching(/Verified OK[^]*Verified OK/) });
});

test.each(["checksums.txt", "linux_amd64"])("with another %s they fail", (suffix) => {
  const place = copied();
  appendFileSync(place.path(`opampsupervisor_${version}_${suffix}`), "more\n");
  expect(place.run(commands).code).toBe(1);
});

test("OpenSSL alone does with the commands of the page", () => {
  const place = copied();
  expect(place.run(alone)).toEqual({ code: 0, text: "Verified OK\n" });
  appendFileSync(place.path(`opampsupervisor_${version}_checksums.txt`), "more\n");
  expect(place.run(alone).code).toBe(1);
});
