import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The generated files, relative to the project's root. */
export const generated = ["src/opamp/wire/gen/opamp.js", "src/opamp/wire/gen/opamp.d.ts"] as const;

/** Writes the wire code made from `proto/` into `outputRoot`, the project's root by default. */
export async function generate(outputRoot = "."): Promise<void> {
  const target = join(outputRoot, generated[0]);
  await mkdir(join(target, ".."), { recursive: true });
  const flags = "--no-verify --no-delimited --no-typeurl --no-service --no-convert --null-semantics -d".split(" ");
  const pbjs = Bun.spawn(
    [
      process.execPath,
      "node_modules/protobufjs-cli/bin/pbjs",
      "-t",
      "static-module",
      "-w",
      "esm",
      ...flags,
      "-p",
      "proto",
      "-o",
      target,
      "proto/opamp.proto",
    ],
    { stdout: "inherit", stderr: "inherit", env: { ...process.env, BUN_BE_BUN: "1" } },
  );
  if ((await pbjs.exited) !== 0) throw new Error("pbjs failed");
}

/** Names of generated files that differ from what `proto/` gives now. */
export async function staleFiles(scratch: string): Promise<string[]> {
  await generate(scratch);
  const pairs = generated.map(async (name) => {
    const [now, fresh] = await Promise.all([readFile(name, "utf8"), readFile(join(scratch, name), "utf8")]);
    return now === fresh ? [] : [name];
  });
  return (await Promise.all(pairs)).flat();
}

if (import.meta.main) await generate();
