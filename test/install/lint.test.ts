import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";

import { readManifest } from "../../scripts/collector/manifest.ts";
import { ran, script } from "./sandbox.ts";

test.each([script, "scripts/release/publish.sh", "scripts/images/publish.sh"])(
  "shellcheck has nothing to say of %s",
  async (file) => {
    const { code, text } = await ran(["shellcheck", "--shell=sh", file], { PATH: process.env["PATH"] ?? "" });
    expect({ code, text }).toEqual({ code: 0, text: "" });
  },
);

test("the service for launchd is a property list that starts what the script installs", async () => {
  const read = "import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], 'rb'))))";
  const { text } = await ran(["python3", "-c", read, "packaging/launchd/opampsupervisor.plist"], {
    PATH: process.env["PATH"] ?? "",
  });
  expect(JSON.parse(text)).toMatchObject({
    Label: "opampsupervisor",
    ProgramArguments: ["/usr/bin/opampsupervisor", "--config=/etc/opampsupervisor/config.yaml"],
    KeepAlive: { SuccessfulExit: false },
    Umask: 0o077,
  });
});

test("the Collector that it fetches is the one that everything is tested with", async () => {
  const { dist } = await readManifest();
  expect(await readFile(script, "utf8")).toContain(`collector_version='${dist.version}'`);
});
