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

/** The install script of a release: the one of the sources with what it cannot know there. */
export async function installScript({ releases, version, publicKey }: InstallScriptFacts): Promise<string> {
  const script = await readFile(join(root, "packaging/install/install.sh"), "utf8");
  const facts = { releases, version, public_key: publicKey.trim() };
  return Object.entries(facts).reduce((text, [name, value]) => filled(text, name, value), script);
}

/** @throws {Error} where the script has no such place, or the value would end its quotes */
function filled(script: string, name: string, value: string): string {
  if (value.includes("'")) throw new Error(`install.sh cannot hold a quote: ${value}`);
  const place = `\n${name}=''\n`;
  if (script.split(place).length !== 2) throw new Error(`install.sh has no single place for ${name}`);
  return script.replace(place, () => `\n${name}='${value}'\n`);
}
