import { goArch } from "../support/platform.ts";
import { debianTree } from "./debian.ts";
import type { RootRecipe } from "./root.ts";

/** An installed Debian 12 with systemd and rpm, for a container that is booted. */
export const bootable: RootRecipe = {
  name: "bootable-debian-12",
  revision: 1,
  async build(directory, say) {
    const architecture = goArch() === "arm64" ? "arm64" : "amd64";
    const packages = ["systemd", "systemd-sysv", "dbus", "rpm", "passwd"];
    await debianTree(directory, { suite: "bookworm", architecture, packages, what: "system" }, say);
  },
};
