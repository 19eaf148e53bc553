import { describe, expect, test } from "bun:test";

import type { Finding } from "../../src/doctor/finding.ts";
import { configFile, DebianService, storage, unit } from "../support/debian-service.ts";
import { newer, older } from "../support/distro-packages.ts";

/** One machine, which goes through all of this in the order in which it is written. */
const machine = await DebianService.boot("deb");
const run = (...command: string[]) => machine.container.run(...command);
const say = (...command: string[]) => machine.container.say(...command);
const installed = async () => await say("dpkg-query", "--show", "--showformat=${Version}", "opampsupervisor");
const settings = "/etc/opampsupervisor/opampsupervisor.conf";

describe("a .deb on a Debian that runs systemd", () => {
  test("brings program, unit, user and example, and starts nothing without a configuration", async () => {
    await say("dpkg", "--install", machine.path(older));
    expect(await say("getent", "passwd", "opampsupervisor")).toEndWith(`:${storage}:/usr/sbin/nologin`);
    expect(await say("stat", "--format=%A %U %G", "/etc/opampsupervisor")).toBe("drwxr-x--- root opampsupervisor");
    expect(await say("opampsupervisor", "--version")).toMatch(/\d+\.\d+\.\d+/);
    expect(await run("systemctl", "is-enabled", unit)).toMatchObject({ out: "enabled" });
    expect(await machine.property("ActiveState")).toBe("inactive");
    const start = await run("systemctl", "start", unit);
    expect(start).toMatchObject({ code: 1 });
    expect(start.err).toContain("Assertion failed");
    expect(await run("systemctl", "is-system-running")).toMatchObject({ out: "running" });
  }, 60_000);

  test("its service starts, is ready when the Collector is supervised, and both may do little", async () => {
    await machine.configure();
    await say("systemctl", "start", unit);
    expect(await machine.property("ActiveState")).toBe("active");
    const { collector } = await machine.healthy();
    await machine.container.until(`systemctl show --property=StatusText ${unit} | grep -q "Collector up"`);
    const pids = await machine.processesOf("opampsupervisor");
    expect(pids).toContain(collector.pid ?? 0);
    for (const pid of [await machine.mainPid(), collector.pid]) {
      expect(await say("grep", "-E", "^(CapEff|CapBnd|NoNewPrivs|Seccomp):", `/proc/${pid}/status`)).toBe(
        "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2",
      );
    }
    expect(await say("stat", "--format=%a %U", storage)).toBe("700 opampsupervisor");
  });

  test("doctor has nothing to say of it", async () => {
    const { code, out } = await run(
      "runuser",
      "-u",
      "opampsupervisor",
      "--",
      "opampsupervisor",
      "doctor",
      "--json",
      "--config",
      configFile,
    );
    const { healthy, findings } = JSON.parse(out) as { healthy: boolean; findings: Finding[] };
    expect(findings.filter((finding) => "code" in finding)).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ area: "unit", severity: "ok" }));
    expect({ code, healthy }).toEqual({ code: 0, healthy: true });
  });

  test("a reload reads the configuration anew in the same process", async () => {
    const before = await machine.mainPid();
    const { collector } = await machine.healthy();
    await machine.container.write(
      "/etc/opampsupervisor/collector.yaml",
      "service: {telemetry: {metrics: {level: none}, resource: {reload: seen}}}\n",
    );
    await say("systemctl", "reload", unit);
    await machine.container.until(`grep -q "reload: seen" ${storage}/effective.yaml`);
    expect(await machine.mainPid()).toBe(before);
    expect((await machine.healthy()).collector.pid).toBe(collector.pid);
  });

  test("an upgrade goes on with the service, its identity and an edited configuration", async () => {
    await machine.container.write(settings, `# edited\nOPAMP_OPTIONS="--config=${configFile}"\n`);
    const before = { pid: await machine.mainPid(), uid: (await machine.healthy()).identity.instanceUid };
    await say("dpkg", "--install", machine.path(newer));
    expect(await installed()).toBe(newer);
    expect(await machine.property("ActiveState")).toBe("active");
    expect(await machine.mainPid()).not.toBe(before.pid);
    expect((await machine.healthy()).identity.instanceUid).toBe(before.uid);
    expect(await say("cat", settings)).toContain("# edited");
    expect(await say("sh", "-c", "ls /etc/opampsupervisor")).not.toContain("dpkg-");
  }, 60_000);

  test("a downgrade does so too", async () => {
    const before = { pid: await machine.mainPid(), uid: (await machine.healthy()).identity.instanceUid };
    await say("dpkg", "--install", machine.path(older));
    expect(await installed()).toBe(older);
    expect(await machine.property("ActiveState")).toBe("active");
    expect(await machine.mainPid()).not.toBe(before.pid);
    expect((await machine.healthy()).identity.instanceUid).toBe(before.uid);
  }, 60_000);

  test("what the administrator has stopped and disabled stays so through an upgrade", async () => {
    await say("systemctl", "disable", "--now", unit);
    await say("dpkg", "--install", machine.path(newer));
    expect(await machine.property("ActiveState")).toBe("inactive");
    expect(await run("systemctl", "is-enabled", unit)).toMatchObject({ out: "disabled" });
  }, 60_000);

  test("a policy that forbids it keeps an upgrade from restarting the service", async () => {
    await say("systemctl", "start", unit);
    await machine.container.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n");
    await say("chmod", "755", "/usr/sbin/policy-rc.d");
    const before = await machine.mainPid();
    await say("dpkg", "--install", machine.path(older));
    expect(await machine.mainPid()).toBe(before);
    await say("rm", "/usr/sbin/policy-rc.d");
  }, 60_000);

  test("removing it ends the service with its Collector, and keeps configuration and state", async () => {
    expect((await machine.processesOf("opampsupervisor")).length).toBeGreaterThan(1);
    await say("dpkg", "--remove", "opampsupervisor");
    expect(await machine.processesOf("opampsupervisor")).toEqual([]);
    expect(await machine.property("LoadState")).toBe("not-found");
    expect(await say("cat", settings)).toContain("# edited");
    await say("test", "-f", `${storage}/persistent_state.yaml`);
    await say("test", "-f", configFile);
  });

  test("purging it removes all that it has written, but no file that it does not know, and not the user", async () => {
    await say("touch", "/etc/opampsupervisor/mine.pem");
    await say("rm", "/etc/opampsupervisor/collector.yaml");
    await say("dpkg", "--purge", "opampsupervisor");
    const left = "find / -xdev -path /proc -prune -o -iname '*opampsupervisor*' -print; ls /etc/opampsupervisor";
    expect((await say("sh", "-c", left)).split("\n").toSorted()).toEqual(["/etc/opampsupervisor", "mine.pem"]);
    await say("getent", "passwd", "opampsupervisor");
  });
});
