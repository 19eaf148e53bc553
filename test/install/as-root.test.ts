import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../../scripts/support/root.ts";
import { Machine } from "./machine.ts";
import { ReleaseServer } from "./release-server.ts";
import { program } from "./sandbox.ts";

const packaging = join(root, "packaging");

async function scene({ systemd }: { systemd: boolean }): Promise<{ releases: ReleaseServer; machine: Machine }> {
  const releases = await ReleaseServer.start();
  const service = [
    { name: "opampsupervisor.service", content: await readFile(join(packaging, "systemd/opampsupervisor.service")) },
    { name: "opampsupervisor.conf", content: await readFile(join(packaging, "opampsupervisor.conf")) },
  ];
  await releases.publish({ version: "0.9.1", files: [program("0.9.1"), ...service] });
  await releases.publish({ version: "0.9.2", files: [program("0.9.2"), ...service] });
  return { releases, machine: new Machine({ releases: releases.url, systemd }) };
}

const files = "/usr/local/bin/opampsupervisor /etc/opampsupervisor /etc/systemd/system/opampsupervisor.service";

test("as root it is a service of its own user, started once a server is named", async () => {
  const { machine } = await scene({ systemd: true });
  const { code, text } = await machine.run(`
    install --version 0.9.1
    echo "--- first"; cat /asked; rm /asked
    id opampsupervisor
    stat -c "%a %U:%G %n" /etc/opampsupervisor/config.yaml ${files}
    grep ExecStart= /etc/systemd/system/opampsupervisor.service
    echo 'OPAMP_OPTIONS="--log-encoding json"' >/etc/opampsupervisor/opampsupervisor.conf
    install --version 0.9.2
    echo "--- second"; cat /asked; opampsupervisor
    cat /etc/opampsupervisor/opampsupervisor.conf`);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Service: not started.") });
  const [first = "", second = ""] = text.split("--- first")[1]?.split("--- second") ?? [];
  expect(first).toStartWith("\nsystemctl daemon-reload\n");
  expect(first).not.toContain("enable");
  expect(first).toContain("(opampsupervisor)");
  expect(first).toContain("640 root:opampsupervisor /etc/opampsupervisor/config.yaml");
  expect(first).toContain("ExecStart=/usr/local/bin/opampsupervisor");
  expect(second).toStartWith("\nsystemctl daemon-reload\nsystemctl try-restart opampsupervisor\n");
  expect(second).toContain("opampsupervisor 0.9.2\n");
  expect(second).toContain("--log-encoding json");
});

test("with an endpoint it is enabled and runs; removing it stops it first and keeps what is the operator's", async () => {
  const { machine } = await scene({ systemd: true });
  const { code, text } = await machine.run(`
    install --endpoint wss://opamp.example.com/v1/opamp
    mkdir -p /var/lib/opampsupervisor
    install --uninstall
    echo "--- asked"; cat /asked
    echo "--- left"; ls -d ${files} /var/lib/opampsupervisor
    install
    install --uninstall --purge
    echo "--- at last"; ls -d ${files} /var/lib/opampsupervisor; id opampsupervisor`);
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("Service: runs.") });
  const [, asked = "", left = "", atLast = ""] = text.split(/--- [a-z ]+\n/);
  expect(asked.split("\n")).toEqual([
    "systemctl daemon-reload",
    "systemctl enable opampsupervisor",
    "systemctl restart opampsupervisor",
    "systemctl disable --now opampsupervisor",
    "systemctl daemon-reload",
    "",
  ]);
  expect(left).toContain("\n/etc/opampsupervisor\n");
  expect(left).toContain("\n/var/lib/opampsupervisor\n");
  expect(left).toContain("cannot access '/usr/local/bin/opampsupervisor'");
  expect(atLast.match(/cannot access/g)).toHaveLength(4);
  expect(atLast).toContain("no such user");
});

test("a service that does not start is said so, and all of it is there", async () => {
  const { machine } = await scene({ systemd: true });
  const { code, text } = await machine.run(`
    touch /refuses
    install --endpoint wss://opamp.example.com/v1/opamp; echo "code $?"
    opampsupervisor`);
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringContaining("everything is installed, but the service"),
  });
  expect(text).toContain("code 1");
  expect(text).toContain("opampsupervisor 0.9.2\n");
});

test("without systemd, or where no service is wanted, it is files alone", async () => {
  const without = await scene({ systemd: false });
  const there = await without.machine.run("install; ls /asked; id opampsupervisor; opampsupervisor");
  expect(there.text).toContain("none: systemd does not run here");
  expect(there.text).toContain("cannot access '/asked'");
  expect(there.text).toContain("no such user");
  expect(there.text).toContain("Run it: /usr/local/bin/opampsupervisor --config /etc/opampsupervisor/config.yaml");
  const unwanted = await scene({ systemd: true });
  const alone = await unwanted.machine.run(
    "install --no-service; ls /asked /etc/systemd/system/opampsupervisor.service",
  );
  expect(alone.text.match(/cannot access/g)).toHaveLength(2);
});

test("wget does as well as curl, and without either it is said so", async () => {
  const { machine } = await scene({ systemd: false });
  const { code, text } = await machine.run(`
    rm -f /usr/bin/curl && install && opampsupervisor
    rm -f /usr/bin/wget && install`);
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("opampsupervisor 0.9.2\n") });
  expect(text).toContain("neither curl nor wget is there");
});
