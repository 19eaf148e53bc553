import { buildDistroPackages } from "../distro/build-distro-packages.ts";
import { buildMsi } from "../windows/build-msi.ts";
import type { Target } from "./targets.ts";

export interface SystemPackagesOptions {
  /** Executables that are ready, with the target of each. */
  built: ReadonlyArray<{ target: Target; path: string }>;
  version: string;
  /** Absolute folder for the packages. */
  out: string;
  /** Seconds since 1970: every date in them. */
  time: number;
  /** File with what other people's licences ask to be handed on. */
  licences: string;
  say: (line: string) => void;
}

/** What a system's own installer takes: `.deb`, `.rpm`, `.apk` and `.msi` of those executables that there is one for. */
export async function systemPackages(options: SystemPackagesOptions): Promise<Array<{ path: string; bytes: number }>> {
  const { built, version, out, time: epoch, licences, say } = options;
  const executables = built.flatMap(({ target, path }) => (target.distro ? [{ path, ...target.distro }] : []));
  const packages = await buildDistroPackages({ executables, version, out, epoch, documents: [licences], say });
  const windows = built.find(({ target }) => target.name === "windows_amd64");
  if (windows === undefined) return packages;
  return [...packages, await buildMsi({ executable: windows.path, version, out, epoch, say })];
}
