import { readdirSync, readFileSync, readlinkSync, type Stats, statSync } from "node:fs";
import { delimiter, join } from "node:path";

import { certificateBlocks } from "../x509.ts";

/** Where systems keep their trusted certificates; what does not exist is passed over. */
export interface RootPlaces {
  /** Files with many certificates each: the first that exists counts. */
  bundles: readonly string[];
  /** Every file in them counts. */
  directories: readonly string[];
  /** Files that count in any case. */
  extra: readonly string[];
}

/** The places of the Linux distributions, as Go has them (`crypto/x509`). */
const bundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];
const directories = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

/**
 * The certificates that this system trusts, as PEM. On Linux those that a program in Go or OpenSSL would find:
 * `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the usual places, and `NODE_EXTRA_CA_CERTS` adds to them. Elsewhere the
 * system is asked. Where it has none (an empty container), the roots of Mozilla that the runtime brings along.
 */
export function systemRoots(): string {
  const { env, platform } = process;
  const own = platform === "linux" ? rootsAt(rootPlaces(env)) : asked("system");
  return own === "" ? asked("bundled") : own;
}

/** Where to look, given these environment variables; an empty one counts as unset. */
export function rootPlaces(env: Readonly<Record<string, string | undefined>>): RootPlaces {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directory, NODE_EXTRA_CA_CERTS: extra } = env;
  return {
    bundles: file ? [file] : bundles,
    directories: directory ? directory.split(delimiter) : directories,
    extra: extra ? [extra] : [],
  };
}

let last: { signature: string; pem: string } | undefined;

/** The certificates at these places, each once; read again only where a file has changed. */
export function rootsAt(places: RootPlaces): string {
  const files = rootFiles(places);
  const signature = files.map(({ path, stats }) => `${path}:${stats.ino}:${stats.size}:${stats.mtimeMs}`).join("\n");
  if (last?.signature === signature) return last.pem;
  const found = new Set(files.flatMap(({ path }) => certificatesIn(path)));
  last = { signature, pem: [...found].join("\n") };
  return last.pem;
}

interface RootFile {
  path: string;
  stats: Stats;
}

function rootFiles({ bundles: candidates, directories: folders, extra }: RootPlaces): RootFile[] {
  const files = (paths: readonly string[]) => paths.flatMap((path) => statFile(path) ?? []);
  return [...files(candidates).slice(0, 1), ...folders.flatMap((folder) => files(filesIn(folder))), ...files(extra)];
}

function statFile(path: string): RootFile | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? { path, stats } : undefined;
}

/** Links to a file beside them, which OpenSSL's directories have for each file, are the same once more. */
function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const isAlias = (name: string) => !readlinkSync(join(folder, name)).includes("/");
    return entries
      .filter((entry) => !(entry.isSymbolicLink() && isAlias(entry.name)))
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

function certificatesIn(path: string): string[] {
  try {
    return certificateBlocks(readFileSync(path, "latin1")).map((block) => block.replaceAll("\r", ""));
  } catch {
    return [];
  }
}

function asked(kind: "system" | "bundled"): string {
  const { getCACertificates, rootCertificates } = process.getBuiltinModule("node:tls");
  return (kind === "system" ? getCACertificates(kind) : rootCertificates).join("\n");
}
