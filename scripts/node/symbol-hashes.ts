import { open, readFile } from "node:fs/promises";

/** Where something lies in a file. */
interface Place {
  offset: number;
  size: number;
}

/**
 * Gives an executable the table back by which its symbols are found, which it had as `original`: what injects the program writes it
 * anew, and where it leaves the symbols in their order, on ppc64le, without the filter before it, so that no library would find what Node
 * exports. Where it gives them another order, on x64, the new table is whole, and is left.
 */
export async function restoreSymbolHashes(path: string, original: string): Promise<void> {
  const [before, after] = [await readFile(original), await readFile(path)];
  if (!addresses(before).equals(addresses(after))) return;
  const [wanted, place] = [section(before, SHT_GNU_HASH), section(after, SHT_GNU_HASH)];
  if (wanted.size !== place.size) throw new Error(`${path} has another table of its symbols`);
  const file = await open(path, "r+");
  try {
    await file.write(before, wanted.offset, wanted.size, place.offset);
  } finally {
    await file.close();
  }
}

/** Types of sections, and of an entry of SHT_DYNSYM the size and where its value is (elf(5)). */
const SHT_DYNSYM = 11;
const SHT_GNU_HASH = 0x6ffffff6;
const symbolBytes = 24;
const valueOffset = 8;

/** The values of the exported and imported symbols, in their order; their names lie elsewhere. */
function addresses(elf: Buffer): Buffer {
  const { offset, size } = section(elf, SHT_DYNSYM);
  const symbols = Array.from({ length: size / symbolBytes }, (_, index) => offset + index * symbolBytes);
  return Buffer.concat(symbols.map((at) => elf.subarray(at + valueOffset, at + symbolBytes)));
}

/** The first section of a type in a 64-bit little-endian ELF file. */
function section(elf: Buffer, type: number): Place {
  const [table, entrySize, count] = [Number(elf.readBigUInt64LE(40)), elf.readUInt16LE(58), elf.readUInt16LE(60)];
  for (let at = table; at < table + entrySize * count; at += entrySize) {
    if (elf.readUInt32LE(at + 4) !== type) continue;
    return { offset: Number(elf.readBigUInt64LE(at + 24)), size: Number(elf.readBigUInt64LE(at + 32)) };
  }
  throw new Error(`the executable has no section of type ${type}`);
}
