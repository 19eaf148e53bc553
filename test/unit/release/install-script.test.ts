import { expect, test } from "bun:test";

import { installScripts } from "../../../scripts/release/install-script.ts";

const publicKey = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";
const facts = { releases: "https://example.com/releases", version: "1.2.3", publicKey };

test("the install scripts of a release know its version, its key and where releases are", async () => {
  const scripts = await installScripts(facts);
  expect(Object.keys(scripts)).toEqual(["install.sh", "install.ps1"]);
  const { "install.sh": script = "", "install.ps1": windows = "" } = scripts;
  expect(script).toContain("\nreleases='https://example.com/releases'\nversion='1.2.3'\n");
  expect(script).toContain(`\npublic_key='${publicKey.trim()}'\n`);
  expect(windows).toContain("\n$releases = 'https://example.com/releases'\n$pinnedVersion = '1.2.3'\n");
  expect(windows).toContain(`\n$publicKey = '${publicKey.trim()}'\n`);
  const { exitCode, stdout } = Bun.spawnSync(["sh", "-c", script, "install.sh", "--help"]);
  expect([exitCode, stdout.toString()]).toEqual([0, expect.stringContaining("--uninstall")]);
});

test.each(["install.sh", "install.ps1"])("%s is the same otherwise", async (name) => {
  const scripts = await installScripts({ releases: "", version: "", publicKey: "" });
  expect(scripts[name]).toBe(await Bun.file(`packaging/install/${name}`).text());
});

test("what would end the quotes in them is refused", async () => {
  const hostile = { ...facts, releases: "https://example.com/';reboot;'" };
  await expect(installScripts(hostile)).rejects.toThrow(/^install\.\S+ cannot hold a quote/);
});
