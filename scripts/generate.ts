import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { commandsPage } from "../src/cli/commands-page.ts";
import { errorsPage } from "../src/cli/errors/errors-page.ts";
import { manPage } from "../src/cli/man-page.ts";
import { configurationReference } from "../src/config/reference.ts";
import { withFoot } from "./docs/foot.ts";
import { pages } from "./docs/pages.ts";
import { statusPicture } from "./docs/status-picture.ts";
import { systemsPage } from "./release/notes.ts";
import { capture } from "./support/capture.ts";
import { root } from "./support/root.ts";

/** The generated files, relative to the project's root. */
export const generated = ["src/opamp/wire/gen/opamp.js", "src/opamp/wire/gen/opamp.d.ts"] as const;

const flags = [
  "--target=static-module",
  "--wrap=esm",
  "--no-verify",
  "--no-delimited",
  "--no-typeurl",
  "--no-service",
  "--no-convert",
  "--null-semantics",
  "--dts",
  "--path=proto",
];

/** JSDoc, which makes the typings, is run by Bun too: no Node is needed. */
const env = {
  npm_node_execpath: process.execPath,
  BUN_OPTIONS: "--preload=./scripts/generate/jsdoc-under-bun.cjs",
};

/** Writes the wire code made from `proto/` into `outputRoot`, the project's root by default. */
export async function generate(outputRoot: string = root): Promise<void> {
  const target = join(resolve(outputRoot), generated[0]);
  await mkdir(dirname(target), { recursive: true });
  const pbjs = "node_modules/protobufjs-cli/bin/pbjs";
  const command = [process.execPath, pbjs, ...flags, `--out=${target}`, "proto/opamp.proto"];
  const { code, output } = await capture(command, { env });
  if (code !== 0) throw new Error(`pbjs failed:\n${output}`);
}

/** Names of generated files that differ from what `proto/` gives now. */
export async function staleFiles(scratch: string): Promise<string[]> {
  await generate(scratch);
  const pairs = generated.map(async (name) => {
    const [now, fresh] = await Promise.all([readFile(join(root, name), "utf8"), readFile(join(scratch, name), "utf8")]);
    return now === fresh ? [] : [name];
  });
  return (await Promise.all(pairs)).flat();
}

/** The pages of `docs` that are made from the code. */
async function generatePages(): Promise<void> {
  const made: Readonly<Record<string, string>> = {
    "configuration.md": configurationReference(),
    "commands.md": await commandsPage(),
    "errors.md": errorsPage(),
    "systems.md": systemsPage(),
  };
  for (const [name] of pages) {
    const path = join(root, "docs", name);
    await writeFile(path, withFoot(name, made[name] ?? (await readFile(path, "utf8"))));
  }
  await writeFile(join(root, "docs/opampsupervisor.1"), await manPage());
  await writeFile(join(root, "docs/status.svg"), statusPicture());
}

if (import.meta.main) {
  await generate();
  await generatePages();
}
