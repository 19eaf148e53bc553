import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { errorCode } from "../../src/runtime/error-code.ts";
import type { World } from "./e2e.ts";

/**
 * Every file of the storage directory, by name. A supervisor that runs renames the temporary file of a write while one
 * looks: then all is read anew, so that nothing is left out.
 */
export function storedFiles({ storage }: Pick<World, "storage">): Map<string, Buffer> {
  const names = readdirSync(storage).filter((name) => name !== "control.sock");
  try {
    return new Map(names.map((name) => [name, readFileSync(join(storage, name))]));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return storedFiles({ storage });
  }
}
