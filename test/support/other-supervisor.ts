import { existsSync } from "node:fs";

import { buildOther, otherVersion } from "../../scripts/build.ts";
import { executable } from "./e2e.ts";

/** The version of the executable that is to take the place of the one that is tested. */
export const newVersion: string = otherVersion;

/** That executable: the one that the test command built, or one that is built now. */
export const otherExecutable: string = process.env["OPAMPSUPERVISOR_OTHER"] ?? (await buildOther()).path;

if (!existsSync(otherExecutable)) throw new Error(`there is no ${otherExecutable}`);

/** A script that says it is this version, and finds fault with nothing, and does `instead` as the supervisor, lines of shell. */
export function wrappedSupervisor(version: string, instead: string): Uint8Array {
  return Buffer.from(
    [
      "#!/bin/sh",
      `if [ "$1" = --version ]; then echo "opampsupervisor ${version}"; exit 0; fi`,
      `if [ "$1" = __check ]; then exec ${executable} "$@"; fi`,
      instead,
      "",
    ].join("\n"),
  );
}
