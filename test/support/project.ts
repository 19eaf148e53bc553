import { join, resolve } from "node:path";

/** The root of the project. */
export const projectRoot = resolve(import.meta.dir, "../..");

/** A file of `test/fixtures`. */
export function fixture(name: string): string {
  return join(projectRoot, "test/fixtures", name);
}

/** The command that runs the program from its sources. */
export const sourceCommand: readonly string[] = [process.execPath, join(projectRoot, "src/main.ts")];
