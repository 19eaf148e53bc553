import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../support/root.ts";

export interface InstallScriptFacts {
  /** The page of the releases, without a slash at its end; empty: whoever installs has to name it. */
  releases: string;
  version: string;
  /** PEM; empty where the release is not signed. */
  publicKey: string;
}

/** Each script with the place of each fact, which the sources leave empty. */
const scripts: Readonly<Record<string, Record<keyof InstallScriptFacts, string>>> = {
  "install.sh": { releases: "releases=", version: "version=", publicKey: "public_key=" },
  "install.ps1": { releases: "$releases = ", version: "$pinnedVersion = ", publicKey: "$publicKey = " },
};

/** The install scripts of a release, by their names: those of the sources with what they cannot know there. */
export async function installScripts(facts: InstallScriptFacts): Promise<Record<string, string>> {
  const filledIn = Object.entries(scripts).map(async ([name, places]) => {
    const script = await readFile(join(root, "packaging/install", name), "utf8");
    const whole = Object.entries(places).reduce((text, [fact, place]) => {
      return filled({ name, script: text, place, value: facts[fact as keyof InstallScriptFacts].trim() });
    }, script);
    return [name, whole] as const;
  });
  return Object.fromEntries(await Promise.all(filledIn));
}

interface Filling {
  /** Of the script. */
  name: string;
  script: string;
  /** What stands before the quotes. */
  place: string;
  value: string;
}

/** @throws {Error} where the script has no such place, or the value would end its quotes */
function filled({ name, script, place, value }: Filling): string {
  if (value.includes("'")) throw new Error(`${name} cannot hold a quote: ${value}`);
  const empty = `\n${place}''\n`;
  if (script.split(empty).length !== 2) throw new Error(`${name} has no single place for ${place}`);
  return script.replace(empty, () => `\n${place}'${value}'\n`);
}
