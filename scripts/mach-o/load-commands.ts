/** What tells the loader of macOS one thing about a file (mach-o/loader.h). */
export interface LoadCommand {
  kind: number;
  /** Its offset in the file. */
  at: number;
  size: number;
}

export const LC_SEGMENT_64 = 0x19;
export const LC_CODE_SIGNATURE = 0x1d;

/** All of them, in order. Throws where the bytes are no 64-bit Mach-O file. */
export function loadCommands(file: Buffer): LoadCommand[] {
  if (file.length < 32 || file.readUInt32LE(0) !== 0xfeedfacf) throw new Error("not a 64-bit Mach-O file");
  const commands: LoadCommand[] = [];
  for (let at = 32, left = file.readUInt32LE(16); left > 0; left -= 1) {
    const size = file.readUInt32LE(at + 4);
    commands.push({ kind: file.readUInt32LE(at), at, size });
    at += size;
  }
  return commands;
}

/** A segment's command; `undefined` where the file has none of this name. */
export function segmentNamed(file: Buffer, name: string): LoadCommand | undefined {
  const padded = name.padEnd(16, "\0");
  return loadCommands(file).find(
    ({ kind, at }) => kind === LC_SEGMENT_64 && file.toString("latin1", at + 8, at + 24) === padded,
  );
}
