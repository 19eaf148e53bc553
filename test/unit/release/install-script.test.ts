import { expect, test } from "bun:test";

import { installScript } from "../../../scripts/release/install-script.ts";

const publicKey = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";

test("the install script of a release knows its version, its key and where releases are, and is the same otherwise", async () => {
  const plain = await Bun.file("packaging/install/install.sh").text();
  const script = await installScript({ releases: "https://example.com/releases", version: "1.2.3", publicKey });
  expect(script).toContain("\nreleases='https://example.com/releases'\nversion='1.2.3'\n");
  expect(script).toContain(`\npublic_key='${publicKey.trim()}'\n`);
  expect(await installScript({ releases: "", version: "", publicKey: "" })).toBe(plain);
  const { exitCode, stdout } = Bun.spawnSync(["sh", "-c", script, "install.sh", "--help"]);
  expect([exitCode, stdout.toString()]).toEqual([0, expect.stringContaining("--uninstall")]);
});

test("what would end the quotes in it is refused", async () => {
  const facts = { releases: "https://example.com/';reboot;'", version: "1.2.3", publicKey };
  await expect(installScript(facts)).rejects.toThrow("install.sh cannot hold a quote");
});
