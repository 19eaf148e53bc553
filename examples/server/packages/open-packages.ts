import { join } from "node:path";

import type { Listener } from "../../../src/runtime/listen-ports.ts";
import type { Files, Random } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { Store } from "../store/open-store.ts";
import { PackageDepot } from "./package-depot.ts";
import { PackageDesk } from "./package-desk.ts";
import { servePackageFiles } from "./serve-package-files.ts";
import { ensureSigningKey, type SigningKey } from "./signing-key.ts";

export interface OpenPackagesOptions {
  files: Files;
  random: Random;
  log: Log;
  store: Store;
  fleet: Fleet;
  /** Holds the signing key and, in `files`, the files. */
  directory: string;
  /** Where files are served. */
  hostname: string;
  port: number;
  /** PEM. Default: plain http. */
  tls?: { cert: string; key: string };
}

/** Packages, the key that signs them, and the place where agents fetch them. */
export interface Packages {
  desk: PackageDesk;
  signingKey: SigningKey;
  served: Listener;
}

/** Throws an `Error` with `code` where the port is taken or the directory cannot be written. */
export async function openPackages(options: OpenPackagesOptions): Promise<Packages> {
  const { files, random, log, store, fleet, directory, hostname, port, tls } = options;
  const signingKey = await ensureSigningKey(files, directory);
  const depot = await PackageDepot.open({ files, random, directory: join(directory, "files"), key: signingKey });
  const token = packageToken(store, random);
  const pathOf = (sha256: string) => depot.pathOf(sha256);
  const served = servePackageFiles({ log, hostname, port, ...(tls && { tls }), token, pathOf });
  const base = (address: string | undefined): string => {
    const host = (address && URL.parse(address)?.hostname) || hostname;
    return `${tls ? "https" : "http"}://${host}:${served.port}/packages/`;
  };
  return { desk: new PackageDesk({ log, store, fleet, depot, token, base }), signingKey, served };
}

/** The same over restarts, as agents keep the address and the headers of an offer. */
function packageToken({ settings }: Store, random: Random): string {
  const known = settings.get("package_token");
  if (known !== undefined) return known;
  const token = random.bytes(24).toHex();
  settings.set("package_token", token);
  return token;
}
