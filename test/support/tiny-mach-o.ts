/** A Mach-O file of this many bytes of code, with the three load commands that a signature needs and one that is longer than it has to be. */
export function tinyMachO(codeBytes: number, oldSignatureBytes: number): Buffer {
  const commandBytes = 72 + 72 + 16;
  const file = Buffer.alloc(codeBytes + oldSignatureBytes, 0x55);
  file.fill(0, 0, 32 + commandBytes);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(0x01000007, 4);
  file.writeUInt32LE(3, 16);
  file.writeUInt32LE(commandBytes, 20);
  const tailOffset = codeBytes - 100;
  segment(file, 32, "__TEXT", { offset: 0, size: tailOffset });
  segment(file, 32 + 72, "__LINKEDIT", { offset: tailOffset, size: 100 + oldSignatureBytes });
  file.writeUInt32LE(0x1d, 32 + 144);
  file.writeUInt32LE(16, 32 + 148);
  file.writeUInt32LE(codeBytes, 32 + 152);
  file.writeUInt32LE(oldSignatureBytes, 32 + 156);
  return file;
}

function segment(file: Buffer, at: number, name: string, { offset, size }: { offset: number; size: number }): void {
  file.writeUInt32LE(0x19, at);
  file.writeUInt32LE(72, at + 4);
  file.write(name, at + 8, "latin1");
  file.writeBigUInt64LE(BigInt(size), at + 32);
  file.writeBigUInt64LE(BigInt(offset), at + 40);
  file.writeBigUInt64LE(BigInt(size), at + 48);
}
