import { resolve } from "node:path";

/** The project's root, wherever a script is called from. */
export const root = resolve(import.meta.dir, "../..");
