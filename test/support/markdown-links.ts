import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import GithubSlugger from "github-slugger";
import { Lexer, type Token } from "marked";

import { projectRoot } from "./project.ts";

const folders = ["docs", "examples"];

/** The project's pages, paths from its root. */
export function markdownPages(): string[] {
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const inRoot = readdirSync(projectRoot);
  return [...inRoot, ...inFolders].filter((name) => name.endsWith(".md")).map((name) => relative(".", name));
}

/** Where the links and the pictures of a page lead, as they are written. */
export function linksOf(page: string): string[] {
  const found: string[] = [];
  visit(tokensOf(page), (token) => {
    if (token["type"] === "link" || token["type"] === "image") found.push(String(token["href"]));
  });
  return found;
}

/** The anchors that a page's headings have, as GitHub makes them. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  visit(tokensOf(page), (token) => {
    if (token["type"] !== "heading") return;
    const text = String(token["text"]).replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    anchors.add(slugger.slug(text));
  });
  return anchors;
}

function tokensOf(page: string): Token[] {
  return new Lexer().lex(readFileSync(join(projectRoot, page), "utf8"));
}

function visit(value: unknown, seen: (token: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) visit(each, seen);
  } else if (typeof value === "object" && value !== null) {
    const token = value as Readonly<Record<string, unknown>>;
    if (typeof token["type"] === "string") seen(token);
    for (const each of Object.values(token)) visit(each, seen);
  }
}
