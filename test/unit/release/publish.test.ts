import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** Runs the script in a project of this version, with an npm and a forge's client that write down how they are called. */
function publish(version: string, env: Readonly<Record<string, string>>) {
  const project = scratchDirectory();
  const file = (path: string) => join(project, path);
  for (const folder of ["scripts/release", "bin", "dist/release"]) mkdirSync(file(folder), { recursive: true });
  writeFileSync(file("scripts/release/publish.sh"), readFileSync(join(projectRoot, "scripts/release/publish.sh")));
  writeFileSync(
    file("package.json"),
    `{\n  "name": "opampsupervisor",\n  "version": "${version}",\n  "private": true\n}\n`,
  );
  writeFileSync(file("dist/release/install.sh"), "");
  const key = `if [ -n "\${OPAMPSUPERVISOR_RELEASE_KEY:-}" ]; then cat "$OPAMPSUPERVISOR_RELEASE_KEY"; echo "$OPAMPSUPERVISOR_RELEASE_KEY" >key-path; fi`;
  const heard = `echo "$OPAMPSUPERVISOR_RELEASES_URL token=\${GH_TOKEN:-none} key=\${RELEASE_KEY:-none}"`;
  writeFileSync(file("bin/npm"), `#!/bin/sh\necho "npm $*"; ${heard}; ${key}\n`, { mode: 0o755 });
  writeFileSync(file("bin/gh"), `#!/bin/sh\necho "gh $* token=$GH_TOKEN key=\${RELEASE_KEY:-none}"\n`, { mode: 0o755 });
  writeFileSync(file("bin/git"), `#!/bin/sh\n[ -z "\${STRANGER:-}" ] || exit 128\n`, { mode: 0o755 });
  const { exitCode, stdout, stderr } = Bun.spawnSync(["sh", file("scripts/release/publish.sh")], {
    env: { PATH: `${file("bin")}:${process.env["PATH"] ?? ""}`, ...env },
  });
  const keyPath = existsSync(file("key-path")) ? readFileSync(file("key-path"), "utf8").trim() : undefined;
  return { exitCode, lines: stdout.toString().trim().split("\n"), complaint: stderr.toString(), keyPath };
}

const forge = {
  REPOSITORY: "owner/name",
  RELEASES_URL: "https://forge.example/owner/name/releases",
  GH_TOKEN: "t0ken",
};
const created =
  "gh release create v1.2.3 --repo owner/name --draft --verify-tag --title opampsupervisor 1.2.3 " +
  "--notes-file dist/release/opampsupervisor_1.2.3_notes.md dist/release/install.sh token=t0ken key=none";

test("the release of a tag is made with the key, which is in a file meanwhile, and becomes a draft on the forge", () => {
  const { exitCode, lines, keyPath } = publish("1.2.3", { TAG: "v1.2.3", RELEASE_KEY: "the key", ...forge });
  expect(lines).toEqual(["npm run release", `${forge.RELEASES_URL} token=none key=none`, "the key", created]);
  expect([exitCode, existsSync(keyPath ?? "/")]).toEqual([0, false]);
});

test("without a key it is made all the same", () => {
  const { exitCode, lines, keyPath } = publish("1.2.3", { TAG: "v1.2.3", ...forge });
  expect(lines).toEqual(["npm run release", `${forge.RELEASES_URL} token=none key=none`, created]);
  expect([exitCode, keyPath]).toEqual([0, undefined]);
});

test("a tag of another version is refused before anything is made", () => {
  const { exitCode, lines, complaint } = publish("1.2.3", { TAG: "v1.2.4", RELEASE_KEY: "the key", ...forge });
  expect([exitCode, lines]).toEqual([1, [""]]);
  expect(complaint).toBe("publish.sh: the tag is v1.2.4, and package.json says version 1.2.3\n");
});

test("what Git knows no commit of becomes no release, as it would have no date", () => {
  const { exitCode, lines, complaint } = publish("1.2.3", { TAG: "v1.2.3", STRANGER: "yes", ...forge });
  expect([exitCode, lines]).toEqual([1, [""]]);
  expect(complaint).toStartWith("publish.sh: Git does not tell which commit this is");
});
