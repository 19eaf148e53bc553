import { executable } from "./e2e.ts";

/** Whether the program that is tried is the one with Bun, and not the one with Node. */
export const isOfBun = /, bun /.test(Bun.spawnSync([executable, "version"]).stdout.toString());
