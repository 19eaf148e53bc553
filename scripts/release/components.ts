import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { root } from "../support/root.ts";

/** A package whose code is part of the executable. */
export interface Component {
  /** Its key in `bun.lock`: its name, below the names of those that alone have this version. */
  key: string;
  name: string;
  version: string;
  /** Of its archive: `sha512-` and Base64. */
  integrity: string;
  /** SPDX expression. */
  licence: string;
  /** Where it comes from, as its own manifest says. */
  repository: string | undefined;
  /** Texts of its files `LICENSE` and `NOTICE`. */
  notices: readonly string[];
  /** Keys of what it needs. */
  needs: readonly string[];
}

const dependencies = z.record(z.string(), z.string()).default({});
const facts = z.object({
  dependencies,
  peerDependencies: dependencies,
  optionalPeers: z.array(z.string()).default([]),
});
const locked = z.tuple([z.string(), z.string(), facts, z.string()]);
const lockFile = z.object({
  workspaces: z.object({ "": z.object({ dependencies }) }),
  packages: z.record(z.string(), locked),
});
const packageManifest = z.object({
  license: z.string(),
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
});

/** What `bun.lock` says that the dependencies of package.json come to, by key; `root` are the keys of those themselves. */
export interface Closure {
  root: readonly string[];
  components: readonly Component[];
}

/** Reads `bun.lock` and, below `node_modules`, what each package says of itself. Sorted by key. */
export async function readComponents(directory: string = root): Promise<Closure> {
  const text = await readFile(join(directory, "bun.lock"), "utf8");
  const { workspaces, packages } = lockFile.parse(Bun.JSONC.parse(text));
  const direct = Object.keys(workspaces[""].dependencies);
  const needs = new Map<string, string[]>();
  const waiting = [...direct];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (needs.has(key)) continue;
    const names = neededBy(packages[key]?.[2]);
    const keys = names.map((name) => resolved(name, key ?? "", packages)).filter((one) => one !== undefined);
    needs.set(key, keys.toSorted());
    waiting.push(...keys);
  }
  const all = [...needs].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const components = all.map(([key, keys]) => componentOf(key, keys, packages, directory));
  return { root: direct.toSorted(), components: await Promise.all(components) };
}

function neededBy(of: z.infer<typeof facts> | undefined): string[] {
  if (of === undefined) return [];
  const peers = Object.keys(of.peerDependencies).filter((name) => !of.optionalPeers.includes(name));
  return [...Object.keys(of.dependencies), ...peers];
}

/** As Node looks for it: beside the package, then beside each of those above it, then at the top. */
function resolved(name: string, from: string, packages: Readonly<Record<string, unknown>>): string | undefined {
  const above = namesOf(from);
  for (let depth = above.length; depth >= 0; depth -= 1) {
    const key = [...above.slice(0, depth), name].join("/");
    if (key in packages) return key;
  }
  return undefined;
}

/** `a/@b/c/d` is the package `d` below `@b/c` below `a`. */
function namesOf(key: string): string[] {
  return key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
}

async function componentOf(
  key: string,
  needs: readonly string[],
  packages: z.infer<typeof lockFile>["packages"],
  directory: string,
): Promise<Component> {
  const entry = packages[key];
  if (entry === undefined) throw new Error(`bun.lock names ${key} and has no such package`);
  const [identity, , , integrity] = entry;
  const at = identity.lastIndexOf("@");
  const folder = join(directory, ...namesOf(key).flatMap((name) => ["node_modules", name]));
  const { license, repository } = packageManifest.parse(
    JSON.parse(await readFile(join(folder, "package.json"), "utf8")),
  );
  const [name, version] = [identity.slice(0, at), identity.slice(at + 1)];
  return { key, name, version, integrity, licence: license, repository, notices: await noticesIn(folder), needs };
}

async function noticesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(name));
  return await Promise.all(names.toSorted().map((name) => readFile(join(folder, name), "utf8")));
}
