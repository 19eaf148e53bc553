import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { buildDistroPackages } from "../../scripts/distro/build-distro-packages.ts";
import { ensureNfpm } from "../../scripts/distro/nfpm.ts";
import { capture } from "../../scripts/support/capture.ts";
import { debianRoot, epoch, newer, older } from "../support/distro-packages.ts";
import { scratchDirectory } from "../support/scratch.ts";

const out = scratchDirectory();
writeFileSync(join(out, "program"), "#!/bin/sh\n");
const executables = [{ path: join(out, "program"), arch: "amd64", libc: "musl" }] as const;
for (const version of [older, newer]) await buildDistroPackages({ executables, version, out, epoch });

/** Packages of nothing, for what Alpine has of its own. */
async function standIn(name: string): Promise<void> {
  const nfpm = await ensureNfpm();
  if (!nfpm.found) throw new Error(nfpm.reason);
  const config = join(out, "stand-in.yaml");
  writeFileSync(config, stringify({ name, arch: "amd64", version: "1.0.0", maintainer: "test", description: name }));
  const command = [
    nfpm.path,
    "package",
    "--packager=apk",
    `--config=${config}`,
    `--target=${join(out, `${name}.apk`)}`,
  ];
  const { code, output } = await capture(command);
  if (code !== 0) throw new Error(output);
}
for (const name of ["musl", "libstdc++"]) await standIn(name);

/** A root of its own over the installed Debian, in which OpenRC's commands write down how they are called. */
const world = `root=$(mktemp -d)
mount -t tmpfs tmpfs "$root"
mkdir "$root/upper" "$root/work" "$root/merged"
mount -t overlay overlay -o "lowerdir=$DEBIAN_ROOT,upperdir=$root/upper,workdir=$root/work" "$root/merged"
cd "$root/merged"
for name in rc-service rc-update; do
  printf '#!/bin/sh\\necho "\${0##*/} $*" >>/calls\\n' >sbin/$name
  chmod 755 sbin/$name
done
mkdir -p run/openrc
: >calls
apk() { command "$APK" --root . --no-network --allow-untrusted --quiet "$@"; }
calls() { tr '\\n' ' ' <calls; : >calls; }
settings=etc/opampsupervisor/opampsupervisor.conf
`;

test("an .apk is installed, upgraded, downgraded and removed", async () => {
  const script = `${world}
apk --initdb add "$PACKAGES/musl.apk" "$PACKAGES/libstdc++.apk" "$PACKAGES/opampsupervisor_${older}_linux_amd64.apk"
grep -q '^opampsupervisor:' etc/passwd
stat --format='%A %g' etc/opampsupervisor | grep -qx "drwxr-x--- $(sed -n 's/^opampsupervisor:x:\\([0-9]*\\):.*/\\1/p' etc/group)"
test -x etc/init.d/opampsupervisor
test -x usr/bin/opampsupervisor
echo "installed: $(calls)"
echo '# edited' >>$settings
mkdir var/lib/opampsupervisor
touch var/lib/opampsupervisor/persistent_state.yaml etc/opampsupervisor/config.yaml
apk add "$PACKAGES/opampsupervisor_${newer}_linux_amd64.apk"
apk info -e "opampsupervisor=${newer}"
grep -q edited $settings
echo "upgraded: $(calls)"
apk add "$PACKAGES/opampsupervisor_${older}_linux_amd64.apk"
apk info -e "opampsupervisor=${older}"
echo "downgraded: $(calls)"
grep -q edited $settings
apk del opampsupervisor
echo "removed: $(calls)"
test ! -e usr/bin/opampsupervisor
test -e var/lib/opampsupervisor/persistent_state.yaml
test -e etc/opampsupervisor/config.yaml`;
  const env = { PACKAGES: out, DEBIAN_ROOT: debianRoot() };
  const { code, output, stdout } = await capture(["unshare", "--mount", "sh", "-euc", script], { env });
  expect(code, output).toBe(0);
  const told = stdout.split("\n").map((line) => line.trimEnd());
  expect(told).toEqual([
    "installed:",
    "upgraded: rc-service --ifstarted opampsupervisor restart",
    "downgraded: rc-service --ifstarted opampsupervisor restart",
    "removed: rc-service --ifstarted opampsupervisor stop rc-update --quiet delete opampsupervisor",
  ]);
});
