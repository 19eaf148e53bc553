import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ensureNfpm } from "../../scripts/distro/nfpm.ts";
import { pack } from "../../scripts/distro/pack.ts";
import { goSupervisor } from "../bench/run/go-supervisor.ts";
import { epoch } from "./distro-packages.ts";
import { scratchDirectory } from "./scratch.ts";

/** The version that the package says: older than those of ours, as the first of the Go supervisor's would be. */
export const goVersion = "0.149.0";

/** Settings of the service as the releases of OpenTelemetry have them (cmd/opampsupervisor/opampsupervisor.service). */
const service = {
  Unit: ["After=network.target", "AssertPathExists=/etc/opampsupervisor/config.yaml"],
  Service: [
    "Type=simple",
    "User=opampsupervisor",
    "Group=opampsupervisor",
    "EnvironmentFile=/etc/opampsupervisor/opampsupervisor.conf",
    "ExecStart=/usr/bin/opampsupervisor $OPAMP_OPTIONS",
    "KillMode=mixed",
    "Restart=on-failure",
    ...["Configuration", "State", "Logs"].map((kind) => `${kind}Directory=opampsupervisor`),
  ],
  Install: ["WantedBy=multi-user.target"],
};

const settings = '# of the Go supervisor\nOPAMP_OPTIONS="--config=/etc/opampsupervisor/config.yaml"\n';

/**
 * What its package runs, done as there: it enables at each installation and starts where there is a configuration, and stops
 * and disables whenever dpkg takes its files away, for another version too.
 */
const scripts = {
  preinstall: `#!/bin/sh
id -u opampsupervisor >/dev/null 2>&1 ||
  useradd --system --user-group --no-create-home --shell /sbin/nologin opampsupervisor
`,
  postinstall: `#!/bin/sh
systemctl daemon-reload
systemctl enable opampsupervisor.service
[ ! -f /etc/opampsupervisor/config.yaml ] || systemctl restart opampsupervisor.service
`,
  preremove: `#!/bin/sh
[ "$1" != 1 ] || exit 0
systemctl stop opampsupervisor.service
systemctl disable opampsupervisor.service
`,
};

/**
 * A .deb with the real Go supervisor (v0.149.0), laid out as that of the releases of OpenTelemetry (cmd/opampsupervisor): names,
 * paths, user, and what its scripts do. Its path.
 */
export async function goSupervisorDeb(): Promise<string> {
  const [built, nfpm] = [await goSupervisor(console.log), await ensureNfpm()];
  if (!built.found) throw new Error(built.reason);
  if (!nfpm.found) throw new Error(nfpm.reason);
  const scratch = scratchDirectory();
  const written = (name: string, text: string) => {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return path;
  };
  const sections = Object.entries(service).map(([name, lines]) => [`[${name}]`, ...lines, ""].join("\n"));
  const target = join(scratch, "go-supervisor.deb");
  const recipe = {
    name: "opampsupervisor",
    arch: "amd64",
    version: goVersion,
    maintainer: "nobody <nobody@localhost>",
    contents: [
      { src: built.contestant.executable, dst: "/usr/bin/opampsupervisor" },
      { src: written("unit", sections.join("\n")), dst: "/lib/systemd/system/opampsupervisor.service" },
      configFile(written("settings", settings), "opampsupervisor.conf"),
      configFile(written("example", "server: {}\n"), "config.example.yaml"),
    ],
    scripts: Object.fromEntries(Object.entries(scripts).map(([name, text]) => [name, written(name, text)])),
  };
  await pack({ nfpm: nfpm.path, recipe, format: "deb", scratch, target, epoch });
  return target;
}

function configFile(src: string, name: string): object {
  return { src, dst: `/etc/opampsupervisor/${name}`, type: "config|noreplace", file_info: { mode: 0o644 } };
}
