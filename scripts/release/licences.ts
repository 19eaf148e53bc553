import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Component } from "./components.ts";

const texts = join(import.meta.dir, "licences");
const line = "=".repeat(100);

/** The licences of everything that an executable contains: of its runtime first, then of each package, equal texts once. */
export async function thirdPartyLicences(
  components: readonly Component[],
  ofOtherRuntimes: readonly string[] = [],
): Promise<string> {
  const ofRuntime = await Promise.all(
    ["runtime.txt", "LGPL-2.0.txt", "LGPL-2.1.txt"].map((name) => readFile(join(texts, name), "utf8")),
  );
  const parts = [
    "opampsupervisor contains the software of others. Its own licence is the Apache License 2.0, in the file LICENSE.",
    ...ofRuntime,
    ...ofOtherRuntimes,
    ...byText(components),
  ];
  return `${parts.map((part) => part.trim()).join(`\n\n${line}\n\n`)}\n`;
}

/** A package without a text of its own stands under its licence's name. */
function byText(components: readonly Component[]): string[] {
  const holders = new Map<string, string[]>();
  for (const { name, version, licence, notices } of components) {
    const bare = `This package has no file with its licence. It states ${licence}.`;
    const text = notices.map((notice) => notice.replaceAll("\r\n", "\n").trim()).join("\n\n") || bare;
    holders.set(text, [...(holders.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  return [...holders].map(([text, names]) => `${names.join("\n")}\n\n${text}`);
}
