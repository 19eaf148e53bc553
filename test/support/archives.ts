import { crc32, deflateRawSync } from "node:zlib";

import { type Header, pack } from "tar-stream";

export interface TarSpec extends Partial<Header> {
  name: string;
  content?: Uint8Array | string;
}

/** A tar archive, with whatever its headers are to say. */
export async function tarArchive(entries: readonly TarSpec[]): Promise<Buffer> {
  const packer = pack();
  for (const { content = "", ...header } of entries) packer.entry(header, Buffer.from(content));
  packer.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of packer) if (piece instanceof Uint8Array) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The header at this offset of a tar archive says something else then, and its checksum is right again. */
export function withField(tar: Uint8Array, header: number, field: number, text: string): Buffer {
  const changed = Buffer.from(tar);
  const block = changed.subarray(header, header + 512);
  block.write(text, field, "latin1");
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return changed;
}

export const gzipped = (bytes: Uint8Array): Buffer => Buffer.from(Bun.gzipSync(Uint8Array.from(bytes)));
export const zstandard = (bytes: Uint8Array): Buffer => Buffer.from(Bun.zstdCompressSync(Uint8Array.from(bytes)));

export interface ZipSpec {
  name: string;
  content?: Uint8Array | string;
  /** Type and permission bits, as Unix has them. Default: a file of 0644. */
  mode?: number;
  /** Default: deflated. */
  method?: number;
  flags?: number;
  /** Name in front of the content. Default: the same. */
  localName?: string;
  /** Sizes and checksum stand behind the content, as when a ZIP archive is written to a pipe. Default: no. */
  descriptor?: boolean;
  /** Sizes and offset stand in the extra field for large files. Default: no. */
  zip64?: boolean;
  /** What the directory says instead of the truth. */
  size?: number;
  checksum?: number;
}

export interface ZipOptions {
  /** The directory is found by the records for large files. Default: no. */
  zip64?: boolean;
  comment?: string;
}

const all32 = 0xffffffff;

/** A ZIP archive, byte for byte as APPNOTE.TXT has it. */
export function zipArchive(entries: readonly ZipSpec[], { zip64 = false, comment = "" }: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = zipEntry(entry, offset);
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const large = zip64 ? zip64End(entries.length, listed.length, offset) : Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 8);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 10);
  end.writeUInt32LE(zip64 ? all32 : listed.length, 12);
  end.writeUInt32LE(zip64 ? all32 : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, listed, large, end, Buffer.from(comment)]);
}

function zipEntry(entry: ZipSpec, offset: number): { local: Buffer; central: Buffer } {
  const { name, mode = 0o100644, method = 8, descriptor = false, zip64 = false, localName = name } = entry;
  const content = Buffer.from(entry.content ?? "");
  const data = method === 8 ? deflateRawSync(content) : content;
  const { size = content.length, checksum = crc32(content) } = entry;
  const namesAreUtf8 = 0x800;
  const flags = (entry.flags ?? 0) | (descriptor ? 8 : 0) | namesAreUtf8;

  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(method, 8);
  if (!descriptor) {
    local.writeUInt32LE(checksum, 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(size, 22);
  }
  local.writeUInt16LE(Buffer.byteLength(localName), 26);
  const trailer = Buffer.alloc(descriptor ? 16 : 0);
  if (descriptor) {
    trailer.writeUInt32LE(0x08074b50, 0);
    trailer.writeUInt32LE(checksum, 4);
    trailer.writeUInt32LE(data.length, 8);
    trailer.writeUInt32LE(size, 12);
  }

  const extra = Buffer.alloc(zip64 ? 28 : 0);
  if (zip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(size), 4);
    extra.writeBigUInt64LE(BigInt(data.length), 12);
    extra.writeBigUInt64LE(BigInt(offset), 20);
  }
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE((3 << 8) | 45, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(checksum, 16);
  central.writeUInt32LE(zip64 ? all32 : data.length, 20);
  central.writeUInt32LE(zip64 ? all32 : size, 24);
  central.writeUInt16LE(Buffer.byteLength(name), 28);
  central.writeUInt16LE(extra.length, 30);
  central.writeUInt32LE((mode << 16) >>> 0, 38);
  central.writeUInt32LE(zip64 ? all32 : offset, 42);
  return {
    local: Buffer.concat([local, Buffer.from(localName), data, trailer]),
    central: Buffer.concat([central, Buffer.from(name), extra]),
  };
}

function zip64End(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}
