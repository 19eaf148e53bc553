import { describe, expect, test } from "bun:test";

import { configFile, DebianService, storage, unit } from "../support/debian-service.ts";
import { newer, older } from "../support/distro-packages.ts";

/** One machine with rpm, which goes through all of this in the order in which it is written. */
const machine = await DebianService.boot("rpm");
const say = (...command: string[]) => machine.container.say(...command);
/** Debian's own packages are unknown to rpm, so what it depends on is left out. */
const rpm = (...command: string[]) => say("rpm", "--nodeps", ...command);
const settings = "/etc/opampsupervisor/opampsupervisor.conf";

describe("an .rpm on a system that runs systemd", () => {
  test("brings a service that the system's presets enable or not, and starts nothing", async () => {
    await say("mkdir", "-p", "/etc/systemd/system-preset");
    await machine.container.write("/etc/systemd/system-preset/50-test.preset", "disable opampsupervisor.service\n");
    await rpm("--install", machine.path(older));
    expect(await machine.container.run("systemctl", "is-enabled", unit)).toMatchObject({ out: "disabled" });
    expect(await machine.property("ActiveState")).toBe("inactive");
    expect(await say("rpm", "--verify", "--nodeps", "opampsupervisor")).toBe("");
  });

  test.each([
    ["an upgrade", newer, []],
    ["a downgrade", older, ["--oldpackage"]],
  ])("%s goes on with the service, its identity and an edited configuration", async (_, version, flags) => {
    await machine.configure();
    await machine.container.write(settings, `# edited\nOPAMP_OPTIONS="--config=${configFile}"\n`);
    await say("systemctl", "enable", "--now", unit);
    const before = { pid: await machine.mainPid(), uid: (await machine.healthy()).identity.instanceUid };
    await rpm("--upgrade", ...flags, machine.path(version));
    expect(await say("rpm", "--query", "opampsupervisor")).toBe(`opampsupervisor-${version}-1.x86_64`);
    expect(await machine.property("ActiveState")).toBe("active");
    expect(await machine.mainPid()).not.toBe(before.pid);
    expect((await machine.healthy()).identity.instanceUid).toBe(before.uid);
    expect(await say("cat", settings)).toStartWith("# edited");
    expect(await machine.container.run("systemctl", "is-enabled", unit)).toMatchObject({ out: "enabled" });
  });

  test("what the administrator has stopped stays so through an upgrade", async () => {
    await say("systemctl", "disable", "--now", unit);
    await rpm("--upgrade", machine.path(newer));
    expect(await machine.property("ActiveState")).toBe("inactive");
    expect(await machine.container.run("systemctl", "is-enabled", unit)).toMatchObject({ out: "disabled" });
  });

  test("removing it ends the service with its Collector, and keeps configuration and state", async () => {
    await say("systemctl", "enable", "--now", unit);
    expect((await machine.processesOf("opampsupervisor")).length).toBeGreaterThan(1);
    await rpm("--erase", "opampsupervisor");
    expect(await machine.processesOf("opampsupervisor")).toEqual([]);
    expect(await machine.property("LoadState")).toBe("not-found");
    expect(await say("cat", `${settings}.rpmsave`)).toStartWith("# edited");
    await say("test", "-f", `${storage}/persistent_state.yaml`);
    await say("test", "-f", configFile);
    expect(await say("sh", "-c", "find /etc/systemd/system -name '*opampsupervisor*'")).toBe("");
  });
});
