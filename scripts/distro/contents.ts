import { basename, join } from "node:path";

import { root } from "../support/root.ts";

/** Of Debian, of Red Hat and SUSE, of Alpine. */
export type Format = "deb" | "rpm" | "apk";

/** One entry of a package, in nfpm's words. */
export interface Content {
  src?: string;
  dst: string;
  type?: "config|noreplace" | "dir" | "license";
  file_info: { mode: number; owner: string; group: string };
}

export interface ContentsOptions {
  format: Format;
  /** The ready program for the package's architecture and C library. */
  executable: string;
  /** Directory of what `stage` has written. */
  staged: string;
  /** More files for the package's documentation. */
  documents: readonly string[];
}

const packaging = join(root, "packaging");

/** Everything that a package puts on a machine, and where. The places are those of the Go supervisor's packages. */
export function contentsOf({ format, executable, staged, documents }: ContentsOptions): Content[] {
  return [
    { src: executable, dst: "/usr/bin/opampsupervisor", ...program },
    { dst: "/etc/opampsupervisor", type: "dir", file_info: { mode: 0o750, owner: "root", group: "opampsupervisor" } },
    ...["opampsupervisor.conf", "config.example.yaml"].map((name): Content => ({
      src: join(packaging, name),
      dst: `/etc/opampsupervisor/${name}`,
      type: "config|noreplace",
      ...file,
    })),
    ...service(format),
    { src: join(staged, "opampsupervisor.1.gz"), dst: "/usr/share/man/man1/opampsupervisor.1.gz", ...file },
    {
      src: join(staged, "completion.bash"),
      dst: "/usr/share/bash-completion/completions/opampsupervisor",
      ...file,
    },
    { src: join(staged, "completion.zsh"), dst: `${zshFunctions[format]}/_opampsupervisor`, ...file },
    {
      src: join(staged, "completion.fish"),
      dst: "/usr/share/fish/vendor_completions.d/opampsupervisor.fish",
      ...file,
    },
    licence(format),
    ...documents.map((src): Content => ({ src, dst: `/usr/share/doc/opampsupervisor/${basename(src)}`, ...file })),
  ];
}

const program = { file_info: { mode: 0o755, owner: "root", group: "root" } };
const file = { file_info: { mode: 0o644, owner: "root", group: "root" } };

/** Where each system's zsh looks for functions of packages. */
const zshFunctions: Readonly<Record<Format, string>> = {
  deb: "/usr/share/zsh/vendor-completions",
  rpm: "/usr/share/zsh/site-functions",
  apk: "/usr/share/zsh/site-functions",
};

function service(format: Format): Content[] {
  if (format === "apk") {
    return [{ src: join(packaging, "openrc/opampsupervisor"), dst: "/etc/init.d/opampsupervisor", ...program }];
  }
  return [
    {
      src: join(packaging, "systemd/opampsupervisor.service"),
      dst: "/lib/systemd/system/opampsupervisor.service",
      ...file,
    },
    { src: join(packaging, "systemd/run-as.conf"), dst: "/usr/share/opampsupervisor/run-as.conf", ...file },
  ];
}

function licence(format: Format): Content {
  const src = join(root, "LICENSE");
  if (format === "deb") return { src, dst: "/usr/share/doc/opampsupervisor/copyright", ...file };
  const dst = "/usr/share/licenses/opampsupervisor/LICENSE";
  return format === "rpm" ? { src, dst, type: "license", ...file } : { src, dst, ...file };
}
