import { type DebianFiles, debianFiles, type DebianFilesOptions, type ImageArch } from "./debian-files.ts";
import type { Entry } from "./layer.ts";

/** Whom everything in the image runs as. */
export const userId = 10_001;

/** Where the image has its configuration, and what it keeps. */
export const configFile = "/etc/opampsupervisor/config.yaml";
export const storageDirectory = "/var/lib/otelcol/supervisor";

const packages: Readonly<Record<ImageArch, readonly string[]>> = {
  amd64: ["ca-certificates", "libc6"],
  arm64: ["ca-certificates", "libc6"],
  // What Node's executable is linked with besides.
  ppc64le: ["ca-certificates", "libc6", "libgcc-s1", "libstdc++6"],
};

/** The loader and the libraries that a program of ours is linked with, or loads to find a host's name. */
const libraries =
  /^(?:usr\/)?lib(?:64|\/[a-z0-9_]+-linux-gnu)?\/(?:ld[-.a-z0-9]*|lib(?:c|dl|m|pthread|resolv|rt|nss_dns|nss_files|gcc_s|stdc\+\+))\.so[.0-9]*$/;
const authorities = /^usr\/share\/ca-certificates\/.*\.crt$/;
const notices = /^usr\/share\/doc\/[^/]+\/copyright$/;

/**
 * What is below the supervisor in the minimal image: the C library, the authorities' certificates, the names of one user and
 * of root, and directories to write to. There is no shell, and no program at all.
 */
export async function minimalRoot(arch: ImageArch, options: DebianFilesOptions = {}): Promise<DebianFiles> {
  const { entries, versions } = await debianFiles(arch, packages[arch], options);
  const kept = entries.filter(({ path }) => libraries.test(path) || notices.test(path));
  return { entries: [...kept, bundle(entries), ...ownFiles()], versions };
}

/** All authorities in one file, where Go, OpenSSL and we look for them; Debian makes it when it installs the package. */
function bundle(entries: readonly Entry[]): Entry {
  const certificates = entries
    .filter(({ path }) => authorities.test(path))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .flatMap((entry) => ("content" in entry ? [Buffer.from(entry.content).toString("latin1").trimEnd()] : []));
  if (certificates.length === 0) throw new Error("the package ca-certificates holds no certificates");
  return text("etc/ssl/certs/ca-certificates.crt", `${certificates.join("\n")}\n`);
}

function ownFiles(): Entry[] {
  const user = `opampsupervisor:x:${userId}:${userId}:opampsupervisor:/nonexistent:/usr/sbin/nologin`;
  return [
    text("etc/passwd", `root:x:0:0:root:/root:/usr/sbin/nologin\n${user}\n`),
    text("etc/group", `root:x:0:\nopampsupervisor:x:${userId}:\n`),
    text("etc/nsswitch.conf", "hosts: files dns\n"),
    { path: "etc/opampsupervisor", mode: 0o755, directory: true },
    { path: "tmp", mode: 0o1777, directory: true },
    { path: storageDirectory.slice(1), mode: 0o700, directory: true, owner: userId },
  ];
}

function text(path: string, content: string): Entry {
  return { path, mode: 0o644, content: Buffer.from(content) };
}
