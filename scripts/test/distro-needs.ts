import { errorMessage } from "../../src/runtime/error-message.ts";
import { ensureNfpm } from "../distro/nfpm.ts";
import { bootable } from "../roots/bootable.ts";
import { ensureRoot } from "../roots/root.ts";
import { findOrInstall } from "./needs.ts";
import type { Need, Supply } from "./needs.ts";

/** What packages of the distributions are built with. */
export const nfpm: Need = {
  name: "nfpm",
  async supply(say) {
    const outcome = await ensureNfpm(say);
    if (!outcome.found) return { kind: "absent", reason: outcome.reason };
    return { kind: "there", env: {}, note: outcome.path };
  },
};

/** What reads packages and the scripts in them: those on PATH, else Debian's. */
export const packageTools: Need = {
  name: "package tools",
  supply: (say) =>
    suppliedPrograms({ "dpkg-deb": "dpkg", rpm: "rpm", shellcheck: "shellcheck", busybox: "busybox" }, say),
};

/** An installed Debian with systemd and rpm that can be booted, as `DEBIAN_ROOT`, and what boots it. */
export const debianRoot: Need = {
  name: "a Debian to boot",
  async supply(say) {
    if (process.getuid?.() !== 0) return { kind: "absent", reason: "only root can boot a container" };
    const programs = await suppliedPrograms({ "systemd-nspawn": "systemd-container" }, say);
    if (programs.kind !== "there") return programs;
    try {
      const path = await ensureRoot(bootable, { say });
      return { kind: "there", env: { DEBIAN_ROOT: path }, note: path };
    } catch (error) {
      return { kind: "absent", reason: errorMessage(error) };
    }
  },
};

/** Alpine's package manager, as `APK`: the one that this names, or the one on PATH. Nobody else packs it. */
export const apk: Need = {
  name: "apk",
  async supply() {
    const path = process.env["APK"] || Bun.which("apk");
    if (path === null) return { kind: "absent", reason: "no apk on PATH, and APK names none" };
    return { kind: "there", env: { APK: path }, note: path };
  },
};

/** @param programs what is called, and the Debian package that brings it */
async function suppliedPrograms(
  programs: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<Supply> {
  const paths: string[] = [];
  for (const [name, debianPackage] of Object.entries(programs)) {
    const outcome = await findOrInstall([name], debianPackage, say);
    if ("reason" in outcome) return { kind: "absent", reason: outcome.reason };
    paths.push(outcome.path);
  }
  return { kind: "there", env: {}, note: paths.join(", ") };
}
