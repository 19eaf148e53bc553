import { join } from "node:path";

import { contentsOf } from "./contents.ts";
import type { ContentsOptions, Format } from "./contents.ts";

export interface RecipeOptions extends ContentsOptions {
  /** As Go names it; nfpm knows each system's own name for it. */
  arch: string;
  /** Semantic version. */
  version: string;
  /** Time of everything in the package, seconds since 1970. */
  epoch: number;
}

/** What nfpm reads: its configuration for one package (nfpm.goreleaser.com, "Configuration"), as data. */
export function recipeOf(options: RecipeOptions): object {
  const { format, arch, version, epoch } = options;
  return {
    name: "opampsupervisor",
    arch,
    platform: "linux",
    version,
    version_schema: "semver",
    section: "net",
    priority: "optional",
    maintainer: "opampsupervisor maintainers <opampsupervisor@localhost>",
    vendor: "opampsupervisor",
    license: "Apache-2.0",
    description: "OpAMP supervisor of the OpenTelemetry Collector",
    mtime: new Date(epoch * 1000).toISOString(),
    depends: depends[format],
    ...(format === "deb" ? { recommends: ["ca-certificates"] } : {}),
    contents: contentsOf(options),
    ...scriptsOf(format, options.staged),
    // nfpm would take the name of the machine that builds.
    rpm: { buildhost: "opampsupervisor", group: "Unspecified" },
  };
}

/**
 * What the program is linked with, and what the scripts of the package call. An rpm names files, since its systems have
 * other names for the same package.
 */
const depends: Readonly<Record<Format, readonly string[]>> = {
  deb: ["libc6 (>= 2.17)", "passwd", "init-system-helpers"],
  rpm: ["/bin/sh", "/usr/sbin/useradd", "/usr/sbin/groupadd"],
  apk: ["musl", "libstdc++"],
};

/** Names of what `stage` has put there. */
const scripts: Readonly<Record<Format, Readonly<Record<string, string>>>> = {
  deb: { preinstall: "preinstall", postinstall: "deb/postinst", preremove: "deb/prerm", postremove: "deb/postrm" },
  rpm: { preinstall: "preinstall", postinstall: "rpm/post", preremove: "rpm/preun", postremove: "rpm/postun" },
  apk: { preinstall: "preinstall", preremove: "apk/pre-deinstall" },
};

/** An apk has more of them, and runs the others at an installation alone. */
const ofApk = { preupgrade: "preinstall", postupgrade: "apk/post-upgrade" };

function scriptsOf(format: Format, staged: string): object {
  const at = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(names).map(([when, name]) => [when, join(staged, name)]));
  return { scripts: at(scripts[format]), ...(format === "apk" ? { apk: { scripts: at(ofApk) } } : {}) };
}
