import { expect, test } from "bun:test";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { installScripts } from "../../scripts/release/install-script.ts";
import { root } from "../../scripts/support/root.ts";
import { gzipped, tarArchive } from "../support/archives.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { powershellFaults } from "../support/powershell-grammar.ts";
import { checksumsOf, ReleaseServer } from "./release-server.ts";
import { Home, program } from "./sandbox.ts";

const page = await readFile(join(root, "docs/install.md"), "utf8");
const inOneLine = blockOf("docs/install.md", "In one line", "sh");
const byHand = blockOf("docs/install.md", "By hand", "sh");
const version = /opampsupervisor_([0-9.]+)_checksums\.txt/.exec(byHand)?.[1] ?? "";

test("the line of the page installs the newest release and a Collector", async () => {
  const releases = await ReleaseServer.start();
  await releases.publish({ version, files: [program(version)] });
  const { "install.sh": script = "" } = await installScripts({ releases: releases.url, version, publicKey: "" });
  releases.add("latest/download/install.sh", script);
  const collector = gzipped(await tarArchive([{ name: "otelcol-contrib", mode: 0o755, content: "#!/bin/sh\n" }]));
  const name = "otelcol-contrib_0.149.0_linux_amd64.tar.gz";
  releases.add(`download/v0.149.0/${name}`, collector);
  const checksums = "opentelemetry-collector-releases_otelcol-contrib_checksums.txt";
  releases.add(`download/v0.149.0/${checksums}`, checksumsOf({ [name]: collector }));

  const home = new Home("");
  home.env = { OTELCOL_RELEASES_URL: releases.url };
  const { code, text } = await home.run(["dash"], [], { text: inOneLine.replace("ADDRESS", releases.url) });
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining(`opampsupervisor ${version}.`) });
  expect((await readdir(home.path(".local/bin"))).toSorted()).toEqual(["opampsupervisor", "otelcol-contrib"]);
  const written = await readFile(home.path(".config/opampsupervisor/config.yaml"), "utf8");
  expect(written).toContain("wss://opamp.example.com/v1/opamp");
});

test("what the page does by hand unpacks what the checksums state", async () => {
  const home = new Home("");
  const archive = gzipped(await tarArchive([program(version), { name: "LICENSE" }]));
  const name = `opampsupervisor_${version}_linux_amd64.tar.gz`;
  await Bun.write(home.path(name), archive);
  await Bun.write(
    home.path(`opampsupervisor_${version}_checksums.txt`),
    checksumsOf({ other: archive, [name]: archive }),
  );
  const commands = `set -e\ncd ${home.directory}\n${byHand}`;
  const right = await home.run(["dash"], [], { text: commands });
  expect(right).toEqual({ code: 0, text: expect.stringContaining(`${name}: OK`) });
  await Bun.write(home.path(name), gzipped(await tarArchive([program(version), { name: "LIES" }])));
  expect((await home.run(["dash"], [], { text: commands })).code).toBe(1);
});

test("every parameter of the line for Windows is one of that script's", async () => {
  const line = blockOf("docs/install.md", "In one line", "powershell");
  expect(await powershellFaults(line)).toEqual([]);
  const twin = await readFile(join(root, "packaging/install/install.ps1"), "utf8");
  const named = [...line.matchAll(/ -(\w+)/g)].map(([, name = ""]) => name);
  expect(named).toEqual(["Endpoint", "WithCollector"]);
  for (const name of named) expect(twin).toContain(`.PARAMETER ${name}\n`);
});

test("every option that the page names is one of the script's", async () => {
  const help = await new Home("").run(["dash"], ["--help"]);
  const named = new Set(page.match(/--[a-z][a-z-]+/g));
  const others = ["--check", "--ignore-missing"];
  for (const option of named) if (!others.includes(option)) expect(help.text).toContain(option);
  expect(named).toContain("--dry-run");
});
