import { createHash } from "node:crypto";

import { LC_CODE_SIGNATURE, LC_SEGMENT_64, loadCommands } from "../../scripts/mach-o/load-commands.ts";

/** What a 64-bit Mach-O file says of itself (mach-o/loader.h). */
export interface MachO {
  processor: "amd64" | "arm64" | "unknown";
  /** For example `13.0`. */
  oldestMacOs: string | undefined;
  /** Libraries that the loader looks for. */
  libraries: readonly string[];
  segments: ReadonlyArray<{ name: string; offset: number; size: number }>;
  signature: CodeSignature | undefined;
}

/** What is signed of a file, without a certificate (cs_blobs.h of XNU). */
export interface CodeSignature {
  /** Where the signature begins, and what is signed ends. */
  offset: number;
  end: number;
  identifier: string;
  /** `adhoc`, `linker-signed`, `hardened-runtime`, in hexadecimal what else. */
  flags: readonly string[];
  /** Whether it holds entitlements. */
  entitles: boolean;
  /** Bytes that the page hashes are over. */
  codeLimit: number;
  pages: number;
  /** Numbers of the pages whose hash is another than the one that is signed. */
  wrongPages: readonly number[];
}

const processors: Readonly<Record<number, MachO["processor"]>> = { 0x01000007: "amd64", 0x0100000c: "arm64" };
const LC_LOAD_DYLIB = 0x0c;
const LC_BUILD_VERSION = 0x32;

/** Throws where the file is cut off. */
export function readMachO(file: Uint8Array): MachO {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const found = { oldestMacOs: undefined as string | undefined, libraries: [] as string[] };
  const segments: Array<{ name: string; offset: number; size: number }> = [];
  let signature: CodeSignature | undefined;
  for (const { kind, at } of loadCommands(bytes)) {
    switch (kind) {
      case LC_SEGMENT_64:
        segments.push({
          name: textAt(bytes, at + 8, 16),
          offset: Number(bytes.readBigUInt64LE(at + 40)),
          size: Number(bytes.readBigUInt64LE(at + 48)),
        });
        break;
      case LC_LOAD_DYLIB:
        found.libraries.push(textAt(bytes, at + bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 4)));
        break;
      case LC_BUILD_VERSION:
        found.oldestMacOs = `${bytes.readUInt16LE(at + 14)}.${bytes.readUInt8(at + 13)}`;
        break;
      case LC_CODE_SIGNATURE:
        signature = readSignature(bytes, bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12));
        break;
    }
  }
  return { processor: processors[bytes.readUInt32LE(4)] ?? "unknown", ...found, segments, signature };
}

const flagNames: ReadonlyArray<readonly [bit: number, name: string]> = [
  [0x2, "adhoc"],
  [0x10000, "hardened-runtime"],
  [0x20000, "linker-signed"],
];

const codeDirectoryMagic = 0xfade0c02;
const entitlementMagics: readonly number[] = [0xfade7171, 0xfade7172];
const sha256Type = 2;

/** A container of blobs, all numbers big endian. */
function readSignature(file: Buffer, offset: number, size: number): CodeSignature {
  const bytes = file.subarray(offset, offset + size);
  if (bytes.readUInt32BE(0) !== 0xfade0cc0) throw new Error("what stands there is no signature");
  const count = bytes.readUInt32BE(8);
  const blobs = Array.from({ length: count }, (_, index) => bytes.subarray(bytes.readUInt32BE(16 + index * 8)));
  const directory = blobs.find((blob) => blob.readUInt32BE(0) === codeDirectoryMagic);
  if (directory === undefined) throw new Error("the signature has no code directory");
  if (directory.readUInt8(37) !== sha256Type) throw new Error("its hashes are not SHA-256");
  const [hashOffset, pages, codeLimit] = [16, 28, 32].map((at) => directory.readUInt32BE(at)) as [
    number,
    number,
    number,
  ];
  const pageSize = 1 << directory.readUInt8(39);
  const wrongPages = Array.from({ length: pages }, (_, page) => page).filter((page) => {
    const content = file.subarray(page * pageSize, Math.min((page + 1) * pageSize, codeLimit));
    const signed = directory.subarray(hashOffset + page * 32, hashOffset + (page + 1) * 32);
    return !createHash("sha256").update(content).digest().equals(signed);
  });
  return {
    offset,
    end: offset + size,
    identifier: textAt(directory, directory.readUInt32BE(20), 256),
    flags: namesOf(directory.readUInt32BE(12)),
    entitles: blobs.some((blob) => entitlementMagics.includes(blob.readUInt32BE(0))),
    codeLimit,
    pages,
    wrongPages,
  };
}

function namesOf(flags: number): string[] {
  const known = flagNames.filter(([bit]) => (flags & bit) !== 0);
  const rest = known.reduce((left, [bit]) => left & ~bit, flags);
  return [...known.map(([, name]) => name), ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])];
}

function textAt(bytes: Buffer, at: number, most: number): string {
  return bytes.toString("latin1", at, at + most).replace(/\0.*$/s, "");
}
