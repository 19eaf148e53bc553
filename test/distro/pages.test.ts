import { expect, test } from "bun:test";

import { configFile, DebianService, storage, unit } from "../support/debian-service.ts";
import { newer } from "../support/distro-packages.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { executable } from "../support/e2e.ts";
import { needPort } from "../support/free-port.ts";
import { TestServer } from "../support/test-server.ts";
import { until } from "../support/until.ts";

/** One machine, on which the guides are followed in the order in which this is written. */
const local = "/usr/local/bin/opampsupervisor";
const machine = await DebianService.boot("deb", { [local]: executable });
const { container } = machine;
const say = (...command: string[]) => container.say(...command);

// The Collector listens by this name, which the bare system does not know.
await container.write("/etc/hosts", "127.0.0.1 localhost\n");

/** Runs a block as an administrator does who ends with the first command that fails; `EDITOR` writes what is given. */
async function follow(block: string, edit = "true"): Promise<string> {
  await container.write("/edit", `#!/bin/sh\nset -e\n${edit}\n`);
  await say("chmod", "+x", "/edit");
  return await say("env", "EDITOR=/edit", "PATH=/usr/sbin:/usr/bin:/usr/local/bin", "sh", "-euc", block);
}

test("docs/linux-packages.md, Installation and The first start: it runs, known to the server, and doctor finds nothing", async () => {
  await needPort(8888);
  const server = await TestServer.start();
  const [install = ""] = blockOf("docs/linux-packages.md", "Installation", "sh").split("\n");
  const [, file = ""] = / \.\/(\S+\.deb)$/.exec(install) ?? [];
  await say("cp", machine.path(newer), `/${file}`);
  await follow(`cd /\n${install}`);
  const edit = `sed -i 's|endpoint: .*|endpoint: ${server.endpoint}|' "$1"`;
  const printed = await follow(blockOf("docs/linux-packages.md", "The first start", "sh"), edit);
  expect(printed).toContain(`Valid: ${configFile}`);
  expect(printed).toMatch(/^ok +unit /m);
  expect(printed).not.toMatch(/^(?:error|warning) /m);
  await server.healthy();
  expect(await machine.property("ActiveState")).toBe("active");
  expect(await say("stat", "--format=%a %G", configFile)).toBe("640 opampsupervisor");
  await say("systemctl", "stop", unit);
}, 60_000);

test("docs/linux-packages.md, The Collector as another user than the supervisor", async () => {
  await machine.configure({ run_as: "opampsupervisor" });
  await follow(blockOf("docs/linux-packages.md", "The Collector as another user than the supervisor", "sh"));
  await say("systemctl", "start", unit);
  const { collector } = await machine.healthy();
  expect(await say("stat", "--format=%U", `/proc/${collector.pid}`)).toBe("opampsupervisor");
  expect(await say("stat", "--format=%U", `/proc/${await machine.mainPid()}`)).toBe("root");
  expect(await say("stat", "--format=%U", storage)).toBe("root");
  await say("dpkg", "--purge", "opampsupervisor");
  await say("rm", "-r", "/etc/systemd/system/opampsupervisor.service.d");
}, 60_000);

/** What both pages give for a systemd that does not know how to wait for a reload. */
const before253 = 'Type=notify\nExecReload=/bin/sh -c "kill -HUP $$MAINPID"';

async function ownUnit(page: string, under: string): Promise<void> {
  const major = Number(/\d+/.exec(await say("systemctl", "--version"))?.[0]);
  const text = blockOf(page, under, "ini");
  const here = major < 253 ? text.replace("Type=notify-reload", () => before253) : text;
  await container.write(`/etc/systemd/system/${unit}`, here);
  await say("systemctl", "daemon-reload");
  expect((await container.run("systemd-analyze", "verify", unit)).err).not.toContain("opampsupervisor.service");
}

const shared = "/var/lib/otelcol/supervisor";

test("docs/operations.md, Day one and A change of your own: its unit runs it, and reloads what was changed", async () => {
  await say("mkdir", "-p", "/etc/opampsupervisor");
  const config = (name: string) =>
    `agent: { executable: /usr/bin/otelcol-contrib, config_files: [/etc/opampsupervisor/${name}] }\n`;
  await container.write(configFile, config("a.yaml"));
  await container.write("/etc/opampsupervisor/a.yaml", "service: { telemetry: { metrics: { level: none } } }\n");
  await ownUnit("docs/operations.md", "Day one");
  await say("systemctl", "enable", "--now", unit);
  const pid = await machine.mainPid();
  await say("mv", "/etc/opampsupervisor/a.yaml", "/etc/opampsupervisor/b.yaml");
  await container.write(configFile, config("b.yaml"));
  const printed = await follow(blockOf("docs/operations.md", "A change of your own", "sh"));
  expect(printed).toStartWith(`Valid: ${configFile}`);
  await until(async () => (await say("journalctl", "--unit", unit, "--output=cat")).includes("operator's change"));
  expect(await machine.mainPid()).toBe(pid);
  expect(await say("stat", "--format=%a", shared)).toBe("700");
}, 60_000);

test("docs/commands.md, Under systemd: its unit is ready when the Collector is supervised, and starts again", async () => {
  await say("systemctl", "stop", unit);
  await ownUnit("docs/commands.md", "Under systemd");
  await say("systemctl", "start", unit);
  expect(await machine.property("ActiveState")).toBe("active");
  const pid = await machine.mainPid();
  await machine.signal("KILL", pid);
  await until(async () => ![0, pid].includes(await machine.mainPid()));
  await say("systemctl", "stop", unit);
  expect(await machine.property("Result")).toBe("success");
}, 60_000);

test("docs/migration.md, The way over: the one stops, what it kept is copied, the other starts", async () => {
  const other = "go-supervisor.service";
  await container.write(`/etc/systemd/system/${other}`, "[Service]\nExecStart=/bin/sleep infinity\n");
  await say("systemctl", "daemon-reload");
  await say("systemctl", "start", other);
  await follow(blockOf("docs/migration.md", "The way over", "sh"));
  expect(await container.run("systemctl", "is-active", other)).toMatchObject({ out: "inactive" });
  expect(await machine.property("ActiveState")).toBe("active");
  const kept = "persistent_state.yaml";
  expect(await say("stat", "--format=%a %U", `${shared}.go/${kept}`)).toBe("600 root");
}, 60_000);
