import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../support/root.ts";
import { run } from "./fetch-node.ts";
import { sourceLines } from "./source-lines.ts";

export interface BundleOptions {
  /** Relative to the project's root. */
  entry: string;
  version: string;
  /** Of the processor that the program is for. */
  native: Uint8Array;
}

/** Names are kept, and lines short: Node shows a line with its error. */
const flags = [
  "--target=node",
  "--format=cjs",
  "--minify-syntax",
  "--sourcemap=external",
  "--entry-naming=opampsupervisor.cjs",
];

/** The program as one file of CommonJS, in which Node starts, with what is built beside it. Throws with the words of the bundler. */
export async function bundle({ entry, version, native }: BundleOptions): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-bundle-"));
  try {
    const made = join(scratch, "opampsupervisor.cjs");
    const define = [`--define=VERSION=${JSON.stringify(version)}`, "--define=STANDALONE=true"];
    await run([process.execPath, "build", ...flags, ...define, entry, `--outdir=${scratch}`], root);
    const head = [`const NATIVE_CALLS = "${Buffer.from(native).toString("base64")}";`];
    const lines = sourceLines(await readFile(`${made}.map`, "utf8"), head.length + 1);
    head.push(`const SOURCE_LINES = ${JSON.stringify(lines)};`);
    return `${head.join("\n")}\n${await readFile(made, "utf8")}`;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
