import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import manifest from "../../../package.json";
import { withFoot } from "../../../scripts/docs/foot.ts";
import { sha256Of, writeChecksums } from "../../../scripts/release/checksums.ts";
import { releaseNotes, systemsPage } from "../../../scripts/release/notes.ts";
import { provenance } from "../../../scripts/release/provenance.ts";
import { bunVersion } from "../../../scripts/release/runtimes.ts";
import { grown, readSizes, recordSizes } from "../../../scripts/release/sizes.ts";
import { readSource } from "../../../scripts/release/source.ts";
import { systems } from "../../../scripts/release/systems.ts";
import { targetNamed, targets } from "../../../scripts/release/targets.ts";
import { scratchDirectory } from "../../support/scratch.ts";

function files(...names: string[]): string[] {
  const directory = scratchDirectory();
  return names.map((name) => {
    writeFileSync(join(directory, name), `content of ${name}`);
    return join(directory, name);
  });
}

test("the runtimes of other machines are of the version that builds", () => {
  expect(bunVersion).toBe(manifest.engines.bun);
});

test("of each target it is said what it needs and what was and was not run, and its size is recorded", async () => {
  const names = targets.map(({ name }) => name).toSorted();
  expect(Object.keys(systems).toSorted()).toEqual(names);
  expect(Object.keys(await readSizes())).toEqual(names);
  expect(readFileSync("docs/systems.md", "utf8")).toBe(withFoot("systems.md", systemsPage()));
  expect(() => targetNamed("linux_386")).toThrow("there is no target linux_386; there are linux_amd64, ");
});

test("sha256sum takes the file of checksums, which is in order and finds a changed file", async () => {
  const [b = "", a = ""] = files("b", "a");
  const sums = join(b, "../sums.txt");
  await writeChecksums(sums, [b, a]);
  expect(readFileSync(sums, "utf8").replaceAll(/^[0-9a-f]{64}/gm, "…")).toBe("…  a\n…  b\n");
  const check = () => Bun.spawnSync(["sha256sum", "--check", "--quiet", sums], { cwd: join(b, "..") }).exitCode;
  expect(check()).toBe(0);
  writeFileSync(a, "changed");
  expect(check()).toBe(1);
});

test("the statement of provenance names each file by its hash, the sources and the runtimes", async () => {
  const [path = ""] = files("opampsupervisor_1.2.3_linux_arm64");
  const source = { revision: "0123456789abcdef0123456789abcdef01234567", modified: false, time: 1_700_000_000 };
  const options = {
    files: [path],
    version: "1.2.3",
    targets: [targetNamed("linux_arm64")],
    source,
    builder: "urn:example:builder",
  };
  const text = await provenance(options);
  const { subject, predicateType, predicate } = JSON.parse(text);
  expect(subject).toEqual([{ name: "opampsupervisor_1.2.3_linux_arm64", digest: { sha256: sha256Of(path) } }]);
  expect(predicateType).toBe("https://slsa.dev/provenance/v1");
  expect(predicate.runDetails.builder.id).toBe("urn:example:builder");
  const [sources, lock, runtime] = predicate.buildDefinition.resolvedDependencies;
  expect(sources).toEqual({ name: "sources", digest: { gitCommit: source.revision } });
  expect(lock).toEqual({ name: "bun.lock", digest: { sha256: sha256Of("bun.lock") } });
  expect(runtime.uri).toBe(`pkg:npm/%40oven/bun-linux-aarch64@${bunVersion}`);
  expect(runtime.digest.sha512).toHaveLength(128);
  expect(await provenance(options)).toBe(text);
});

test("a file that has grown by more than 3 %, or is new, is told; one that has not is not", () => {
  const before = { linux_amd64: { executable: 1000, archive: 500 } };
  expect(grown({ linux_amd64: { executable: 1030, archive: 400 } }, before)).toEqual([]);
  expect(grown({ linux_amd64: { executable: 1031, archive: 520 } }, before)).toEqual([
    "the executable of linux_amd64 has grown by 3.1 %: 1000 → 1031 bytes",
    "the archive of linux_amd64 has grown by 4.0 %: 500 → 520 bytes",
  ]);
  expect(grown({ windows_amd64: { executable: 1, archive: 1 } }, before)).toEqual([
    "windows_amd64 has no recorded size",
  ]);
});

test("recording sizes leaves those of other targets", async () => {
  const path = join(scratchDirectory(), "sizes.json");
  writeFileSync(path, '{"b":{"executable":2,"archive":1}}');
  await recordSizes({ a: { executable: 4, archive: 3 } }, path);
  expect(await readSizes(path)).toEqual({ a: { executable: 4, archive: 3 }, b: { executable: 2, archive: 1 } });
});

test("everything has the date of the commit, or the one that the environment names", async () => {
  const commit = Bun.spawnSync(["git", "log", "-1", "--format=%H %ct"]).stdout.toString().trim();
  const source = await readSource({});
  expect(`${source.revision} ${source.time}`).toBe(commit);
  expect((await readSource({ SOURCE_DATE_EPOCH: "1700000000" })).time).toBe(1_700_000_000);
  await expect(readSource({ SOURCE_DATE_EPOCH: "yesterday" })).rejects.toThrow(
    'whole seconds since 1970: it is "yesterday"',
  );
  const outside = { revision: undefined, modified: false, time: Date.UTC(1980, 0, 1) / 1000 };
  expect(await readSource({}, scratchDirectory())).toEqual(outside);
});

test("the notes list the archives with their sizes and what was not run", () => {
  const sizes = { windows_amd64: { executable: 128_517_120, archive: 62_850_252 } };
  const notes = releaseNotes({ version: "1.2.3", targets: ["windows_amd64"], sizes, signed: false });
  expect(notes).toContain("| `opampsupervisor_1.2.3_windows_amd64.zip` | 62.9 MB | 128.5 MB |");
  expect(notes).toContain("The files are not signed.");
  expect(notes).toContain("## Not run\n\n- `windows_amd64`: a real Windows.");
  expect(notes).not.toContain("linux_arm64");
  expect(() => releaseNotes({ version: "1.2.3", targets: ["plan9"], sizes: {}, signed: true })).toThrow(
    "says nothing of plan9",
  );
});
