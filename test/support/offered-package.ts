import { chmodSync, readFileSync, writeFileSync } from "node:fs";

import { withPackageHashes } from "../../src/opamp/server/offer-hashes.ts";
import { type PackageStatus, PackageStatusEnum, PackageType } from "../../src/opamp/wire/messages.ts";
import { sha256Bytes } from "../../src/runtime/sha256.ts";
import { type FileRequest, FileServer, serveRanges } from "./file-server.ts";
import type { TestServer } from "./test-server.ts";

/** How an agent that takes packages of any signer is configured; what is new stands its probation in a second. */
export const takingPackages = {
  capabilities: { accepts_packages: true, accepts_remote_config: true },
  agent: { package: { verifier: { type: "none" } }, config_probation: "1s" },
};

/** A package that is served, and what an offer says of it. */
export interface OfferedCollector {
  version: string;
  content: Uint8Array;
  /** Default: none. */
  signature?: Uint8Array;
  /** How the file is served. Default: well. */
  serve?: (request: FileRequest, content: Uint8Array) => void;
}

/** Offers one Collector, whose file lies on a server of its own, under this aggregate hash or that of the offer. */
export async function offerCollector(server: TestServer, offered: OfferedCollector): Promise<FileServer> {
  return await offerPackage(server, "", offered);
}

/** The same under another name. */
export async function offerPackage(server: TestServer, name: string, offered: OfferedCollector): Promise<FileServer> {
  const {
    version,
    content,
    signature,
    serve = (request, file) => serveRanges(request, file, { etag: '"1"' }),
  } = offered;
  const files = await FileServer.start((request) => serve(request, content));
  const headers = { headers: [{ key: "X-Token", value: "t0ken" }] };
  const file = { downloadUrl: files.url, contentHash: sha256Bytes(content), headers, ...(signature && { signature }) };
  const offer = withPackageHashes({ [name]: { type: PackageType.PackageType_TopLevel, version, file } });
  server.send({ packagesAvailable: offer });
  return files;
}

/** The end of the installation of this version; of the Collector, where no other name is given. */
export function installed(server: TestServer, version: string, name = ""): Promise<PackageStatus> {
  return server.until(({ packageStatuses }) => {
    const status = packageStatuses?.packages?.[name];
    if (status?.serverOfferedVersion !== version) return undefined;
    const isOver = phaseOf(status) === "Installed" || phaseOf(status) === "InstallFailed";
    return isOver ? status : undefined;
  });
}

/** `Installed` and so on. */
export function phaseOf({ status }: PackageStatus): string {
  return (PackageStatusEnum[status ?? 0] ?? "").replace("PackageStatusEnum_", "");
}

/** Every phase of a package that was told, in order, repetitions left out; of the Collector, where no other name is given. */
export function phases({ messages }: TestServer, name = ""): string[] {
  const told = messages.flatMap(({ packageStatuses }) => {
    const status = packageStatuses?.packages?.[name];
    return status ? [phaseOf(status)] : [];
  });
  return told.filter((phase, place) => phase !== told[place - 1]);
}

/** A script that says it is this version, and is the Collector at `collector` but for `instead`, lines of shell before. */
export function wrappedCollector(collector: string, version: string, instead = ""): Uint8Array {
  return Buffer.from(
    [
      "#!/bin/sh",
      `if [ "$1" = --version ]; then echo "otelcol version ${version}"; exit 0; fi`,
      instead,
      `exec ${collector} "$@"`,
      "",
    ].join("\n"),
  );
}

/** The header of the program at `path` with the machine exchanged for another one. */
export function forAnotherMachine(path: string): Uint8Array {
  const head = readFileSync(path).subarray(0, 4096);
  const copy = Buffer.from(head);
  const [x86, arm] = [0x3e, 0xb7];
  copy.writeUInt16LE(copy.readUInt16LE(18) === x86 ? arm : x86, 18);
  return copy;
}

/** Writes a program. */
export function writeProgram(path: string, content: Uint8Array): void {
  writeFileSync(path, content);
  chmodSync(path, 0o755);
}
