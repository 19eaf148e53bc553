import { createHash } from "node:crypto";

import { LC_CODE_SIGNATURE, loadCommands, segmentNamed } from "./load-commands.ts";

const pageBytes = 4096;
const hashBytes = 32;

/** What stands before the identifier: the container's head with its one entry, then the code directory of version 0x20400. */
const containerBytes = 20;
const directoryBytes = 88;

/** Flags of a signature that a linker makes: for this machine alone, no certificate, no hardened runtime. */
const adHocByLinker = 0x20002;
const mainBinary = 1n;

/**
 * Signs a Mach-O file without a certificate, in place of the signature that is there, as Apple's linker does (cs_blobs.h of XNU): the
 * kernel of macOS ends a program whose pages have other hashes than the signed ones, and on Apple processors one without a signature.
 * The compiler signs only files for these; in those for Intel it leaves Bun's own signature, which no longer fits.
 *
 * @throws {Error} where the file is no 64-bit Mach-O file with a place for a signature
 */
export function signAdHoc(unsigned: Uint8Array, identifier: string): Buffer {
  const file = Buffer.from(unsigned);
  const place = loadCommands(file).find(({ kind }) => kind === LC_CODE_SIGNATURE);
  const [text, tail] = [segmentNamed(file, "__TEXT"), segmentNamed(file, "__LINKEDIT")];
  if (place === undefined || text === undefined || tail === undefined) {
    throw new Error("the file has no place for a signature");
  }
  const codeLimit = file.readUInt32LE(place.at + 8);
  const pages = Math.ceil(codeLimit / pageBytes);
  const size = containerBytes + directoryBytes + identifier.length + 1 + pages * hashBytes;
  file.writeUInt32LE(size, place.at + 12);
  resizeTail(file, tail.at, codeLimit + size);
  const code = file.subarray(0, codeLimit);
  const head = directoryHead({ identifier, pages, codeLimit, textBytes: file.readBigUInt64LE(text.at + 48), size });
  return Buffer.concat([code, head, ...hashesOf(code)]);
}

/** The last segment ends with the signature; in memory it takes whole pages. */
function resizeTail(file: Buffer, command: number, end: number): void {
  const fileSize = BigInt(end) - file.readBigUInt64LE(command + 40);
  const page = BigInt(pageBytes);
  file.writeBigUInt64LE(((fileSize + page - 1n) / page) * page, command + 32);
  file.writeBigUInt64LE(fileSize, command + 48);
}

interface DirectoryFacts {
  identifier: string;
  pages: number;
  /** Bytes that are signed. */
  codeLimit: number;
  /** Bytes of the segment with the code. */
  textBytes: bigint;
  /** Bytes of the whole signature. */
  size: number;
}

/** All numbers big endian. */
function directoryHead({ identifier, pages, codeLimit, textBytes, size }: DirectoryFacts): Buffer {
  const head = Buffer.alloc(containerBytes + directoryBytes + identifier.length + 1);
  const words = (at: number, values: readonly number[]) =>
    values.forEach((value, index) => head.writeUInt32BE(value, at + index * 4));
  words(0, [0xfade0cc0, size, 1, 0, containerBytes]);
  const directory = containerBytes;
  const hashes = directoryBytes + identifier.length + 1;
  words(directory, [0xfade0c02, size - containerBytes, 0x20400, adHocByLinker, hashes, directoryBytes, 0, pages]);
  words(directory + 32, [codeLimit]);
  head.set([hashBytes, 2, 0, Math.log2(pageBytes)], directory + 36);
  head.writeBigUInt64BE(textBytes, directory + 72);
  head.writeBigUInt64BE(mainBinary, directory + 80);
  head.write(identifier, directory + directoryBytes, "latin1");
  return head;
}

/** The last page is as long as what is left. */
function hashesOf(code: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(code.length / pageBytes) }, (_, page) =>
    createHash("sha256")
      .update(code.subarray(page * pageBytes, (page + 1) * pageBytes))
      .digest(),
  );
}
