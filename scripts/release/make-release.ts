import { mkdir, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { archiveContents } from "./archive/contents.ts";
import { writeTarGz } from "./archive/tar-gz.ts";
import { writeZip } from "./archive/zip.ts";
import { writeChecksums } from "./checksums.ts";
import { installScripts } from "./install-script.ts";
import { thirdPartyLicences } from "./licences.ts";
import { megabytes } from "./megabytes.ts";
import { releaseNotes } from "./notes.ts";
import { provenance } from "./provenance.ts";
import { billOf } from "./sbom/bill.ts";
import { cycloneDx } from "./sbom/cyclonedx.ts";
import { spdx } from "./sbom/spdx.ts";
import { signFile, signStatement } from "./sign.ts";
import type { SigningKey } from "./signing-key.ts";
import type { Sizes } from "./sizes.ts";
import type { Source } from "./source.ts";
import { systemPackages } from "./system-packages.ts";
import type { Target } from "./targets.ts";

export interface ReleaseOptions {
  /** Absolute; empty or not there. */
  out: string;
  version: string;
  targets: readonly Target[];
  source: Source;
  /** URI of who builds. */
  builder: string;
  /** The page of the releases on the forge, for the install script. Default: whoever installs has to name it. */
  releases?: string;
  /** Without one nothing is signed. */
  key?: SigningKey;
  /** Told of each step. Default: nobody. */
  say?: (line: string) => void;
}

/** Makes every file of a release in a folder. The same sources, time and key give the same bytes. */
export async function makeRelease(options: ReleaseOptions): Promise<Sizes> {
  const { out, version, targets, source, releases = "", key, say = () => {} } = options;
  await mkdir(out, { recursive: true });
  const names = targets.map(({ name }) => name);
  const bill = await billOf(version, targets, source.time);
  const file = (suffix: string) => join(out, `opampsupervisor_${version}_${suffix}`);
  const write = async (suffix: string, text: string) => {
    await writeFile(file(suffix), text);
    return file(suffix);
  };

  const notices = await Promise.all(targets.flatMap((target) => target.notices?.() ?? []));
  const thirdParty = await thirdPartyLicences(bill.components, notices);
  const sizes: Record<string, Sizes[string]> = {};
  const files: string[] = [];
  const built: Array<{ target: Target; path: string }> = [];
  for (const target of targets) {
    const { path, bytes } = await target.build({ out, version });
    const archive = await pack(path, target.name, thirdParty, source.time);
    sizes[target.name] = { executable: bytes, archive: (await stat(archive)).size };
    files.push(path, archive);
    built.push({ target, path });
    say(`${basename(archive)} (${megabytes(sizes[target.name]?.archive)}; ${megabytes(bytes)} unpacked)`);
  }
  const licences = await write("third-party-licenses.txt", thirdParty);
  const packages = await systemPackages({ built, version, out, time: source.time, licences, say });
  for (const { path, bytes } of packages) say(`${basename(path)} (${megabytes(bytes)})`);
  files.push(
    ...packages.map(({ path }) => path),
    licences,
    await write("sbom.cdx.json", cycloneDx(bill)),
    await write("sbom.spdx.json", spdx(bill)),
    await write("notes.md", releaseNotes({ version, targets: names, sizes, signed: key !== undefined })),
  );
  const named = await installScripts({ releases, version, publicKey: key?.publicKey ?? "" });
  for (const [name, text] of Object.entries({ ...named, "opampsupervisor_version.txt": `${version}\n` })) {
    await writeFile(join(out, name), text);
    files.push(join(out, name));
  }
  const { builder } = options;
  const statement = await provenance({ files, version, targets, source, builder });
  files.push(await write("provenance.intoto.json", statement));
  await writeChecksums(file("checksums.txt"), files);
  files.push(file("checksums.txt"));
  if (key === undefined) return sizes;
  await write("release-key.pub", key.publicKey);
  for (const path of files) {
    if (path.endsWith(".intoto.json")) await signStatement(path, Buffer.from(statement), key);
    else await signFile(path, key);
  }
  say(`${files.length} files signed with the key ${key.hint}`);
  return sizes;
}

/** Windows has no program for `.tar.gz` that people know. */
async function pack(executable: string, target: string, thirdParty: string, time: number): Promise<string> {
  const windows = executable.endsWith(".exe");
  const path = windows ? executable.replace(/exe$/, "zip") : `${executable}.tar.gz`;
  const entries = await archiveContents({ executable, target, thirdParty });
  await (windows ? writeZip : writeTarGz)(path, entries, time);
  return path;
}
