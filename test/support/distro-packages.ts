import { buildDistroPackages } from "../../scripts/distro/build-distro-packages.ts";
import type { Format } from "../../scripts/distro/contents.ts";
import { executable } from "./e2e.ts";
import { scratchDirectory } from "./scratch.ts";

/** Time of what tests pack, seconds since 1970. */
export const epoch = 1_700_000_000;

/** Two versions of the packages for this processor, with the compiled executable in both. */
export const [older, newer] = ["1.0.0", "1.1.0"] as const;

/** A folder with both versions in one format, and the names in it. */
export async function bothVersions(format: Format): Promise<{ out: string; name: (version: string) => string }> {
  const out = scratchDirectory();
  const executables = [{ path: executable, arch: "amd64", libc: "glibc" }] as const;
  await Promise.all(
    [older, newer].map((version) => buildDistroPackages({ executables, version, out, epoch, formats: [format] })),
  );
  return { out, name: (version) => `opampsupervisor_${version}_linux_amd64.${format}` };
}

/** The installed Debian that the test command found. */
export function debianRoot(): string {
  const root = process.env["DEBIAN_ROOT"];
  if (root === undefined) throw new Error("DEBIAN_ROOT names no installed Debian: run `npm test -- distro`");
  return root;
}
