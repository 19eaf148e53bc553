import { addonVariable } from "../config/addon-variable.ts";
import type { AllowedPackage } from "../config/package-types.ts";
import type { AddonsRecord, StoredAddon } from "../storage/addons-record.ts";
import { addonDirectory, directoryOf } from "./addon-directory.ts";
import type { OfferedFile, OfferedPackage } from "./packages-offer.ts";

/** An add-on that is taken. */
export interface AddonPlan {
  variable: string;
  /** Why, and within which bounds. */
  rule: AllowedPackage;
  file: OfferedFile;
  /** The same content, where it lies here already. */
  held: StoredAddon | undefined;
}

/** The first entry of `agent.package.allowed` that lets a package in by its name. */
export function ruleFor(name: string, allowed: readonly AllowedPackage[]): AllowedPackage | undefined {
  return name === "" ? undefined : allowed.find((rule) => matches(rule.name, name));
}

/** The other add-ons of an offer that the Collector would find under the same variable. */
export function namesakes(
  { name }: Pick<OfferedPackage, "name">,
  others: readonly Pick<OfferedPackage, "name">[],
): string[] {
  const variable = addonVariable(name);
  return others.flatMap((other) => (other.name !== name && addonVariable(other.name) === variable ? [other.name] : []));
}

/** The add-on that lies here with this content, in the form that is asked for. */
export function heldAddon(
  record: AddonsRecord | undefined,
  { hash, file, rule }: { hash: string; file: OfferedFile; rule: AllowedPackage },
): StoredAddon | undefined {
  const directory = addonDirectory(file.contentHash, rule);
  const fits = (record?.here ?? []).filter(
    ({ contentHash, path }) => contentHash === file.contentHash && directoryOf(path) === directory,
  );
  return fits.find((addon) => addon.hash === hash) ?? fits.at(-1);
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split("*");
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return name === first;
  if (!name.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
