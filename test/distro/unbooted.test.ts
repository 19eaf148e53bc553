import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { buildDistroPackages } from "../../scripts/distro/build-distro-packages.ts";
import { runUnbooted } from "../support/container.ts";
import { debianRoot, epoch, newer, older } from "../support/distro-packages.ts";
import { scratchDirectory } from "../support/scratch.ts";

const out = scratchDirectory();
writeFileSync(join(out, "program"), "#!/bin/sh\n");
const executables = [{ path: join(out, "program"), arch: "amd64", libc: "glibc" }] as const;
for (const version of [older, newer]) await buildDistroPackages({ executables, version, out, epoch });

const before = `cd /packages
config=/etc/opampsupervisor/config.yaml
settings=/etc/opampsupervisor/opampsupervisor.conf
wants=/etc/systemd/system/multi-user.target.wants/opampsupervisor.service
state=/var/lib/opampsupervisor/persistent_state.yaml
test ! -d /run/systemd/system
`;
const operator = `echo '# edited' >>$settings
mkdir /var/lib/opampsupervisor
touch $config $state
`;

/** With its output where it fails. */
async function succeeds(script: string): Promise<void> {
  const {
    code,
    out: said,
    err,
  } = await runUnbooted({ root: debianRoot(), shared: { "/packages": out } }, before + script);
  expect(code, `${said}\n${err}`).toBe(0);
}

test("a .deb is installed, upgraded, downgraded, removed and purged where no systemd runs, as in the making of an image", () =>
  succeeds(`dpkg --install opampsupervisor_${older}_linux_amd64.deb
test -L $wants
${operator}
dpkg --install opampsupervisor_${newer}_linux_amd64.deb
dpkg --install opampsupervisor_${older}_linux_amd64.deb
grep -q edited $settings
dpkg --remove opampsupervisor
test ! -e /usr/bin/opampsupervisor
test -e $settings
test -e $config
test -e $state
dpkg --purge opampsupervisor
test ! -e /etc/opampsupervisor
test ! -e /var/lib/opampsupervisor
test ! -L $wants
getent passwd opampsupervisor`));

test("an .rpm is installed, upgraded, downgraded and removed there", () =>
  // Debian's own packages are unknown to rpm, so what it depends on is left out.
  succeeds(`rpm() { command rpm --nodeps "$@"; }
rpm --install opampsupervisor_${older}_linux_amd64.rpm
stat --format='%A %U %G' /etc/opampsupervisor | grep -qx 'drwxr-x--- root opampsupervisor'
command rpm --verify opampsupervisor --nodeps
${operator}
rpm --upgrade opampsupervisor_${newer}_linux_amd64.rpm
rpm --upgrade --oldpackage opampsupervisor_${older}_linux_amd64.rpm
grep -q edited $settings
rpm --erase opampsupervisor
test ! -e /usr/bin/opampsupervisor
test -e $settings.rpmsave
test -e $config
test -e $state
getent passwd opampsupervisor`));
