import { describe, expect, test } from "bun:test";

import { configFile, DebianService, storage, unit } from "../support/debian-service.ts";
import { older } from "../support/distro-packages.ts";

/** One machine, on which the service is put through what happens to services. */
const machine = await DebianService.boot("deb");
const { container } = machine;
const say = (...command: string[]) => container.say(...command);
const log = `${storage}/agent.log`;
const dropIns = `/etc/systemd/system/${unit}.d`;

await say("dpkg", "--install", machine.path(older));
await machine.configure();

/** Waits until systemd has started it again in the place of `pid`. */
async function restarted(pid: number): Promise<void> {
  const replaced = `p=$(systemctl show --property=MainPID --value ${unit}); test "$p" != 0 && test "$p" != ${pid}`;
  await container.until(`${replaced} && test "$(systemctl is-active ${unit})" = active`);
}

describe("the service", () => {
  test("whose supervisor is killed has its Collector end in order, and starts again", async () => {
    await say("systemctl", "start", unit);
    const { collector } = await machine.healthy();
    const pid = await machine.mainPid();
    await machine.signal("KILL", pid);
    await restarted(pid);
    expect(await machine.property("NRestarts")).toBe("1");
    expect((await machine.healthy()).collector.pid).not.toBe(collector.pid);
    expect(await say("sh", "-c", `cat ${log}* | grep -c "Shutdown complete"`)).toMatch(/^[2-9]/);
  });

  test("whose supervisor hangs is ended by the watchdog, with its Collector, and starts again", async () => {
    const pid = await machine.mainPid();
    const { collector } = await machine.healthy();
    await machine.signal("STOP", pid);
    await container.until(`! test -e /proc/${pid}`);
    await container.until(`! test -e /proc/${collector.pid}`);
    await restarted(pid);
    expect(await say("journalctl", "--unit", unit, "--no-pager")).toContain("Watchdog timeout");
    await machine.healthy();
  }, 120_000);

  test("is fed for longer than its watchdog waits", async () => {
    const pid = await machine.mainPid();
    await say("sleep", "35");
    expect(await machine.mainPid()).toBe(pid);
  }, 60_000);

  test("ends in order, with nothing left, and nobody starts it again", async () => {
    await say("opampsupervisor", "stop", "--config", configFile);
    await container.until(`test "$(systemctl is-active ${unit})" = inactive`);
    expect(await machine.processesOf("opampsupervisor")).toEqual([]);
    await say("sleep", "3");
    expect(await machine.property("ActiveState")).toBe("inactive");
    expect(await machine.property("Result")).toBe("success");
  });

  test("with a configuration that is wrong tries again, and runs once it is right", async () => {
    const right = await say("cat", configFile);
    await container.write(configFile, "agent: {executable: 5}\n");
    expect((await container.run("systemctl", "start", unit)).code).toBe(1);
    await container.until(`test "$(systemctl show --property=NRestarts --value ${unit})" -ge 2`);
    await container.write(configFile, right);
    await container.until(`test "$(systemctl is-active ${unit})" = active`);
    await machine.healthy();
  });
});

describe("with a drop-in of the operator's", () => {
  test("the Collector gets the capabilities and the groups that are named there, and no others", async () => {
    const lines = [
      "[Service]",
      "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
      "AmbientCapabilities=CAP_NET_BIND_SERVICE",
      "SupplementaryGroups=adm systemd-journal",
    ];
    await say("mkdir", "-p", dropIns);
    await container.write(`${dropIns}/more.conf`, `${lines.join("\n")}\n`);
    await say("systemctl", "daemon-reload");
    await say("systemctl", "restart", unit);
    const { collector } = await machine.healthy();
    const netBindService = (1 << 10).toString(16).padStart(16, "0");
    expect(await say("grep", "^CapEff:", `/proc/${collector.pid}/status`)).toBe(`CapEff:\t${netBindService}`);
    const groups = await say(
      "sh",
      "-c",
      "getent group adm opampsupervisor systemd-journal | cut -d: -f3 | sort -n | xargs",
    );
    const held = (await say("grep", "^Groups:", `/proc/${collector.pid}/status`)).replace("Groups:\t", "").trim();
    expect(held.split(" ").toSorted()).toEqual(groups.split(" ").toSorted());
    await say("rm", `${dropIns}/more.conf`);
    await say("systemctl", "daemon-reload");
  });
});

describe("with the drop-in for agent.run_as", () => {
  test("the supervisor is root, the Collector is not, and what was stored goes on being used", async () => {
    const { identity } = await machine.healthy();
    await say("mkdir", "-p", dropIns);
    await say("ln", "-s", "/usr/share/opampsupervisor/run-as.conf", dropIns);
    await say("systemctl", "daemon-reload");
    await machine.configure({ run_as: "opampsupervisor" });
    await say("systemctl", "restart", unit);
    const { collector, identity: now } = await machine.healthy();
    expect(now.instanceUid).toBe(identity.instanceUid);
    const uid = await say("id", "-u", "opampsupervisor");
    const user = async (pid: number) => (await say("grep", "^Uid:", `/proc/${pid}/status`)).split("\t")[1];
    expect(await user(await machine.mainPid())).toBe("0");
    expect(await user(collector.pid ?? 0)).toBe(uid);
    expect(await say("grep", "^CapEff:", `/proc/${collector.pid}/status`)).toBe("CapEff:\t0000000000000000");
    expect(await say("stat", "--format=%a %U %G", storage)).toBe("710 root opampsupervisor");
    expect(await say("stat", "--format=%a %U %G", `${storage}/effective.yaml`)).toBe("640 root opampsupervisor");
    expect(await say("stat", "--format=%a %U", `${storage}/persistent_state.yaml`)).toBe("600 root");
  });

  test("a restart changes no owner, and a killed supervisor leaves no Collector of the other user", async () => {
    await say("systemctl", "restart", unit);
    await machine.healthy();
    expect(await say("stat", "--format=%a %U %G", `${storage}/effective.yaml`)).toBe("640 root opampsupervisor");
    const pid = await machine.mainPid();
    await machine.signal("KILL", pid);
    await restarted(pid);
    await machine.healthy();
    expect((await machine.processesOf("opampsupervisor")).length).toBe(1);
    await say("systemctl", "stop", unit);
    expect(await machine.processesOf("opampsupervisor")).toEqual([]);
  });

  test("doctor has nothing to say of it but of what belongs to both", async () => {
    const { out } = await container.run("opampsupervisor", "doctor", "--config", configFile);
    expect(out).not.toMatch(/^(warning|error)/m);
    expect(out).toMatch(/^ok +unit /m);
  });

  test("without it again the state goes back to the service's user", async () => {
    await say("rm", `${dropIns}/run-as.conf`);
    await say("systemctl", "daemon-reload");
    await machine.configure();
    await say("systemctl", "start", unit);
    await machine.healthy();
    expect(await say("find", storage, "!", "-user", "opampsupervisor")).toBe("");
  });
});
