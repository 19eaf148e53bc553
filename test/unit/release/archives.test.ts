import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { archiveContents } from "../../../scripts/release/archive/contents.ts";
import type { Entry } from "../../../scripts/release/archive/entry.ts";
import { writeTarGz } from "../../../scripts/release/archive/tar-gz.ts";
import { writeZip } from "../../../scripts/release/archive/zip.ts";
import { unpack } from "../../../src/packages/unpack.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const time = Date.UTC(2026, 6, 1, 12, 30, 2) / 1000;
const program = Buffer.concat([Buffer.from("7f454c46", "hex"), Buffer.alloc(100_000, "the supervisor ")]);
const entries: readonly Entry[] = [
  { name: "opampsupervisor", content: program, mode: 0o755 },
  { name: "LICENSE", content: Buffer.from("as you like"), mode: 0o644 },
];

const formats = [
  ["tar.gz", writeTarGz],
  ["zip", writeZip],
] as const;

describe.each(formats)("%s", (ending, write) => {
  test("has the same bytes whenever and in whatever time zone it is written", async () => {
    const directory = scratchDirectory();
    const zone = process.env["TZ"];
    try {
      const written = [];
      for (const place of ["UTC", "Asia/Kolkata", "America/St_Johns"]) {
        process.env["TZ"] = place;
        const path = join(directory, `${place.replace("/", "-")}.${ending}`);
        await write(path, entries, time);
        written.push(readFileSync(path).toString("base64"));
      }
      expect(new Set(written).size).toBe(1);
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  test("is what a supervisor unpacks its own new version from", async () => {
    const directory = scratchDirectory();
    const archive = join(directory, `supervisor.${ending}`);
    await write(archive, entries, time);
    const into = join(directory, "unpacked");
    const request = { archive, entry: "opampsupervisor", into, maxBytes: 1 << 20 };
    const files = createFiles({ libc: undefined });
    expect(await unpack(request, { files, signal: AbortSignal.timeout(10_000) })).toMatchObject({ kind: "unpacked" });
    expect(readFileSync(into).equals(program)).toBe(true);
  });
});

test("the usual tools list an archive with its rights and its date", async () => {
  const directory = scratchDirectory();
  await writeTarGz(join(directory, "a.tar.gz"), entries, time);
  const tar = Bun.spawnSync(["tar", "--utc", "-tvzf", join(directory, "a.tar.gz")]).stdout.toString();
  expect(tar).toMatch(
    /^-rwxr-xr-x 0\/0 +100004 2026-07-01 12:30 opampsupervisor\n-rw-r--r-- 0\/0 +11 2026-07-01 12:30 LICENSE\n$/,
  );
});

test.each([
  [
    "linux_arm64_musl",
    "opampsupervisor",
    "supervisor_linux.yaml",
    true,
    ["opampsupervisor.service", "opampsupervisor.openrc", "opampsupervisor.conf"],
  ],
  ["darwin_arm64", "opampsupervisor", "supervisor_darwin.yaml", true, ["opampsupervisor.plist"]],
  ["windows_amd64", "opampsupervisor.exe", "supervisor_windows.yaml", false, []],
])("the archive of %s holds %s and what belongs to it", async (target, name, example, hasManual, services) => {
  const executable = join(scratchDirectory(), "built");
  await Bun.write(executable, program);
  const contents = await archiveContents({ executable, target, thirdParty: "theirs" });
  expect(contents.map((entry) => entry.name)).toEqual([
    name,
    "LICENSE",
    "README.md",
    "THIRD-PARTY-LICENSES.txt",
    "supervisor.example.yaml",
    ...(hasManual ? ["opampsupervisor.1"] : []),
    ...services,
  ]);
  expect(contents.filter(({ mode }) => mode === 0o755).map((entry) => entry.name)).toEqual([name]);
  const text = contents.find((entry) => entry.name === "supervisor.example.yaml")?.content;
  expect(Buffer.from(text ?? []).toString()).toBe(readFileSync(`examples/config/${example}`, "utf8"));
});
