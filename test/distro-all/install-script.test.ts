import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { stringify } from "yaml";

import { projectVersion } from "../../scripts/build.ts";
import { root } from "../../scripts/support/root.ts";
import type { StatusSnapshot } from "../../src/control/snapshot.ts";
import { ReleaseServer } from "../install/release-server.ts";
import { script } from "../install/sandbox.ts";
import { Container } from "../support/container.ts";
import { configFile, storage, unit } from "../support/debian-service.ts";
import { debianRoot } from "../support/distro-packages.ts";
import { executable, otelcol, quietMetrics } from "../support/e2e.ts";

async function release(): Promise<ReleaseServer> {
  const releases = await ReleaseServer.start();
  const packed = async (name: string, from: string) => ({
    name,
    content: await readFile(join(root, "packaging", from)),
  });
  const files = [
    { name: "opampsupervisor", mode: 0o755, content: await readFile(executable) },
    await packed("opampsupervisor.service", "systemd/opampsupervisor.service"),
    await packed("opampsupervisor.conf", "opampsupervisor.conf"),
  ];
  await releases.publish({ version: await projectVersion(), files });
  return releases;
}

const shared = {
  "/install.sh": script,
  "/usr/bin/wget": Bun.which("busybox") ?? "",
  "/usr/bin/otelcol-contrib": otelcol,
};
const container = await Container.boot({ root: debianRoot(), shared });
const say = (...command: string[]) => container.say(...command);
const installed = "/usr/local/bin/opampsupervisor";
const property = (name: string) => say("systemctl", "show", `--property=${name}`, "--value", unit);

async function healthy(): Promise<StatusSnapshot> {
  await container.until(`${installed} status --config ${configFile} >/dev/null`);
  return JSON.parse(await say(installed, "status", "--json", "--config", configFile)) as StatusSnapshot;
}

test("the install script makes a service that runs under a real systemd, survives an upgrade, and is gone with its removal", async () => {
  const { url } = await release();
  const install = (...args: string[]) =>
    say("env", `OPAMPSUPERVISOR_RELEASES_URL=${url}`, "sh", "/install.sh", ...args);
  const said = await install();
  expect(said).toContain("Service: not started.");
  expect(await property("ActiveState")).toBe("inactive");
  await container.write("/etc/opampsupervisor/collector.yaml", stringify(quietMetrics));
  const files = '  config_files: ["/etc/opampsupervisor/collector.yaml"]';
  await say("sed", "-i", `/^agent:/a\\${files}`, configFile);
  const told = /^ {2}(systemctl .*)$/m.exec(said)?.[1] ?? "";
  await say("sh", "-ec", told);
  const before = await healthy();
  expect(await say("stat", "--format=%U", `/proc/${before.collector.pid}`)).toBe("opampsupervisor");

  const pid = await property("MainPID");
  expect(await install()).toContain("Service: restarted, where it ran.");
  expect(await property("MainPID")).not.toBe(pid);
  expect((await healthy()).identity.instanceUid).toBe(before.identity.instanceUid);

  await install("--uninstall");
  expect(await property("LoadState")).toBe("not-found");
  const { pid: collector } = before.collector;
  await say("test", "!", "-e", `/proc/${collector}`);
  await say("test", "-f", `${storage}/persistent_state.yaml`, "-a", "-f", configFile);
  await install("--uninstall", "--purge");
  const left = "find / -xdev -path /proc -prune -o -iname '*opampsupervisor*' -print; id opampsupervisor 2>&1";
  expect((await container.run("sh", "-c", left)).out).toMatch(/^id: .opampsupervisor.: no such user$/);
});
