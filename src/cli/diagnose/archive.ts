import { pack } from "tar-stream";

/** One file of the archive. */
export interface DiagnoseFile {
  name: string;
  text: string;
}

/** A `.tar.gz` of these files, in a directory of this name. `now`: milliseconds since the Unix epoch. */
export async function archiveOf(files: readonly DiagnoseFile[], directory: string, now: number): Promise<Uint8Array> {
  const tar = pack();
  for (const { name, text } of files) {
    tar.entry({ name: `${directory}/${name}`, mode: 0o600, mtime: new Date(now) }, text);
  }
  tar.finalize();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of tar) pieces.push(Uint8Array.from(piece as Uint8Array));
  const zipped = new Blob(pieces).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(zipped).arrayBuffer());
}
