import { debianTree } from "./debian.ts";
import { enterRoot } from "./enter.ts";
import { makeMountPoints, type RootRecipe, run } from "./root.ts";

/**
 * What Wine wants in its environment; its registry and drive C: are in the root. Programs that are to see each other must have one `/tmp`:
 * the server behind them is found there.
 */
export const wineEnvironment = {
  HOME: "/root",
  WINEPREFIX: "/root/.wine",
  WINEDEBUG: "-all",
  XDG_RUNTIME_DIR: "/tmp",
} as const;

/** Wine 10 of Debian 13, for programs of 64 bits, with a drive C: that is set up. */
export const wine: RootRecipe = {
  name: "wine-10-amd64",
  revision: 1,
  async build(directory, say) {
    const packages = ["wine", "wine64"];
    await debianTree(directory, { suite: "trixie", architecture: "amd64", packages, what: "system" }, say);
    await makeMountPoints(directory);
    const command = ["sh", "-euc", "wineboot --init; wineserver --wait"];
    await run(enterRoot({ root: directory, command }), wineEnvironment);
  },
};
