import { expect, test } from "bun:test";

import { stringify } from "yaml";

import { configFile, DebianService, storage, unit } from "../support/debian-service.ts";
import { newer } from "../support/distro-packages.ts";
import { answers, receiving } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { goSupervisorDeb, goVersion } from "../support/go-supervisor-deb.ts";
import { statusName } from "../support/stored.ts";
import { TestServer } from "../support/test-server.ts";

/** One machine of a fleet of Go supervisors, which is switched over and back. */
const goPackage = "/go-supervisor.deb";
const machine = await DebianService.boot("deb", { [goPackage]: await goSupervisorDeb() });
const { container } = machine;
const say = (...command: string[]) => container.say(...command);
const hash = "of-the-fleet";

// The Go supervisor listens by this name, which the bare system does not know.
await container.write("/etc/hosts", "127.0.0.1 localhost\n");

/** Installs a package and waits until its supervisor has said all of its agent to the server. What that was. */
async function switchedTo(path: string, server: TestServer) {
  const before = server.connections;
  await say("dpkg", "--install", path);
  return await server.until(({ instanceUid, health, remoteConfigStatus: status, effectiveConfig }) => {
    if (server.connections === before || health?.healthy !== true || !status || !effectiveConfig) return undefined;
    return {
      uid: Buffer.from(instanceUid).toString("hex"),
      status: `${statusName(status.status ?? 0)} ${Buffer.from(status.lastRemoteConfigHash ?? []).toString()}`,
    };
  });
}

const installed = () => say("dpkg-query", "--show", "--showformat=${Version}", "opampsupervisor");

test.each([
  ["of its packages' example", { directory: `${storage}/` }, storage],
  ["that it has by default", undefined, "/var/lib/otelcol/supervisor"],
])(
  "from the Go supervisor's package to ours and back, with the storage directory %s",
  async (_, setting, directory) => {
    const [server, port] = [await TestServer.start(), await freePort()];
    const config = stringify({
      server: { endpoint: server.endpoint },
      capabilities: { accepts_remote_config: true, reports_remote_config: true, reports_effective_config: true },
      agent: { executable: "/usr/bin/otelcol-contrib", config_apply_timeout: "1s" },
      ...(setting && { storage: setting }),
    });
    await say("dpkg", "--purge", "opampsupervisor");
    await say("dpkg", "--install", goPackage);
    if (setting === undefined) await say("install", "-d", "-o", "opampsupervisor", "/var/lib/otelcol");
    await container.write(configFile, config);
    await say("systemctl", "start", unit);
    await server.healthy();
    server.offer({ "": receiving(port) }, hash);
    expect(await server.verdict(hash)).toBe("APPLIED");
    const uid = Buffer.from(server.agent?.instanceUid ?? []).toString("hex");
    const fleet = { uid, status: `APPLIED ${hash}` };

    for (const [path, version, type] of [
      [machine.path(newer), newer, "notify"],
      [goPackage, goVersion, "simple"],
      [machine.path(newer), newer, "notify"],
    ] as const) {
      expect(await switchedTo(path, server)).toEqual(fleet);
      expect(await installed()).toBe(version);
      expect([await machine.property("Type"), await machine.property("ActiveState")]).toEqual([type, "active"]);
      expect(await container.run("systemctl", "is-enabled", unit)).toMatchObject({ out: "enabled" });
      expect(server.effective()).toContain(`127.0.0.1:${port}`);
      expect(await answers(port)).toBe(true);
      expect(await say("cat", configFile)).toBe(config.trimEnd());
      expect(await say("find", directory, "!", "-user", "opampsupervisor")).toBe("");
    }
    expect((await machine.healthy()).identity.instanceUid.replaceAll("-", "")).toBe(uid);
    await say("systemctl", "stop", unit);
    expect(await machine.processesOf("opampsupervisor")).toEqual([]);
    // No switch has applied it anew.
    expect(server.statuses(hash)).toEqual(["APPLYING", "APPLIED"]);
  },
);
