import { rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { stringify } from "yaml";

import { capture } from "../support/capture.ts";
import type { Format } from "./contents.ts";

export interface PackOptions {
  /** Path of the program. */
  nfpm: string;
  /** Its configuration, as data. */
  recipe: object;
  format: Format;
  /** Directory for its configuration as a file. */
  scratch: string;
  /** Path of the package. */
  target: string;
  /** Time of everything in the package, seconds since 1970. */
  epoch: number;
}

/**
 * Has nfpm write one package. The target appears with all of its bytes or not at all.
 *
 * @throws {Error} with nfpm's own words where it refuses
 */
export async function pack({ nfpm, recipe, format, scratch, target, epoch }: PackOptions): Promise<void> {
  const config = join(scratch, "nfpm.yaml");
  await writeFile(config, stringify(recipe));
  const part = `${target}.part`;
  const command = [nfpm, "package", `--config=${config}`, `--packager=${format}`, `--target=${part}`];
  const { code, output } = await capture(command, { env: { SOURCE_DATE_EPOCH: String(epoch) } });
  if (code !== 0) {
    await rm(part, { force: true });
    throw new Error(`nfpm cannot build ${basename(target)}: ${output}`);
  }
  await rename(part, target);
}
