import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../../scripts/support/root.ts";
import { Machine, type MachineOptions } from "./machine.ts";
import { ReleaseServer } from "./release-server.ts";
import { program } from "./sandbox.ts";

const packaging = join(root, "packaging");

async function scene(options: Pick<MachineOptions, "manager">): Promise<{ releases: ReleaseServer; machine: Machine }> {
  const releases = await ReleaseServer.start();
  const service = [
    { name: "opampsupervisor.service", content: await readFile(join(packaging, "systemd/opampsupervisor.service")) },
    { name: "opampsupervisor.openrc", content: await readFile(join(packaging, "openrc/opampsupervisor")) },
    { name: "opampsupervisor.plist", content: await readFile(join(packaging, "launchd/opampsupervisor.plist")) },
    { name: "opampsupervisor.conf", content: await readFile(join(packaging, "opampsupervisor.conf")) },
  ];
  const system = options.manager === "launchd" ? "darwin_arm64" : "linux_amd64";
  for (const version of ["0.9.1", "0.9.2"]) {
    await releases.publish({ version, system, files: [program(version), ...service] });
  }
  return { releases, machine: new Machine({ releases: releases.url, ...options }) };
}

const files = "/usr/local/bin/opampsupervisor /etc/opampsupervisor /etc/systemd/system/opampsupervisor.service";

test("as root it is a service of its own user, started once a server is named", async () => {
  const { machine } = await scene({ manager: "systemd" });
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
  const { machine } = await scene({ manager: "systemd" });
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

test.each([
  [
    "openrc",
    "/etc/init.d/opampsupervisor",
    "755",
    {
      first: ["rc-update --quiet add opampsupervisor", "rc-service opampsupervisor restart"],
      again: ["rc-service --ifstarted opampsupervisor restart"],
      removed: ["rc-service --ifstarted opampsupervisor stop", "rc-update --quiet delete opampsupervisor"],
    },
  ],
  [
    "launchd",
    "/Library/LaunchDaemons/opampsupervisor.plist",
    "644",
    {
      first: [
        "launchctl print system/opampsupervisor",
        "launchctl enable system/opampsupervisor",
        "launchctl bootstrap system /Library/LaunchDaemons/opampsupervisor.plist",
      ],
      again: [
        ...["print", "print", "bootout", "print", "enable"].map((order) => `launchctl ${order} system/opampsupervisor`),
        "launchctl bootstrap system /Library/LaunchDaemons/opampsupervisor.plist",
      ],
      removed: ["print", "bootout", "print"].map((order) => `launchctl ${order} system/opampsupervisor`),
    },
  ],
] as const)("under %s it is a service of that one", async (manager, file, mode, expected) => {
  const { machine } = await scene({ manager });
  const { code, text } = await machine.run(`
    install --version 0.9.1 --endpoint wss://opamp.example.com/v1/opamp
    echo "--- first"; cat /asked; rm /asked
    install
    echo "--- again"; cat /asked; rm /asked
    stat -c "%a" ${file}; grep -c /usr/local/bin/opampsupervisor ${file}; ! grep /usr/bin/opampsupervisor ${file}
    echo "--- owner"; stat -c "%a %U:%G" /etc/opampsupervisor/config.yaml
    install --uninstall
    echo "--- removed"; cat /asked; ls ${file}; rm /asked
    install --uninstall --purge
    echo "--- at last"; ls -d /etc/opampsupervisor; id opampsupervisor`);
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("Service: restarted, where it ran.") });
  const part = (name: string) => (text.split(`--- ${name}\n`)[1] ?? "").split("\n");
  expect(part("first").slice(0, expected.first.length)).toEqual([...expected.first]);
  expect(part("again").slice(0, expected.again.length + 2)).toEqual([...expected.again, mode, "1"]);
  expect(part("owner")[0]).toBe(manager === "launchd" ? "600 root:root" : "640 root:opampsupervisor");
  expect(part("removed").slice(0, expected.removed.length)).toEqual([...expected.removed]);
  expect(text).toContain(`cannot access '${file}'`);
  expect(part("at last").join()).toMatch(/cannot access.*no such user/);
});

test("without an endpoint launchd does not start it with the system either", async () => {
  const { machine } = await scene({ manager: "launchd" });
  const { code, text } = await machine.run("install; cat /asked");
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Service: not started.") });
  expect(text).toEndWith("launchctl disable system/opampsupervisor\n");
});

test("a service that does not stop keeps everything", async () => {
  const { machine } = await scene({ manager: "launchd" });
  const { code, text } = await machine.run(`
    install --endpoint wss://opamp.example.com/v1/opamp
    mkdir /quick; printf '#!/bin/sh\n' >/quick/sleep; chmod 755 /quick/sleep
    sed -i 's/rm .loaded/:/' "$(command -v launchctl)"
    PATH=/quick:$PATH; install --uninstall; echo "code $?"; opampsupervisor`);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("does not stop; nothing was removed") });
  expect(text).toEndWith("code 1\nopampsupervisor 0.9.2\n");
});

test.each([
  ["dpkg-query", `echo "install ok installed"`],
  ["rpm", "exit 0"],
  ["apk", "exit 0"],
])("where %s knows a package of it, the package stays what it is", async (name, answer) => {
  const { machine } = await scene({ manager: "systemd" });
  const { code, text } = await machine.run(`
    mkdir /packaged; printf '%s\n' '#!/bin/sh' '${answer}' >/packaged/${name}; chmod 755 /packaged/${name}
    PATH=/packaged:$PATH
    install; echo "code $?"
    install --no-service >/dev/null; echo "code $?"
    install --uninstall --purge; echo "code $?"
    install --uninstall; echo "code $?"; cat /asked`);
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringContaining("the package opampsupervisor is installed"),
  });
  expect(text).toContain("are those of the package opampsupervisor");
  expect(text.match(/code \d/g)).toEqual(["code 1", "code 0", "code 1", "code 0"]);
  expect(text).toEndWith("code 0\nsystemctl daemon-reload\n");
});

test("a service runs from no directory that its manager would have to be told with quotes", async () => {
  const { machine } = await scene({ manager: "systemd" });
  const { code, text } = await machine.run(`install --bin-dir "/opt/a b"; ls /opt`);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("a service cannot run from /opt/a b") });
  expect(text).not.toContain("Downloading");
});

test("a service that does not start is said so, and all of it is there", async () => {
  const { machine } = await scene({ manager: "systemd" });
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
  const without = await scene({});
  const there = await without.machine.run("install; ls /asked; id opampsupervisor; opampsupervisor");
  expect(there.text).toContain("none: neither systemd nor");
  expect(there.text).toContain("cannot access '/asked'");
  expect(there.text).toContain("no such user");
  expect(there.text).toContain("Run it: /usr/local/bin/opampsupervisor --config /etc/opampsupervisor/config.yaml");
  const unwanted = await scene({ manager: "systemd" });
  const alone = await unwanted.machine.run(
    "install --no-service; ls /asked /etc/systemd/system/opampsupervisor.service",
  );
  expect(alone.text.match(/cannot access/g)).toHaveLength(2);
});

test("wget does as well as curl, and without either it is said so", async () => {
  const { machine } = await scene({});
  const { code, text } = await machine.run(`
    rm -f /usr/bin/curl && install && opampsupervisor
    rm -f /usr/bin/wget && install`);
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("opampsupervisor 0.9.2\n") });
  expect(text).toContain("neither curl nor wget is there");
});
